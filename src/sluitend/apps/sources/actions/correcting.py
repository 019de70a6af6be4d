"""A text is corrected: first as a draft that is compared, then as a new version."""

from __future__ import annotations

from datetime import timedelta
from pathlib import PurePath

from django.db import transaction
from django.utils import timezone

from sluitend.apps.design.access import require
from sluitend.apps.fieldwork.copied import MARKER
from sluitend.apps.people.audit import record
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.apps.sources import queries, seals, store
from sluitend.apps.sources.actions.names.carrying_over import carry_decisions
from sluitend.apps.sources.actions.releasing import newest, publish_version, still_there
from sluitend.apps.sources.carrying import carried_blocks, carried_turns
from sluitend.apps.sources.models import Correction, Source, SourceVersion
from sluitend.apps.sources.receiving import SealedUpload
from sluitend.engines.text.anchoring import align
from sluitend.errors import InputError
from sluitend.formats import sealed
from sluitend.formats.documents import MAX_BYTES, Block, Document, Turn, clean, codes
from sluitend.formats.documents.builder import check_length
from sluitend.work import limits, vault

# A correction that nobody went on with is forgotten after so many days.
KEPT_DAYS = 7


def correct_text(*, actor: User, source: Source, text: str) -> Correction:
    """Keep a corrected text, to be compared with the newest version; its structure is taken along.

    Raises NotFound, NotAllowed, InputError("formats.no_text", "formats.too_long", "sources.same_text",
    "sources.withdrawn", "sources.withdrawn_words").
    """
    require(actor, source.evaluation_id, Action.EDIT_SOURCE)
    text = clean.characters(text).rstrip()
    if not text.strip():
        raise InputError(codes.NO_TEXT)
    check_length(len(text))
    return _keep(actor, source, text)


def correct_by_file(*, actor: User, source: Source, file: SealedUpload, filename: str) -> Correction:
    """Read a corrected file, in a limited process, and keep its text to be compared with the newest version.

    Its structure, and who says what, come from the file. A plain text has no structure: it is taken along from the
    newest version, as is who says what when the file does not tell.
    Raises NotFound, NotAllowed, InputError("sources.same_text", "sources.withdrawn", "sources.withdrawn_words") and
    what refuses a document.
    """
    require(actor, source.evaluation_id, Action.EDIT_SOURCE)
    document = _read(file, filename)
    if PurePath(filename).suffix.lower() == ".txt":
        return _keep(actor, source, document.text)
    return _keep(actor, source, document.text, document)


def _read(file: SealedUpload, filename: str) -> Document:
    received = file.received
    if received.size == 0:
        raise InputError(codes.EMPTY, where=filename)
    if not received.path:
        megabytes = -(-received.size // 1024**2)
        raise InputError(codes.TOO_BIG, where=filename, megabytes=megabytes, most=MAX_BYTES // 1024**2)
    with store.plain_file(PurePath(filename).suffix[:10]) as path:
        with store.full(received.path).open("rb") as quarantined, path.open("wb") as plain:
            plain.writelines(sealed.open_file(quarantined, vault.unwrap(received.wrapped_key), seals.FILE))
        return limits.read_limited(path, filename=filename)


def _keep(actor: User, source: Source, text: str, document: Document | None = None) -> Correction:
    """The draft; with a document it is that one's structure which counts."""
    still_there(source)
    last = newest(source)
    before = queries.version_text(last)
    if text == before:
        raise InputError("sources.same_text")
    _check_withdrawn(before, text)
    alignment = align(before, text)
    blocks = document.blocks if document else carried_blocks(alignment, [Block.from_json(row) for row in last.blocks])
    labels = list(document.speakers) if document and document.turns else None
    if document and document.turns:
        turns = list(document.turns)
    else:
        turns = carried_turns(alignment, [Turn.from_json(row) for row in last.turns])
    values = {
        "version": last,
        "sealed_text": seals.seal_correction(source, text, labels),
        "blocks": [block.to_json() for block in blocks],
        "turns": [turn.to_json() for turn in turns],
    }
    with transaction.atomic():
        correction, _is_new = Correction.objects.update_or_create(source=source, created_by=actor, defaults=values)
        record(actor, "sources.correction_kept", source, evaluation=source.evaluation_id, length=len(text))
    return correction


def _check_withdrawn(before: str, text: str) -> None:
    """Whoever began with a text from before a withdrawal, on screen or in a file, would bring the words back.

    The version has the same number then: its words were made empty in their place.
    """
    if text.count(MARKER) < before.count(MARKER):
        raise InputError("sources.withdrawn_words", marker=MARKER)


def publish_correction(*, actor: User, correction: Correction, kind: str, reason: str) -> SourceVersion:
    """Make a version of what was compared; the correction goes.

    Raises NotFound, NotAllowed, InputError("sources.corrected_meanwhile", "sources.withdrawn_words") and those of
    ``publish_version``.
    """
    source = correction.source
    text, labels = queries.corrected_words(correction)
    alignment = align(queries.version_text(correction.version), text)  # slow, so before anything is held
    with transaction.atomic():
        Source.objects.select_for_update().filter(pk=source.pk).values_list("pk").get()
        last = newest(source)
        if last.pk != correction.version_id:
            raise InputError("sources.corrected_meanwhile")
        _check_withdrawn(queries.version_text(last), text)
        version = publish_version(
            actor=actor,
            source=source,
            text=text,
            blocks=[Block.from_json(block) for block in correction.blocks],
            turns=[Turn.from_json(turn) for turn in correction.turns],
            labels=labels,
            kind=kind,
            reason=reason,
        )
        carry_decisions(actor, last, version, alignment)
        correction.delete()
    return version


def drop_correction(*, actor: User, correction: Correction) -> None:
    """Forget what somebody wanted to make of the text. Raises NotFound, NotAllowed."""
    source = correction.source
    require(actor, source.evaluation_id, Action.EDIT_SOURCE)
    with transaction.atomic():
        correction.delete()
        record(actor, "sources.correction_dropped", source, evaluation=source.evaluation_id)


def forget_old_corrections() -> int:
    """Forget the corrections that nobody went on with; how many."""
    old = timezone.now() - timedelta(days=KEPT_DAYS)
    return Correction.objects.filter(created_at__lt=old).delete()[0]
