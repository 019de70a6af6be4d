"""After a crash: files without a row go, uploads without a run are read after all."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from sluitend.apps.sources import store
from sluitend.apps.sources.actions.reading import READING_FAILED, refuse_upload
from sluitend.apps.sources.actions.taking_in import queue_reading
from sluitend.apps.sources.models import Original, Upload, UploadState
from sluitend.work.models import Run

_BUSY = (UploadState.WAITING, UploadState.READING)
GAVE_UP = "work.gave_up"


@dataclass(frozen=True, slots=True)
class Swept:
    """What was found: files removed, uploads queued again, uploads refused because reading brings the worker down."""

    files: int
    queued: int
    refused: int


def sweep_orphans() -> Swept:
    """Put the room right; safe at any moment, also beside processes that are at work. Run when the worker starts."""
    dead = store.dead_writers()
    files = sum(_sweep(folder) for folder in (store.QUARANTINE, store.ORIGINALS, store.PLAIN))
    store.forget(dead)
    return _revive_all(files)


def sweep_when_somebody_died() -> Swept:
    """The same, but the files are only looked at when there is a reason: cheap enough for every half minute."""
    return sweep_orphans() if store.dead_writers() else _revive_all(0)


def _revive_all(files: int) -> Swept:
    outcomes = [_revive(upload) for upload in Upload.objects.filter(state__in=_BUSY).order_by("pk")]
    return Swept(files, outcomes.count("queued"), outcomes.count("refused"))


def _sweep(folder: str) -> int:
    """Remove files whose maker is dead and of which no row speaks: a dead process adds no row any more."""
    found = store.abandoned(folder)
    known = _known()
    orphans = [path for path in found if path not in known]
    for path in orphans:
        store.remove(path)
    return len(orphans)


def _known() -> set[str]:
    kept = Original.objects.exclude(path="").values_list("path", flat=True)
    waiting = Upload.objects.exclude(path="").values_list("path", flat=True)
    return {*kept, *waiting}


def _revive(upload: Upload) -> str:
    """Runs that were interrupted go back to the queue by themselves; this is for what has no live run."""
    run = Run.objects.filter(pk=int(upload.run_id or 0)).first()
    if run is not None and not run.is_finished:
        return ""
    if run is not None and run.message == GAVE_UP:
        refuse_upload(upload.pk, READING_FAILED, {})
        return "refused"
    with transaction.atomic():
        queue_reading(upload)
    return "queued"
