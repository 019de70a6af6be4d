"""A slow twin for re-anchoring: where may a span of an old text be in the new one?

Written from the contract alone (`align(old, new).place(start, end) -> Placed | Changed | Lost`; a Placed span has
exactly the same text), without the engine and without difflib: two full tables of the longest common subsequence, so
O(n·m) in time and room; meant for texts of at most a few hundred units.

What it takes for granted:

- An alignment is a longest common subsequence of units: an order-keeping pairing of equal units that pairs as many as
  can be. Units are characters, or words (a run of letters, digits and underscores; every other character is a unit of
  its own). There may be several such alignments and none is better than another, so the twin tells all places.
- A span is kept at a place when some alignment pairs its units, one after another, with units that follow each other
  directly. With words, a span that begins or ends inside a word needs that whole word to be equal.
- Text that was moved past more text that stayed is not kept: the alignment keeps order. That the same words stand
  elsewhere is a suggestion for a person, not a place.
- Exactly one place is no proof: another alignment may drop the span. `certain_place` asks that all keep it there.
- Changed and Lost are not told apart: the contract does not say how much must be left. The twin only judges Placed.
"""

import re
from collections.abc import Sequence
from itertools import accumulate

Table = list[list[int]]
_WORD = re.compile(r"\w+|\W")


def characters(text: str) -> list[str]:
    """Cut a text into its code points."""
    return list(text)


def words(text: str) -> list[str]:
    """Cut a text into words and single other characters; joined they are the text."""
    return _WORD.findall(text)


def possible_places(old: Sequence[str], new: Sequence[str], start: int, end: int) -> frozenset[int]:
    """Give every code point of the new text at which some alignment keeps ``[start, end)`` of the old text whole.

    Both texts are given as units; start and end are code points of the joined old text. Raises ValueError on an empty
    span or one outside the text.
    """
    first, last, into = _units_of(old, start, end)
    length = last - first
    before, after = _before(old, new), _after(old, new)
    offsets = [0, *accumulate(map(len, new))]
    return frozenset(
        offsets[at] + into
        for at in range(len(new) - length + 1)
        if list(new[at : at + length]) == list(old[first:last])
        and before[first][at] + length + after[last][at + length] == before[-1][-1]
    )


def certain_place(old: Sequence[str], new: Sequence[str], start: int, end: int) -> int | None:
    """Give the code point at which every alignment keeps the span whole, or None when they do not agree.

    A pair of units is in every alignment when the longest one becomes shorter without it; that is tried for each unit
    of the span. Raises ValueError as possible_places does.
    """
    places = possible_places(old, new, start, end)
    if len(places) != 1:
        return None
    (place,) = places
    first, last, into = _units_of(old, start, end)
    at = [0, *accumulate(map(len, new))].index(place - into)
    longest = _before(old, new)[-1][-1]
    pairs = ((first + step, at + step) for step in range(last - first))
    return place if all(_before(old, new, without=pair)[-1][-1] < longest for pair in pairs) else None


def _units_of(units: Sequence[str], start: int, end: int) -> tuple[int, int, int]:
    """Give the first unit, the unit after the last, and how far into the first unit the span begins."""
    offsets = [0, *accumulate(map(len, units))]
    if not 0 <= start < end <= offsets[-1]:
        raise ValueError(f"no span of this text: {start}-{end}")
    first = max(number for number, offset in enumerate(offsets) if offset <= start)
    last = min(number for number, offset in enumerate(offsets) if offset >= end)
    return first, last, start - offsets[first]


def _before(old: Sequence[str], new: Sequence[str], without: tuple[int, int] | None = None) -> Table:
    """Give at [i][j] the length of the longest common subsequence of old[:i] and new[:j], never pairing `without`."""
    table = [[0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i, mine in enumerate(old):
        for j, yours in enumerate(new):
            paired = table[i][j] + 1 if mine == yours and (i, j) != without else 0
            table[i + 1][j + 1] = max(paired, table[i][j + 1], table[i + 1][j])
    return table


def _after(old: Sequence[str], new: Sequence[str]) -> Table:
    """Give at [i][j] the length of the longest common subsequence of old[i:] and new[j:]."""
    turned = _before(old[::-1], new[::-1])
    return [row[::-1] for row in turned[::-1]]
