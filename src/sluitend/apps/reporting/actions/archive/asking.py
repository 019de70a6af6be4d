"""An archive asked for on screen: made by the worker, had once, and destroyed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import timedelta
from typing import IO, BinaryIO, cast

from django.db import transaction
from django.utils import timezone

from sluitend.apps.coding.queries.blindness import refuse_to_coder
from sluitend.apps.design.access import require
from sluitend.apps.design.models import Evaluation
from sluitend.apps.people.audit import record
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.apps.reporting.actions.archive.ending import FOLDER, end
from sluitend.apps.reporting.actions.archive.writing import archive_evaluation
from sluitend.apps.reporting.models import ArchiveFile, ArchiveState
from sluitend.apps.sources import store
from sluitend.errors import InputError
from sluitend.formats import archive
from sluitend.work import runs, vault
from sluitend.work.models import Run

KEPT_FOR = timedelta(hours=24)
LONGEST_REASON = 500


def request_archive(
    *, actor: User, evaluation: Evaluation, passphrase: str, reason: str, originals: bool, identities: bool
) -> ArchiveFile:
    """Ask the worker for an archive. The passphrase is not kept; its key lies sealed until the file is made.

    Raises NotFound, NotAllowed, InputError("reporting.archive_reason_missing" | "reporting.archive_busy" |
    "coding.blind_round" | "formats.archive_passphrase_short").
    """
    require(actor, evaluation, Action.ARCHIVE)
    refuse_to_coder(actor, evaluation)  # the archive holds what everybody coded
    if not (why := reason.strip()[:LONGEST_REASON]):
        raise InputError("reporting.archive_reason_missing")
    lock = archive.lock(passphrase)
    with transaction.atomic():
        Evaluation.objects.select_for_update().get(pk=evaluation.pk)  # who asks at the same time waits here
        if evaluation.archive_files.filter(state=ArchiveState.WAITING).exists():
            raise InputError("reporting.archive_busy")
        asked = ArchiveFile.objects.create(
            evaluation=evaluation,
            reason=why,
            originals=originals,
            identities=identities,
            header=lock.header,
            wrapped_key=vault.wrap(lock.key),
            by=actor,
        )
        _start(asked)
        about = {"originals": originals, "identities": identities}
        record(actor, "reporting.archive_asked", asked, evaluation=evaluation.pk, **about)
    return asked


def _start(asked: ArchiveFile) -> None:
    payload = {"archive_id": asked.pk}
    run = runs.start("reporting.archive", payload, evaluation_id=asked.evaluation_id, requested_by_id=asked.by_id)
    asked.run_id = str(run.pk)
    asked.save(update_fields=["run_id"])


def make_archive(archive_id: int, progress: Callable[[int], None]) -> None:
    """Write the file; a second call finds it made. Called by the worker, for who asked: the permission is asked again.

    What cannot be made loses its key, and is raised. A worker that is told to stop, or that lost the work to another,
    leaves it for the next; what no run will make is given up by `tidy_archives`.
    """
    asked = ArchiveFile.objects.select_related("evaluation", "by").get(pk=archive_id)
    if asked.state != ArchiveState.WAITING:
        return
    path = store.new_path(FOLDER)
    kept = False
    try:
        refuse_to_coder(asked.by, asked.evaluation_id)
        kept = _ready(asked, path, _written(asked, path, progress))
    except runs.Cancelled:
        raise
    except Exception:
        end(asked, ArchiveState.FAILED)
        raise
    finally:
        if not kept:
            store.remove(path)


def _written(asked: ArchiveFile, path: str, progress: Callable[[int], None]) -> _Hashing:
    """The file on disk; a lock of the same key and header is opened by the same passphrase."""
    assert asked.header is not None
    assert asked.wrapped_key is not None
    lock = archive.Lock(bytes(asked.header), vault.unwrap(asked.wrapped_key))
    with store.create(path) as file:
        target = _Hashing(file)
        archive_evaluation(
            actor=asked.by,
            evaluation=asked.evaluation,
            target=cast("BinaryIO", target),
            lock=lock,
            originals=asked.originals,
            identities=asked.identities,
            progress=progress,
        )
        store.to_disk(file, path)
    return target


def _ready(asked: ArchiveFile, path: str, written: _Hashing) -> bool:
    """Whether the row speaks of it: somebody may have given up on it meanwhile."""
    waiting = ArchiveFile.objects.filter(pk=asked.pk, state=ArchiveState.WAITING)
    return bool(
        waiting.update(
            state=ArchiveState.READY,
            header=None,
            wrapped_key=None,
            path=path,
            sha256=written.hash.hexdigest(),
            size=written.size,
            until=timezone.now() + KEPT_FOR,
        )
    )


class _Hashing:
    """Passes on what is written, and knows its hash and its size."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.hash = hashlib.sha256()
        self.size = 0

    def write(self, data: bytes) -> int:
        self.hash.update(data)
        self.size += len(data)
        return self._file.write(data)


def fetch_archive(*, actor: User, asked: ArchiveFile) -> IO[bytes]:
    """The file, once: from here on it is nowhere but behind this handle.

    Raises NotFound, NotAllowed, InputError("reporting.archive_gone" | "coding.blind_round").
    """
    require(actor, asked.evaluation_id, Action.ARCHIVE)
    refuse_to_coder(actor, asked.evaluation_id)
    if not asked.path or asked.until is None or asked.until <= timezone.now():
        raise InputError("reporting.archive_gone")
    try:
        file = store.full(asked.path).open("rb")
    except FileNotFoundError:
        raise InputError("reporting.archive_gone") from None
    if not end(asked, ArchiveState.FETCHED, actor=actor, among=(ArchiveState.READY,)):
        file.close()
        raise InputError("reporting.archive_gone")
    return file


def discard_archive(*, actor: User, asked: ArchiveFile) -> bool:
    """Destroy it, or stop the work on it; whether it was still there. Raises NotFound, NotAllowed."""
    require(actor, asked.evaluation_id, Action.ARCHIVE)
    was_there = end(asked, ArchiveState.DISCARDED, actor=actor)
    run = Run.objects.filter(pk=int(asked.run_id or 0)).first()
    if run is not None and not run.is_finished:
        runs.cancel(run)
    return was_there
