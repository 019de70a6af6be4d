"""An upload is read in a limited process, and becomes a source or is refused. Doing it again changes nothing."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePath

from django.db import transaction
from django.utils import timezone

from sluitend.apps.design.numbers import Numbered, next_number
from sluitend.apps.people.audit import record
from sluitend.apps.people.models import User
from sluitend.apps.sources import attributes, seals, store
from sluitend.apps.sources.actions.speaking import Row, add_speakers, with_speakers
from sluitend.apps.sources.answers.reading import read_answers
from sluitend.apps.sources.models import (
    AnswerPlan,
    Original,
    ReleaseGround,
    Source,
    SourceKind,
    SourceVersion,
    Upload,
    UploadState,
)
from sluitend.errors import InputError
from sluitend.formats.documents import Document
from sluitend.work import limits

READING_FAILED = "sources.reading_failed"
_BUSY = (UploadState.WAITING, UploadState.READING)
_KEPT = (*_BUSY, UploadState.MAPPING)


def read_upload(upload_id: int) -> Upload:
    """Read a waiting upload: afterwards it is accepted (and its source is there) or refused.

    Called again for an upload that was read already, it returns that. What is no fault of the file (disk full, a seal
    that does not open) is raised, and the upload keeps waiting.
    """
    upload = Upload.objects.get(pk=upload_id)
    if upload.state not in _BUSY:
        return upload
    Upload.objects.filter(pk=upload_id, state=UploadState.WAITING).update(state=UploadState.READING)
    filename = seals.name_of(upload)
    try:
        document, rows = _parsed(upload, filename)
    except InputError as error:
        return refuse_upload(upload_id, error.code, error.data)
    return _accept(upload, document, filename, rows)


def _parsed(upload: Upload, filename: str) -> tuple[Document, list[Row] | None]:
    """The document and, of a table of answers, what is known of each of its speakers."""
    plan = AnswerPlan.objects.filter(upload=upload).select_related("upload").first()
    with seals.plain_copy(upload.path, _key(upload), filename) as path:
        if plan is not None:
            return read_answers(plan, path, filename)
        return limits.read_limited(path, filename=filename), None


def refuse_upload(upload_id: int, code: str, data: Mapping[str, object]) -> Upload:
    """Destroy file and key of a waiting upload; hash, size and reason stay, and its name until it is cleared."""
    with transaction.atomic():
        upload = Upload.objects.select_for_update().get(pk=upload_id)
        if upload.state not in _KEPT:
            return upload
        path = upload.path
        upload.state, upload.path, upload.wrapped_key = UploadState.REFUSED, "", None
        upload.attributes = {}
        upload.refusal_code, upload.refusal_data = code, _without_content(data)
        AnswerPlan.objects.filter(upload=upload).delete()
        upload.finished_at = timezone.now()
        upload.save()
        record(
            upload.uploaded_by,
            "sources.upload_refused",
            upload,
            evaluation=upload.evaluation_id,
            code=code,
            size=upload.size,
        )
    store.remove(path)
    return upload


_HARMLESS = re.compile(r"\.?[a-z0-9]{1,5}|[a-z]{2,5}(?:, [a-z]{2,5})+|[A-Za-z]+(?:/[A-Za-z0-9]+)*\.(?:xml|rels)")


def _without_content(data: Mapping[str, object]) -> dict[str, int | str]:
    """Numbers, and words of the kind of file; anything longer may be somebody's words."""
    kept: dict[str, int | str] = {}
    for name, value in data.items():
        if isinstance(value, int):
            kept[name] = value
        else:
            kept[name] = str(value) if _HARMLESS.fullmatch(str(value)) else "…"
    return kept


@dataclass(frozen=True, slots=True)
class _Result:
    """What a read document brings into its source."""

    document: Document
    title: str
    filename: str
    rows: list[Row] | None  # of a table of answers: what is known of each speaker


def _accept(upload: Upload, document: Document, filename: str, rows: list[Row] | None) -> Upload:
    result = _Result(document, title_for(document.title, filename), filename, rows)
    original = store.link(upload.path, store.ORIGINALS)
    kept = ""
    try:
        accepted, kept = _store(upload, result, original)
    finally:
        if kept != original:  # somebody else was first, or it failed
            store.remove(original)
    store.remove(upload.path)
    return accepted


