"""The pieces of a text that are found: a paragraph, or what one speaker says of it; long ones are cut.

Words on both sides of a cut are a piece too, so that what lies across it is found (``asking.Question.lies_here``).
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise, zip_longest
from typing import Any, NamedTuple

from sluitend.apps.sources.models import SourceVersion

LONGEST = 2_000  # code points: a screen full
BESIDE = 500  # code points on either side of a cut: as long as a question can be
Row = Sequence[Any]
_SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]]*\s")
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n")


class Passage(NamedTuple):
    """The code points [start, end) of one text, with the number of who speaks there; and where it was cut, of what
    stands on both sides of that."""

    start: int
    end: int
    speaker: int | None
    cut: int | None = None


def passages_of(version: SourceVersion, text: str) -> list[Passage]:
    """The passages of a text in their order, without white space around them. They do not overlap, but for those that
    stand on both sides of a cut: each comes between the two.

    The bounds are those of blocks and of turns, so that a passage has one speaker, and empty lines.
    """
    turns = sorted(version.turns, key=lambda turn: (turn[0], turn[1]))
    starts = [turn[0] for turn in turns]
    bounds = {0, len(text)} | {at for row in (*version.blocks, *turns) for at in row[:2] if 0 <= at <= len(text)}
    bounds |= {found.end() for found in _BLANK_LINE.finditer(text)}
    ordered = sorted(bounds)
    found = []
    for start, end in pairwise(ordered):
        speaker = _speaker_at(turns, starts, start)
        pieces = list(_pieces(text, start, end))
        for piece, following in zip_longest(pieces, pieces[1:]):
            found.append(Passage(piece[0], piece[1], speaker))
            if following is not None and (across := _across(text, piece, following)):
                found.append(Passage(across[0], across[1], speaker, piece[1]))
    return found


def _across(text: str, one: tuple[int, int], following: tuple[int, int]) -> tuple[int, int] | None:
    """Whole words on both sides of a cut; None where words are too long for that."""
    first, last = max(one[0], one[1] - BESIDE), min(following[1], following[0] + BESIDE)
    if first > one[0]:
        first = next((at + 1 for at in range(first - 1, one[1]) if text[at].isspace()), one[1])
    if last < following[1]:
        last = next((at for at in range(last, following[0], -1) if text[at].isspace()), following[0])
    return (first, last) if first < one[1] and last > following[0] and one[1] < following[0] else None


def place_in(passages: Sequence[Row], offset: int) -> int:
    """The index of the first passage that ends beyond this offset."""
    return bisect_right(passages, offset, key=lambda row: row[1])


def touching(passages: Sequence[Row], start: int, end: int) -> range:
    """The indexes of the passages that share a character with [start, end)."""
    return range(place_in(passages, start), bisect_left(passages, end, key=lambda row: row[0]))


def _speaker_at(turns: Sequence[Row], starts: Sequence[int], offset: int) -> int | None:
    found = bisect_right(starts, offset) - 1
    return int(turns[found][2]) if found >= 0 and offset < turns[found][1] else None


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Pieces of at most `LONGEST` code points, cut at white space, with something in them that is no white space."""
    while start < end:
        stop = min(end, start + LONGEST)
        if stop < end:
            stop = _last_end(text, start, stop)
        words = text[start:stop]
        if body := words.strip():
            first = start + len(words) - len(words.lstrip())
            yield first, first + len(body)
        start = stop


def _last_end(text: str, start: int, stop: int) -> int:
    """Just after the last sentence that ends in the second half, else the last white space."""
    ends = [found.end() for found in _SENTENCE_END.finditer(text, start + LONGEST // 2, stop)]
    return ends[-1] if ends else _last_space(text, start, stop)


def _last_space(text: str, start: int, stop: int) -> int:
    """Just after the last white space before `stop`; `stop` itself in a piece without any."""
    for at in range(stop - 1, start, -1):
        if text[at].isspace():
            return at + 1
    return stop
