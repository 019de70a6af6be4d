"""Back again: how many return within a time after they left, when not all have been followed that long.

Counted in days. A case is open from the day on which it opens up to and including the day on which it closes. A child
(or family) is in the chain on every day on which one of its cases is open, so that closing one of two parallel cases is
no leaving.

Of a choice of cases the leavings are those of which the case that closed last was chosen. Whether somebody had left,
and came back, is looked up in all cases: who returns with a case that was not chosen has returned.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import ibis
import numpy as np
import numpy.typing as npt
import pyarrow as pa
from ibis import _

from sluitend.engines.chain.reading import Arrays, Cases, cases_in_order, first_of, last_of, parts, together, worked
from sluitend.engines.chain.sorting import Numbers, order_by
from sluitend.engines.chain.spells import NEVER, TURNING, Open, Places, Turns
from sluitend.engines.chain.steps import EPOCH, NONE
from sluitend.engines.chain.store import Store
from sluitend.engines.chain.survival import Bounded, Curve, LogRank, kaplan_meier, log_rank
from sluitend.engines.chain.waiting import AFTER, BEFORE, Rows, Within, groups_by, within

RETURN_DAYS = (91, 182, 365)  # three, six and twelve months
CLOSING = "closing"  # cohorts by the activity with which they left
_OPEN = np.iinfo(np.int64).max  # the moment of the end of what has not closed
_HALF = 32  # bits: a day below the number of a unit


@dataclass(frozen=True, slots=True)
class Leaving:
    """When somebody has left, and what is coming back.

    A case opens with `opens` (none: with its first event, and never again) and closes with `closes`. `per` is the
    attribute that says whose a case is (a child, a family); without it every case stands by itself. Who opens again at
    most `continued` days after closing never left. After a closing of `final` (death) nobody can return; such leavings
    are counted apart. Raises ValueError without `closes`, and for an activity that opens and closes.
    """

    closes: tuple[str, ...]
    opens: tuple[str, ...] = ()
    final: tuple[str, ...] = ()
    per: str | None = None
    continued: int = 1

    def __post_init__(self) -> None:
        Open(self.closes, self.opens)  # raises what it raises


@dataclass(frozen=True, slots=True)
class Returned:
    """One cohort: `leavings` of `leavers` (one may leave more than once), of which `returned` came back so far; `final`
    leavings stand apart and in no curve. `within`: for every number of days who is known to have returned, and the
    share by Kaplan and Meier."""

    name: str | None
    leavers: int
    leavings: int
    final: int
    returned: int
    within: tuple[Within, ...]
    median: Bounded
    curve: Curve


@dataclass(frozen=True, slots=True)
class Returns:
    """Cohorts in the order of their names, that without a name last. `not_placed`: cases without a value of the
    attribute that says whose they are, which are left out."""

    cohorts: tuple[Returned, ...]
    log_rank: LogRank | None  # None of a single cohort
    not_placed: int


def returns(
    store: Store,
    leaving: Leaving,
    *,
    until: date,
    days: tuple[int, ...] = RETURN_DAYS,
    by: str | None = None,
    split: date | None = None,
) -> Returns:
    """What was known at the end of the day before `until`: who returned within so many days after leaving.

    Cohorts are the values of an attribute of the case that closed last, the activity that closed it (`by=CLOSING`), or
    before and from the day `split` on, by the day of leaving. Raises KeyError for what is no attribute, ValueError for
    two ways of making cohorts.
    """
    if by is not None and split is not None:
        raise ValueError("cohorts are made by an attribute or by a day, not by both")
    column = None if by in (None, CLOSING) else store.about(str(by))
    unit = None if leaving.per is None else store.about(leaving.per)
    left = _chosen(store, _leavings(store if unit is None else store.every, leaving, until))
    left["final"] = np.isin(left["closing"], store.codes("activity", leaving.final))
    left["group"] = Cases(store, column).codes(left["case"])
    groups = [(name, {key: left[key][rows] for key in left}) for name, rows in _groups(store, left, by, column, split)]
    cohorts = tuple(_cohort(name, rows, days) for name, rows in groups)
    tested = log_rank([_observed(rows) for _name, rows in groups]) if len(groups) > 1 else None
    not_placed = 0 if unit is None else store.value(store.cases.filter(store.cases[unit].isnull()).count())
    return Returns(cohorts, tested, not_placed)


def _leavings(store: Store, leaving: Leaving, until: date) -> Arrays:
    """Of all cases of a store."""
    unit = None if leaving.per is None else store.about(leaving.per)
    spells = _spells(store, _intervals(store, leaving, unit, until), leaving.continued, alone=unit is None)
    return _left(spells, (until - EPOCH).days - 1)


def _chosen(store: Store, left: Arrays) -> Arrays:
    """Those of the cases of the store."""
    if store is store.every:
        return left
    rows = np.isin(left["case"], cases_in_order(store)["case"].to_numpy())
    return {name: column[rows] for name, column in left.items()}


_NO_INTERVALS = {name: np.zeros(0, np.int64) for name in ("case", "unit", "start", "end", "closing", "time")}


def _intervals(store: Store, leaving: Leaving, unit: str | None, until: date) -> Arrays:
    """The periods in which cases are open, by case: case, unit, start and end (days), time and closing (moment and
    activity of the end). Of cases that stand by themselves only those that ever close: others leave nothing."""
    turns = Turns(store, Open(leaving.closes, leaving.opens))
    steps = store.steps.filter((_.day < (until - EPOCH).days) & turns.condition(store.steps))
    columns = [*TURNING] if unit is None else [*TURNING, "time", unit]
    rows = parts(store, steps if unit is None else store.beside(steps, unit), *columns)
    return together(worked(rows, lambda part: _of_part(part, turns(part), unit)), _NO_INTERVALS)


def _of_part(part: Arrays, stretches: tuple[Places, Places], unit: str | None) -> Arrays:
    whose, (begins, ends) = part["case" if unit is None else unit], stretches
    ended = ends != NONE
    counts = ended | ~first_of(part["case"][begins]) if unit is None else whose[begins] != NONE
    begins, ends, ended = begins[counts], ends[counts], ended[counts]
    return {
        "case": part["case"][begins],
        "unit": whose[begins],
        "start": part["day"][begins],
        "end": np.where(ended, part["day"][ends], NEVER),
        "closing": part["activity"][ends],
        "time": np.where(ended, part.get("time", part["day"])[ends], _OPEN),
    }


def _spells(store: Store, found: Arrays, continued: int, *, alone: bool) -> Arrays:
    """Intervals of one unit that touch, taken together: unit, start, end, and the case and closing that were the last
    (the last to close; of several at one moment the last by name). `alone`: every case is a unit."""
    if not alone:
        order = order_by(found["unit"], found["start"])
        found = {name: column[order] for name, column in found.items()}
    first = first_of(found["unit"])
    least = found["start"].min(initial=0)  # days may lie before 1970
    furthest = np.maximum.accumulate((np.cumsum(first) << _HALF) + found["end"] - least) & ((1 << _HALF) - 1)
    apart = first.copy()
    apart[1:] |= found["start"][1:] - continued - least > furthest[:-1]
    spell = np.cumsum(apart)
    if not alone:
        order = np.lexsort((_by_name(store, found, spell), found["time"], spell))
        found["start"] = found["start"][apart][spell - 1]  # of the whole spell
        found = {name: column[order] for name, column in found.items()}
    else:
        found = found | {"start": found["start"][apart][spell - 1]}
    last = last_of(spell)
    return {name: column[last] for name, column in found.items()}


def _by_name(store: Store, found: Arrays, spell: Numbers) -> npt.NDArray[np.int64]:
    """The place of the name of the case, where more than one closed a spell at one moment; elsewhere 0."""
    order = order_by(spell, found["time"] - found["time"].min(initial=0))
    one, time = spell[order], found["time"][order]
    equal = (one[1:] == one[:-1]) & (time[1:] == time[:-1])
    rows = np.union1d(order[1:][equal], order[:-1][equal])
    ranks = np.zeros(len(spell), np.int64)
    if not len(rows):
        return ranks
    wanted = ibis.memtable(pa.table({"case": pa.array(np.unique(found["case"][rows]), pa.int32())}))
    table = store.table(store.cases.select("case", "name").join(wanted, "case").order_by("name"))
    places = np.zeros(int(found["case"].max()) + 1, np.int64)
    places[table["case"].to_numpy()] = np.arange(table.num_rows)
    ranks[rows] = places[found["case"][rows]]
    return ranks


def _left(spells: Arrays, now: int) -> Arrays:
    """The spells that ended: how long after it the next began, or until the last day that was looked at."""
    following = ~last_of(spells["unit"])
    until = np.where(following, np.append(spells["start"][1:], [0])[: len(following)], now)
    ended = spells["end"] != NEVER
    columns = spells | {"back": following, "length": until - spells["end"]}
    return {name: column[ended] for name, column in columns.items()}


def _groups(
    store: Store, left: Arrays, by: str | None, column: str | None, split: date | None
) -> Iterator[tuple[str | None, Rows]]:
    if split is not None:
        early = left["end"] < (split - EPOCH).days
        yield BEFORE, np.flatnonzero(early)
        yield AFTER, np.flatnonzero(~early)
    elif by is None:
        yield None, np.arange(len(left["end"]))
    else:
        codes = left["closing" if column is None else "group"]
        yield from groups_by(codes, store.names(column or "activity").to_pylist())


def _observed(rows: Arrays) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.bool_]]:
    """As `kaplan_meier` takes it; who cannot return was never at risk."""
    followed = ~rows["final"]
    return rows["length"][followed].astype(np.float64), rows["back"][followed]


def _cohort(name: str | None, rows: Arrays, days: tuple[int, ...]) -> Returned:
    length, back = _observed(rows)
    curve = kaplan_meier(length, back)
    return Returned(
        name=name,
        leavers=len(np.unique(rows["unit"])),
        leavings=len(rows["unit"]),
        final=len(rows["unit"]) - len(length),
        returned=int(back.sum()),
        within=tuple(within(norm, length, back, curve) for norm in days),
        median=curve.quantile(0.5),
        curve=curve,
    )