def _store(upload: Upload, result: _Result, original: str) -> tuple[Upload, str]:
    """All rows at once; the second is the path of the original that they speak of, empty when another was first."""
    source = _new_source(upload, result)
    version = new_version(source, 1, result.document.text, _blocks(result.document), upload.uploaded_by)
    with transaction.atomic():
        row = Upload.objects.select_for_update().get(pk=upload.pk)
        if row.state not in _BUSY:
            return row, ""
        source.number = next_number(row.evaluation_id, Numbered.SOURCE)
        source.save()
        version.source = source
        version.turns = _turns(source, result)
        version.save()
        _save_original(row, source, result, original)
        _finish(row, source)
        record(
            row.uploaded_by,
            "sources.source_added",
            source,
            evaluation=row.evaluation_id,
            kind=source.kind,
            is_public=source.is_public,
            length=version.length,
        )
    return row, original


def _new_source(upload: Upload, result: _Result) -> Source:
    """The source takes over the upload's key, so that its original need not be opened and sealed again."""
    source = Source(evaluation=upload.evaluation, wrapped_key=_key(upload), created_by=upload.uploaded_by)
    attributes.apply(source, {"kind": _kind(result.document, upload), **upload.attributes})
    if source.is_public and result.document.turns:  # a conversation opens to everybody by a person's act
        source.is_public, source.public_asked = False, True
    if source.is_public:
        source.title = result.title
    else:
        source.sealed_title = seals.seal_title(source, result.title)
    return source


def _kind(document: Document, upload: Upload) -> str:
    """What somebody did not choose: a text with speakers is a transcript, unless it is public."""
    is_transcript = document.turns and not upload.attributes.get("is_public")
    return SourceKind.TRANSCRIPT if is_transcript else SourceKind.DOCUMENT


def _turns(source: Source, result: _Result) -> list[list[object]]:
    document = result.document
    if result.rows is not None:
        add_speakers(source, document.speakers, result.rows, readable=source.is_public)
        return [turn.to_json() for turn in document.turns]
    turns = with_speakers(source, document.turns, document.speakers, readable=source.is_public)
    return [turn.to_json() for turn in turns]


def new_version(source: Source, number: int, text: str, blocks: list[list[object]], by: User) -> SourceVersion:
    """A version (unsaved) of a source: readable when the document is public, else sealed."""
    version = SourceVersion(
        source=source,
        number=number,
        length=len(text),
        text_sha256=hashlib.sha256(text.encode()).hexdigest(),
        blocks=blocks,
        created_by=by,
    )
    if source.is_public:
        version.text, version.release_ground = text, ReleaseGround.PUBLIC_DOCUMENT
        version.released_at, version.released_by = timezone.now(), by
    else:
        version.sealed_text = seals.seal_text(source, number, text)
    return version


def _save_original(upload: Upload, source: Source, result: _Result, path: str) -> None:
    Original.objects.create(
        source=source,
        sha256=upload.sha256,
        size=upload.size,
        media_type=result.document.media_type,
        sealed_filename=seals.seal_name(result.filename, _key(upload)),
        path=path,
    )


def _finish(upload: Upload, source: Source) -> None:
    upload.state, upload.source, upload.finished_at = UploadState.ACCEPTED, source, timezone.now()
    upload.path, upload.wrapped_key, upload.wrapped_name_key, upload.sealed_filename = "", None, None, None
    upload.attributes = {}
    upload.save()
    AnswerPlan.objects.filter(upload=upload).delete()


def _key(upload: Upload) -> bytes:
    assert upload.wrapped_key is not None  # a constraint of the table: what waits has its key
    return bytes(upload.wrapped_key)


def _blocks(document: Document) -> list[list[object]]:
    return [block.to_json() for block in document.blocks]


# What programs write when nobody gave a title, and what stands at the top of a saved web page.
_NO_TITLE = re.compile(
    r"(?:untitled|naamloos|document|presentatie|dia)\s*\d*|(?:microsoft word|powerpoint).*|"
    r"terug|home|menu|inhoud|inhoudsopgave",
    re.IGNORECASE,
)


def title_for(own: str | None, filename: str) -> str:
    """The document's own title, else its file name without ending and underscores."""
    title = " ".join((own or "").split())
    if not title or _NO_TITLE.fullmatch(title):
        title = " ".join(PurePath(filename).stem.replace("_", " ").split())
    return title[:300] or "…"
