"""Work apart from the request: what is past its retention date, and what a restored database has to forget."""

from __future__ import annotations

from sluitend.apps.fieldwork import actions
from sluitend.apps.fieldwork.actions.withdrawing import leave_no_trace
from sluitend.work import chores, database
from sluitend.work.handlers import Progress, handler
from sluitend.work.models import Run


@handler("fieldwork.retention")
def retain(run: Run, progress: Progress) -> None:
    """Once a day: destroy what is past its date, and the backups that may still hold it."""
    actions.destroy_expired()
    database.forget_old_backups()
    leave_no_trace()


def register() -> None:
    """Called once, from AppConfig.ready(); the handlers above are known by then."""
    chores.daily.append("fieldwork.retention")
    chores.before_start.append(actions.replay)
