"""Sets of places in texts: what they share, what one has without the other, what lies near."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate
from typing import Final

from sluitend.engines.retrieval.material import Hit, Source

Hits = tuple[Hit, ...]
SHARED: Final = -1  # less than nothing between two places: they have a character in common


class Beside:
    """Places, made ready to be compared with others."""

    def __init__(self, hits: Iterable[Hit]) -> None:
        found: defaultdict[Source, list[Hit]] = defaultdict(list)
        for hit in sorted(hits):
            found[hit.source].append(hit)
        self._hits = found
        self._starts = {source: [hit.start for hit in row] for source, row in found.items()}
        # The furthest end so far: places may lie within each other, so ends do not go up with starts.
        self._ends = {source: list(accumulate((hit.end for hit in row), max)) for source, row in found.items()}

    def near(self, hit: Hit, most: int = SHARED) -> Iterator[Hit]:
        """Those with at most so many characters between them and this one; without a number, those that share some."""
        row = self._hits.get(hit.source)
        if row is None:
            return
        first = bisect_left(self._ends[hit.source], hit.start - most)
        last = bisect_right(self._starts[hit.source], hit.end + most)
        yield from (other for other in row[first:last] if hit.start - other.end <= most)

    def holds(self, hit: Hit) -> bool:
        """Whether it lies wholly within one of them."""
        return any(other.start <= hit.start and hit.end <= other.end for other in self.near(hit))


def kept(hits: Iterable[Hit], wanted: Callable[[Hit], bool]) -> Hits:
    """Those for which it is true, each once, in order."""
    return tuple(sorted({hit for hit in hits if wanted(hit)}))


def shared(hits: Iterable[Hit], others: Iterable[Hit]) -> Hits:
    """What each place of the one shares with each place of the other."""
    beside = Beside(others)
    found = {
        Hit(hit.source, max(hit.start, other.start), min(hit.end, other.end))
        for hit in hits
        for other in beside.near(hit)
    }
    return tuple(sorted(found))


def joined(hits: Iterable[Hit]) -> Hits:
    """The same characters, with places that touch or overlap made one."""
    found: list[Hit] = []
    for hit in sorted(hits):
        last = found[-1] if found else None
        if last and last.source == hit.source and hit.start <= last.end:
            found[-1] = Hit(hit.source, last.start, max(last.end, hit.end))
        else:
            found.append(hit)
    return tuple(found)


def length(hits: Sequence[Hit]) -> int:
    """How many characters they are together, none counted twice."""
    return sum(hit.end - hit.start for hit in joined(hits))
