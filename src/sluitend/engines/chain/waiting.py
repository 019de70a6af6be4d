"""How long cases wait between two milestones; a case that still waits counts for as long as it was followed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from ibis import _

from sluitend.engines.chain.steps import DAY, EPOCH
from sluitend.engines.chain.store import Store
from sluitend.engines.chain.survival import Bounded, Curve, LogRank, kaplan_meier, log_rank
from sluitend.engines.chain.workdays import Unit, Workdays

BEFORE, AFTER = "before", "after"  # the cohorts of a split
NO_VALUE = np.iinfo(np.int64).min  # in arrays, for null
Days = npt.NDArray[np.int64]
Rows = npt.NDArray[np.intp]  # places of cases
Observed = tuple[npt.NDArray[np.float64], npt.NDArray[np.bool_]]  # as `kaplan_meier` takes it


@dataclass(frozen=True, slots=True)
class Wait:
    """From what to what. The start is the first or the last event of these activities in a case. The end is the first
    or the last event of its activities that comes after the start (in time, then in the order of the log). An event of
    `stop` that comes before the end breaks the waiting off: the case counts as followed until then, no longer.
    """

    start: tuple[str, ...]
    end: tuple[str, ...]
    stop: tuple[str, ...] = ()
    start_at: Literal["first", "last"] = "first"
    end_at: Literal["first", "last"] = "first"
    unit: Unit = Unit.DAYS
    workdays: Workdays = field(default_factory=Workdays)


@dataclass(frozen=True, slots=True)
class Within:
    """A norm and who kept it. `known` counts the cases of which this is known: they reached the end, or were followed
    for longer than the norm without; the others are too early to judge or broke off. `share` is Kaplan-Meier's, which
    uses those too."""

    norm: float
    kept: int
    known: int
    not_yet_known: int
    share: Bounded


@dataclass(frozen=True, slots=True)
class Cohort:
    """One group of cases. Set apart, and in no curve: `no_start` (there is nothing to count from) and `end_before`
    (the end came only before the start)."""

    name: str | None
    cases: int
    no_start: int
    end_before: int
    reached: int
    open: int
    stopped: int
    median: Bounded
    p90: Bounded
    within: Within | None
    curve: Curve


@dataclass(frozen=True, slots=True)
class Waiting:
    """Cohorts in the order of their names, that of the cases without a name last."""

    cohorts: tuple[Cohort, ...]
    log_rank: LogRank | None  # None of a single cohort


def waiting(
    store: Store,
    wait: Wait,
    *,
    until: date,
    by: str | None = None,
    split: date | None = None,
    norm: float | None = None,
) -> Waiting:
    """What was known at the end of the day before `until`: later events do not count, and who waits then is open.

    Cohorts are the values of the attribute `by`, or before and from the day `split` on, by the day of the start (cases
    without a start are in neither). `norm` is in the unit of the wait. Raises KeyError for what is no attribute,
    ValueError for two ways of making cohorts.
    """
    if by is not None and split is not None:
        raise ValueError("cohorts are made by an attribute or by a day, not by both")
    spells = spells_of(store, wait, until, by)
    groups = [(name, rows, spells.observed(rows)) for name, rows in groups_of(store, spells, by, split)]
    cohorts = tuple(_cohort(name, spells, rows, seen, norm) for name, rows, seen in groups)
    return Waiting(cohorts, log_rank([seen for _name, _rows, seen in groups]) if len(groups) > 1 else None)


def spells_of(store: Store, wait: Wait, until: date, by: str | None) -> Spells:
    """What came of every case of the store, in some order."""
    return Spells(store.table(_rows(store, wait, until, by)), wait, until, store.coded.begin(until))


def _rows(store: Store, wait: Wait, until: date, by: str | None) -> Any:
    """For every case day and moment of its start, end and stop (null where there is none), and `before`: whether there
    is an end before the start."""
    steps = store.steps.filter(_.day < (until - EPOCH).days).select("case", "position", "activity", "time", "day")
    starts = edge_of(steps_with(store, steps, wait.start), wait.start_at, "start")
    ends = steps_with(store, steps, wait.end).join(starts.select("case", "start"), "case")
    stops = steps_with(store, steps, wait.stop).join(starts.select("case", "start"), "case")
    tables = (
        starts,
        edge_of(ends.filter(_.position > _.start), wait.end_at, "end"),
        edge_of(stops.filter(_.position > _.start), "first", "stop"),
        ends.filter(_.position < _.start).group_by("case").aggregate(before=_.count()),
    )
    rows = store.cases.select("case", *([] if by is None else [store.about(by)]))
    for table in tables:
        rows = rows.left_join(table, "case").drop("case_right")
    return rows


def steps_with(store: Store, steps: Any, activities: tuple[str, ...]) -> Any:
    return steps.filter(_.activity.isin(store.codes("activity", activities))).drop("activity")


def edge_of(steps: Any, which: Literal["first", "last"], name: str) -> Any:
    """Of every case the first or last of these steps; later in the log is never earlier in time or by the calendar."""
    columns = {name: _.position, f"{name}_time": _.time, f"{name}_day": _.day}
    edge = {key: column.min() if which == "first" else column.max() for key, column in columns.items()}
    return steps.group_by("case").aggregate(**edge)


class Spells:
    """What came of every case, as arrays in the order of the rows: which reached the end, broke off, are open, had the
    end only before the start, or had no start; the day of the start and the length in the unit of the wait."""

    def __init__(self, rows: pa.Table, wait: Wait, until: date, begin: int) -> None:
        """`begin` is the moment at which the day `until` begins, where the events are."""
        self._rows, self._wait = rows, wait
        start, end, stop = (self.column(name) for name in ("start", "end", "stop"))
        started = start != NO_VALUE
        broke = (stop != NO_VALUE) & ((end == NO_VALUE) | (stop < end))
        self.reached = (end != NO_VALUE) & ~broke
        self.end_before = started & (self.column("before") != NO_VALUE) & ~self.reached & ~broke
        self.stopped = broke
        self.open = started & ~self.reached & ~self.stopped & ~self.end_before
        self.no_start = ~started
        self.start_day = self.column("start_day")
        self.length = self._lengths(until, begin)

    def column(self, name: str) -> Days:
        """With `NO_VALUE` for null."""
        return np.asarray(self._rows[name].cast(pa.int64()).fill_null(NO_VALUE).to_numpy(), np.int64)

    def observed(self, rows: Rows) -> Observed:
        """Lengths of the cases in these rows that waited, and which of them reached the end."""
        followed = rows[~(self.no_start | self.end_before)[rows]]
        return self.length[followed], self.reached[followed]

    def _lengths(self, until: date, begin: int) -> npt.NDArray[np.float64]:
        """Until the end, else until the stop, else until the last day that was looked at; NaN without a start."""
        if self._wait.unit is Unit.EXACT:
            last = self._last("_time", begin)
            return np.where(self.no_start, np.nan, (last - self.column("start_time")) / DAY)
        first = np.where(self.no_start, 0, self.start_day)
        last = np.where(self.no_start, 0, self._last("_day", (until - EPOCH).days - 1))
        days = last - first if self._wait.unit is Unit.DAYS else self._wait.workdays.between(first, last)
        return np.where(self.no_start, np.nan, days)

    def _last(self, kind: str, now: int) -> Days:
        stopped = np.where(self.stopped, self.column(f"stop{kind}"), now)
        return np.where(self.reached, self.column(f"end{kind}"), stopped)


def groups_of(store: Store, spells: Spells, by: str | None, split: date | None) -> Iterator[tuple[str | None, Rows]]:
    if split is not None:
        day = (split - EPOCH).days
        yield BEFORE, np.flatnonzero(~spells.no_start & (spells.start_day < day))
        yield AFTER, np.flatnonzero(~spells.no_start & (spells.start_day >= day))
    elif by is not None:
        yield from groups_by(spells.column(store.about(by)), store.coded.values[store.about(by)].to_pylist())
    else:
        yield None, np.arange(len(spells.length))


def groups_by(codes: Days, names: Sequence[str]) -> Iterator[tuple[str | None, Rows]]:
    order = np.argsort(codes, kind="stable")
    found, begins = np.unique(codes[order], return_index=True)
    groups = dict(zip(found.tolist(), np.split(order, begins[1:]), strict=True))
    for code in sorted(groups.keys() - {NO_VALUE}, key=names.__getitem__):
        yield names[code], groups[code]
    if NO_VALUE in groups:
        yield None, groups[NO_VALUE]


def _cohort(name: str | None, spells: Spells, rows: Rows, seen: Observed, norm: float | None) -> Cohort:
    curve = kaplan_meier(*seen)
    kinds = ("no_start", "end_before", "reached", "open", "stopped")
    return Cohort(
        name=name,
        cases=len(rows),
        **{kind: int(getattr(spells, kind)[rows].sum()) for kind in kinds},
        median=curve.quantile(0.5),
        p90=curve.quantile(0.9),
        within=None if norm is None else within(norm, *seen, curve),
        curve=curve,
    )


def within(norm: float, length: npt.NDArray[np.float64], reached: npt.NDArray[np.bool_], curve: Curve) -> Within:
    kept = int((reached & (length <= norm)).sum())
    known = int((reached | (length > norm)).sum())
    return Within(norm, kept, known, len(length) - known, curve.reached_by(norm))
