"""How long cases wait between two milestones; a case that still waits counts for as long as it was followed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
from ibis import _

from sluitend.engines.chain.reading import Arrays, Cases, Marks, first_of, last_of, parts, together, worked
from sluitend.engines.chain.sorting import order_by
from sluitend.engines.chain.steps import DAY, EPOCH, NONE
from sluitend.engines.chain.store import Store
from sluitend.engines.chain.survival import Bounded, Curve, LogRank, kaplan_meier, log_rank
from sluitend.engines.chain.workdays import Unit, Workdays

BEFORE, AFTER = "before", "after"  # the cohorts of a split
Days = npt.NDArray[np.int64]
Rows = npt.NDArray[np.intp]  # places of cases
Observed = tuple[npt.NDArray[np.float64], npt.NDArray[np.bool_]]  # as `kaplan_meier` takes it


@dataclass(frozen=True, slots=True)
class Wait:
    """From what to what. The start is the first or the last event of these activities in a case. The end is the first
    or the last event of its activities that comes after the start (in time, then in the order of the log). A log with
    days alone does not know what came first on a day, and setting cases apart by it would leave out the quickest: there
    an end on the day of the start counts when none comes after it, unless `same_day` is False. An event of `stop` that
    comes before the end breaks the waiting off: the case counts as followed until then, no longer.
    """

    start: tuple[str, ...]
    end: tuple[str, ...]
    stop: tuple[str, ...] = ()
    start_at: Literal["first", "last"] = "first"
    end_at: Literal["first", "last"] = "first"
    unit: Unit = Unit.DAYS
    workdays: Workdays = field(default_factory=Workdays)
    same_day: bool = True


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
    """What came of every case of the store, by the number of the case."""
    marks = Marks(store, wait.start, wait.end, wait.stop)
    steps = store.steps.filter((_.day < (until - EPOCH).days) & marks.condition(store.steps))
    exact = wait.unit is Unit.EXACT  # moments are what takes most of the memory
    rows = parts(store, steps, "activity", "day", *(["time"] if exact else []))
    same_day = wait.same_day and store.only_days
    found = together(worked(rows, lambda part: _outcomes(part, wait, marks, same_day)), nothing(wait.unit))
    return Spells(Cases(store, None if by is None else store.about(by)), found, wait, until, store.coded.begin(until))


def nothing(unit: Unit) -> Arrays:
    """Of every case with a start: its number, its day of the start, and of the end or of what broke it off (any without
    either); the activity that was the end, and whether it reached the end, broke off or had the end only before the
    start. Where moments count, those of the start and of the end too."""
    exact = ("start_time", "last_time") if unit is Unit.EXACT else ()
    return {
        **{name: np.zeros(0, np.int32) for name in ("case", "start", "last", "ending")},
        **{name: np.zeros(0, np.bool_) for name in ("reached", "stopped", "end_before")},
        **{name: np.zeros(0, np.int64) for name in exact},
    }


def _outcomes(part: Arrays, wait: Wait, marks: Marks, same_day: bool) -> Arrays:
    """As `nothing`, of the cases in a part of the log."""
    case = part["case"] - part["case"][0]
    starts, ends, stops = (np.flatnonzero(kind) for kind in marks(part["activity"]))
    start = _edges(case, starts, wait.start_at)
    whose = case[start]
    begin = np.full(int(case[-1]) + 1, len(case))
    begin[whose] = start
    before = np.zeros(len(begin), np.bool_)
    before[case[ends[ends < begin[case[ends]]]]] = True
    end = _placed(begin, case, ends, wait.end_at)[whose]
    if same_day:
        above = _above(part["day"], begin, case, ends[~marks(part["activity"][ends])[0]], wait.end_at)
        end = np.where(end == NONE, above[whose], end)
    stop = _placed(begin, case, stops, "first")[whose]
    stopped = (stop != NONE) & ((end == NONE) | (stop < end))
    reached = (end != NONE) & ~stopped
    last = np.where(stopped, stop, end)
    times = {"start_time": part["time"][start], "last_time": part["time"][last]} if "time" in part else {}
    return {
        "case": part["case"][start],
        "start": part["day"][start],
        "last": part["day"][last],
        "ending": np.where(reached, part["activity"][end], np.int32(NONE)),
        "reached": reached,
        "stopped": stopped,
        "end_before": before[whose] & ~reached & ~stopped,
        **times,
    }


def _edges(case: Rows, rows: Rows, which: Literal["first", "last"]) -> Rows:
    """Of every case the first or last of these rows."""
    return rows[(first_of if which == "first" else last_of)(case[rows])]


def _placed(begin: Rows, case: Rows, rows: Rows, which: Literal["first", "last"]) -> Rows:
    """For every case the first or last of these rows that comes after the row where it begins; NONE without any."""
    found = np.full(len(begin), NONE)
    edges = _edges(case, rows[rows > begin[case[rows]]], which)
    found[case[edges]] = edges
    return found


def _above(day: Days, begin: Rows, case: Rows, rows: Rows, which: Literal["first", "last"]) -> Rows:
    """The same of these rows that stand above the row where it begins and are of its day."""
    found, begun = np.full(len(begin), NONE), begin[case[rows]]
    rows, begun = rows[rows < begun], begun[rows < begun]
    here = begun < len(case)  # without a start it begins after the last row
    edges = _edges(case, rows[here][day[rows[here]] == day[begun[here]]], which)
    found[case[edges]] = edges
    return found


class Spells:
    """What came of every case, as arrays by the number of the case: which reached the end, broke off, are open, had the
    end only before the start, or had no start; the day of the start (0 without one) and of the end or break; the
    activity that was the end; the length in the unit of the wait."""

    def __init__(self, cases: Cases, found: Mapping[str, npt.NDArray[Any]], wait: Wait, until: date, begin: int):
        """`found` is as `nothing`; `begin` is the moment at which the day `until` begins, where the events are."""
        self.cases, self._wait = cases, wait
        at = cases.places(found["case"])

        def spread(name: str, other: int = 0) -> npt.NDArray[Any]:
            """A column of what was found, for every case; the other value where there is no start."""
            every = np.full(len(cases), other, found[name].dtype)
            every[at] = found[name]
            return every

        self.no_start = np.ones(len(cases), np.bool_)
        self.no_start[at] = False
        self.reached, self.stopped, self.end_before = (spread(name) for name in ("reached", "stopped", "end_before"))
        self.ending = spread("ending", NONE)
        self._followed = ~(self.no_start | self.end_before)
        self.open = self._followed & ~(self.reached | self.stopped)
        self.start_day = spread("start")
        self.last_day = np.where(self.reached | self.stopped, spread("last"), (until - EPOCH).days - 1)
        if wait.unit is Unit.EXACT:
            last = np.where(self.reached | self.stopped, spread("last_time"), begin)
            self.length = np.where(self.no_start, np.nan, (last - spread("start_time")) / DAY)
        else:
            self.length = self._days()

    def observed(self, rows: Rows) -> Observed:
        """Lengths of the cases in these rows that waited, and which of them reached the end."""
        followed = rows[self._followed[rows]]
        return self.length[followed], self.reached[followed]

    def _days(self) -> npt.NDArray[np.float64]:
        """Until the end, else until the stop, else until the last day that was looked at; NaN without a start."""
        first, last = self.start_day, np.where(self.no_start, 0, self.last_day)
        days = last - first if self._wait.unit is Unit.DAYS else self._wait.workdays.between(first, last)
        return np.where(self.no_start, np.nan, days)


def groups_of(store: Store, spells: Spells, by: str | None, split: date | None) -> Iterator[tuple[str | None, Rows]]:
    if split is not None:
        day = (split - EPOCH).days
        yield BEFORE, np.flatnonzero(~spells.no_start & (spells.start_day < day))
        yield AFTER, np.flatnonzero(~spells.no_start & (spells.start_day >= day))
    elif by is not None:
        assert spells.cases.code is not None
        yield from groups_by(spells.cases.code, store.names(store.about(by)).to_pylist())
    else:
        yield None, np.arange(len(spells.length))


def groups_by(codes: npt.NDArray[Any], names: Sequence[str]) -> Iterator[tuple[str | None, Rows]]:
    """The rows of every code, in the order of its name; those of NONE last."""
    order = order_by(codes)
    begins = np.flatnonzero(first_of(codes[order]))
    groups = dict(zip(codes[order[begins]].tolist(), np.split(order, begins[1:]), strict=True)) if len(order) else {}
    for code in sorted(groups.keys() - {NONE}, key=names.__getitem__):
        yield names[code], groups[code]
    if NONE in groups:
        yield None, groups[NONE]


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
