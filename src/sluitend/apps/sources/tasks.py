"""Work apart from the request: reading uploads, and destroying what is past its date."""

from __future__ import annotations

from sluitend.apps.sources import actions
from sluitend.apps.sources.actions.answering import drop_old_answers
from sluitend.apps.sources.actions.clearing import forget_old_names
from sluitend.apps.sources.actions.correcting import forget_old_corrections
from sluitend.apps.sources.actions.names import keep_proposals
from sluitend.apps.sources.actions.reading import READING_FAILED
from sluitend.apps.sources.actions.sweeping import sweep_when_somebody_died
from sluitend.apps.sources.queries_names import KIND_OF_RUN
from sluitend.work import chores
from sluitend.work.handlers import Progress, handler
from sluitend.work.models import Run


@handler("sources.read")
def read(run: Run, progress: Progress) -> None:
    """Read one upload. A fault of ours refuses the file: who added it is told, and nothing half-read stays."""
    upload_id = int(run.payload["upload_id"])
    try:
        actions.read_upload(upload_id)
    except Exception:
        actions.refuse_upload(upload_id, READING_FAILED, {})
        raise


@handler(KIND_OF_RUN)
def find_names(run: Run, progress: Progress) -> None:
    """Look for names in one version."""
    keep_proposals(run, progress)


@handler("sources.retention")
def retain(run: Run, progress: Progress) -> None:
    """Once a day: originals past their date, names of files refused a week ago, corrections nobody went on with."""
    actions.destroy_expired_originals()
    forget_old_names()
    forget_old_corrections()
    drop_old_answers()


def register() -> None:
    """Called once, from AppConfig.ready(); the handlers above are known by then."""
    chores.at_start.append(actions.sweep_orphans)
    chores.regular.append(sweep_when_somebody_died)
    chores.daily.append("sources.retention")
