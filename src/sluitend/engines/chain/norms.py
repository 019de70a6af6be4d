"""Norms: who must have answered what within which time, and whether it happened, case by case.

A norm is a row of a table that people keep: with its source, its kind and the days on which it holds. Where the log
does not have what a norm starts from, there is no verdict; no verdict is never counted as kept or as missed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, Literal

import ibis
import numpy as np
import numpy.typing as npt
import pyarrow as pa
from ibis import _

from sluitend.engines.chain.steps import EPOCH
from sluitend.engines.chain.store import Store
from sluitend.engines.chain.survival import Bounded, kaplan_meier
from sluitend.engines.chain.waiting import (
    NO_VALUE,
    Rows,
    Spells,
    Wait,
    edge_of,
    groups_of,
    spells_of,
    steps_with,
)
from sluitend.engines.chain.workdays import Unit, Workdays

Days = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


class Kind(StrEnum):
    """How binding a norm is."""

    LAW = "law"
    AGREEMENT = "agreement"  # of parties with each other, a standard or a protocol among them
    GUIDELINE = "guideline"


class TermUnit(StrEnum):
    """What a term is counted in."""

    DAYS = "days"  # of the calendar
    WORKING_DAYS = "working_days"
    WEEKS = "weeks"  # of seven days of the calendar


class Verdict(StrEnum):
    """What can be said of a norm in a case; from NO_TRIGGER on: no verdict, and why."""

    MET = "met"
    NOT_MET = "not_met"  # answered too late, or not answered while the term is over
    RUNNING = "running"  # not answered, and the term is not over
    NO_TRIGGER = "no_trigger"  # the case does not have what the term starts from
    ANSWERED_BEFORE = "answered_before"  # the answer came only before what the term starts from
    BROKEN_OFF = "broken_off"  # within the term something happened that made an answer pointless
    NOT_IN_FORCE = "not_in_force"  # the norm did not hold on the day on which the term would have begun
    NOT_RECORDED = "not_recorded"  # the log has none of the answers, or not the day on which this one was put on record


VERDICTS = tuple(Verdict)
_FOLLOWED = (Verdict.MET, Verdict.NOT_MET, Verdict.RUNNING, Verdict.BROKEN_OFF)


@dataclass(frozen=True, slots=True)
class Source:
    """Where a norm stands; `checked` when somebody read it there."""

    title: str
    place: str  # article, paragraph or rule
    url: str = ""
    checked: bool = False


@dataclass(frozen=True, slots=True)
class Norm:
    """`addressee` must have done one of `answer` at most `term` after the first (or last) event of `trigger` in a case.

    It holds for terms that begin on `valid_from` or later and before `valid_until`. `breaks` are events that make an
    answer pointless. `answered_on`: an answer counts on the day on which it happened, after the trigger in the order of
    the log; or on the day on which it was put on record, not before the day of the trigger, which then may be its own
    answer (a start that must be reported in time). `extends`: a term in days or weeks that ends on a Saturday, Sunday
    or public holiday goes on to the next day that is none (Algemene termijnenwet, article 1; of a law, and of at most
    twelve weeks: article 4).

    Raises ValueError for a norm without trigger, answer or term, or that never holds.
    """

    key: str
    title: str
    trigger: tuple[str, ...]
    answer: tuple[str, ...]
    addressee: str
    term: int
    unit: TermUnit
    kind: Kind
    source: Source
    valid_from: date | None = None
    valid_until: date | None = None
    breaks: tuple[str, ...] = ()
    trigger_at: Literal["first", "last"] = "first"
    answered_on: Literal["day", "record"] = "day"
    extends: bool = False

    def __post_init__(self) -> None:
        if not self.trigger or not self.answer or self.term < 0:
            raise ValueError("a norm has a trigger, an answer and a term")
        if self.valid_from and self.valid_until and self.valid_from >= self.valid_until:
            raise ValueError("a norm holds for at least a day")


@dataclass(frozen=True, slots=True)
class Verdicts:
    """How often each verdict was given in one cohort. `share` is the share that keeps the norm by Kaplan and Meier,
    which uses the cases that are running or were broken off too; None where it is not determined."""

    name: str | None
    cases: int
    counts: dict[Verdict, int]
    share: Bounded


@dataclass(frozen=True, slots=True)
class Judged:
    """`cohorts` as those of `waiting`. `cases`: case, group, verdict, trigger, answer, deadline (dates, null where
    there is none), by name. `unknown`: activities of the norm that the log does not have."""

    norm: Norm
    cohorts: tuple[Verdicts, ...]
    cases: pa.Table
    unknown: tuple[str, ...]


def judged(
    store: Store,
    norm: Norm,
    *,
    until: date,
    by: str | None = None,
    split: date | None = None,
    workdays: Workdays | None = None,
) -> Judged:
    """What was known at the end of the day before `until`, of the cases that had begun by then.

    Cohorts are made as by `waiting`, and so are its errors. `workdays` are those of the parties; the extension of a
    term always uses the public holidays of the law.
    """
    known = store.where({}, None, store.coded.begin(until))
    unit = Unit.WORKING_DAYS if norm.unit is TermUnit.WORKING_DAYS else Unit.DAYS
    calendar = workdays or Workdays()
    wait = Wait(norm.trigger, norm.answer, norm.breaks, start_at=norm.trigger_at, unit=unit, workdays=calendar)
    if norm.answered_on == "record":
        rows = known.table(_on_record(known, norm, until, by))
        spells = Spells(rows, wait, until, known.coded.begin(until))
        recorded = spells.column("unknown") == NO_VALUE
    else:
        spells = spells_of(known, wait, until, by)
        recorded = np.full(len(spells.length), bool(known.codes("activity", norm.answer)))
    cases = _Cases(spells, norm, until, calendar, recorded)
    groups = list(groups_of(known, cases.spells, by, split))
    names = (*norm.trigger, *norm.answer, *norm.breaks)
    unknown = tuple(name for name in names if store.coded.code("activity", name) is None)
    cohorts = tuple(cases.cohort(name, rows) for name, rows in groups)
    return Judged(norm, cohorts, _table(known, cases, groups), unknown)


def _on_record(store: Store, norm: Norm, until: date, by: str | None) -> Any:
    """As the rows of `waiting`, with days in the place of positions. `unknown`: there are answers, and of none of them
    is known when it was put on record on the day of the trigger or later; or there are no answers in the whole log."""
    now = (until - EPOCH).days
    dated = "registered" in store.steps.columns
    columns = {"registered": _.registered if dated else ibis.null("int32")}
    steps = store.steps.filter(_.day < now).select("case", "position", "activity", "time", "day", **columns)
    starts = edge_of(steps_with(store, steps, norm.trigger), norm.trigger_at, "start").drop("start", "start_time")
    answers = steps_with(store, steps, norm.answer).join(starts, "case")
    after = answers.filter((_.registered >= _.start_day) & (_.registered < now))
    stops = steps_with(store, steps, norm.breaks).join(starts, "case").filter(_.day >= _.start_day)
    tables = (
        starts,
        after.group_by("case").aggregate(end_day=_.registered.min()),
        stops.group_by("case").aggregate(stop_day=_.day.min()),
        answers.filter(_.registered < _.start_day).group_by("case").aggregate(before=_.count()),
        answers.filter(_.registered.isnull()).group_by("case").aggregate(undated=_.count()),
    )
    rows = store.cases.select("case", *([] if by is None else [store.about(by)]))
    for table in tables:
        rows = rows.left_join(table, "case").drop("case_right")
    answered = dated and bool(store.codes("activity", norm.answer))
    unknown = _.end_day.isnull() & (_.undated.notnull() | (not answered))
    return rows.mutate(start=_.start_day, end=_.end_day, stop=_.stop_day, unknown=unknown.ifelse(1, None))


class _Cases:
    """The verdict of every case, as arrays in the order of the spells."""

    def __init__(self, spells: Spells, norm: Norm, until: date, workdays: Workdays, recorded: Flags) -> None:
        self.spells, self._term = spells, norm.term * (7 if norm.unit is TermUnit.WEEKS else 1)
        began = np.where(spells.no_start, 0, spells.start_day)
        self.deadline = self._deadlines(norm, began, workdays)
        last = np.where(spells.reached, spells.column("end_day"), (until - EPOCH).days - 1)
        self._late = np.where(spells.stopped, spells.column("stop_day"), last) > self.deadline
        held = np.ones(len(began), bool)
        if norm.valid_from is not None:
            held &= began >= (norm.valid_from - EPOCH).days
        if norm.valid_until is not None:
            held &= began < (norm.valid_until - EPOCH).days
        self.verdict = self._verdicts(held, recorded)

    def _deadlines(self, norm: Norm, began: Days, workdays: Workdays) -> Days:
        """The last day of the term."""
        if norm.unit is TermUnit.WORKING_DAYS:
            return workdays.after(began, self._term)
        return Workdays().on_or_after(began + self._term) if norm.extends else began + self._term

    def _verdicts(self, held: Flags, recorded: Flags) -> npt.NDArray[np.intp]:
        """The first that applies, by its place in `VERDICTS`."""
        spells = self.spells
        choices = (
            (spells.no_start, Verdict.NO_TRIGGER),
            (~held, Verdict.NOT_IN_FORCE),
            (~recorded, Verdict.NOT_RECORDED),
            (spells.end_before, Verdict.ANSWERED_BEFORE),
            (self._late, Verdict.NOT_MET),
            (spells.reached, Verdict.MET),
            (spells.stopped, Verdict.BROKEN_OFF),
        )
        places = [VERDICTS.index(verdict) for _chosen, verdict in choices]
        return np.select([chosen for chosen, _verdict in choices], places, VERDICTS.index(Verdict.RUNNING))

    def cohort(self, name: str | None, rows: Rows) -> Verdicts:
        found = self.verdict[rows]
        counts = dict(zip(VERDICTS, np.bincount(found, minlength=len(VERDICTS)).tolist(), strict=True))
        followed = rows[np.isin(found, [VERDICTS.index(one) for one in _FOLLOWED])]
        curve = kaplan_meier(self._lengths()[followed], self.spells.reached[followed])
        return Verdicts(name, len(rows), counts, curve.reached_by(self._term))

    def _lengths(self) -> npt.NDArray[np.float64]:
        """How long each case took, so that it is beyond the term exactly when it is beyond the deadline: an answer on
        a free day comes after a term that ended on the working day before it, and within one that was extended."""
        length = self.spells.length
        return np.where(self._late, np.maximum(length, self._term + 1), np.minimum(length, self._term))


def _table(store: Store, cases: _Cases, groups: list[tuple[str | None, Rows]]) -> pa.Table:
    spells = cases.spells
    rows = np.concatenate([rows for _name, rows in groups]) if groups else np.zeros(0, np.intp)
    names = store.table(store.cases.select("case", "name").order_by("case"))
    places = np.searchsorted(names["case"].to_numpy(), spells.column("case")[rows])
    began, started = spells.start_day, ~spells.no_start
    columns = {
        "case": names["name"].take(pa.array(places)),
        "group": pa.array([name for name, part in groups for _ in range(len(part))], pa.string()),
        "verdict": pa.array([str(one) for one in VERDICTS]).take(pa.array(cases.verdict[rows])),
        "trigger": _dates(began, started, rows),
        "answer": _dates(spells.column("end_day"), spells.reached, rows),
        "deadline": _dates(cases.deadline, started, rows),
    }
    return pa.table(columns).sort_by([("case", "ascending")])


def _dates(days: Days, known: Flags, rows: Rows) -> pa.Array:
    chosen = np.where(known[rows], days[rows], 0).astype(np.int32)
    return pa.array(chosen, mask=~known[rows]).cast(pa.date32())


def in_force(norms: Iterator[Norm] | tuple[Norm, ...], day: date) -> tuple[Norm, ...]:
    """The norms of a table that hold on a day."""
    after = day + timedelta(days=1)
    return tuple(one for one in norms if (one.valid_from or day) <= day and (one.valid_until or after) > day)
