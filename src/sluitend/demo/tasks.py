"""Parts of the examples are made in the worker: who starts the product for the first time need not wait for them."""

from __future__ import annotations

from django.conf import settings
from django.utils import translation

from sluitend.apps.people.models import User
from sluitend.work import runs
from sluitend.work.handlers import Progress, handler
from sluitend.work.models import Run, State

CHAIN, PILOT = "demo.chain", "demo.pilot"


@handler(CHAIN)
def chain(run: Run, progress: Progress) -> None:
    """Make it, or go on where a former attempt was interrupted."""
    from sluitend.demo.build import build_chain

    progress(5)
    with translation.override(settings.LANGUAGE_CODE):
        build_chain(owner=User.objects.get(pk=run.requested_by_id or 0))


@handler(PILOT)
def pilot(run: Run, progress: Progress) -> None:
    """Make it, or go on where a former attempt was interrupted."""
    from sluitend.demo.build import build_pilot

    progress(5)
    with translation.override(settings.LANGUAGE_CODE):
        build_pilot(owner=User.objects.get(pk=run.requested_by_id or 0))


def queue(kind: str, *, owner: User) -> None:
    """Have a part made, once."""
    if not Run.objects.filter(kind=kind, state__in=(State.QUEUED, State.RUNNING)).exists():
        runs.start(kind, {}, requested_by_id=owner.pk)
