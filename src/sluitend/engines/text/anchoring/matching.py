"""Which stretches of two sequences are the same, in their order: anchors that occur once first, the rest between them.

After the patience diff (Bram Cohen, 2010): what occurs once on either side says most surely what belongs to what, so
that a sentence that is said often goes to the one in the same surroundings. Anchors are runs of 32 tokens, then of 8
and of 2, then single ones. What has no anchor at all (a text that only repeats itself) is left to the least number of
edits (Levenshtein).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Container, Sequence
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein

from sluitend.engines.text.anchoring.model import Same

RUNS = (32, 8, 2, 1)
# Of a repeating text without anchors at most so much is compared (the product of both lengths): about three seconds.
MOST_COMPARED = 5 * 10**10


class _Part(NamedTuple):
    """A part of both sequences, to be matched with anchors of ``RUNS[step]`` and shorter."""

    old: int
    old_end: int
    new: int
    new_end: int
    step: int


def matched(old: Sequence[int], new: Sequence[int]) -> list[Same]:
    """Equal stretches in increasing order on both sides, not overlapping."""
    found: list[Same] = []
    waiting = [_Part(0, len(old), 0, len(new), 0)]
    while waiting:
        part = _trimmed(old, new, waiting.pop(), found)
        if part.old < part.old_end and part.new < part.new_end:
            waiting += _divided(old, new, part, found)
    return sorted(found)


def _trimmed(old: Sequence[int], new: Sequence[int], part: _Part, found: list[Same]) -> _Part:
    """The part without what both sides begin and end with."""
    ahead = common_start(old, new, part.old, part.old_end, part.new, part.new_end)
    if ahead:
        found.append(Same(part.old, part.new, ahead))
    start, new_start = part.old + ahead, part.new + ahead
    end, new_end = part.old_end, part.new_end
    while end > start and new_end > new_start and old[end - 1] == new[new_end - 1]:
        end, new_end = end - 1, new_end - 1
    if end < part.old_end:
        found.append(Same(end, new_end, part.old_end - end))
    return _Part(start, end, new_start, new_end, part.step)


def common_start(old: Sequence[object], new: Sequence[object], i: int, i_end: int, j: int, j_end: int) -> int:
    """How many units are equal from ``i`` and ``j`` on."""
    start = i
    while i < i_end and j < j_end and old[i] == new[j]:
        i, j = i + 1, j + 1
    return i - start


def _divided(old: Sequence[int], new: Sequence[int], part: _Part, found: list[Same]) -> list[_Part]:
    """The parts that remain between the anchors with the longest run that has any."""
    for step in range(part.step, len(RUNS)):
        anchors = _anchors(old, new, part, RUNS[step])
        if anchors:
            return _between(old, new, part._replace(step=step), anchors, found)
    found += _with_least_edits(old, new, part)
    return []


def _anchors(old: Sequence[int], new: Sequence[int], part: _Part, run: int) -> list[tuple[int, int]]:
    """Places of runs that occur once on either side, as many as stand in the same order on both."""
    sides = (old, part.old, part.old_end), (new, part.new, part.new_end)
    few, many = sorted(sides, key=lambda side: side[2] - side[1])
    wanted = _single(*few, run, None)
    if not wanted:  # nothing to look for in what may be a whole law
        return []
    found = _single(*many, run, wanted)
    ours, theirs = (wanted, found) if few[0] is old else (found, wanted)
    return _in_order(sorted((i, theirs[gram]) for gram, i in ours.items() if gram in theirs))


def _single(
    tokens: Sequence[int], start: int, end: int, run: int, wanted: Container[tuple[int, ...]] | None
) -> dict[tuple[int, ...], int]:
    """{run of tokens: its place} of those that occur once; only of the wanted, when these are given."""
    places: dict[tuple[int, ...], int] = {}
    for i in range(start, end - run + 1):
        gram = tuple(tokens[i : i + run])
        if wanted is None or gram in wanted:
            places[gram] = -1 if gram in places else i
    return {gram: i for gram, i in places.items() if i >= 0}


def _in_order(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest increasing subsequence by the second of each pair; the first increases already."""
    ends: list[int] = []  # the smallest last value of a sequence of each length
    tails: list[int] = []  # index of the pair behind it
    before = [-1] * len(pairs)
    for index, (_, j) in enumerate(pairs):
        at = bisect_left(ends, j)
        before[index] = tails[at - 1] if at else -1
        ends[at : at + 1], tails[at : at + 1] = [j], [index]
    chain: list[tuple[int, int]] = []
    index = tails[-1] if tails else -1
    while index >= 0:
        chain.append(pairs[index])
        index = before[index]
    return chain[::-1]


def _between(
    old: Sequence[int], new: Sequence[int], part: _Part, anchors: list[tuple[int, int]], found: list[Same]
) -> list[_Part]:
    """Extend every anchor as far as it goes; what lies between two of them waits for its turn."""
    rest: list[_Part] = []
    i, j = part.old, part.new
    for start, new_start in anchors:
        if start < i or new_start < j:  # within the one before
            continue
        length = common_start(old, new, start, part.old_end, new_start, part.new_end)
        found.append(Same(start, new_start, length))
        rest.append(_Part(i, start, j, new_start, part.step))
        i, j = start + length, new_start + length
    return [*rest, _Part(i, part.old_end, j, part.new_end, part.step)]


def _with_least_edits(old: Sequence[int], new: Sequence[int], part: _Part) -> list[Same]:
    if (part.old_end - part.old) * (part.new_end - part.new) > MOST_COMPARED:
        return []  # a person places what stands here
    edits = Levenshtein.opcodes(old[part.old : part.old_end], new[part.new : part.new_end])
    return [
        Same(part.old + edit.src_start, part.new + edit.dest_start, edit.src_end - edit.src_start)
        for edit in edits
        if edit.tag == "equal"
    ]
