"""Work apart from the request: reading files, checking rows, and destroying what is past its date."""

from __future__ import annotations

from sluitend.apps.datasets import actions
from sluitend.apps.datasets.actions.mapping import PREPARE
from sluitend.apps.datasets.actions.preparing import ask_again
from sluitend.apps.datasets.actions.reading import READING_FAILED, refuse_version
from sluitend.apps.datasets.actions.taking_in import READ
from sluitend.work import chores
from sluitend.work.handlers import Progress, handler
from sluitend.work.models import Run

RETENTION = "datasets.retention"


@handler(READ)
def read(run: Run, progress: Progress) -> None:
    """Read one file. A fault of ours refuses it: who added it is told, and nothing half-read stays."""
    version_id = int(run.payload["version_id"])
    try:
        actions.read_version(version_id)
    except Exception:
        refuse_version(version_id, READING_FAILED, {})
        raise


@handler(PREPARE)
def prepare(run: Run, progress: Progress) -> None:
    """Check the rows of one version. A fault of ours leaves the file, and asks for its columns again."""
    version_id = int(run.payload["version_id"])
    try:
        actions.prepare_version(version_id)
    except Exception:
        ask_again(version_id, READING_FAILED, {})
        raise


@handler(RETENTION)
def retain(run: Run, progress: Progress) -> None:
    """Once a day: datasets past their date."""
    actions.destroy_expired()


def register() -> None:
    """Called once, from AppConfig.ready(); the handlers above are known by then."""
    chores.at_start.append(actions.sweep)
    chores.regular.append(actions.sweep)
    chores.daily.append(RETENTION)
