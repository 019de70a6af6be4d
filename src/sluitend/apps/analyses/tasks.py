"""Work apart from the request: computing results."""

from __future__ import annotations

from sluitend.apps.analyses import actions
from sluitend.work.handlers import Progress, handler
from sluitend.work.models import Run


@handler("analyses.run")
def compute(run: Run, progress: Progress) -> None:
    """Make one result; called again after a crash, it makes it once."""
    actions.carry_out(int(run.payload["result_id"]), progress)
