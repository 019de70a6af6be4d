"""Work apart from the request: building reports."""

from __future__ import annotations

from sluitend.apps.reporting import actions
from sluitend.work import chores
from sluitend.work.handlers import Progress, handler
from sluitend.work.models import Run


@handler("reporting.build")
def build(run: Run, progress: Progress) -> None:
    """Make one file; called again after a crash, it makes it once."""
    progress(10)
    actions.carry_out(int(run.payload["build_id"]))


def register() -> None:
    """Called once, from AppConfig.ready(); the handler above is known by then."""
    chores.at_start.append(actions.sweep_files)
