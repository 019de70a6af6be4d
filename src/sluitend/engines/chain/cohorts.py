"""Groups of cases by what an attribute says of them, those of which it says nothing included."""

from __future__ import annotations

from collections.abc import Sequence

from ibis import _

from sluitend.engines.chain.steps import NONE
from sluitend.engines.chain.store import Store


def sizes(store: Store, by: str) -> dict[str | None, int]:
    """How many cases have each value of an attribute; None is no value. Raises KeyError for what is no attribute."""
    column = store.about(by)
    counted = store.table(store.cases.group_by(column).aggregate(cases=_.count()))
    found: dict[str | None, int] = {}
    for name, cases in zip(*store.with_names(counted, column, column).to_pydict().values(), strict=True):
        found[name] = found.get(name, 0) + cases
    return found


def of_values(store: Store, by: str, values: Sequence[str | None]) -> Store:
    """The same log with only the cases that have one of these values of an attribute; None is no value."""
    named = [value for value in values if value is not None]
    if len(named) == len(values):
        return store.where({by: named}, None, None)
    column = store.about(by)
    code = store.cases[column]
    return store.of_cases(store.cases.filter(code.isnull() | code.isin([NONE, *store.codes(column, named)])))


def akin(store: Store, by: str, chosen: Store) -> Store:
    """The same log with only the cases that were chosen and, of every family that has one of these, all of its cases:
    those with the same value of an attribute. Raises KeyError for what is no attribute."""
    column, cases = store.about(by), store.cases
    chosen.about(by)
    values = chosen.cases.filter(chosen.cases[column].notnull())
    return store.of_cases(cases.filter(cases[column].isin(values[column]) | cases["case"].isin(chosen.cases["case"])))
