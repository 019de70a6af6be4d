"""The end of an archive that was asked for on screen: its key and its file go, the row stays."""

from __future__ import annotations

from collections.abc import Collection
from functools import partial

from django.db import transaction
from django.utils import timezone

from sluitend.apps.design.models import Evaluation
from sluitend.apps.fieldwork.destruction import Destruction
from sluitend.apps.fieldwork.models import Respondent
from sluitend.apps.people.audit import record
from sluitend.apps.people.models import User
from sluitend.apps.reporting.models import ArchiveFile, ArchiveState
from sluitend.apps.sources import store
from sluitend.work.models import FINISHED, Run

OPEN = (ArchiveState.WAITING, ArchiveState.READY)
ARCHIVES = "reporting.archives"
FOLDER = "archives"  # within the data folder


def end(
    asked: ArchiveFile, state: ArchiveState, *, actor: User | None = None, among: Collection[ArchiveState] = OPEN
) -> bool:
    """Whether it was still there. The file goes as soon as the transaction stands; what held it open may read on."""
    with transaction.atomic():
        row = ArchiveFile.objects.select_for_update().get(pk=asked.pk)
        if row.state not in among:
            return False
        transaction.on_commit(partial(store.remove, row.path))
        row.state, row.path, row.ended_at = state, "", timezone.now()
        row.header = row.wrapped_key = None
        row.save(update_fields=["state", "path", "ended_at", "header", "wrapped_key"])
        record(actor, f"reporting.archive_{state}", row, evaluation=row.evaluation_id)
    return True


def tidy_archives() -> int:
    """Destroy those that nobody came for in time, and give up those that no run will make; how many."""
    late = list(ArchiveFile.objects.filter(state=ArchiveState.READY, until__lte=timezone.now()))
    waiting = list(ArchiveFile.objects.filter(state=ArchiveState.WAITING).exclude(run_id=""))
    runs = Run.objects.in_bulk([int(one.run_id) for one in waiting])
    left = [one for one in waiting if (run := runs.get(int(one.run_id))) is None or run.state in FINISHED]
    ended = [end(one, ArchiveState.EXPIRED, among=(ArchiveState.READY,)) for one in late]
    ended += [end(one, ArchiveState.FAILED, among=(ArchiveState.WAITING,)) for one in left]
    return sum(ended)


def sweep_archives() -> int:
    """Remove files whose maker died before a row spoke of them; how many. Run when the worker starts."""
    found = store.abandoned(FOLDER)
    known = set(ArchiveFile.objects.exclude(path="").values_list("path", flat=True))
    orphans = [path for path in found if path not in known]
    for path in orphans:
        store.remove(path)
    return len(orphans)


def destroy_archives(actor: User | None, respondent: Respondent | None, destruction: Destruction) -> None:
    """For ``fieldwork.hooks.withdrawn``: what still lies here to be downloaded holds what was withdrawn."""
    destroy_open(actor, destruction)


def destroy_open(actor: User | None, destruction: Destruction) -> None:
    """For ``fieldwork.hooks.removed``: the same for what the team removed, or what was removed on its date."""
    # Who asks for an archive now waits for what is being destroyed, and has it made without.
    Evaluation.objects.select_for_update(no_key=True).get(pk=destruction.evaluation_id)
    for one in ArchiveFile.objects.filter(evaluation=destruction.evaluation_id, state__in=OPEN):
        if end(one, ArchiveState.DISCARDED, actor=actor):
            destruction.note(ARCHIVES, object=str(timezone.localdate(one.at)), sha256=one.sha256)
