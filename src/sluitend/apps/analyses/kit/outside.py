"""What of a result may leave the analysis team: readers, reports, files and other programs see nothing else.

Denied by default: a table for which the entry has no guard is left out, and so is a column that its guard does not
name. Charts and sentences are made anew, of the tables that are left.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sluitend.apps.analyses.kit import voices
from sluitend.apps.analyses.kit.analysis import Analysis
from sluitend.apps.analyses.kit.parts import LEAST
from sluitend.apps.analyses.kit.result import PEOPLE, Kind, Result, Table
from sluitend.apps.analyses.kit.tables import records
from sluitend.apps.analyses.kit.telling import Given, Telling, told
from sluitend.engines.disclosure.rule import CAVEAT, Rule


def outside(analysis: Analysis, exact: Result, parameters: Any) -> Result:
    """The result as it leaves the team. `parameters` are those that it was asked with."""
    tables = dict(_protected(analysis, exact))
    given = Given(tables, _told_n(analysis, exact), outside=True)
    said = Telling() if analysis.tell is None else told(analysis.tell, given, parameters)
    charts = tuple(one for one in said.charts if one.table in tables)
    caveats = (voices.CAVEAT if exact.about == PEOPLE else CAVEAT, *said.caveats)
    return Result(tuple(tables.values()), charts, said.sentences, caveats, given.n, exact.about)


def _protected(analysis: Analysis, exact: Result) -> Iterator[tuple[str, Table]]:
    """In the order of the result; made in the order of the guards, since one may look at those before it."""
    tables = {one.key: one for one in exact.tables}
    made: dict[str, Table] = {}
    for key, guard in analysis.guards.items():
        found = guard(tables[key], made) if key in tables else None
        if found is not None:
            made[key] = found
    return ((key, made[key]) for key in tables if key in made)


def _told_n(analysis: Analysis, exact: Result) -> int | None:
    return voices.told_of(exact.n) if exact.about == PEOPLE else rounded(_n(analysis, exact))


def _n(analysis: Analysis, exact: Result) -> int | None:
    """The number of cases; where fewer than ten of them lie outside what was counted, the number that was counted: else
    the two together would tell how few."""
    key, column = analysis.within_n or ("", "")
    counted = sum(int(row[column] or 0) for one in exact.tables if one.key == key for row in records(one))
    return counted if exact.n and counted and 0 < exact.n - counted < LEAST else exact.n


def rounded(cases: int | None) -> int | None:
    """A number of cases as others see it: None when it is too small to be told."""
    rule = Rule()
    if cases is None or cases < rule.least:
        return None
    return (cases + rule.base // 2) // rule.base * rule.base


def keeps_to_limits(exact: Result, told: Result) -> bool:
    """Whether this can be what leaves the team of the exact result: no table, column or chart that it has not, and no
    count that is too small. Of people there is no number but that of all, and of what was left out."""
    there = {one.key: {column.key for column in one.columns} for one in exact.tables}
    known = all({column.key for column in one.columns} <= there.get(one.key, set()) for one in told.tables)
    drawn = all(chart.table in there for chart in told.charts)
    if told.about != exact.about or not (known and drawn):
        return False
    if told.about == PEOPLE:
        alone = all(len(one.columns) == 1 for one in told.tables if any(_numbers(one)))
        return alone and (told.n is None or told.n >= voices.LEAST)
    return all(
        not 0 < value < LEAST for value in (told.n or 0, *(one for table in told.tables for one in _counts(table)))
    )


def _numbers(table: Table) -> Iterator[bool]:
    return (column.kind is not Kind.TEXT for column in table.columns)


def _counts(table: Table) -> Iterator[float]:
    """Of columns that count somebody: what names a row does not."""
    at = [place for place, one in enumerate(table.columns) if one.kind is Kind.COUNT and one.key not in table.by]
    cells = (row[place] for row in table.rows for place in at)
    return (value for value in cells if isinstance(value, int | float))
