"""Puts pieces of text together to a document, and keeps the offsets."""

from __future__ import annotations

from sluitend.errors import InputError
from sluitend.formats.documents import clean, codes
from sluitend.formats.documents.model import Block, BlockKind, Document

# Five million characters is about 2,000 dense pages: the longest law is a tenth of it.
MAX_CHARACTERS = 5_000_000
# The Youth Act has 1,400; a quarter of a million is a table that was saved as text.
MAX_BLOCKS = 250_000

_TIGHT = {BlockKind.LIST_ITEM, BlockKind.TABLE_ROW, BlockKind.NOTE}


class TextBuilder:
    """Collects blocks in reading order.

    Blocks are a blank line apart; list items, table rows and notes follow their own kind on the next line.
    """

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._blocks: list[Block] = []
        self._length = 0

    def add(self, text: str, kind: BlockKind, *, level: int | None = None, page: int | None = None) -> None:
        """Add one block; text without a visible character adds nothing.

        Raises InputError("formats.too_long") and InputError("formats.too_many_blocks").
        """
        text = clean.piece(text)
        if not text:
            return
        if self._blocks:
            self._append("\n" if self._is_tight(kind) else "\n\n")
        start = self._length
        self._append(text)
        self._blocks.append(Block(start, self._length, kind, level, page))
        check_length(self._length, len(self._blocks))

    def _is_tight(self, kind: BlockKind) -> bool:
        return kind in _TIGHT and self._blocks[-1].kind is kind

    def _append(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)

    @property
    def is_empty(self) -> bool:
        """Whether nothing with a visible character was added yet."""
        return not self._blocks

    @property
    def length(self) -> int:
        """How many code points were collected: where the last block ends."""
        return self._length

    def lines(self) -> list[str]:
        """What was collected, line by line, without blank lines."""
        return [line for part in self._parts for line in part.split("\n") if line]

    def document(self, *, media_type: str, title: str | None) -> Document:
        """What was collected. Raises InputError("formats.no_text")."""
        if not self._blocks:
            raise InputError(codes.NO_TEXT)
        title = clean.piece(title or "").replace("\n", " ") or None
        return Document("".join(self._parts), tuple(self._blocks), media_type, title)


def check_length(characters: int, blocks: int = 0) -> None:
    """Raises InputError ``formats.too_long`` or ``formats.too_many_blocks`` above what is taken in."""
    if characters > MAX_CHARACTERS:
        raise InputError(codes.TOO_LONG, most=MAX_CHARACTERS)
    if blocks > MAX_BLOCKS:
        raise InputError(codes.TOO_MANY_BLOCKS, most=MAX_BLOCKS)
