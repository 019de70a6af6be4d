"""The units in which agreement is counted: characters, sentences, paragraphs or turns of one text.

A coder gave a unit a code when he or she marked one of its characters with it. What lies between two units (white space
between sentences, a heading above the first turn) is in no unit, and is not counted. Nor is a sentence, paragraph or
turn of which somebody withdrew the words: nobody can mark anything there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sluitend.apps.fieldwork.copied import MARKER
from sluitend.engines.text.sentences import sentences

Span = tuple[int, int]  # [start, end) in code points
Places = NDArray[np.int64]
_EMPTIED = re.compile(r"\s*… +(?=\n|\Z)")
_PARAGRAPH = re.compile(r"\S[\s\S]*?(?=\n\s*\n|\s*\Z)")


class UnitKind(StrEnum):
    CHARACTER = "character"
    SENTENCE = "sentence"
    PARAGRAPH = "paragraph"
    TURN = "turn"


@dataclass(frozen=True)
class Units:
    """Units of one text, in its order and apart from each other. `paragraphs[i]`: in which paragraph unit i begins."""

    starts: Places
    ends: Places
    paragraphs: Places

    def __len__(self) -> int:
        return len(self.starts)

    def touched(self, span: Span) -> Span:
        """The units that share a character with a span: the first, and the one after the last."""
        first = int(np.searchsorted(self.ends, span[0], side="right"))
        return first, max(first, int(np.searchsorted(self.starts, span[1], side="left")))

    def marked(self, spans: Iterable[Span]) -> NDArray[np.uint8]:
        """For every unit whether one of the spans touches it."""
        found = np.zeros(len(self), dtype=np.uint8)
        for span in spans:
            first, last = self.touched(span)
            found[first:last] = 1
        return found

    def extent(self, span: Span) -> Span:
        """A span with the units that it touches in whole; itself where it touches none."""
        first, last = self.touched(span)
        if first == last:
            return span
        return min(span[0], int(self.starts[first])), max(span[1], int(self.ends[last - 1]))


def units_of(kind: UnitKind, text: str, blocks: Sequence[Sequence[Any]], turns: Sequence[Sequence[Any]]) -> Units:
    """The units of a text. `blocks` and `turns` begin with start and end, as a version keeps them.

    A text without turns has no units of that kind. One without blocks has a paragraph between every two empty lines.
    """
    paragraphs = _paragraphs(text, blocks)
    begins = np.array([start for start, _end in paragraphs], dtype=np.int64)
    if kind is UnitKind.CHARACTER:
        starts = np.arange(len(text), dtype=np.int64)
        ends = starts + 1
    else:
        spans = [span for span in _spans(kind, text, paragraphs, turns) if not _is_withdrawn(text, span)]
        starts = np.array([start for start, _end in spans], dtype=np.int64)
        ends = np.array([end for _start, end in spans], dtype=np.int64)
    within = np.maximum(np.searchsorted(begins, starts, side="right") - 1, 0)
    return Units(starts, ends, within.astype(np.int64))


def _spans(kind: UnitKind, text: str, paragraphs: Sequence[Span], turns: Sequence[Sequence[Any]]) -> list[Span]:
    if kind is UnitKind.SENTENCE:
        return [span for start, end in paragraphs for span in sentences(text, start, end)]
    if kind is UnitKind.PARAGRAPH:
        return list(paragraphs)
    return sorted((int(turn[0]), int(turn[1])) for turn in turns if turn[1] > turn[0])


def _is_withdrawn(text: str, span: Span) -> bool:
    """Words that were withdrawn are spaces after a marker, which is "…" where there was no room for it."""
    words = text[span[0] : span[1]].strip()
    return words == MARKER or (words == "…" and _EMPTIED.match(text, span[0]) is not None)


def _paragraphs(text: str, blocks: Sequence[Sequence[Any]]) -> list[Span]:
    """Blocks with words in them; of two that overlap the first."""
    if not blocks:
        return [found.span() for found in _PARAGRAPH.finditer(text)]
    spans: list[Span] = []
    for start, end in sorted((int(block[0]), int(block[1])) for block in blocks):
        if text[start:end].strip() and (not spans or start >= spans[-1][1]):
            spans.append((start, end))
    return spans
