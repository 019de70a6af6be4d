"""Who is around one family: how many organisations over time, how many that help at once, and which do so together.

A day has the help that there is at its end. Of the cases of a family the help of one organisation is taken together, so
that who helps two siblings is one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from ibis import _

from sluitend.engines.chain.families import joined
from sluitend.engines.chain.helping import Helping, help_of
from sluitend.engines.chain.owners import Stretches
from sluitend.engines.chain.reading import Cases, cases_in_order, last_of, names_of
from sluitend.engines.chain.sorting import order_by
from sluitend.engines.chain.steps import EPOCH, NONE, Codes, places_of
from sluitend.engines.chain.store import Store

Numbers = npt.NDArray[np.int64]
_HALF = 32  # bits of a day, or of who it is, below the number of a family
MEASURES = ("involved", "organisations", "helping", "at_once")


@dataclass(frozen=True, slots=True)
class Around:
    """Tables of families (or cases: `units`), the first three with `group` where they are compared (a value of the
    attribute; null: none). A family with cases in two groups counts in both, in each with what happened there.

    `groups`: units, helped (with a day of help), parallel (with a day on which two or more help), help_days,
    parallel_days. `spread`: number, and how many units have that number as involved (resources with an event),
    organisations (the same by the names of `called`), helping (with a day of help) and at_once (the most on one day).
    `days`: at_once (from 1), days, units (with such a day).

    Of all groups together: `pairs`: one, other (in the order of their names), units, days (on which both help), the
    most units first; `largest`: unit, and the measures of `spread` and parallel_days, the most organisations first.
    `not_placed`: cases of which nobody knows whose they are, which are left out.
    """

    groups: pa.Table
    spread: pa.Table
    days: pa.Table
    pairs: pa.Table
    largest: pa.Table
    not_placed: int


def around(
    store: Store,
    helping: Helping,
    *,
    until: date,
    per: str | None = None,
    by: str | None = None,
    of: Store | None = None,
    called: Mapping[str, str] | None = None,
    most: int = 20,
) -> Around:
    """What was known at the end of the day before `until`, of the cases that had begun.

    `per` is the attribute that says of which family a case is (none: every case by itself), `by` one that makes groups.
    With `of` a family counts only in groups in which one of its cases is of that log.
    `called` gives resources another name (of teams and people: their organisation). Raises KeyError for what is no
    attribute.
    """
    columns = [None if name is None else store.about(name) for name in (per, by)]
    case = _begun(store, until)
    unit, group = (_codes(store, column, case) for column in columns)
    unit = case.astype(np.int64) if per is None else unit
    names, place = _named(store, called or {})
    seen, help_ = _seen(store, until), help_of(store, helping, (until - EPOCH).days)
    help_ = Stretches(help_.unit, place[help_.whose], help_.day, help_.end)
    every = _Units(case, unit, np.zeros(len(case), np.int64), seen, help_, place)
    own = unit if of is None else np.where(_in_groups(of, (per, by), unit, group), unit, NONE)
    groups = every if by is None else _Units(case, own, group + 1, seen, help_, place)  # 0: no group
    listed = [None, *(() if columns[1] is None else store.names(columns[1]).to_pylist())]
    return Around(
        *_tables(groups, listed),
        pairs=_pairs(every.help, names),
        largest=_largest(every, _names(store, columns[0], every), most),
        not_placed=int((unit == NONE).sum()),
    )


def _begun(store: Store, until: date) -> Codes:
    table = cases_in_order(store, "first")
    rows = table["first"].to_numpy() < store.coded.begin(until)
    return np.asarray(table["case"].to_numpy()[rows], np.int32)


def _codes(store: Store, column: str | None, case: Codes) -> Numbers:
    return Cases(store, column).codes(case).astype(np.int64)


def _in_groups(of: Store, names: tuple[str | None, ...], unit: Numbers, group: Numbers) -> npt.NDArray[np.bool_]:
    """Whether a case of `of` is of the same unit and group."""
    case = Cases(of).case
    units, groups = (_codes(of, None if name is None else of.about(name), case) for name in names)
    units = case.astype(np.int64) if names[0] is None else units
    return np.isin((group + 1 << _HALF) + unit, (groups + 1 << _HALF) + units)


def _named(store: Store, called: Mapping[str, str]) -> tuple[list[str], Codes]:
    """Names in their order, and the place of every resource in them."""
    whose = [called.get(name, name) for name in store.coded.values["resource"].to_pylist()]
    names = sorted({*whose})
    places = {name: place for place, name in enumerate(names)}
    return names, np.array([places[name] for name in whose], np.int32)


def _seen(store: Store, until: date) -> tuple[Codes, Codes]:
    """Who did something in which case: case and resource, each two once."""
    steps = store.steps.filter(_.hand & (_.resource != NONE) & (_.day < (until - EPOCH).days))
    found = store.table(steps.select("case", "resource").distinct())
    return found["case"].to_numpy(), found["resource"].to_numpy()


class _Units:
    """Families, or the parts of them that are in one group, by number: `key` (the code of the family), `group`, `help`
    and their figures."""

    def __init__(
        self, case: Codes, unit: Numbers, group: Numbers, seen: tuple[Codes, Codes], help_: Stretches, place: Codes
    ) -> None:
        known, wide = unit != NONE, int(unit.max(initial=0)) + 1
        keys, number = np.unique(group[known] * wide + unit[known], return_inverse=True)
        self.group, self.key = np.divmod(keys, wide)
        self._of = np.full(int(case.max(initial=-1)) + 1, NONE, np.int32)
        self._of[case[known]] = number
        self.help = self._joined(help_)
        who, what = self._of[seen[0]], seen[1]
        who, what = who[who != NONE], what[who != NONE]
        self.involved, self.organisations = self._distinct(who, what), self._distinct(who, place[what])
        self.helping = self._distinct(self.help.unit, self.help.whose)
        self.unit, self.level, self.lasted = _levels(self.help)
        self.at_once = np.zeros(len(keys), np.int64)
        np.maximum.at(self.at_once, self.unit, self.level)
        self.help_days = self._days(self.lasted)
        self.parallel_days = self._days(self.lasted * (self.level > 1))

    def _joined(self, help_: Stretches) -> Stretches:
        unit = self._of[help_.unit]
        rows = unit != NONE
        return joined(Stretches(unit[rows], help_.whose[rows], help_.day[rows], help_.end[rows]))

    def _distinct(self, unit: Codes, what: Codes) -> Numbers:
        """How many different ones each has."""
        two = np.unique((unit.astype(np.int64) << _HALF) + what)
        return np.bincount(two >> _HALF, minlength=len(self.key))

    def _days(self, lasted: Numbers) -> Numbers:
        return np.bincount(self.unit, lasted, len(self.key)).astype(np.int64)


def _levels(found: Stretches) -> tuple[Numbers, Numbers, Numbers]:
    """Unit, how many help, and days: of the periods in which that does not change."""
    low = int(found.day.min(initial=0))  # days may lie before 1970
    unit = found.unit.astype(np.int64) << _HALF
    keys = np.concatenate([unit + (found.day - low), unit + (found.end - low)])
    order = np.argsort(keys, kind="stable")
    running = np.cumsum(np.repeat([1, -1], len(unit))[order])
    keys = keys[order]
    last = np.flatnonzero(last_of(keys))
    keys, running = keys[last], running[last]
    rows = np.flatnonzero(running > 0)  # what goes on ends in the same unit
    return keys[rows] >> _HALF, running[rows], keys[rows + 1] - keys[rows]


def _tables(units: _Units, names: list[str | None]) -> tuple[pa.Table, pa.Table, pa.Table]:
    """`groups`, `spread` and `days`, group by group: those without a name last."""
    order = sorted(np.unique(units.group).tolist(), key=lambda one: (names[one] is None, names[one] or ""))
    groups, spread, days = [], [], []
    for one in order:
        name, rows = names[one], np.flatnonzero(units.group == one)
        groups.append((name, *_summed(units, rows)))
        spread += [(name, *row) for row in _spread(units, rows)]
        days += [(name, *row) for row in _days(units, units.group[units.unit] == one)]
    return _table(_GROUPS, groups), _table(("number", *MEASURES), spread), _table(("at_once", "days", "units"), days)


_GROUPS = ("units", "helped", "parallel", "help_days", "parallel_days")


def _summed(units: _Units, rows: npt.NDArray[np.intp]) -> tuple[int, ...]:
    at_once = units.at_once[rows]
    helped, parallel = int((at_once > 0).sum()), int((at_once > 1).sum())
    return len(rows), helped, parallel, int(units.help_days[rows].sum()), int(units.parallel_days[rows].sum())


def _spread(units: _Units, rows: npt.NDArray[np.intp]) -> list[tuple[int, ...]]:
    """Of the numbers that occur, the fewest first."""
    figures = [getattr(units, name)[rows] for name in MEASURES]
    size = max(int(one.max(initial=0)) for one in figures) + 1
    counts = np.column_stack([np.bincount(one, minlength=size) for one in figures])
    return [(number, *row) for number, row in enumerate(counts.tolist()) if any(row)]


def _days(units: _Units, chosen: npt.NDArray[np.bool_]) -> list[tuple[int, int, int]]:
    level, lasted, unit = units.level[chosen], units.lasted[chosen], units.unit[chosen]
    return [
        (number, int(lasted[level == number].sum()), len(np.unique(unit[level == number])))
        for number in np.unique(level).tolist()
    ]


def _table(columns: tuple[str, ...], rows: list[Any]) -> pa.Table:
    lists = list(zip(*rows, strict=True)) or [()] * (len(columns) + 1)
    kinds = {"group": pa.string(), **dict.fromkeys(columns, pa.int64())}
    return pa.table({name: pa.array(one, kind) for (name, kind), one in zip(kinds.items(), lists, strict=True)})


def _pairs(found: Stretches, names: list[str]) -> pa.Table:
    """Of every stretch those of the same family that begin while it lasts: of others, since its own were joined."""
    order = order_by(found.unit, found.day)
    unit, whose, day, end = (column[order] for column in (found.unit, found.whose, found.day, found.end))
    low = int(day.min(initial=0))
    keys = unit.astype(np.int64) << _HALF
    first = np.arange(len(unit)) + 1
    many = np.maximum(np.searchsorted(keys + (day - low), keys + (end - low), side="left") - first, 0)
    one = np.repeat(np.arange(len(unit)), many)
    two = np.arange(len(one)) + np.repeat(first - np.cumsum(many) + many, many)
    days = np.minimum(end[one], end[two]) - day[two]
    pair = (np.minimum(whose[one], whose[two]).astype(np.int64) * len(names)) + np.maximum(whose[one], whose[two])
    listed, place = np.unique(pair, return_inverse=True)
    having = np.unique((place.astype(np.int64) << _HALF) + unit[one]) >> _HALF
    name = pa.array(names, pa.string())
    table = pa.table(
        {
            "one": name.take(pa.array(listed // max(len(names), 1))),
            "other": name.take(pa.array(listed % max(len(names), 1))),
            "units": np.bincount(having, minlength=len(listed)),
            "days": np.bincount(place, days, len(listed)).astype(np.int64),
        }
    )
    down = [(column, "descending") for column in ("units", "days")]
    return table.sort_by([*down, ("one", "ascending"), ("other", "ascending")])


def _names(store: Store, column: str | None, units: _Units) -> tuple[pa.Array, Codes]:
    """Of every family its name, and the place of that in the order of names."""
    if column is not None:
        names = store.names(column)
        return names.take(pa.array(units.key)), places_of(names)[units.key]
    cases, by_name = names_of(store)
    rows = np.searchsorted(cases["case"].to_numpy(), units.key)
    return cases["name"].combine_chunks().take(pa.array(rows)), by_name[rows]


def _largest(units: _Units, names: tuple[pa.Array, Codes], most: int) -> pa.Table:
    listed, place = names
    rows = order_by(-units.organisations, -units.at_once, place)[:most]
    figures = {name: getattr(units, name)[rows] for name in (*MEASURES, "parallel_days")}
    return pa.table({"unit": listed.take(pa.array(rows)), **figures})
