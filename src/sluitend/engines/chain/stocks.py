"""Spells counted by day: what comes in, goes out and stays in every period, and how old that is.

What begins is counted once per group and day, whatever the number of spells; only spells that end are looked at one by
one. Of the stock at the end of a period it is enough to know how many there are of every day of opening.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sluitend.engines.chain.sorting import numbered
from sluitend.engines.chain.spells import Days, Spells

Flags = npt.NDArray[np.bool_]
Tables = npt.NDArray[np.int64]
Places = npt.NDArray[np.int64]


class Daily:
    """So many of a group on a day. `place`: the period of that day (-1: before the first, the number of periods: after
    the last). Tables have a row per group and a column per period."""

    def __init__(self, group: Days, day: Days, many: Days, groups: int, edges: npt.NDArray[np.int64]) -> None:
        self.group, self.day, self.many = group, day, many
        self.place = np.searchsorted(edges, day, side="right") - 1
        self._groups, self._edges = groups, edges

    def total(self, values: Days | Flags | int = 1) -> Days:
        """For every group how many, each times a value."""
        counted = np.bincount(self.group, self.many * values, self._groups)
        return np.asarray(counted).astype(np.int64)  # sums of days are far below what floats hold exactly

    def before(self) -> Days:
        """For every group how many come before the first period."""
        return self.total(self.place < 0)

    def inside(self, values: Days | int = 1) -> Tables:
        """How many in every period, each times a value."""
        periods = len(self._edges) - 1
        rows = np.flatnonzero((self.place >= 0) & (self.place < periods))
        weights = (self.many * values)[rows]
        counts = np.bincount(self.group[rows] * periods + self.place[rows], weights, self._groups * periods)
        return counts.astype(np.int64).reshape(-1, periods)

    def below(self, every: Days) -> Tables:
        """For every group and edge t the sum of min(day, t), over as many as the group has in all."""
        days, counts = (
            np.cumsum(np.column_stack([self.total(early), inside]), axis=1)
            for early, inside in (
                (self.day * (self.place < 0), self.inside(self.day)),
                (self.place < 0, self.inside()),
            )
        )
        return np.asarray(days + (every[:, None] - counts) * self._edges)


@dataclass(frozen=True, slots=True)
class Stock:
    """What is open at the end of a period: so many of every group and day, those of a group together and the latest
    first. `upto`: so many with all before it; `counts`: so many in every group."""

    group: Days
    begin: Days
    many: Days
    upto: Days
    counts: Days

    def quantile(self, now: int, share: float) -> npt.NDArray[np.float64]:
        """For every group of the days that its stock is open on the day `now`; linear (type 7), NaN of none."""
        first = np.cumsum(self.counts) - self.counts
        most = np.maximum(self.counts - 1, 0)
        low = np.floor(most * share).astype(np.int64)
        ages = np.append(now - self.begin, [0]).astype(np.float64)
        under, over = (
            ages[np.searchsorted(self.upto, first + place, side="right")] for place in (low, np.minimum(low + 1, most))
        )
        return np.where(self.counts > 0, under + (over - under) * (most * share - low), np.nan)


class Counted:
    """Spells by group, day and period. `begun` and `ended` (before the last edge), `inflow` and `outflow`, `before`: in
    stock when the first period begins; `open_days`: of every group and edge on how many days its spells were open
    before it. Of the spells that ended in a period `lengths` (all their days) and `early` (those before the first)."""

    def __init__(self, found: Spells, edges: Sequence[int]) -> None:
        self._edges, groups = np.array(edges), len(found.groups)
        earliest, latest = (int(one(found.begin)) if len(found.begin) else 0 for one in (np.min, np.max))
        span = latest - earliest + 1
        cells, cell = numbered(found.group.astype(np.int64) * span + (latest - found.begin))
        group, later = np.divmod(cells, span)
        many = np.bincount(cell, minlength=len(cells))
        self.begun = Daily(group, latest - later, many, groups, self._edges)
        rows = np.flatnonzero(found.end < edges[-1])
        begin, end = found.begin[rows].astype(np.int64), found.end[rows].astype(np.int64)
        self.ended = Daily(found.group[rows], end, np.ones(len(rows), np.int64), groups, self._edges)
        self._ended_cell = cell[rows]
        self.inflow, self.outflow = self.begun.inside(), self.ended.inside()
        self.before = self.begun.before() - self.ended.before()
        every = self.begun.total()
        self.open_days = self.ended.below(every) - self.begun.below(every)
        seen = self.ended.place >= 0
        self.lengths = self.ended.total(np.where(seen, end - begin, 0))
        self.early = self.ended.total(np.where(seen, np.maximum(edges[0] - begin, 0), 0))

    def stocks(self) -> Iterator[Stock]:
        """At the end of every period."""
        gone = np.zeros(len(self.begun.many), np.int64)
        counts = self.before
        for place, cells in enumerate(self._leaving()):
            gone += np.bincount(cells, minlength=len(gone))
            many = np.where(self.begun.place <= place, self.begun.many - gone, 0)
            counts = counts + self.inflow[:, place] - self.outflow[:, place]
            yield Stock(self.begun.group, self.begun.day, many, np.cumsum(many), counts)

    def _leaving(self) -> Iterator[Places]:
        """Of the spells that end in a period their places in `begun`; the first has those that ended before too."""
        periods = len(self._edges) - 1
        place = np.maximum(self.ended.place, 0).astype(np.int16)
        cells = self._ended_cell[np.argsort(place, kind="stable")]
        return iter(np.split(cells, np.cumsum(np.bincount(place, minlength=periods))[:-1]))
