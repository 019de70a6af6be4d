"""Work apart from the request: building reports, and destroying files that hold a withdrawn quote."""

from __future__ import annotations

from django.conf import settings
from django.utils import translation

from sluitend.apps.reporting import actions
from sluitend.work import chores
from sluitend.work.handlers import Progress, handler
from sluitend.work.models import Run


@handler("reporting.build")
def build(run: Run, progress: Progress) -> None:
    """Make one file; called again after a crash, it makes it once.

    In Dutch, whoever asks: the same state is the same file.
    """
    with translation.override(settings.LANGUAGE_CODE):
        actions.carry_out(int(run.payload["build_id"]), progress)


@handler("reporting.withdrawn")
def withdrawn(run: Run, progress: Progress) -> None:
    """Once a day: files with a quote that was taken back since, of whatever report."""
    actions.destroy_all_withdrawn()


def register() -> None:
    """Called once, from AppConfig.ready(); the handlers above are known by then."""
    chores.at_start.append(actions.sweep_files)
    chores.daily.append("reporting.withdrawn")
