"""What a delay in one link costs further on: the observed cases again, with that link some days longer or shorter.

Exact for the cases that were observed, under assumptions that have to be said with every figure: every other link
takes as long as it did, in the same order; nobody breaks off, comes in or skips ahead because of it; and there is no
queue, so that who comes later does not wait for who is in front. A link that is to become shorter becomes no shorter
than 0 days.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from sluitend.engines.chain.flow import AGES, Flow, Per, flow_of
from sluitend.engines.chain.reading import Arrays, Flags, Marks, first_of, parts, together, worked
from sluitend.engines.chain.spells import NEVER, NO_SPELLS, Days, Open, Turns, changed, days_of, grouped
from sluitend.engines.chain.steps import EPOCH, Codes
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
    rows = parts(store, store.steps, "activity", "day")
    found = _taken_together(store, list(worked(rows, _Moving(store, link, days, open_, now))))
    observed = grouped(store, found.observed, by)
    otherwise = changed(observed, grouped(store, found.otherwise, by), found.cases)
    before, after = worked((observed, otherwise), lambda one: flow_of(one, since, until, per, AGES, 0.1))
    passes, cut, total = (int(count) for count in found.counts)
    open_still = otherwise.case[otherwise.end > now]
    return Delay(
        passes=passes,
        cases=len(found.cases),
        cut=cut,
        days=total,
        before=before,
        after=after,
        periods=_beside(before.periods, after.periods),
        further=_further(store, found.further),
        unsure=0 if days >= 0 else int(np.isin(found.shorter, open_still).sum()),
    )


@dataclass(frozen=True, slots=True)
class _Looked:
    """Of some cases: `observed` and `otherwise`, spells of all as they were and of those that pass the link (`cases`)
    as they would be; `shorter`: cases that pass it in fewer days. `counts`: passes, of which cut, and the days that
    they became longer. `further`: a row per activity, of its steps that move: how many, by how many days in all, past
    the last day, brought in before it."""

    observed: Arrays
    otherwise: Arrays
    cases: Codes
    shorter: Codes
    counts: npt.NDArray[np.int64]
    further: npt.NDArray[np.int64]


class _Moving:
    """Looks at some cases at a time, and moves those that pass the link."""

    def __init__(self, store: Store, link: Link, days: int, open_: Open, now: int) -> None:
        self._marks, self._turns = Marks(store, link.activities, link.next_activities), Turns(store, open_)
        self._days, self._now, self._activities = days, now, len(store.coded.values["activity"])

    def __call__(self, part: Arrays) -> _Looked:
        observed, case = self._spells(part), part["case"] - part["case"][0]
        begins, ends = self._marks(part["activity"])
        passes = np.append(begins[:-1] & ends[1:] & (case[1:] == case[:-1]), [False])
        passing = np.zeros(int(case[-1]) + 1, np.bool_)
        passing[case[passes]] = True
        chosen = np.flatnonzero(passing[case])
        return self._moved(observed, {name: column[chosen] for name, column in part.items()}, passes[chosen])

    def _moved(self, observed: Arrays, part: Arrays, passes: Flags) -> _Looked:
        case, old = part["case"], part["day"].astype(np.int64)
        took = np.append(old[1:], [0])[: len(old)] - old
        change = np.where(passes, np.maximum(took + self._days, 0) - took, 0)
        before = np.cumsum(change) - change
        starts = np.flatnonzero(first_of(case))
        shift = before - np.repeat(before[starts], np.diff(np.append(starts, [len(case)])))
        new = old + shift  # the sum of the changes before it in its case
        weights = (shift != 0, shift, *self._across(old, new))
        return _Looked(
            observed=observed,
            otherwise=self._spells(part | {"day": np.minimum(new, NEVER - 1).astype(np.int32)}),
            cases=case[starts],
            shorter=np.unique(case[change < 0]),
            counts=np.array([passes.sum(), (passes & (change > self._days)).sum(), change.sum()]),
            further=np.column_stack([_sums(part["activity"], weight, self._activities) for weight in weights]),
        )

    def _across(self, old: Days, new: Days) -> tuple[Flags, Flags]:
        """Which steps go past the last day, and which come in before it."""
        return (old < self._now) & (new >= self._now), (old >= self._now) & (new < self._now)

    def _spells(self, part: Arrays) -> Arrays:
        return days_of(part, self._turns(part, part["day"] < self._now))


def _taken_together(store: Store, every: Sequence[_Looked]) -> _Looked:
    nobody = np.zeros(0, np.int32)
    return _Looked(
        observed=together((one.observed for one in every), NO_SPELLS),
        otherwise=together((one.otherwise for one in every), NO_SPELLS),
        cases=np.concatenate([nobody, *(one.cases for one in every)]),
        shorter=np.concatenate([nobody, *(one.shorter for one in every)]),
        counts=sum((one.counts for one in every), np.zeros(3, np.int64)),
        further=sum((one.further for one in every), np.zeros((len(store.coded.values["activity"]), 4), np.int64)),
    )


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
