"""Parts of the examples are made in the worker: who starts the product for the first time need not wait for them."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.utils import translation

from sluitend.apps.coding.actions.meaning import keeping, starting
from sluitend.apps.coding.actions.suggestions import learning
from sluitend.apps.design.models import Evaluation
from sluitend.apps.people.models import User
from sluitend.work import embedding_host, runs
from sluitend.work.handlers import Progress, handler
from sluitend.work.models import Run, State

CHAIN, PILOT, SUGGESTIONS = "demo.chain", "demo.pilot", "demo.suggestions"


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


@handler(SUGGESTIONS, priority=keeping.PRIORITY - 1)
def suggestions(run: Run, progress: Progress) -> None:
    """Its turn comes when nothing is left to read for its meaning: then there is something to learn from."""
    evaluation = Evaluation.objects.get(pk=run.evaluation_id or 0)
    if not learning.why_not(evaluation):
        learning.start_learning(actor=User.objects.get(pk=run.requested_by_id or 0), evaluation=evaluation)


def queue_suggestions(evaluation: Evaluation, *, actor: User) -> None:
    """Have the texts read for their meaning and then suggestions learned, once. No text leaves the machine for it."""
    if not embedding_host.model_name() or embedding_host.leaves_machine():
        return
    if Run.objects.filter(kind__in=(SUGGESTIONS, keeping.READ), evaluation_id=evaluation.pk).exists():
        return
    with transaction.atomic():
        starting.start_reading(actor=actor, evaluation=evaluation)
        runs.start(SUGGESTIONS, {}, evaluation_id=evaluation.pk, requested_by_id=actor.pk)
