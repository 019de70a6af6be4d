"""Archives that were asked for on screen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils import timezone

from sluitend.apps.design.access import check
from sluitend.apps.design.models import Evaluation
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.apps.reporting.models import ArchiveFile, ArchiveState
from sluitend.errors import NotFound
from sluitend.work.models import Run, State


@dataclass(frozen=True, slots=True)
class ArchiveLine:
    """An archive, and how far the work on it is."""

    file: ArchiveFile
    run: Run | None

    @property
    def is_busy(self) -> bool:
        return self.file.state == ArchiveState.WAITING

    @property
    def is_waiting(self) -> bool:
        return self.is_busy and (self.run is None or self.run.state == State.QUEUED)

    @property
    def percent(self) -> int:
        return self.run.progress if self.run else 0

    @property
    def is_ready(self) -> bool:
        return self.file.until is not None and bool(self.file.path) and self.file.until > timezone.now()

    @property
    def state(self) -> str:
        """In words; one that can no longer be had has expired, also before the chore that removes it."""
        late = self.file.state == ArchiveState.READY and not self.is_ready
        return str(ArchiveState.EXPIRED.label) if late else self.file.get_state_display()

    @property
    def has_failed(self) -> bool:
        return self.file.state == ArchiveState.FAILED


def archives_for(user: User, evaluation: Evaluation) -> list[ArchiveLine]:
    """All that were ever asked for, newest first; two queries. Raises NotFound, NotAllowed."""
    check(user, evaluation, Action.ARCHIVE)
    rows = list(ArchiveFile.objects.filter(evaluation=evaluation).select_related("by"))
    runs: Mapping[int, Run] = Run.objects.in_bulk([int(one.run_id) for one in rows if one.run_id])
    return [ArchiveLine(one, runs.get(int(one.run_id or 0))) for one in rows]


def archive_for(user: User, evaluation: Evaluation, archive_id: int) -> ArchiveFile:
    """One of them. Raises NotFound, NotAllowed."""
    check(user, evaluation, Action.ARCHIVE)
    found = ArchiveFile.objects.filter(evaluation=evaluation, pk=archive_id).first()
    if found is None:
        raise NotFound("archive")
    return found
