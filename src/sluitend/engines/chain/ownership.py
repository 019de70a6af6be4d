"""Whose a case is on every day: one owner's, several', or nobody's as far as was registered.

A day is counted by how it ends, so that a day has one answer also when a case is passed on in it. The days of a case
run from the day on which it opens up to and without the day on which it closes (or up to `until`). Every day has one of
five states: `one` owner, `several` owners, `unknown` (somebody took it, but not who), `late` (somebody had it, but that
was put on record only after this day), or `nobody`.

Of the store only the events that change something are asked, some cases at a time; see `owners` for the rest.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import NamedTuple

import ibis
import numpy as np
import pyarrow as pa

from sluitend.engines.chain.owners import NOBODY, STATES, Numbers, Periods, Turns, periods, since_of
from sluitend.engines.chain.reading import Arrays, Cases, Marks, first_of, names_of, parts, together, worked
from sluitend.engines.chain.sorting import order_by
from sluitend.engines.chain.steps import EPOCH, NONE
from sluitend.engines.chain.store import Store


@dataclass(frozen=True, slots=True)
class Rules:
    """What makes an owner: who did one of `takes` owns the case from that day, until he does one of `lets_go`.

    With `alone` the next who takes it replaces him, and letting go without saying who ends what is there; without it,
    owners stand beside each other and each lets go for himself. Who lets go without owning changes nothing. A case
    opens with the activities of `opens` (none: with its first event) and closes with those of `closes`; it may open
    again.
    """

    takes: tuple[str, ...]
    lets_go: tuple[str, ...] = ()
    opens: tuple[str, ...] = ()
    closes: tuple[str, ...] = ()
    alone: bool = True


@dataclass(frozen=True, slots=True)
class Ownership:
    """`days`: group (a value of the attribute; null: none), cases, case_days, a column of days for every state, and
    cases_nobody (with a day that is nobody's). `gaps`: the periods in which a case is nobody's, longest first: case,
    begins (date), days, now (goes on at the end of the last day), passed_on (somebody let go on the day on which it
    begins; else the case opened without an owner), last_owner (null when not known). `last`: who let go last:
    last_owner, gaps, cases, days, the most days first."""

    days: pa.Table
    gaps: pa.Table
    last: pa.Table


def ownership(
    store: Store, rules: Rules, *, until: date, by: str | None = None, since: date | None = None
) -> Ownership:
    """What was known at the end of the day before `until`, which is the last day that is counted. `since`: the first
    day that is; of a period that goes on then, the days from then on count.

    Raises KeyError for what is no attribute.
    """
    first, now = ((day - EPOCH).days for day in (since or date.min, until))
    column = None if by is None else store.about(by)
    days, gaps = _Days(Cases(store, column)), []
    for counts, found in worked(turns_of(store, rules, now), partial(_looked, days, (first, now), rules.alone)):
        days.add(counts)
        gaps.append(found)
    every = together(gaps, _NO_GAPS)
    return Ownership(days.table(store, column), _dated(store, every), _last(store, every))


def _looked(days: _Days, ends: tuple[int, int], alone: bool, turns: Turns) -> tuple[_Counts, Arrays]:
    first, now = ends
    found = since_of(periods(turns, now, alone), first)
    return days.counted(found), _gaps(found, now)


def turns_of(store: Store, rules: Rules, now: int) -> Iterator[Turns]:
    """The events that change something, some cases at a time."""
    marks = Marks(store, rules.takes, rules.lets_go, rules.opens, rules.closes)
    steps = store.steps.filter(store.steps["day"] < now)
    steps = steps.filter(marks.condition(steps, or_first=not rules.opens))
    dated = "registered" in steps.columns
    if dated:
        steps = steps.mutate(registered=ibis.coalesce(steps["registered"], steps["day"]))
    columns = ("activity", "day", "resource", *(["registered"] if dated else []))
    for part in parts(store, steps, *columns):
        yield _read(part, marks, bool(rules.opens))


def _read(part: Arrays, marks: Marks, opens_by_name: bool) -> Turns:
    takes, goes, opens, closes = marks(part["activity"])
    opens = opens if opens_by_name else first_of(part["case"]) & ~closes
    case, resource, day = (part[name] for name in ("case", "resource", "day"))
    return Turns(case, resource, day, part.get("registered"), takes, goes & ~takes, opens, closes)


_NO_GAPS: Arrays = {
    **{name: np.zeros(0, np.int32) for name in ("case", "day", "days", "owner")},
    "now": np.zeros(0, np.bool_),
}


def _gaps(found: Periods, now: int) -> Arrays:
    """The periods that are nobody's, with who let go last on the day on which each begins."""
    nobody = found.nobody
    day, days = found.day[nobody], found.days[nobody]
    numbers: Arrays = {"case": found.case[nobody], "day": day, "days": days, "owner": found.last_owner}
    return {name: column.astype(np.int32) for name, column in numbers.items()} | {"now": day + days == now}


class _Counts(NamedTuple):
    days: Numbers  # of every group and state
    cases: Numbers
    nobody: Numbers


class _Days:
    """The days in every state, the cases that are followed on any day, and those with a day that is nobody's, for every
    group of cases; the last row is for cases without a group."""

    def __init__(self, cases: Cases) -> None:
        codes = cases.codes(cases.case)
        self._size = int(codes.max(initial=NONE)) + 2
        self._groups = np.full(int(cases.case.max(initial=0)) + 1, self._size - 1, np.int32)
        self._groups[cases.case] = np.where(codes == NONE, self._size - 1, codes)
        sizes = (self._size * len(STATES), self._size, self._size)
        self._all = _Counts(*(np.zeros(size, np.int64) for size in sizes))

    def counted(self, found: Periods) -> _Counts:
        """Of some cases."""
        cells = self._groups[found.case] * len(STATES) + found.state
        days = np.bincount(cells, found.days, self._size * len(STATES)).astype(np.int64)
        return _Counts(days, self._cases(found.case), self._cases(found.case[found.nobody]))

    def add(self, counts: _Counts) -> None:
        """With those of other cases."""
        for every, some in zip(self._all, counts, strict=True):
            every += some

    def _cases(self, case: Numbers) -> Numbers:
        return np.bincount(self._groups[case[first_of(case)]], minlength=self._size)

    def table(self, store: Store, column: str | None) -> pa.Table:
        present = np.flatnonzero(self._all.cases)
        days = self._all.days.reshape(self._size, len(STATES))[present]
        table = pa.table(
            {
                "group": pa.array(present.astype(np.int32), mask=present == self._size - 1),
                "cases": self._all.cases[present],
                "case_days": days.sum(axis=1),
                **dict(zip(STATES, days.T, strict=True)),
                "cases_nobody": self._all.nobody[present],
            }
        )
        return table if column is None else store.with_names(table, "group", column).sort_by("group")


def _dated(store: Store, gaps: Arrays) -> pa.Table:
    cases, by_name = names_of(store)
    places = np.searchsorted(cases["case"].to_numpy(), gaps["case"])
    order = order_by(-gaps["days"], by_name[places])  # those of a case stay by day
    owner = gaps["owner"][order]
    table = pa.table(
        {
            "case": cases["name"].combine_chunks().take(pa.array(places[order])),
            "begins": pa.array(gaps["day"][order]).cast(pa.date32()),
            "days": gaps["days"][order].astype(np.int64),
            "now": gaps["now"][order],
            "passed_on": owner != NOBODY,
            "last_owner": pa.array(owner, mask=owner < 0),
        }
    )
    return store.with_names(table, "last_owner", "resource")


def _last(store: Store, gaps: Arrays) -> pa.Table:
    rows = np.flatnonzero(gaps["owner"] != NOBODY)
    rows = rows[order_by(gaps["owner"][rows])]  # within an owner still by case
    owner, case, days = (gaps[name][rows] for name in ("owner", "case", "days"))
    first = first_of(owner)
    starts = np.flatnonzero(first)
    fresh = first.copy()
    fresh[1:] |= case[1:] != case[:-1]
    codes = owner[starts]
    columns = {
        "last_owner": pa.array(codes, mask=codes == NONE),
        "gaps": np.diff(np.append(starts, [len(rows)])),
        "cases": np.add.reduceat(fresh.astype(np.int64), starts) if len(starts) else starts,
        "days": np.add.reduceat(days.astype(np.int64), starts) if len(starts) else starts,
    }
    table = store.with_names(pa.table(columns), "last_owner", "resource")
    return table.sort_by([("days", "descending"), ("last_owner", "ascending")])
