"""Norms: who must have answered what within which time, and whether it happened, case by case.

A norm is a row of a table that people keep: with its source, its kind and the days on which it holds. Where the log
does not have what a norm starts from, there is no verdict; no verdict is never counted as kept or as missed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Literal

import numpy as np
import pyarrow as pa

from sluitend.engines.chain import naming
from sluitend.engines.chain.on_record import of_itself, on_record
from sluitend.engines.chain.reading import names_of
from sluitend.engines.chain.steps import NONE
from sluitend.engines.chain.store import Store
from sluitend.engines.chain.survival import Bounded, kaplan_meier
from sluitend.engines.chain.verdicts import VERDICTS, Days, Flags, Judgement, Verdict
from sluitend.engines.chain.waiting import Rows, Spells, Wait, groups_of, spells_of
from sluitend.engines.chain.workdays import Unit, Workdays


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

    A norm whose trigger is its own answer on record (`of_itself`) judges every such event by its own day of record.
    Only there: its term begins at the earliest on the day on which an event of `counts_from`, before it in the case,
    was put on record; and what seems late after an event of `unsure_after` has no verdict, as its term may begin on a
    day that data do not tell.

    A name of an activity means that with a reason behind it too (`naming`), unless it is one of `exact`: names of
    `trigger`, `answer` and `breaks` that somebody chose among the activities of a log.

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
    counts_from: tuple[str, ...] = ()
    unsure_after: tuple[str, ...] = ()
    exact: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.trigger or not self.answer or self.term < 0:
            raise ValueError("a norm has a trigger, an answer and a term")
        if self.valid_from and self.valid_until and self.valid_from >= self.valid_until:
            raise ValueError("a norm holds for at least a day")

    @property
    def of_itself(self) -> bool:
        """Whether what happens must itself be put on record in time."""
        return self.answered_on == "record" and set(self.trigger) == set(self.answer)

    @property
    def in_working_days(self) -> bool:
        """Whether only working days count."""
        return self.unit is TermUnit.WORKING_DAYS

    @property
    def length(self) -> int:
        """The term in days, of the calendar or working days."""
        return self.term * (7 if self.unit is TermUnit.WEEKS else 1)


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
    there is none), by name. `unknown`: names of the norm that no activity of the log has; `reasons`: whether some have
    a reason behind the name of the norm."""

    norm: Norm
    cohorts: tuple[Verdicts, ...]
    cases: pa.Table
    unknown: tuple[str, ...]
    reasons: bool = False


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
    activities = store.coded.values["activity"].to_pylist()
    asked, norm = norm, naming.in_log(norm, activities)
    unit = Unit.WORKING_DAYS if norm.in_working_days else Unit.DAYS
    calendar = workdays or norm.workdays
    wait = Wait(norm.trigger, norm.answer, norm.breaks, start_at=norm.trigger_at, unit=unit, workdays=calendar)
    spells, recorded = _spells(known, norm, wait, until, by, own=asked.of_itself)
    cases = Judgement(spells, norm, calendar, recorded)
    groups = list(groups_of(known, cases.spells, by, split))
    cohorts = tuple(_cohort(norm, cases, name, rows) for name, rows in groups)
    unknown = naming.unknown(asked, activities)
    return Judged(asked, cohorts, _table(known, cases, groups), unknown, naming.has_reasons(asked, activities))


def _spells(store: Store, norm: Norm, wait: Wait, until: date, by: str | None, *, own: bool) -> tuple[Spells, Flags]:
    """What came of every case, and of which the log has what a verdict needs; `own`: judged by their own record."""
    if own:
        return of_itself(store, norm, wait, until, by)
    if norm.answered_on == "record":
        return on_record(store, norm, wait, until, by)
    spells = spells_of(store, wait, until, by)
    return spells, np.full(len(spells.length), bool(store.codes("activity", norm.answer)))


def _cohort(norm: Norm, cases: Judgement, name: str | None, rows: Rows) -> Verdicts:
    found = cases.verdict[rows]
    counts = dict(zip(VERDICTS, np.bincount(found, minlength=len(VERDICTS)).tolist(), strict=True))
    followed = rows[cases.followed[rows]]
    curve = kaplan_meier(cases.length[followed], cases.spells.reached[followed])
    return Verdicts(name, len(rows), counts, curve.reached_by(norm.length))


def _table(store: Store, cases: Judgement, groups: list[tuple[str | None, Rows]]) -> pa.Table:
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
