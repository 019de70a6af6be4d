"""Where coders differ: the places of one code in one text, with what each coder marked there.

Codings of one code that touch the same unit, or each other's units, are one place. Coders agree on it when everybody
touched the same units there: then the figures count no difference, wherever exactly their passages begin and end.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from sluitend.apps.coding.agreement.ratings import Code, Coder
from sluitend.apps.coding.agreement.units import Span, Units


@dataclass(frozen=True, slots=True)
class Marked:
    """A coding: who gave [start, end) which code."""

    coding: int
    coder: Coder
    code: Code
    start: int
    end: int

    @property
    def span(self) -> Span:
        return self.start, self.end


@dataclass(frozen=True)
class Place:
    """A place of a code. `extent` is it with its units in whole, the span all that was marked, from end to end."""

    code: Code
    start: int
    end: int
    extent: Span
    by_coder: Mapping[Coder, tuple[Marked, ...]]  # of every coder, empty where nothing was marked
    touched: Mapping[Coder, frozenset[int | Span]]  # of every coder the units; a mark outside every unit is itself

    @property
    def is_agreed(self) -> bool:
        """Everybody touched the same units."""
        return self.agrees(self.touched)

    def agrees(self, coders: Iterable[Coder]) -> bool:
        """Whether these touched the same units; who did not code this text agrees with everybody."""
        return len({self.touched[one] for one in coders if one in self.touched}) < 2

    @property
    def codings(self) -> list[int]:
        return sorted(one.coding for marks in self.by_coder.values() for one in marks)

    @property
    def spans(self) -> list[Span]:
        """The different passages that were marked, and all together when that is yet another."""
        found = sorted({one.span for marks in self.by_coder.values() for one in marks})
        whole = (self.start, self.end)
        return found if whole in found else [*found, whole]

    def marked(self, text: str) -> list[Span]:
        """What anybody marked, in its order: a passage ends where words follow that nobody marked. What everybody
        marked exactly so stays as it is."""
        every = sorted({one.span for marks in self.by_coder.values() for one in marks})
        found: list[Span] = []
        for start, end in every:
            if found and not self.is_exact and not text[found[-1][1] : start].strip():
                found[-1] = found[-1][0], max(found[-1][1], end)
            else:
                found.append((start, end))
        return found

    @property
    def is_exact(self) -> bool:
        """Everybody marked exactly the same."""
        return len({tuple(one.span for one in marks) for marks in self.by_coder.values()}) == 1

    def holds(self, start: int, end: int) -> bool:
        """Whether a span lies at this place."""
        return start < self.extent[1] and end > self.extent[0]


def places_of(marked: Iterable[Marked], coders: Collection[Coder], units: Units) -> list[Place]:
    """All places in one text, in its order; of what begins together the longest first. Others than `coders` do not
    count."""
    wanted = sorted((one for one in marked if one.coder in coders), key=lambda one: (one.code, one.start, one.end))
    found = [
        _place(marks, sorted(coders), units)
        for _code, of_code in groupby(wanted, key=lambda one: one.code)
        for marks in _connected(list(of_code), units)
    ]
    return sorted(found, key=lambda one: (one.start, -one.end, one.code))


def _connected(marks: Sequence[Marked], units: Units) -> list[list[Marked]]:
    """Those whose units overlap, however many steps apart."""
    with_extent = sorted(((units.extent(one.span), one) for one in marks), key=lambda pair: (pair[0], pair[1].coding))
    groups: list[list[Marked]] = []
    until = -1
    for (start, end), one in with_extent:
        if groups and start < until:
            groups[-1].append(one)
        else:
            groups.append([one])
        until = max(until, end)
    return groups


def _place(marks: Sequence[Marked], coders: Sequence[Coder], units: Units) -> Place:
    by_coder = {coder: tuple(one for one in marks if one.coder == coder) for coder in coders}
    extents = [units.extent(one.span) for one in marks]
    return Place(
        marks[0].code,
        min(one.start for one in marks),
        max(one.end for one in marks),
        (min(start for start, _end in extents), max(end for _start, end in extents)),
        by_coder,
        {coder: _touched(found, units) for coder, found in by_coder.items()},
    )


def _touched(marks: Sequence[Marked], units: Units) -> frozenset[int | Span]:
    """The units of somebody's marks; a mark outside every unit stands for itself."""
    found: set[int | Span] = set()
    for one in marks:
        first, last = units.touched(one.span)
        found |= set(range(first, last)) if last > first else {one.span}
    return frozenset(found)
