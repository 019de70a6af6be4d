"""Cases one by one: what happened in one, which there are, and a sample of them as dots in time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import ibis
import pyarrow as pa
from ibis import _

from sluitend.engines.chain.classics import commonest
from sluitend.engines.chain.reading import cases_in_order
from sluitend.engines.chain.steps import DAY, NONE
from sluitend.engines.chain.store import Store


@dataclass(frozen=True, slots=True)
class Dots:
    """`events`: row (0 is the case that began first), case, activity, resource, time; by row, then in the order of the
    case. `cases` of `of_cases` are in it."""

    events: pa.Table
    cases: int
    of_cases: int


def having(store: Store, activity: str | None = None, variant: int | None = None) -> Store:
    """The same log with only the cases that have this activity, and those with this sequence of activities: its number
    as `variant_list` tells it."""
    cases = store.cases
    if activity is not None:
        events = store.steps.filter(_.activity.isin(store.codes("activity", [activity])))
        cases = cases.filter(_["case"].isin(events["case"]))
    if variant is not None:
        cases = cases.filter(_.variant == variant)
    return store if cases is store.cases else store.of_cases(cases)


def variant_list(store: Store, most: int = 20) -> pa.Table:
    """The commonest sequences of activities: variant (its number, within this log), activities (names) and cases; the
    most cases first, then that of the first case of the log."""
    found = commonest(cases_in_order(store, "variant"), most)
    listed = pa.array(store.sequences(found.example.tolist()), pa.list_(pa.string()))
    return pa.table({"variant": found.variant, "activities": listed, "cases": found.cases})


def case_at(store: Store, place: int) -> str:
    """The name of the case at this place of the log, as `case_list` tells it. Raises KeyError for one that is not."""
    found = store.table(store.cases.filter(_["case"] == place).select("name"))["name"].to_pylist()
    if not found:
        raise KeyError(place)
    name: str = found[0]
    return name


def case_steps(store: Store, case: str) -> pa.Table:
    """What happened in one case: position, activity, resource, time, wait_days (until the next event; null at the end).

    Raises KeyError for a case that is not there.
    """
    chosen = store.steps.semi_join(store.cases.filter(_.name == case), "case")
    columns = chosen.select("position", "activity", "resource", "time", wait_days=_.wait.nullif(NONE) / store.day)
    found = _named(store, store.table(columns.order_by("position")))
    if not found.num_rows:
        raise KeyError(case)
    return found


def case_list(store: Store, most: int = 100, skip: int = 0) -> pa.Table:
    """Which cases there are, the first to begin first, then by name: place (in this log), case, events, first, last,
    days between."""
    days = (_["last"] - _["first"]) / DAY
    listed = store.cases.select("events", "first", "last", place=_["case"], case=_.name, days=days)
    table = store.table(listed.order_by(["first", "case"]).limit(most, offset=skip))
    table = table.select(["place", "case", "events", "first", "last", "days"])
    for column in ("first", "last"):
        table = _moments(store, table, column)
    return table


def dots(store: Store, most: int = 200) -> Dots:
    """At most so many cases, for a chart of cases by time.

    The sample is systematic: of n cases in the order in which they began (then by name), the cases at ⌊i·n/most⌋ for
    i = 0, 1, …, so the same log gives the same dots. Raises ValueError for fewer than one case.
    """
    if most < 1:
        raise ValueError("a sample has at least one case")
    total = store.value(store.cases.count())
    taken = [place * total // most for place in range(most)] if total > most else list(range(total))
    order = ibis.row_number().over(order_by=["first", "name"])
    ranked = store.cases.select("case", "name", rank=order)
    rows = ibis.memtable(
        pa.table({"rank": pa.array(taken, pa.int64()), "row": pa.array(range(len(taken)), pa.int64())})
    )
    chosen = ranked.join(rows, "rank").select("case", "name", "row")
    events = store.steps.join(chosen, "case").order_by(["row", "position"])
    found = store.table(events.select("row", "activity", "resource", "time", case=_.name))
    table = _named(store, found).select(["row", "case", "activity", "resource", "time"])
    return Dots(table, len(taken), total)


def _named(store: Store, table: pa.Table) -> pa.Table:
    for column in ("activity", "resource"):
        table = store.with_names(table, column, column)
    return _moments(store, table, "time")


def _moments(store: Store, table: pa.Table, column: str) -> pa.Table:
    """Moments in place of microseconds: UTC where the log has a zone, else as the clock said."""
    kind: Any = pa.timestamp("us", "UTC" if store.coded.zoned else None)
    return table.set_column(table.column_names.index(column), column, table[column].cast(pa.int64()).cast(kind))
