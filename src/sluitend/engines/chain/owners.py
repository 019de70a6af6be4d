"""Who owns a case on which days, of events that lie beside each other: all cases of a part of a log at once, as arrays.

Intervals become changes of four counters on days; their running sums give the state up to the next change. The four
counters are digits of one number, so that one sum runs over all of them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sluitend.engines.chain.reading import Flags, last_of
from sluitend.engines.chain.sorting import order_by
from sluitend.engines.chain.steps import NONE, Codes

Numbers = npt.NDArray[np.int64]
Rows = npt.NDArray[np.intp]

STATES = ("one", "several", "unknown", "late", "nobody")
_NOBODY = STATES.index("nobody")
_TEN = 1 << 15  # more owners of one case, or family, on one day there are not
_DIGITS = tuple(_TEN**place for place in range(4))
_KNOWN, _UNKNOWN, _LATE, _FOLLOWED = range(len(_DIGITS))
_CHANGES = np.array([sign * digit for digit in _DIGITS for sign in (1, -1)])
_OWNED = tuple(STATES.index(name) for name in ("one", "several"))
# by no, one or more known owners: of nobody else, of somebody unknown, of one who was put on record late, of both
_STATE = np.array([[STATES.index(name), *_OWNED] for name in ("nobody", "unknown", "late", "unknown")], np.int8).ravel()
_CODE = 3  # bits that tell one change from another
_DAYS = 24  # bits of a day: 45,000 years


@dataclass(frozen=True, slots=True)
class Turns:
    """Events that change something, by case and in their order; resource is NONE where it is not known. `recorded`: the
    day on which each was put on record, its own where that is not known; None when the log does not tell."""

    case: Codes
    resource: Codes
    day: Codes
    recorded: Codes | None
    takes: Flags
    goes: Flags
    opens: Flags
    closes: Flags


@dataclass(frozen=True, slots=True)
class _Owned:
    """The turns that take a case: `row` among those that take it or let go of it, and the row that ends it (beyond the
    last: none does) with its day."""

    case: Codes
    resource: Codes
    day: Codes
    row: Rows
    end_row: Rows
    end: Codes


@dataclass(frozen=True, slots=True)
class Periods:
    """The periods in which a case is open and its state does not change, by case and day: case, day (the first), days,
    state (a place in `STATES`). And of those that are nobody's `last_owner`: who let go last on the first day (NONE:
    somebody unknown, `NOBODY`: nobody did)."""

    case: Numbers
    day: Numbers
    days: Numbers
    state: npt.NDArray[np.int8]
    last_owner: Codes

    @property
    def nobody(self) -> Flags:
        found: Flags = self.state == _NOBODY
        return found


NOBODY = NONE - 1
LATE, OPEN = NONE - 1, NONE - 2  # of `Stretches`


@dataclass(frozen=True, slots=True)
class Stretches:
    """Stretches of days: of which case, or family; whose: an owner, NONE (somebody unknown), `LATE` (who was not on
    record yet) or `OPEN` (the days that count); the first day; and the day after the last."""

    unit: Codes
    whose: Codes
    day: Codes
    end: Codes


def periods(turns: Turns, now: int, alone: bool) -> Periods:
    """Of the days before `now`; `alone`: who takes a case replaces who has it."""
    acting = np.flatnonzero(turns.takes | turns.goes)
    owned = _owned(turns, acting, now, alone)
    begun = _begun(turns, acting, owned)
    parts = [_followed(turns, now)]
    if turns.recorded is not None:
        parts.append((owned.case, owned.day, begun, _LATE))
    for known, digit in ((owned.resource != NONE, _KNOWN), (owned.resource == NONE, _UNKNOWN)):
        parts.append((owned.case[known], begun[known], owned.end[known], digit))
    case, day, days, state = _states(parts)
    nobody = state == _NOBODY
    return Periods(case, day, days, state, _last(turns, acting, owned, case[nobody], day[nobody]))


def since_of(found: Periods, first: int) -> Periods:
    """Without the days before the first that counts; a period that goes on then keeps who let go last."""
    end = found.day + found.days
    rows = end > first
    day = np.maximum(found.day, first)[rows]
    return Periods(found.case[rows], day, end[rows] - day, found.state[rows], found.last_owner[rows[found.nobody]])


def stretches(turns: Turns, now: int, alone: bool) -> tuple[Stretches, Stretches]:
    """Before `now` those in which cases are open, by case and day, and those in which somebody has them: also after
    they closed."""
    acting = np.flatnonzero(turns.takes | turns.goes)
    owned = _owned(turns, acting, now, alone)
    begun = _begun(turns, acting, owned)
    case, day, end, _digit = _followed(turns, now)
    unit, late = np.append(owned.case, owned.case), np.full(len(begun), LATE, np.int32)
    had = Stretches(
        unit, np.append(late, owned.resource), np.append(owned.day, begun), np.append(begun, owned.end)
    )  # fmt: skip
    return Stretches(case, np.full(len(case), OPEN, np.int32), day, end), had


def states(found: Stretches) -> tuple[Numbers, Numbers, npt.NDArray[np.int8]]:
    """Unit, days and state (a place in `STATES`) of the periods in which days of a unit count and its state does not
    change: each day of a unit is in one stretch at most of everybody whose it is."""
    whose = found.whose
    kinds = ((whose == OPEN, _FOLLOWED), (whose == LATE, _LATE), (whose == NONE, _UNKNOWN), (whose > NONE, _KNOWN))
    unit, _day, days, state = _states(
        [(found.unit[rows], found.day[rows], found.end[rows], digit) for rows, digit in kinds]
    )
    return unit, days, state


def _begun(turns: Turns, acting: Rows, owned: _Owned) -> Codes:
    """From which day on each was on record, while he was the owner."""
    if turns.recorded is None:
        return owned.day
    return np.minimum(_on_record(owned, turns.recorded[acting[owned.row]]), owned.end)


def _key(high: Numbers | Codes, low: Numbers | Codes) -> Numbers:
    """One number that sorts as both do; days may lie before 1970."""
    return (high.astype(np.int64) << _DAYS) + low


def _followed(turns: Turns, now: int) -> tuple[Codes, Codes, Codes, int]:
    """Case, first day and the day after the last, of the intervals in which cases are open."""
    rows = np.flatnonzero(turns.opens | turns.closes)
    case, day, opens = turns.case[rows], turns.day[rows], turns.opens[rows]
    end = np.append(day[1:], [now])[: len(rows)].astype(np.int32)
    end[last_of(case)] = now
    return case[opens], day[opens], end[opens], _FOLLOWED


def _owned(turns: Turns, acting: Rows, now: int, alone: bool) -> _Owned:
    """What each turn begins ends at the next turn of the same resource, and when there is one owner at a time at the
    next who takes the case, or lets go of it without a name."""
    case, resource, day = (one[acting] for one in (turns.case, turns.resource, turns.day))
    takes = turns.takes[acting]
    end = np.full(len(acting), len(acting))
    order, same = own_turns(case, resource)
    again = np.flatnonzero(same)
    end[order[again]] = order[again + 1]
    if alone:
        end = np.minimum(end, later(case, takes | (resource == NONE)))
    rows = np.flatnonzero(takes)
    ended = np.append(day, [now]).astype(np.int32)[end[rows]]
    return _Owned(case[rows], resource[rows], day[rows], rows, end[rows], ended)


def own_turns(case: Codes, resource: Codes) -> tuple[Rows, Flags]:
    """The order by case, resource and row, and of which the next in it has the same case and resource."""
    order = order_by(case, resource)
    case, resource = case[order], resource[order]
    return order, (case[1:] == case[:-1]) & (resource[1:] == resource[:-1])


def later(case: Codes, counts: Flags) -> Rows:
    """The first later row of the same case that counts; beyond the last without any."""
    many = len(case)
    least = np.append(np.flatnonzero(counts), [many])[np.cumsum(counts)]
    return np.where(np.append(case, [NONE])[least] == case, least, many)


def _on_record(owned: _Owned, recorded: Codes) -> Codes:
    """The first day at whose end it was on record. Who takes again what he has, has been on record since then."""
    if not len(owned.case):
        return owned.day
    order, same = own_turns(owned.case, owned.resource)
    again = np.append([False], same & (owned.end_row[order[:-1]] == owned.row[order[1:]]))
    turn = np.cumsum(~again)
    days = np.maximum(owned.day, recorded)[order]
    low = int(days.min())
    least = np.minimum.accumulate(_key(turn[-1] - turn, days - low))  # a new turn is below all before it
    found = np.empty(len(order), np.int32)
    found[order] = (least & ((1 << _DAYS) - 1)) + low
    return np.maximum(owned.day, found)


def _states(
    parts: list[tuple[Codes, Codes, Codes, int]],
) -> tuple[Numbers, Numbers, Numbers, npt.NDArray[np.int8]]:
    """Of intervals (case, first day, day after the last, what they count for): case, day, days, state; while open."""
    low = min((int(begin.min(initial=0)) for _case, begin, _end, _digit in parts), default=0)
    keys = []
    for case, begin, end, digit in parts:
        lasting = np.flatnonzero(begin < end)
        whose = (case[lasting].astype(np.int64) << _DAYS) - low
        keys += [(whose + day[lasting] << _CODE) + (2 * digit + side) for side, day in enumerate((begin, end))]
    changes = np.concatenate(keys)
    changes.sort()
    running = np.cumsum(_CHANGES[changes & ((1 << _CODE) - 1)])  # of every case all changes together are nothing
    changes >>= _CODE
    last = np.flatnonzero(last_of(changes))
    case_day, lasted, running = _while_open(changes[last], running[last])
    return case_day >> _DAYS, (case_day & ((1 << _DAYS) - 1)) + low, lasted, _state(running)


def _while_open(case_day: Numbers, running: Numbers) -> tuple[Numbers, Numbers, Numbers]:
    """Only where something changes in a case that is open then; with the days until the next change."""
    differs = running != 0
    np.not_equal(running[1:], running[:-1], out=differs[1:])
    changed = np.flatnonzero(differs)
    case_day, running = case_day[changed], running[changed]
    open_ = np.flatnonzero(running >= _DIGITS[_FOLLOWED])
    begins = case_day[open_]
    return begins, case_day[open_ + 1] - begins, running[open_]


def _state(running: Numbers) -> npt.NDArray[np.int8]:
    """Known owners before an unknown one, and that before one who was put on record late."""
    known, unknown, late = (running >> 15 * place & _TEN - 1 for place in (_KNOWN, _UNKNOWN, _LATE))
    found: npt.NDArray[np.int8] = _STATE[np.minimum(known, 2) + 3 * (unknown > 0) + 6 * (late > 0)]
    return found


def _last(turns: Turns, acting: Rows, owned: _Owned, case: Numbers, day: Numbers) -> Codes:
    """Who let go last, of each of these cases on that day."""
    ending = np.full(len(acting) + 1, NOBODY, np.int32)  # the last is for what has not ended
    ending[owned.end_row] = owned.resource
    rows = np.flatnonzero(ending[:-1] != NOBODY)
    keys, wanted = _key(turns.case[acting[rows]], turns.day[acting[rows]]), _key(case, day)
    place = np.searchsorted(keys, wanted, side="right") - 1
    found = np.append(keys, [0])[place] == wanted
    return np.where(found & (place >= 0), np.append(ending[rows], [0])[place], NOBODY).astype(np.int32)
