"""A file comes in: sealed, known by its hash, and queued to be read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, BinaryIO

from django.db import IntegrityError, transaction
from django.utils import timezone

from sluitend.apps.design.access import require
from sluitend.apps.design.models import Evaluation
from sluitend.apps.people.audit import record
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.apps.sources import attributes as checks
from sluitend.apps.sources import seals
from sluitend.apps.sources.models import Upload, UploadState
from sluitend.apps.sources.receiving import Received, SealedUpload, receive
from sluitend.formats.documents import MAX_BYTES, codes
from sluitend.work import runs, vault

Refusal = tuple[str, dict[str, int]]

DUPLICATE = "sources.duplicate"
DUPLICATE_WAITING = "sources.duplicate_waiting"
_BUSY = (UploadState.WAITING, UploadState.READING)


def take_in(
    *,
    actor: User,
    evaluation: Evaluation,
    file: BinaryIO | SealedUpload,
    filename: str,
    attributes: Mapping[str, Any],
) -> Upload:
    """Keep a file in quarantine and queue its reading; `attributes` as in ``attributes.checked``.

    What can be refused without reading (empty, too big, in this evaluation already) comes back refused, and only its
    hash, size and reason are kept. Raises NotAllowed, InputError of ``attributes.checked``.
    """
    require(actor, evaluation, Action.ADD_SOURCE)
    plain = checks.checked(evaluation, attributes)
    received = file.received if isinstance(file, SealedUpload) else receive(file)
    upload = new_upload(actor, evaluation, received, filename, plain)
    try:
        _register(actor, upload, received)
    finally:
        received.discard()
    return upload


def new_upload(actor: User, evaluation: Evaluation, received: Received, filename: str, plain: dict[str, Any]) -> Upload:
    """The row (unsaved) of what came in."""
    name_key = vault.new_wrapped_key()
    return Upload(
        evaluation=evaluation,
        sha256=received.sha256,
        size=received.size,
        wrapped_name_key=name_key,
        sealed_filename=seals.seal_name(filename, name_key),
        attributes=plain,
        uploaded_by=actor,
    )


def _register(actor: User, upload: Upload, received: Received) -> None:
    refusal = _refusal(upload)
    if refusal is None:
        try:
            _queue(actor, upload, received)
        except IntegrityError:  # the same content came in at the same moment
            refusal = duplicate(upload)
            if refusal is None:
                raise
    if refusal is not None:
        _refuse(actor, upload, refusal)


def _refusal(upload: Upload) -> Refusal | None:
    """Why the file need not be read, if so."""
    if upload.size == 0:
        return codes.EMPTY, {}
    if upload.size > MAX_BYTES:
        return codes.TOO_BIG, {"megabytes": -(-upload.size // 1024**2), "most": MAX_BYTES // 1024**2}
    return duplicate(upload)


def duplicate(upload: Upload) -> Refusal | None:
    """Why this content is not added again, if it is in this evaluation already."""
    same = Upload.objects.filter(evaluation=upload.evaluation, sha256=upload.sha256)
    number = same.filter(source__isnull=False).values_list("source__number", flat=True).first()
    if number is not None:
        return DUPLICATE, {"number": number}
    return (DUPLICATE_WAITING, {}) if same.filter(state__in=_BUSY).exists() else None


def _queue(actor: User, upload: Upload, received: Received) -> None:
    upload.state, upload.path, upload.wrapped_key = UploadState.WAITING, received.path, received.wrapped_key
    try:
        with transaction.atomic():
            upload.save()
            queue_reading(upload)
            record(actor, "sources.uploaded", upload, evaluation=upload.evaluation_id, size=upload.size)
    except BaseException:
        upload.pk = None
        raise
    received.adopted = True


def queue_reading(upload: Upload) -> None:
    """Start the run that reads this upload; call it in the transaction that needs it."""
    run = runs.start(
        "sources.read",
        {"upload_id": upload.pk},
        evaluation_id=upload.evaluation_id,
        requested_by_id=upload.uploaded_by_id,
    )
    upload.run_id = str(run.pk)
    upload.save(update_fields=["run_id"])


def _refuse(actor: User, upload: Upload, refusal: Refusal) -> None:
    upload.state, upload.path, upload.wrapped_key = UploadState.REFUSED, "", None
    upload.refusal_code, upload.refusal_data = refusal
    upload.attributes = {}
    upload.finished_at = timezone.now()
    with transaction.atomic():
        upload.save()
        record(
            actor,
            "sources.upload_refused",
            upload,
            evaluation=upload.evaluation_id,
            code=upload.refusal_code,
            size=upload.size,
        )
