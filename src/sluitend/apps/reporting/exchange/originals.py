"""The Word and PDF files of sources, as they came in: for an export whose maker chose them.

They may hold more than the text that was released: names in headers, remarks and properties. So one goes along only
where the text of now is the text of that file, released without names being taken out of it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from sluitend.apps.people.models import User
from sluitend.apps.sources.actions import open_original
from sluitend.apps.sources.models import Original, ReleaseGround, SourceVersion, VersionKind
from sluitend.formats.qdpx.losses import Loss, loss

PDF: Final = "application/pdf"
SUFFIXES: Final[Mapping[str, str]] = {
    PDF: "pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
}
MOST_TOGETHER: Final = 200 * 1024**2  # bytes, of all that go into one file


@dataclass(frozen=True, slots=True)
class File:
    suffix: str
    content: bytes


def goes(versions: Collection[SourceVersion]) -> tuple[list[Original], list[Loss]]:
    """The originals that may go along with these texts, and what is told of the others that are kept here."""
    by_source = {one.source_id: one for one in versions}
    rows = Original.objects.filter(source__in=by_source, destroyed_at=None).select_related("source")
    going: list[Original] = []
    told: list[Loss] = []
    size = 0
    for one in rows.order_by("source__number"):
        if one.media_type not in SUFFIXES:
            told.append(loss("source_layout", source=str(one.source)))
        elif not _is_its_text(by_source[one.source_id]):
            told.append(loss("original_other", source=str(one.source)))
        elif size + one.size > MOST_TOGETHER:
            told.append(loss("original_large", source=str(one.source)))
        else:
            size += one.size
            going.append(one)
    return going, told


def _is_its_text(version: SourceVersion) -> bool:
    return version.kind == VersionKind.ORIGINAL and version.release_ground != ReleaseGround.NAMES_TAKEN_OUT


def opened(actor: User, versions: Collection[SourceVersion]) -> dict[int, File]:
    """By the id of the source; each is recorded as any opening of an original. Raises NotFound, NotAllowed."""
    return dict(_opened(actor, versions))


def _opened(actor: User, versions: Collection[SourceVersion]) -> Iterator[tuple[int, File]]:
    for one in goes(versions)[0]:
        content = b"".join(open_original(actor=actor, source=one.source).content)
        yield one.source_id, File(SUFFIXES[one.media_type], content)
