"""Two texts laid side by side."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from dataclasses import dataclass, field

from rapidfuzz import fuzz

from sluitend.engines.text.anchoring import stretches
from sluitend.engines.text.anchoring.model import Change, Changed, Lost, Placed, Placement, Same

# A span whose words all changed is looked for within what came in their place: 60 of 100 is about "two words of three".
_RESEMBLES = 60
# A passage that is found elsewhere, letter for letter and once, must be long enough to be no chance.
_MOVED = 20
# In more than this (some ten pages, written anew) a likeness says little.
_SEARCHED = 20_000
_JOINER = "\u200d"


def align(old: str, new: str) -> Alignment:
    """Compare two texts; a second for half a million characters with some hundreds of corrections."""
    same = stretches.stretches(old, new)
    return Alignment(old, new, tuple(same), tuple(stretches.changes(same, len(old), len(new))))


@dataclass(frozen=True, slots=True)
class Alignment:
    """What is the same in ``old`` and ``new``, in order, and ``changes``: what lies between."""

    old: str = field(repr=False)
    new: str = field(repr=False)
    same: tuple[Same, ...] = field(repr=False)
    changes: tuple[Change, ...] = field(repr=False)

    def place(self, start: int, end: int) -> Placement:
        """Where the old text's ``[start, end)`` is in the new one.

        Placed only when the whole span lies in one equal stretch and no word at its edges was changed: "mogelijk" in
        what became "onmogelijk" is Changed. Raises ValueError for what is no span of the old text.
        """
        moved = self._whole(start, end)
        if moved is None:
            return self._nearest(start, end)
        return moved if self._edges_hold(start, end, moved) else Changed(*self._whole_words(moved.start, moved.end))

    def unchanged(self, start: int, end: int) -> Placed | None:
        """As `place`, without looking for the nearest of what is not Placed: for thousands of spans at once."""
        moved = self._whole(start, end)
        return moved if moved is not None and self._edges_hold(start, end, moved) else None

    def carried(self, start: int, end: int) -> tuple[int, int]:
        """Where the span reaches from and to in the new text, whatever changed within; empty when it is gone."""
        return self._start_in_new(start), self._end_in_new(end)

    def _whole(self, start: int, end: int) -> Placed | None:
        """Where the span went, when all of it lies in one equal stretch; whatever stands beside it."""
        if not 0 <= start < end <= len(self.old):
            raise ValueError("no span of the old text")
        stretch = self._stretch_at(start)
        if stretch is None or end > stretch.old_end:
            return None
        return Placed(stretch.new + start - stretch.old, stretch.new + end - stretch.old)

    def _stretch_at(self, offset: int) -> Same | None:
        """The equal stretch that the character at this offset of the old text lies in."""
        index = bisect_right(self.same, offset, key=lambda one: one.old) - 1
        stretch = self.same[index] if index >= 0 else None
        return stretch if stretch and offset < stretch.old_end else None

    def _change_at(self, offset: int) -> Change:
        """The change that the character at this offset of the old text lies in."""
        return self.changes[bisect_right(self.changes, offset, key=lambda one: one.old_start) - 1]

    def _start_in_new(self, offset: int) -> int:
        stretch = self._stretch_at(offset)
        return stretch.new + offset - stretch.old if stretch else self._change_at(offset).new_start

    def _end_in_new(self, offset: int) -> int:
        stretch = self._stretch_at(offset - 1)
        return stretch.new + offset - stretch.old if stretch else self._change_at(offset - 1).new_end

    def _edges_hold(self, start: int, end: int, moved: Placed) -> bool:
        old, new = self.old, self.new
        before, new_before = old[max(0, start - 1) : start], new[max(0, moved.start - 1) : moved.start]
        after, new_after = old[end : end + 1], new[moved.end : moved.end + 1]
        first, last = old[start], old[end - 1]
        if before != new_before and (_joins(before, first) or _joins(new_before, first)):
            return False
        return after == new_after or not (_joins(last, after) or _joins(last, new_after))

    def _whole_words(self, start: int, end: int) -> tuple[int, int]:
        new = self.new
        while start > 0 and _joins(new[start - 1], new[start]):
            start -= 1
        while end < len(new) and _joins(new[end - 1], new[end]):
            end += 1
        return start, end

    def _nearest(self, start: int, end: int) -> Placement:
        kept = self._kept_within(start, end)
        if not kept:
            return self._instead(start, end)
        first, last = kept[0], kept[-1]
        new_start, new_end = max(first.new, first.new + start - first.old), min(last.new_end, last.new + end - last.old)
        new_start -= self._added(start, first.old, self._start_in_new(start), new_start)
        new_end += self._added(last.old_end, end, new_end, self._end_in_new(end))
        return self._changed(new_start, new_end)

    def _kept_within(self, start: int, end: int) -> list[Same]:
        """The equal stretches with a visible character of the span."""
        index = max(0, bisect_right(self.same, start, key=lambda one: one.old) - 1)
        kept: list[Same] = []
        while index < len(self.same) and self.same[index].old < end:
            one = self.same[index]
            if self.old[max(start, one.old) : min(end, one.old_end)].strip():
                kept.append(one)
            index += 1
        return kept

    @staticmethod
    def _added(old_from: int, old_to: int, new_from: int, new_to: int) -> int:
        """How much of what came in the place of an edge of the span belongs to it: not much more than was there."""
        there = max(0, old_to - old_from)
        came = max(0, new_to - new_from)
        return came if came <= 2 * there + 40 else there

    def _instead(self, start: int, end: int) -> Placement:
        """Nothing of the span was kept: what came in its place, or where it was moved to."""
        wanted = self.old[start:end]
        low, high = self.carried(start, end)
        if high - low <= 2 * len(wanted) + 40 and self.new[low:high].strip():
            return self._changed(low, high)
        at = self._moved(wanted)
        if at is not None:
            return Changed(at, at + len(wanted))
        return self._resembling(wanted, low, high) if high - low <= _SEARCHED else Lost()

    def _resembling(self, wanted: str, low: int, high: int) -> Placement:
        """What looks most like it within the new text's ``[low, high)``."""
        found = fuzz.partial_ratio_alignment(wanted, self.new[low:high], score_cutoff=_RESEMBLES)
        if found is None or found.dest_start == found.dest_end:
            return Lost()
        return self._changed(*self._whole_words(low + found.dest_start, low + found.dest_end))

    def _moved(self, wanted: str) -> int | None:
        """The one place among what is new where exactly this stands."""
        if len(wanted) < _MOVED:
            return None
        places = [at for change in self.changes if (at := self.new.find(wanted, change.new_start, change.new_end)) >= 0]
        return places[0] if len(places) == 1 and self.new.count(wanted) == 1 else None

    def _changed(self, start: int, end: int) -> Placement:
        """A suggestion without white space at its edges."""
        words = self.new[start:end]
        stripped = words.strip()
        if not stripped:
            return Lost()
        start += len(words) - len(words.lstrip())
        return Changed(start, start + len(stripped))


def _joins(left: str, right: str) -> bool:
    """Whether there is no edge of a word, or of a visible character, between these two; either may be empty."""
    if not left or not right:
        return False
    if unicodedata.category(right)[0] == "M" or _JOINER in (left, right) or unicodedata.category(right) == "Sk":
        return True
    return _in_word(left) and _in_word(right)


def _in_word(character: str) -> bool:
    return character.isalnum() or unicodedata.category(character)[0] == "M"
