"""Putting something else in the place of stretches, and finding the same words again."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate

from sluitend.engines.text.names.tokens import fold, tokens_of


@dataclass(frozen=True, slots=True)
class Replacement:
    """What comes in the place of ``[start, end)``."""

    start: int
    end: int
    words: str


class Replaced:
    """A text with replacements, and where an offset of the old text is in the new one."""

    def __init__(self, text: str, replacements: Iterable[Replacement]) -> None:
        """The replacements may not overlap. Raises ValueError when they do, or lie outside the text."""
        self._rows = sorted(replacements, key=lambda row: row.start)
        ends = [0, *(row.end for row in self._rows)]
        if any(row.start < end or row.end > len(text) for row, end in zip(self._rows, ends, strict=False)):
            raise ValueError("replacements overlap or lie outside the text")
        self._starts = [row.start for row in self._rows]
        grown = (len(row.words) - (row.end - row.start) for row in self._rows)
        self._shifts = list(accumulate(grown, initial=0))
        kept = [text[end:start] for end, start in zip(ends, [*self._starts, len(text)], strict=True)]
        self.text = "".join(
            part for pair in zip(kept, [*(row.words for row in self._rows), ""], strict=True) for part in pair
        )

    def start(self, offset: int) -> int:
        """Where something that begins here begins now: within a replaced stretch that is its beginning."""
        return self._moved(offset, at_end=False)

    def end(self, offset: int) -> int:
        """Where something that ends here ends now: within a replaced stretch that is its end."""
        return self._moved(offset, at_end=True)

    def _moved(self, offset: int, *, at_end: bool) -> int:
        index = bisect_right(self._starts, offset) - 1
        if index < 0:
            return offset
        row, before = self._rows[index], self._shifts[index]
        if offset >= row.end:
            return offset + self._shifts[index + 1]
        if offset == row.start or not at_end:
            return row.start + before
        return row.start + before + len(row.words)


def key(words: str) -> tuple[str, ...]:
    """The same for two stretches that say the same name: without capitals, accents and marks."""
    return tuple(token.fold.strip("'") for token in tokens_of(words)) or (fold(words.strip()),)


def repeats(text: str, words: str) -> list[tuple[int, int]]:
    """Every stretch ``[start, end)`` of whole words that says the same, in order, not overlapping."""
    wanted = key(words)
    tokens = tokens_of(text)
    folded = [token.fold.strip("'") for token in tokens]
    found: list[tuple[int, int]] = []
    position = 0
    while position + len(wanted) <= len(tokens):
        if tuple(folded[position : position + len(wanted)]) == wanted:
            found.append((tokens[position].start, tokens[position + len(wanted) - 1].end))
            position += len(wanted)
        else:
            position += 1
    return found or literal(text, words)


def literal(text: str, words: str) -> list[tuple[int, int]]:
    """Every place where exactly these characters stand: for numbers and addresses, which have no words."""
    found: list[tuple[int, int]] = []
    at = text.find(words)
    while words and at >= 0:
        found.append((at, at + len(words)))
        at = text.find(words, at + len(words))
    return found


def role_before(text: str, start: int, roles: Sequence[str]) -> str:
    """The role that stands right before a name ("consulent Jannie"), in the same sentence; empty without one."""
    before = text[max(0, start - 60) : start]
    tokens = tokens_of(before)
    if not tokens or before[tokens[-1].end :].strip():
        return ""
    last = tokens[-1].fold.rstrip(".")
    return last if last in roles else ""
