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

from sluitend.engines.chain.reading import Cases, names_of
from sluitend.engines.chain.steps import EPOCH, NONE
from sluitend.engines.chain.store import Store
from sluitend.engines.chain.survival import Bounded, kaplan_meier
from sluitend.engines.chain.waiting import Rows, Spells, Wait, groups_of, nothing, spells_of
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
_NO_DAY = np.iinfo(np.int64).min  # in arrays, for null
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
    twelve weeks: article 4). `workdays` says which days are working days for the
    addressee. `found_in` tells people where data have its trigger and its answer.

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
    workdays: Workdays = Workdays()  # noqa: RUF009 - frozen
    found_in: str = ""

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

    Cohorts are made as by `waiting`, and so are its errors. `workdays` take the place of those of the norm; the
    extension of a term always uses the public holidays of the law.
    """
    known = store.where({}, None, store.coded.begin(until))
    unit = Unit.WORKING_DAYS if norm.unit is TermUnit.WORKING_DAYS else Unit.DAYS
    calendar = workdays or norm.workdays
    wait = Wait(norm.trigger, norm.answer, norm.breaks, start_at=norm.trigger_at, unit=unit, workdays=calendar)
    if norm.answered_on == "record":
        spells, recorded = _on_record(known, norm, wait, until, by)
    else:
        spells = spells_of(known, wait, until, by)
        recorded = np.full(len(spells.length), bool(known.codes("activity", norm.answer)))
    cases = _Cases(spells, norm, calendar, recorded)
    groups = list(groups_of(known, cases.spells, by, split))
    names = (*norm.trigger, *norm.answer, *norm.breaks)
    unknown = tuple(name for name in names if store.coded.code("activity", name) is None)
    cohorts = tuple(cases.cohort(name, rows) for name, rows in groups)
    return Judged(norm, cohorts, _table(known, cases, groups), unknown)


def _on_record(store: Store, norm: Norm, wait: Wait, until: date, by: str | None) -> tuple[Spells, Flags]:
    """As `spells_of`, with the day on which an answer was put on record as its day. Not recorded: there are answers,
    and of none of them is known when it was put on record on the day of the trigger or later; or there are no answers
    in the whole log."""
    rows = store.table(_days_on_record(store, norm, until).order_by("case"))
    days = {name: rows[name].cast(pa.int64()).fill_null(_NO_DAY).to_numpy() for name in rows.column_names}
    end, stop = days["end_day"], days["stop_day"]
    stopped = (stop != _NO_DAY) & ((end == _NO_DAY) | (stop < end))
    reached = (end != _NO_DAY) & ~stopped
    found: dict[str, npt.NDArray[Any]] = {
        **{name: np.zeros(len(end), column.dtype) for name, column in nothing(wait.unit).items()},
        "case": days["case"],
        "start": days["start_day"],
        "last": np.where(stopped, stop, end),
        "reached": reached,
        "stopped": stopped,
        "end_before": (days["before"] != _NO_DAY) & ~reached & ~stopped,
    }
    cases = Cases(store, None if by is None else store.about(by))
    answered = "registered" in store.steps.columns and bool(store.codes("activity", norm.answer))
    recorded = np.full(len(cases), answered)
    undated = (end == _NO_DAY) & (days["undated"] != _NO_DAY)
    recorded[cases.places(days["case"])] = (end != _NO_DAY) | (answered & ~undated)
    return Spells(cases, found, wait, until, store.coded.begin(until)), recorded


def _days_on_record(store: Store, norm: Norm, until: date) -> Any:
    """For every case with a trigger: the day of the trigger, of the answer and of what broke it off, and how many
    answers were before the trigger and how many have no day on record (null: none)."""
    now = (until - EPOCH).days
    dated = {"registered": _.registered if "registered" in store.steps.columns else ibis.null("int32")}
    steps = store.steps.filter(_.day < now).select("case", "activity", "day", **dated)
    triggers, answers, breaks = (
        steps.filter(_.activity.isin(store.codes("activity", names)))
        for names in (norm.trigger, norm.answer, norm.breaks)
    )
    day = _.day.min() if norm.trigger_at == "first" else _.day.max()
    rows = triggers.group_by("case").aggregate(start_day=day)
    answers = answers.join(rows, "case")
    after = answers.filter((_.registered >= _.start_day) & (_.registered < now))
    for table in (
        after.group_by("case").aggregate(end_day=_.registered.min()),
        breaks.join(rows, "case").filter(_.day >= _.start_day).group_by("case").aggregate(stop_day=_.day.min()),
        answers.filter(_.registered < _.start_day).group_by("case").aggregate(before=_.count()),
        answers.filter(_.registered.isnull()).group_by("case").aggregate(undated=_.count()),
    ):
        rows = rows.left_join(table, "case").drop("case_right")
    return rows


class _Cases:
    """The verdict of every case, as arrays in the order of the spells."""

    def __init__(self, spells: Spells, norm: Norm, workdays: Workdays, recorded: Flags) -> None:
        self.spells, self._term = spells, norm.term * (7 if norm.unit is TermUnit.WEEKS else 1)
        began = spells.start_day.astype(np.int64)
        self.deadline = self._deadlines(norm, began, workdays)
        self._late = spells.last_day > self.deadline
        held = np.ones(len(began), bool)
        if norm.valid_from is not None:
            held &= began >= (norm.valid_from - EPOCH).days
        if norm.valid_until is not None:
            held &= began < (norm.valid_until - EPOCH).days
        self.verdict = self._verdicts(held, recorded)
        self._followed = np.isin(self.verdict, [VERDICTS.index(one) for one in _FOLLOWED])
        self._length = self._lengths()

    def _deadlines(self, norm: Norm, began: Days, workdays: Workdays) -> Days:
        """The last day of the term."""
        if norm.unit is TermUnit.WORKING_DAYS:
            return workdays.after(began, self._term)
        return Workdays().on_or_after(began + self._term) if norm.extends else began + self._term

    def _verdicts(self, held: Flags, recorded: Flags) -> npt.NDArray[np.uint8]:
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
        places = [np.uint8(VERDICTS.index(verdict)) for _chosen, verdict in choices]
        found = np.select([chosen for chosen, _verdict in choices], places, np.uint8(VERDICTS.index(Verdict.RUNNING)))
        return found.astype(np.uint8, copy=False)

    def cohort(self, name: str | None, rows: Rows) -> Verdicts:
        found = self.verdict[rows]
        counts = dict(zip(VERDICTS, np.bincount(found, minlength=len(VERDICTS)).tolist(), strict=True))
        followed = rows[self._followed[rows]]
        curve = kaplan_meier(self._length[followed], self.spells.reached[followed])
        return Verdicts(name, len(rows), counts, curve.reached_by(self._term))

    def _lengths(self) -> npt.NDArray[np.float64]:
        """How long each case took, so that it is beyond the term exactly when it is beyond the deadline: an answer on
        a free day comes after a term that ended on the working day before it, and within one that was extended."""
        length = self.spells.length
        return np.where(self._late, np.maximum(length, self._term + 1), np.minimum(length, self._term))


def _table(store: Store, cases: _Cases, groups: list[tuple[str | None, Rows]]) -> pa.Table:
    spells = cases.spells
    names, by_name = names_of(store)  # as the spells
    group = np.full(len(by_name), NONE, np.int32)
    for place, (_name, part) in enumerate(groups):
        group[part] = place
    rows = np.full(int(by_name.max(initial=-1)) + 1, NONE, np.int32)
    rows[by_name] = np.where(group == NONE, np.int32(NONE), np.arange(len(group), dtype=np.int32))
    rows = rows[rows != NONE]
    began, started = spells.start_day, ~spells.no_start
    columns = {
        "case": names["name"].combine_chunks().take(pa.array(rows)),
        "group": pa.array([name for name, _part in groups], pa.string()).take(pa.array(group[rows])),
        "verdict": pa.array([str(one) for one in VERDICTS]).take(pa.array(cases.verdict[rows])),
        "trigger": _dates(began, started, rows),
        "answer": _dates(spells.last_day, spells.reached, rows),
        "deadline": _dates(cases.deadline, started, rows),
    }
    return pa.table(columns)


def _dates(days: Days, known: Flags, rows: Rows) -> pa.Array:
    chosen = np.where(known[rows], days[rows], 0).astype(np.int32)
    return pa.array(chosen, mask=~known[rows]).cast(pa.date32())


def in_force(norms: Iterator[Norm] | tuple[Norm, ...], day: date) -> tuple[Norm, ...]:
    """The norms of a table that hold on a day."""
    after = day + timedelta(days=1)
    return tuple(one for one in norms if (one.valid_from or day) <= day and (one.valid_until or after) > day)
