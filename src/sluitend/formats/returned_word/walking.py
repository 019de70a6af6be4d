"""Goes through the text of a docx once, as a stream: one paragraph at a time is in memory."""

from __future__ import annotations

from collections.abc import Sequence
from typing import IO
from xml.etree import ElementTree as ET

from sluitend.errors import InputError
from sluitend.formats.documents import MAX_BLOCKS, codes
from sluitend.formats.returned_word.changes import Changes
from sluitend.formats.returned_word.comments import Comments
from sluitend.formats.returned_word.model import Returned
from sluitend.formats.returned_word.parts import Note
from sluitend.formats.returned_word.pieces import MARKS, Mark, mark, pieces
from sluitend.formats.returned_word.xml import local

# A report of eighty pages has some tens of thousands.
MAX_ELEMENTS = 3_000_000
MAX_REMARKS = 20_000
_WORDS = "wordprocessingml"


class Walk:
    """Feeds the paragraphs to who gathers comments and changes.

    Raises InputError("formats.too_many_blocks") above what people write.
    """

    def __init__(self, notes: Sequence[Note]) -> None:
        _check(len(notes), MAX_REMARKS)
        self._comments = Comments(notes)
        self._changes = Changes()
        self._elements = 0

    def read(self, part: IO[bytes]) -> None:
        """One part, from its first paragraph to its last."""
        inside = 0
        for event, element in ET.iterparse(part, ("start", "end")):  # noqa: S314 - checked before (documents.packages)
            is_paragraph = local(element.tag) == "p" and _WORDS in element.tag
            if event == "start":
                self._elements += 1
                _check(self._elements, MAX_ELEMENTS)
                inside += is_paragraph
                continue
            inside -= is_paragraph
            if not inside:
                self._done(element, is_paragraph)

    def _done(self, element: ET.Element, is_paragraph: bool) -> None:
        """An element outside paragraphs has been read; only the ranges among them say something."""
        if is_paragraph:
            self._paragraph(element)
        elif local(element.tag) in MARKS:
            self._mark(mark(element))
        element.clear()

    def _paragraph(self, element: ET.Element) -> None:
        self._comments.begin_paragraph()
        for one in pieces(element):
            if isinstance(one, Mark):
                self._mark(one)
            elif one.text:
                self._comments.text(one)
                self._changes.text(one)
        self._comments.end_paragraph()
        self._changes.end_paragraph()
        _check(len(self._changes), MAX_REMARKS)

    def _mark(self, one: Mark) -> None:
        self._comments.mark(one)
        self._changes.mark(one)

    def result(self) -> Returned:
        return Returned(self._comments.result(), self._changes.result())


def _check(count: int, most: int) -> None:
    if count > most:
        raise InputError(codes.TOO_MANY_BLOCKS, most=MAX_BLOCKS)
