"""A document as text with structure: what every reader gives back.

Offsets are Unicode code points of ``text``, end exclusive. Blocks are ordered, do not overlap, and each is one or more
whole lines; blank lines, rules and the like belong to no block.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class BlockKind(StrEnum):
    """What a stretch of lines is in the document it comes from."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list_item"
    TABLE_ROW = "table_row"
    QUOTE = "quote"
    CODE = "code"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Block:
    """Lines ``[start, end)`` of a text.

    ``level`` is the depth of a heading or a list item (1 is the outermost); ``page`` counts from 1.
    """

    start: int
    end: int
    kind: BlockKind
    level: int | None = None
    page: int | None = None

    def to_json(self) -> list[Any]:
        """As ``[start, end, kind, level, page]``: a document may have a million of them."""
        return [self.start, self.end, self.kind.value, self.level, self.page]

    @classmethod
    def from_json(cls, data: list[Any]) -> Block:
        """The inverse of ``to_json``."""
        start, end, kind, level, page = data
        return cls(start, end, BlockKind(kind), level, page)


@dataclass(frozen=True, slots=True)
class Turn:
    """What somebody says without a break: ``[start, end)`` of a text, without label and time code.

    ``speaker`` is the index of the label in ``speakers``; ``seconds`` count from the beginning of the recording.
    """

    start: int
    end: int
    speaker: int
    seconds: float | None = None

    def to_json(self) -> list[Any]:
        """As ``[start, end, speaker, seconds]``."""
        return [self.start, self.end, self.speaker, self.seconds]

    @classmethod
    def from_json(cls, data: list[Any]) -> Turn:
        """The inverse of ``to_json``."""
        start, end, speaker, seconds = data
        return cls(start, end, speaker, seconds)


@dataclass(frozen=True, slots=True)
class Document:
    """Text (NFC, LF) with its blocks; ``title`` is what the document calls itself, if it does.

    Of a conversation also its turns, ordered and not overlapping, and the labels of its speakers.
    """

    text: str
    blocks: tuple[Block, ...]
    media_type: str
    title: str | None = None
    turns: tuple[Turn, ...] = ()
    speakers: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """As plain data that ``json`` can write."""
        return {
            "text": self.text,
            "blocks": [block.to_json() for block in self.blocks],
            "media_type": self.media_type,
            "title": self.title,
            "turns": [turn.to_json() for turn in self.turns],
            "speakers": list(self.speakers),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Document:
        """The inverse of ``to_json``."""
        blocks = tuple(Block.from_json(block) for block in data["blocks"])
        turns = tuple(Turn.from_json(turn) for turn in data["turns"])
        return cls(data["text"], blocks, data["media_type"], data["title"], turns, tuple(data["speakers"]))
