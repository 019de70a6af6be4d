"""What a vector is of: a turn of a conversation or a paragraph, in pieces when it is long."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sluitend.engines.text.sentences import Span, bare, sentences

LONG = 1200  # characters; above it the vector of a passage is of everything and of nothing
PIECE = 800
FEWEST_WORDS = 4  # "Ja, dat klopt." means something only beside what was asked


def passages(text: str, blocks: Iterable[Span], turns: Sequence[Span]) -> list[Span]:
    """The passages of a text, in its order, not overlapping.

    Turns as they are; besides them the blocks in which nobody speaks (an introduction, a summary); a text without
    either is taken by the line.
    """
    units = [*turns, *_without(blocks, turns)] or _lines(text)
    pieces = (piece for unit in sorted(units) for piece in _pieces(text, *unit))
    return [span for span in pieces if len(text[span[0] : span[1]].split()) >= FEWEST_WORDS]


def _without(blocks: Iterable[Span], turns: Sequence[Span]) -> list[Span]:
    """The blocks that have no character of a turn; both come in the order of the text."""
    ordered, at, found = sorted(turns), 0, []
    for start, end in sorted(blocks):
        while at < len(ordered) and ordered[at][1] <= start:
            at += 1
        if at == len(ordered) or ordered[at][0] >= end:
            found.append((start, end))
    return found


def _lines(text: str) -> list[Span]:
    found, here = [], 0
    for line in text.splitlines(keepends=True):
        found.append((here, here + len(line)))
        here += len(line)
    return found


def _pieces(text: str, start: int, end: int) -> list[Span]:
    """Whole sentences together, about as long as each other; without white space at the edges."""
    whole = bare(text, start, end)
    if whole is None:
        return []
    if whole[1] - whole[0] <= LONG:
        return [whole]
    found: list[Span] = []
    for left, right in sentences(text, *whole):
        if found and right - found[-1][0] <= PIECE:
            found[-1] = (found[-1][0], right)
        else:
            found += _cut(text, left, right)
    return found


def _cut(text: str, start: int, end: int) -> list[Span]:
    """A sentence without an end, as speech can be, is cut between words."""
    found = []
    while end - start > LONG:
        space = text.rfind(" ", start + 1, start + PIECE)
        stop = space if space > start else start + PIECE
        found.append((start, stop))
        start = stop
    return [span for one in (*found, (start, end)) if (span := bare(text, *one))]
