"""After a crash: files without a row go, versions without a run are read or checked after all."""

from __future__ import annotations

from django.db import transaction

from sluitend.apps.datasets import store
from sluitend.apps.datasets.actions.mapping import PREPARE
from sluitend.apps.datasets.actions.preparing import ask_again
from sluitend.apps.datasets.actions.reading import READING_FAILED, refuse_version
from sluitend.apps.datasets.actions.taking_in import READ, queue
from sluitend.apps.datasets.models import BUSY, DatasetVersion, VersionState
from sluitend.apps.sources import store as files
from sluitend.work.models import Run

GAVE_UP = "work.gave_up"


def sweep() -> int:
    """Put the room right, also beside processes that are at work; how many files went."""
    orphans = _orphans()
    for path in orphans:
        files.remove(path)
    for version in DatasetVersion.objects.filter(state__in=BUSY).select_related("dataset").order_by("pk"):
        _revive(version)
    return len(orphans)


def _orphans() -> list[str]:
    """Files whose maker is dead and of which no row speaks: a dead process adds no row any more."""
    found = files.abandoned(store.FOLDER)
    if not found:
        return []
    rows = DatasetVersion.objects.exclude(raw_path="", steps_path="").values_list("raw_path", "steps_path")
    known = {path for paths in rows for path in paths}
    return [path for path in found if path not in known]


def _revive(version: DatasetVersion) -> None:
    """Runs that were interrupted go back to the queue by themselves; this is for what has no live run."""
    run = Run.objects.filter(pk=int(version.run_id or 0)).first()
    if run is not None and not run.is_finished:
        return
    if run is None or run.message != GAVE_UP:
        with transaction.atomic():
            queue(version, READ if version.state == VersionState.READING else PREPARE, None)
    elif version.state == VersionState.READING:
        refuse_version(version.pk, READING_FAILED, {})
    else:
        ask_again(version.pk, READING_FAILED, {})
