"""Plain text: the file's own characters, with paragraphs recognised."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sluitend.formats.documents.model import Block, BlockKind, Document

_LIST_ITEM = re.compile(r"\s*(?:[-*•–·]|\d{1,3}[.)]|[a-z]\))[ \t]+\S")
# Longer lines are never broken off by hand or by a mail program: there each line is a paragraph.
_WIDEST_WRAP = 120
_NARROWEST_WRAP = 50
_LONGEST_TITLE = 120


def read(text: str, media_type: str) -> Document:
    """The text as it is, cut in paragraphs and list items; no offset moves."""
    blocks = tuple(_blocks(text))
    return Document(text, blocks, media_type, _title(text, blocks))


def _blocks(text: str) -> Iterator[Block]:
    lines = text.split("\n")
    width = _wrap_width(lines)
    position, start, kind, previous = 0, 0, BlockKind.PARAGRAPH, ""
    for line in lines:
        if previous and not _continues(previous, line, width):
            yield Block(start, position - 1, kind, 1 if kind is BlockKind.LIST_ITEM else None)
            previous = ""
        if line.strip():
            if not previous:
                start, kind = position, _kind(line)
            previous = line
        position += len(line) + 1
    if previous:
        yield Block(start, position - 1, kind, 1 if kind is BlockKind.LIST_ITEM else None)


def _kind(line: str) -> BlockKind:
    return BlockKind.LIST_ITEM if _LIST_ITEM.match(line) else BlockKind.PARAGRAPH


def _wrap_width(lines: list[str]) -> int | None:
    """The width at which the text was wrapped, or None when its lines are whole paragraphs."""
    longest = max(len(line.rstrip()) for line in lines)
    return longest if _NARROWEST_WRAP <= longest <= _WIDEST_WRAP else None


def _continues(previous: str, line: str, width: int | None) -> bool:
    """A line goes on with the paragraph when its first word would not have fitted on the line before."""
    words = line.split(maxsplit=1)
    if width is None or not words or _LIST_ITEM.match(line):
        return False
    return len(previous.rstrip()) + 1 + len(words[0]) > width


def _title(text: str, blocks: tuple[Block, ...]) -> str | None:
    """The first line, when it stands alone and is no sentence."""
    if len(blocks) < 2:
        return None
    first = text[blocks[0].start : blocks[0].end].strip()
    alone = text[blocks[0].end : blocks[1].start].count("\n") > 1
    is_title = alone and len(first) <= _LONGEST_TITLE and "\n" not in first and first[-1] not in ".:;,?!"
    return first if is_title else None
