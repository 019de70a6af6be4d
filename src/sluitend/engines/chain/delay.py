"""What a delay in one link costs further on: the observed cases again, with that link some days longer or shorter.

Exact for the cases that were observed, under assumptions that have to be said with every figure: every other link
takes as long as it did, in the same order; nobody breaks off, comes in or skips ahead because of it; and there is no
queue, so that who comes later does not wait for who is in front. A link that is to become shorter becomes no shorter
than 0 days.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from sluitend.engines.chain.flow import AGES, Flow, Per, flow_of
from sluitend.engines.chain.reading import Arrays, Flags, Marks, first_of, last_of, parts, together
from sluitend.engines.chain.spells import NO_SPELLS, TURNING, Days, Open, Turns, changed, days_of, grouped
from sluitend.engines.chain.steps import EPOCH, NONE, Codes
from sluitend.engines.chain.store import Store


@dataclass(frozen=True, slots=True)
class Link:
    """From one of these activities to one of those, when that comes right after it."""

    activities: tuple[str, ...]
    next_activities: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Delay:
    """`passes` of the link, in so many `cases`, and `cut`: the passes that had fewer days than were to be taken off.
    `days`: by how many days all passes together became longer (below 0: shorter).

    `before` and `after`: what came in, went out and stayed, as observed and with the other link. `periods`: both beside
    each other: group, first, last, stock, stock_after, mean_stock, mean_stock_after, outflow, outflow_after. `further`:
    what came after the link, an activity a row: activity, events (that move), mean_days (by which), past_until (events
    that would fall on or after the last day) and brought_in (that would come before it, and did not).

    `unsure`: with a shorter link, cases that pass it and are still open at the end: what they would have done by then
    lies after the end of the log. With those the stock at the end is at most what is given.
    """

    passes: int
    cases: int
    cut: int
    days: int
    before: Flow
    after: Flow
    periods: pa.Table
    further: pa.Table
    unsure: int


def delay(
    store: Store,
    link: Link,
    days: int,
    open_: Open,
    *,
    since: date,
    until: date,
    per: Per = Per.MONTH,
    by: str | None = None,
) -> Delay:
    """With every pass of the link `days` calendar days longer (below 0: shorter). See `flow.flow` for the rest.

    Raises KeyError for what is no attribute, ValueError when no day lies between `since` and `until`.
    """
    now = (until - EPOCH).days
    found = _Moved(store, link, days, open_, now)
    as_observed = grouped(store, together(found.observed, NO_SPELLS), by)
    cases = np.concatenate([np.zeros(0, np.int64), *found.cases])
    otherwise = changed(as_observed, grouped(store, together(found.otherwise, NO_SPELLS), by), cases)
    before, after = (flow_of(one, since, until, per, AGES, 0.1) for one in (as_observed, otherwise))
    passes, cut, total = (int(count) for count in found.counts)
    return Delay(
        passes=passes,
        cases=len(cases),
        cut=cut,
        days=total,
        before=before,
        after=after,
        periods=_beside(before.periods, after.periods),
        further=_further(store, found.further),
        unsure=0 if days >= 0 else found.shortened_of(otherwise.case[otherwise.end > now]),
    )


class _Moved:
    """The cases that pass the link on other days, made of one look at all steps.

    `observed` and `otherwise`: spells of all cases as they were, and of those that pass the link (`cases`) as they
    would be. `counts`: passes, of which cut, and the days that they became longer. `further`: a row per activity, of
    its steps that move: how many, by how many days in all, past the last day, brought in before it."""

    def __init__(self, store: Store, link: Link, days: int, open_: Open, now: int) -> None:
        self._marks, self._turns = Marks(store, link.activities, link.next_activities), Turns(store, open_)
        self._days, self._now = days, now
        self.observed: list[Arrays] = []
        self.otherwise: list[Arrays] = []
        self.cases: list[Codes] = []
        self._shorter: list[Codes] = []
        self.counts = np.zeros(3, np.int64)
        self.further = np.zeros((len(store.coded.values["activity"]), 4), np.int64)
        for part in parts(store, store.steps, "activity", "next_activity", "day"):
            self._look(part)

    def shortened_of(self, cases: npt.NDArray[Any]) -> int:
        """How many of these cases pass the link in fewer days."""
        return int(np.isin(np.concatenate(self._shorter), cases).sum()) if self._shorter else 0

    def _look(self, part: Arrays) -> None:
        self.observed.append(self._spells(part))
        ends = self._marks(part["next_activity"])[1] & (part["next_activity"] != NONE)
        passes = self._marks(part["activity"])[0] & ends
        case = part["case"] - part["case"][0]
        passing = np.zeros(int(case[-1]) + 1, np.bool_)
        passing[case[passes]] = True
        chosen = passing[case]
        self._move({name: column[chosen] for name, column in part.items()}, passes[chosen])

    def _move(self, part: Arrays, passes: Flags) -> None:
        case, old = part["case"], part["day"].astype(np.int64)
        took = np.append(old[1:], [0])[: len(old)] - old
        took[last_of(case)] = 0
        change = np.where(passes, np.maximum(took + self._days, 0) - took, 0)
        before = np.cumsum(change) - change
        starts = np.flatnonzero(first_of(case))
        shift = before - np.repeat(before[starts], np.diff(np.append(starts, [len(case)])))
        part["day"] = old + shift  # the sum of the changes before it in its case
        self.otherwise.append(self._spells(part))
        self.cases.append(case[starts])
        self._shorter.append(np.unique(case[change < 0]))
        self.counts += [passes.sum(), (passes & (change > self._days)).sum(), change.sum()]
        for column, weight in enumerate((shift != 0, shift, *self._across(old, part["day"]))):
            self.further[:, column] += _sums(part["activity"], weight, len(self.further))

    def _across(self, old: Days, new: Days) -> tuple[Flags, Flags]:
        """Which steps go past the last day, and which come in before it."""
        return (old < self._now) & (new >= self._now), (old >= self._now) & (new < self._now)

    def _spells(self, part: Arrays) -> Arrays:
        known = part["day"] < self._now
        rows = {name: part[name][known] for name in ("case", *TURNING)}
        return days_of(rows, self._turns(rows))


def _sums(codes: npt.NDArray[Any], weight: npt.NDArray[Any], size: int) -> npt.NDArray[np.int64]:
    """Of every code the sum of whole weights."""
    return np.bincount(codes, weight, size).astype(np.int64)


def _beside(before: pa.Table, after: pa.Table) -> pa.Table:
    """Both tables have the same rows when both have the same groups; a group without spells is in neither."""
    table = before.select(["group", "first", "last"])
    for name in ("stock", "mean_stock", "outflow"):
        table = table.append_column(name, before[name]).append_column(f"{name}_after", after[name])
    return table


def _further(store: Store, found: npt.NDArray[np.int64]) -> pa.Table:
    codes = np.flatnonzero(found[:, 0])
    events, shifted, past, brought = found[codes].T
    columns = {"events": events, "mean_days": shifted / events, "past_until": past, "brought_in": brought}
    table = store.with_names(pa.table({"activity": pa.array(codes, pa.int32()), **columns}), "activity", "activity")
    return table.sort_by([("events", "descending"), ("activity", "ascending")])
