"""The equal stretches of two texts, in characters: sentences first, then words and characters within what changed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import accumulate, pairwise

from rapidfuzz.distance import Levenshtein

from sluitend.engines.text.anchoring.matching import common_start, matched
from sluitend.engines.text.anchoring.model import Change, Same

_SENTENCE = re.compile(r"[^.!?\n]*[.!?\n]+\s*|[^.!?\n]+")
# Words, white space and marks; of what is too long to be a word the characters, all but the last forty.
_WORD = re.compile(r"\w(?=\w{40})|\w+|\s+|[^\w\s]")
# Characters are compared one by one within a changed run of a few sentences; beyond it is another text.
_MOST_CHARACTERS = 2_000
# An equal stretch this short between two larger changes is chance: "de" and "zorg" stand in any two sentences.
_SHORT = 32


def stretches(old: str, new: str) -> list[Same]:
    """Equal stretches in increasing order; two that follow each other on both sides are one."""
    same = _joined(_by_piece(_SENTENCE, old, new, Change(0, len(old), 0, len(new))))
    same = _finer(same, old, new, lambda change: _by_piece(_WORD, old, new, change))
    same = _finer(same, old, new, lambda change: _by_character(old, new, change))
    return _without_chance(same, len(old), len(new))


def changes(same: list[Same], old_length: int, new_length: int) -> Iterator[Change]:
    """What lies between the equal stretches."""
    old_at = new_at = 0
    for stretch in [*same, Same(old_length, new_length, 0)]:
        if stretch.old > old_at or stretch.new > new_at:
            yield Change(old_at, stretch.old, new_at, stretch.new)
        old_at, new_at = stretch.old_end, stretch.new_end


def _finer(same: list[Same], old: str, new: str, within: Callable[[Change], list[Same]]) -> list[Same]:
    """With what is the same within each change."""
    changed = filter(_is_both, changes(same, len(old), len(new)))
    more = [one for change in changed for one in within(change)]
    return _joined(sorted([*same, *more]))


def _by_piece(pieces: re.Pattern[str], old: str, new: str, change: Change) -> list[Same]:
    """Equal pieces within a change; what comes after one of the sides has ended is not cut up at all."""
    i, i_end, j, j_end = change
    ahead = _ahead(pieces, old, new, change)
    found = [Same(i, j, ahead)] if ahead else []
    rest = Change(i + ahead, i_end, j + ahead, j_end)
    return [*found, *_matched(pieces, old, new, rest)] if _is_both(rest) else found


def _ahead(pieces: re.Pattern[str], old: str, new: str, change: Change) -> int:
    """The length of the equal pieces that both sides begin with."""
    ahead = 0
    i, i_end, j, j_end = change
    for ours, theirs in zip(pieces.finditer(old, i, i_end), pieces.finditer(new, j, j_end), strict=False):
        if ours[0] != theirs[0]:
            break
        ahead += len(ours[0])
    return ahead


def _is_both(change: Change) -> bool:
    """Whether something went out and something came in: else there is nothing to look for."""
    return change.old_start < change.old_end and change.new_start < change.new_end


def _matched(pieces: re.Pattern[str], old: str, new: str, change: Change) -> list[Same]:
    ours = pieces.findall(old, change.old_start, change.old_end)
    theirs = pieces.findall(new, change.new_start, change.new_end)
    numbers: dict[str, int] = {}
    found = matched(
        [numbers.setdefault(piece, len(numbers)) for piece in ours],
        [numbers.setdefault(piece, len(numbers)) for piece in theirs],
    )
    starts, new_starts = _starts(ours, change.old_start), _starts(theirs, change.new_start)
    return [Same(starts[one.old], new_starts[one.new], starts[one.old_end] - starts[one.old]) for one in found]


def _starts(pieces: list[str], start: int) -> list[int]:
    """Where every piece starts, and at last where they end."""
    return list(accumulate(map(len, pieces), initial=start))


def _by_character(old: str, new: str, change: Change) -> list[Same]:
    """Equal characters within a change: what both begin and end with, and what is between when that is not much."""
    i, i_end, j, j_end = change
    ahead = common_start(old, new, i, i_end, j, j_end)
    found = [Same(i, j, ahead)] if ahead else []
    i, j = i + ahead, j + ahead
    behind = common_start(old[i:i_end][::-1], new[j:j_end][::-1], 0, i_end - i, 0, j_end - j)
    if behind:
        found.append(Same(i_end - behind, j_end - behind, behind))
    i_end, j_end = i_end - behind, j_end - behind
    if 0 < i_end - i <= _MOST_CHARACTERS and 0 < j_end - j <= _MOST_CHARACTERS:
        edits = Levenshtein.opcodes(old[i:i_end], new[j:j_end])
        equal = (edit for edit in edits if edit.tag == "equal")
        found += [Same(i + e.src_start, j + e.dest_start, e.src_end - e.src_start) for e in equal]
    return found


def _joined(same: list[Same]) -> list[Same]:
    joined: list[Same] = []
    for one in same:
        last = joined[-1] if joined else None
        if last and last.old_end == one.old and last.new_end == one.new:
            joined[-1] = Same(last.old, last.new, last.length + one.length)
        elif one.length:
            joined.append(one)
    return joined


def _without_chance(same: list[Same], old_length: int, new_length: int) -> list[Same]:
    """Without short stretches between two changes that are larger: what they are in was written anew.

    A change grows when a stretch beside it goes, so it is looked at until nothing goes any more.
    """
    while True:
        sizes = _sizes_between(same, old_length, new_length)
        kept = [
            one
            for one, before, after in zip(same, sizes, sizes[1:], strict=False)
            if one.length > _SHORT or one.length > min(before, after)
        ]
        if len(kept) == len(same):
            return same
        same = kept


def _sizes_between(same: list[Same], old_length: int, new_length: int) -> list[int]:
    """The size of the change before each stretch, and at last of the one after the last; 0 where there is none."""
    edges = [Same(0, 0, 0), *same, Same(old_length, new_length, 0)]
    return [max(right.old - left.old_end, right.new - left.new_end) for left, right in pairwise(edges)]
