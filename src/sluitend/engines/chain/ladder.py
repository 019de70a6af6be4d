"""Up and down the ladder of care: how often help gets heavier or lighter, by a ladder that the user gives.

A move from one case to another of the same child or family is one of the case that is left. Of a choice of cases those
moves count that leave a chosen case, wherever they go; what comes next is looked up in all cases.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import ibis
import numpy as np
import pyarrow as pa
from ibis import _

from sluitend.engines.chain.steps import DAY, EPOCH
from sluitend.engines.chain.store import Store

UP, DOWN, LEVEL = "up", "down", "level"


@dataclass(frozen=True, slots=True)
class Moves:
    """`moves`: source, target, direction (up, down, or level: another form of help as heavy), count, units, median_days
    between the two events; the most frequent first, then by name. `units`: up and down (whether a unit ever moved so)
    and units, of all that have a step of the ladder; neither first. `not_placed`: cases without a value of the
    attribute that says whose they are, which are left out."""

    moves: pa.Table
    units: pa.Table
    not_placed: int


def moves(
    store: Store, ladder: Mapping[str, int], *, until: date, per: str | None = None, attribute: str | None = None
) -> Moves:
    """From one form of help to the next, up to the day `until`, which does not count itself.

    `ladder` says how heavy each form is; what is not on it is passed over. Forms of help are activities, or the values
    of an attribute of the case, which then count on the day on which the case begins. `per` is the attribute that says
    whose a case is; without it every case stands by itself. Order: by time, then name of the case, then in the case. A
    unit counts when a chosen case of it has a step of the ladder.
    Raises KeyError for what is no attribute.
    """
    whole = store if per is None else store.every
    unit = "case" if per is None else whole.about(per)
    names = "activity" if attribute is None else whole.about(attribute)
    forms = _forms(whole, ladder, names, unit, until)
    own = ibis.window(group_by="unit", order_by=["time", "name", "position"])
    following = {"target": _.form, "heavier": _.weight, "later": _.time}
    paired = forms.mutate(**{name: column.lead().over(own) for name, column in following.items()})
    if whole is not store:
        forms, paired = (rows.semi_join(store.cases, "case") for rows in (forms, paired))
    moved = store.kept(paired.filter(_.target.notnull() & (_.target != _.form)).mutate(days=(_.later - _.time) / DAY))
    missing = 0 if per is None else _not_placed(store, per)
    return Moves(_moves(store, moved, names), _units(store, forms, moved), missing)


def _not_placed(store: Store, per: str) -> int:
    unit = store.about(per)
    found: int = store.value(store.cases.filter(store.cases[unit].isnull()).count())
    return found


def _forms(store: Store, ladder: Mapping[str, int], names: str, unit: str, until: date) -> Any:
    """The events that are on the ladder: case, unit, form, weight, time, name (of the case), position."""
    rungs = [(code, weight) for name, weight in ladder.items() if (code := store.code(names, name)) is not None]
    codes, weights = np.array(rungs, np.int32).reshape(-1, 2).T
    steps = ibis.memtable(pa.table({"form": codes, "weight": weights}))
    events = store.beside(store.steps.filter(_.day < (until - EPOCH).days), unit).filter(_[unit].notnull())
    events = store.beside(events, names)
    if names != "activity":
        events = events.filter(_.position == 0)
    told = events.select("case", "position", "time", unit=_[unit], form=_[names]).join(steps, "form")
    return told.join(store.cases.select("case", "name"), "case")


def _moves(store: Store, moved: Any, names: str) -> pa.Table:
    direction = ibis.cases((_.heavier > _.weight, UP), (_.heavier < _.weight, DOWN), else_=LEVEL)
    counted = moved.mutate(direction=direction).group_by(source="form", target="target", direction="direction")
    table = counted.aggregate(count=_.count(), units=_.unit.nunique(), median_days=_.days.quantile(0.5))
    return store.named(table, source=names, target=names, by=["count"])


def _units(store: Store, forms: Any, moved: Any) -> pa.Table:
    ways = moved.group_by("unit").aggregate(
        up=(_.heavier > _.weight).any(),
        down=(_.heavier < _.weight).any(),
    )
    every = forms.select("unit").distinct().left_join(ways, "unit")
    told = every.select(
        up=ibis.coalesce(_.up, False),  # noqa: FBT003
        down=ibis.coalesce(_.down, False),  # noqa: FBT003
    )
    return store.table(told.group_by("up", "down").aggregate(units=_.count()).order_by(["up", "down"]))
