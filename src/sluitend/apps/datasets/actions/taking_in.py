"""A file comes in: sealed, known by its hash, and queued to be read."""

from __future__ import annotations

from dataclasses import asdict
from typing import BinaryIO

from django.db import transaction

from sluitend.apps.datasets import store
from sluitend.apps.datasets.actions.changing import About, checked
from sluitend.apps.datasets.kinds import kind_of
from sluitend.apps.datasets.models import OPEN, Dataset, DatasetKind, DatasetVersion, VersionState
from sluitend.apps.design.access import require
from sluitend.apps.design.models import Evaluation
from sluitend.apps.design.numbers import Numbered, next_number
from sluitend.apps.people.audit import record
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.apps.sources import store as files
from sluitend.apps.sources.receiving import Received, SealedUpload, receive
from sluitend.errors import InputError
from sluitend.formats.documents import MAX_BYTES
from sluitend.formats.eventlog import codes
from sluitend.work import runs
from sluitend.work.events import suffix_of
from sluitend.work.messages import MESSAGES

READ = "datasets.read"


def take_in(
    *,
    actor: User,
    evaluation: Evaluation,
    file: BinaryIO | SealedUpload,
    filename: str,
    about: About,
    kind: DatasetKind = DatasetKind.EVENT_LOG,
    most: int = MAX_BYTES,
) -> DatasetVersion:
    """A new dataset of a kind with its first version, of at most so many bytes, that the worker reads.

    Raises NotFound, NotAllowed, InputError of `changing.checked`, "datasets.unsupported", "datasets.too_big",
    "datasets.duplicate", "eventlog.empty"; then nothing of the file stays.
    """
    require(actor, evaluation, Action.EDIT_DATASETS)
    plain = checked(about)
    received = _received(file, filename, kind, most)
    try:
        with transaction.atomic():
            _check_new(evaluation.pk, received)
            number = next_number(evaluation.pk, Numbered.DATASET)
            told = {"kind": kind, "created_by": actor, **asdict(plain)}
            dataset = Dataset.objects.create(evaluation=evaluation, number=number, **told)
            until = plain.retain_until.isoformat()
            record(actor, "datasets.added", dataset, evaluation=evaluation.pk, number=number, retain_until=until)
            return _queue(actor, dataset, received, filename)
    finally:
        received.discard()


def take_in_version(
    *, actor: User, dataset: Dataset, file: BinaryIO | SealedUpload, filename: str, most: int = MAX_BYTES
) -> DatasetVersion:
    """A newer delivery of a dataset.

    Raises as `take_in`, and InputError("datasets.removed", "datasets.version_open").
    """
    require(actor, dataset.evaluation_id, Action.EDIT_DATASETS)
    received = _received(file, filename, dataset.kind, most)
    try:
        with transaction.atomic():
            row = Dataset.objects.select_for_update().get(pk=dataset.pk)
            if row.removed_at is not None:
                raise InputError("datasets.removed", number=row.number)
            if row.versions.filter(state__in=OPEN).exists():
                raise InputError("datasets.version_open", number=row.number)
            _check_new(row.evaluation_id, received)
            return _queue(actor, row, received, filename)
    finally:
        received.discard()


def _received(file: BinaryIO | SealedUpload, filename: str, kind: str, most: int) -> Received:
    """The file in quarantine. What can be refused without reading it is."""
    received = file.received if isinstance(file, SealedUpload) else receive(file, most)
    try:
        if filename.lower().endswith(MESSAGES):
            raise InputError("datasets.messages_refused")
        if suffix_of(filename) not in kind_of(kind).suffixes:
            raise InputError("datasets.unsupported" if kind == DatasetKind.EVENT_LOG else "datasets.unsupported_table")
        if received.size == 0:
            raise InputError(codes.EMPTY)
        if received.size > most:
            raise InputError("datasets.too_big", megabytes=-(-received.size // 1024**2), most=most // 1024**2)
    except InputError:
        received.discard()
        raise
    return received


def _check_new(evaluation_id: int, received: Received) -> None:
    same = DatasetVersion.objects.filter(dataset__evaluation=evaluation_id, raw_sha256=received.sha256)
    number = same.filter(state__in=(*OPEN, VersionState.ACCEPTED)).values_list("dataset__number", flat=True).first()
    if number is not None:
        raise InputError("datasets.duplicate", number=number)


def _queue(actor: User, dataset: Dataset, received: Received, filename: str) -> DatasetVersion:
    """The version and its file, which gets a name in this room's folder; without the row that file goes."""
    newest = dataset.versions.order_by("-number").values_list("number", flat=True).first() or 0
    version = DatasetVersion(dataset=dataset, number=newest + 1, wrapped_key=received.wrapped_key, made_by=actor)
    version.raw_sha256, version.raw_bytes = received.sha256, received.size
    version.sealed_filename = store.seal_filename(version, filename)
    version.raw_path = files.link(received.path, store.FOLDER)
    try:
        version.save()
        queue(version, READ, actor)
        about = {"version": version.number, "size": version.raw_bytes}
        record(actor, "datasets.uploaded", dataset, evaluation=dataset.evaluation_id, **about)
    except BaseException:
        files.remove(version.raw_path)
        raise
    return version


def queue(version: DatasetVersion, kind: str, actor: User | None) -> None:
    """Start the run that does the next thing to this version; call it in the transaction that needs it."""
    asked_by = actor.pk if actor is not None else version.made_by_id
    run = runs.start(
        kind, {"version_id": version.pk}, evaluation_id=version.dataset.evaluation_id, requested_by_id=asked_by
    )
    version.run_id = str(run.pk)
    version.save(update_fields=["run_id"])
