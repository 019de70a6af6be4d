"""Spells: the stretches of days in which a case is open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
from ibis import _

from sluitend.engines.chain.reading import Arrays, Cases, Flags, Marks, first_of, last_of, parts, together, worked
from sluitend.engines.chain.sorting import Numbers
from sluitend.engines.chain.steps import EPOCH, NONE
from sluitend.engines.chain.store import Store

NEVER = 2**31 - 1  # the day on which a spell ends that has not ended
Days = npt.NDArray[np.int64]
Places = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Open:
    """With which activities a case opens (none: with its first event) and closes; it may open again.

    A case that is open and opens again just stays open, and closing what is closed changes nothing.
    """

    closes: tuple[str, ...]
    opens: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.closes:
            raise ValueError("without an activity that closes, nothing ever goes out")
        if set(self.closes) & set(self.opens):
            raise ValueError("an activity opens or closes, not both")


@dataclass(frozen=True, slots=True)
class Spells:
    """A row per spell: the number of its case, of its group (a place in `groups`), the day on which it begins and the
    day on which it ends (`NEVER`: not before the last day that was looked at). At the end of a day d a case is in stock
    when begin <= d < end: one that opens and closes on one day came in and went out, and was never in stock."""

    case: Days
    group: Numbers
    begin: Days
    end: Days
    groups: tuple[str | None, ...]


def spells(store: Store, open_: Open, *, until: date, by: str | None = None) -> Spells:
    """The spells that begin before `until`, by case. Raises KeyError for what is no attribute."""
    turns = Turns(store, open_)
    rows = parts(store, store.steps.filter((_.day < (until - EPOCH).days) & turns.condition(store.steps)), *TURNING)
    return grouped(store, together(worked(rows, lambda part: days_of(part, turns(part))), NO_SPELLS), by)


NO_SPELLS = {name: np.zeros(0, np.int32) for name in ("case", "begin", "end")}
TURNING = ("activity", "day")


def days_of(part: Arrays, stretches: tuple[Places, Places]) -> Arrays:
    """Case, begin and end of every stretch."""
    begins, ends = stretches
    end = np.where(ends == NONE, NEVER, part["day"][ends])
    return {"case": part["case"][begins], "begin": part["day"][begins], "end": end}


def grouped(store: Store, found: Arrays, by: str | None) -> Spells:
    """With the groups of the cases, which are those of the store. Raises KeyError for what is no attribute."""
    column = None if by is None else store.about(by)
    groups, place = _groups(store, Cases(store, column), found["case"], column)
    return Spells(found["case"], place, found["begin"], found["end"], groups)


def changed(before: Spells, after: Spells, cases: npt.NDArray[Any]) -> Spells:
    """With for these cases the spells of `after`, which has the same groups, in place of those of `before`."""
    of_these = np.zeros(int(max(before.case.max(initial=0), cases.max(initial=0))) + 1, bool)
    of_these[cases] = True
    kept = np.flatnonzero(~of_these[before.case])
    return Spells(
        np.append(before.case[kept], after.case),
        np.append(before.group[kept], after.group),
        np.append(before.begin[kept], after.begin),
        np.append(before.end[kept], after.end),
        before.groups,
    )


class Turns:
    """The events with which cases open and close."""

    def __init__(self, store: Store, open_: Open) -> None:
        self._marks, self._by_name = Marks(store, open_.opens, open_.closes), bool(open_.opens)

    def condition(self, steps: Any) -> Any:
        """Which of these steps may open or close a case."""
        return self._marks.condition(steps, or_first=not self._by_name)

    def __call__(self, part: Arrays, known: Flags | None = None) -> tuple[Places, Places]:
        """Of every stretch in which a case is open the row that opens it, and the one that closes it (NONE: none).
        `known`: which rows count, from the first of each case on; None: all."""
        opens, closes = self._marks(part["activity"])
        if not self._by_name:
            opens = first_of(part["case"]) & ~closes
        rows = np.flatnonzero(opens | closes if known is None else (opens | closes) & known)
        case, opening = part["case"][rows], opens[rows]
        changing = first_of(case)
        changing[1:] |= opening[1:] != opening[:-1]
        rows, case, opening = rows[changing], case[changing], opening[changing]
        ends = np.append(rows[1:], [NONE])[: len(rows)]
        ends[last_of(case)] = NONE
        return rows[opening], ends[opening]


def _groups(
    store: Store, cases: Cases, case: Numbers, column: str | None
) -> tuple[tuple[str | None, ...], npt.NDArray[np.int32]]:
    """The groups that cases have, by name, that of the cases without a name last; and every spell's place in them."""
    if column is None or cases.code is None:
        return (None,), np.zeros(len(case), np.int32)
    names = store.names(column).to_pylist()
    found = (np.flatnonzero(np.bincount(cases.code + 1, minlength=len(names) + 1)) - 1).tolist()
    known = sorted((one for one in found if one != NONE), key=names.__getitem__)
    places = np.zeros(len(names) + 1, np.int32)  # the last is for the code NONE
    places[[*known, NONE]] = np.arange(len(known) + 1)
    return (*(names[one] for one in known), *([None] if NONE in found else [])), places[cases.codes(case)]
