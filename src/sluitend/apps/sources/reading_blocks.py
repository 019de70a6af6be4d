"""A text with its structure, to read on screen."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sluitend.formats.documents import Block, BlockKind


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A stretch of text to show; `heading` is 2–6 for a heading, else 0."""

    text: str
    kind: str
    heading: int


def paragraphs(text: str, blocks: Iterable[list[object]]) -> list[Paragraph]:
    """The whole text, block by block; what belongs to no block stays as it stands between them."""
    shown: list[Paragraph] = []
    at = 0
    for block in map(Block.from_json, blocks):
        shown += _loose(text[at : block.start])
        heading = min(6, (block.level or 1) + 1) if block.kind is BlockKind.HEADING else 0
        shown.append(Paragraph(text[block.start : block.end], block.kind.value, heading))
        at = block.end
    return shown + _loose(text[at:])


def _loose(text: str) -> list[Paragraph]:
    return [Paragraph(text.strip("\n"), BlockKind.PARAGRAPH.value, 0)] if text.strip() else []
