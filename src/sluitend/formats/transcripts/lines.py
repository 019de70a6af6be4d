"""A document line by line, each line with the block that it belongs to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sluitend.formats.documents.model import Block, BlockKind


@dataclass(frozen=True, slots=True)
class Line:
    """One line with something on it. ``block`` numbers the block, so that its lines stay one paragraph.

    ``flows`` tells that it goes on on the line before it, as the next subtitle of somebody who is still speaking does.
    """

    text: str
    block: int
    kind: BlockKind = BlockKind.PARAGRAPH
    level: int | None = None
    page: int | None = None
    flows: bool = False


def of_blocks(text: str, blocks: Iterable[Block]) -> list[Line]:
    """The lines of a document, without the blank ones."""
    return list(_of_blocks(text, blocks))


def _of_blocks(text: str, blocks: Iterable[Block]) -> Iterator[Line]:
    for number, block in enumerate(blocks):
        for line in text[block.start : block.end].split("\n"):
            if line.strip():
                yield Line(line.strip(), number, block.kind, block.level, block.page)


def of_text(text: str) -> list[Line]:
    """The lines of a bare text, each a paragraph."""
    return [Line(line.strip(), number) for number, line in enumerate(text.split("\n")) if line.strip()]
