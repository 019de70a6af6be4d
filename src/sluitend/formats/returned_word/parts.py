"""The parts of a docx that hold text or comments, found by their relations: names differ from program to program."""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import IO
from xml.etree import ElementTree as ET

from sluitend.errors import InputError
from sluitend.formats.documents import codes
from sluitend.formats.returned_word.model import Reply
from sluitend.formats.returned_word.xml import attribute, local, moment, text_of

# Ten thousand comments of a page each; the text itself is read as a stream.
MAX_PART = 20 * 1024**2
_NOTES = ("footnotes", "endnotes")


@dataclass(frozen=True, slots=True)
class Note:
    """One comment as it stands in the part of the comments; `parent` is the comment that it answers."""

    identifier: str
    author: str
    date: datetime | None
    text: str
    parent: str | None
    is_resolved: bool

    @property
    def as_reply(self) -> Reply:
        return Reply(self.author, self.date, self.text)


class Package:
    """A package of checked parts (see ``documents.packages``): well-formed, of bounded size and depth, no entities."""

    def __init__(self, data: bytes) -> None:
        self._zip = zipfile.ZipFile(io.BytesIO(data))
        self._names = set(self._zip.namelist())
        main = self._related("_rels/.rels", "").get("officeDocument", [])
        if not main or main[0] not in self._names:
            raise InputError(codes.MISSING_PART, part="word/document.xml")
        self._main = main[0]
        folder, name = posixpath.split(self._main)
        self._relations = self._related(f"{folder}/_rels/{name}.rels", folder)

    def texts(self) -> Iterator[IO[bytes]]:
        """The body, then the notes under and behind it."""
        for name in [self._main, *(name for kind in _NOTES for name in self._parts(kind))]:
            with self._zip.open(name) as part:
                yield part

    def notes(self) -> list[Note]:
        """The comments in the order of their part."""
        elements = self._elements("comments", "comment")
        by_paragraph = {_last_paragraph(one): attribute(one, "id") for one in elements}
        threads = {attribute(one, "paraId"): one for one in self._elements("commentsExtended", "commentEx")}
        return [_note(one, threads.get(_last_paragraph(one)), by_paragraph) for one in elements]

    def _elements(self, kind: str, tag: str) -> list[ET.Element]:
        roots = [ET.fromstring(self._small(name)) for name in self._parts(kind)]  # noqa: S314 - checked before
        return [element for root in roots for element in root if local(element.tag) == tag]

    def _parts(self, kind: str) -> list[str]:
        return [name for name in self._relations.get(kind, []) if name in self._names]

    def _small(self, name: str) -> bytes:
        """A part that is taken in whole."""
        if self._zip.getinfo(name).file_size > MAX_PART:
            raise InputError(codes.ZIP_BOMB)
        return self._zip.read(name)

    def _related(self, name: str, folder: str) -> dict[str, list[str]]:
        """The names of parts by the last word of the type of their relation."""
        found: dict[str, list[str]] = {}
        if name not in self._names:
            return found
        for one in ET.fromstring(self._small(name)):  # noqa: S314 - checked before
            if one.get("TargetMode") != "External":
                target = one.get("Target", "")
                path = target[1:] if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
                found.setdefault(one.get("Type", "").rpartition("/")[2], []).append(path)
        return found


def _last_paragraph(comment: ET.Element) -> str:
    """The identifier of the last paragraph of a comment: by that the part about threads names it."""
    paragraphs = [attribute(one, "paraId") for one in comment.iter() if local(one.tag) == "p"]
    return paragraphs[-1] if paragraphs else ""


def _note(comment: ET.Element, thread: ET.Element | None, by_paragraph: dict[str, str]) -> Note:
    paragraphs = [text_of(one) for one in comment.iter() if local(one.tag) == "p"]
    answered = "" if thread is None else attribute(thread, "paraIdParent")
    return Note(
        identifier=attribute(comment, "id"),
        author=attribute(comment, "author"),
        date=moment(comment),
        text="\n".join(paragraphs).strip(),
        parent=by_paragraph.get(answered) if answered else None,
        is_resolved=thread is not None and attribute(thread, "done") in ("1", "true"),
    )
