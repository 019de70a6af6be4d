"""One family, one case director: by whom the cases of a family are directed on every day, all of them together.

A day of a family counts when one of its cases at least is open at the end of it, as `ownership` has it. Its state is
that of one case that everybody owns who owns an open case of the family: a director of two brothers is one, and two
brothers with a director each have several. Who has a case that is closed directs nothing.

Of every case only the stretches of its owners are kept, those of one owner that touch as one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import partial

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from sluitend.engines.chain.owners import STATES, Numbers, Stretches, Turns, states, stretches
from sluitend.engines.chain.ownership import Rules, turns_of
from sluitend.engines.chain.reading import Arrays, Cases, Flags, together, worked
from sluitend.engines.chain.sorting import order_by
from sluitend.engines.chain.steps import EPOCH, NONE, Codes
from sluitend.engines.chain.store import Store

_HALF = 32  # bits: a day below the number of whose it is


@dataclass(frozen=True, slots=True)
class FamilyDays:
    """`families`: with a day that counts. `days`: of every state in the order of `STATES` its name as `state`, the
    days of families that it has, and the families with such a day. `not_placed`: cases without a value of the attribute
    that says whose they are, which are left out."""

    families: int
    days: pa.Table
    not_placed: int


def families(store: Store, rules: Rules, *, per: str, until: date, since: date | None = None) -> FamilyDays:
    """What was known at the end of the day before `until`; `per` is the attribute that says of which family a case is.
    `since`: the first day that counts.

    Raises KeyError for what is no attribute.
    """
    now = (until - EPOCH).days
    cases = Cases(store, store.about(per))
    found = together(worked(turns_of(store, rules, now), partial(_of_part, cases, now, rules.alone)), _NOTHING)
    without = cases.codes(cases.case) == NONE
    return _counted(_since(joined(Stretches(**found)), since or date.min), int(without.sum()))


_NOTHING: Arrays = {name: np.zeros(0, np.int32) for name in ("unit", "whose", "day", "end")}


def _of_part(cases: Cases, now: int, alone: bool, turns: Turns) -> Arrays:
    """The stretches of the families of some cases."""
    opened, had = stretches(turns, now, alone)
    opened = joined(opened)
    had = _while_open(opened, had)
    case = np.append(opened.unit, had.unit)
    every = Stretches(
        cases.codes(case), np.append(opened.whose, had.whose), np.append(opened.day, had.day),
        np.append(opened.end, had.end),
    )  # fmt: skip
    found = joined(_only(every, every.unit != NONE))
    return {name: getattr(found, name).astype(np.int32, copy=False) for name in _NOTHING}


def _only(found: Stretches, rows: Flags | npt.NDArray[np.intp]) -> Stretches:
    return Stretches(found.unit[rows], found.whose[rows], found.day[rows], found.end[rows])


def _since(found: Stretches, first: date) -> Stretches:
    """Without the days before it."""
    day = (first - EPOCH).days
    found = _only(found, found.end > day)
    return Stretches(found.unit, found.whose, np.maximum(found.day, np.int32(day)), found.end)


def joined(found: Stretches) -> Stretches:
    """By unit, whose and day; those of the same that touch or overlap as one."""
    found = _only(found, found.day < found.end)
    found = _only(found, order_by(found.unit, found.whose, found.day))
    if not len(found.unit):
        return found
    other = np.append([True], (found.unit[1:] != found.unit[:-1]) | (found.whose[1:] != found.whose[:-1]))
    least = int(found.day.min())  # days may lie before 1970
    furthest = np.maximum.accumulate((np.cumsum(other) << _HALF) + found.end - least) & ((1 << _HALF) - 1)
    other[1:] |= found.day[1:] - least > furthest[:-1]
    begins = np.flatnonzero(other)
    end = furthest[np.append(begins[1:], [len(other)]) - 1] + least
    return Stretches(found.unit[begins], found.whose[begins], found.day[begins], end.astype(np.int32))


def _while_open(opened: Stretches, had: Stretches) -> Stretches:
    """Of stretches of cases what lies in those in which the case is open, which do not touch."""
    had = _only(had, had.day < had.end)
    least = np.searchsorted(_key(opened.unit, opened.end), _key(had.unit, had.day), side="right")
    beyond = np.searchsorted(_key(opened.unit, opened.day), _key(had.unit, had.end), side="left")
    many = np.maximum(beyond - least, 0)
    rows = np.repeat(np.arange(len(many)), many)
    places = np.arange(len(rows)) + np.repeat(least - np.cumsum(many) + many, many)
    day, end = np.maximum(had.day[rows], opened.day[places]), np.minimum(had.end[rows], opened.end[places])
    return Stretches(had.unit[rows], had.whose[rows], day, end)


def _key(case: Codes, day: Codes) -> Numbers:
    """One number that sorts as both do."""
    return (case.astype(np.int64) << _HALF) + day


def _counted(found: Stretches, not_placed: int) -> FamilyDays:
    unit, lasted, state = states(found)
    days = np.bincount(state, lasted, len(STATES)).astype(np.int64)
    having = np.bincount(np.unique(unit * len(STATES) + state) % len(STATES), minlength=len(STATES))
    table = pa.table({"state": list(STATES), "days": days, "families": having})
    return FamilyDays(len(np.unique(unit)), table, not_placed)
