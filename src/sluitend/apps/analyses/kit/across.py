"""What may leave the team of tables in which groups stand below each other, each as if it were a result of its own.

Somebody else may ask the same of all groups together: so over groups the total of every row is known, as over rows the
total of every group is. A guard that does not say how it holds over groups tells nothing of them.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sluitend.apps.analyses.kit import alike
from sluitend.apps.analyses.kit.guards import Counts, Guard, Made
from sluitend.apps.analyses.kit.parts import LEAST
from sluitend.apps.analyses.kit.result import Cell, Column, Kind, Table

COHORT = Column("cohort", "groep")
PART = Column("cohort", "deel")  # where not cases are grouped, but what happened before and from a day
_NAME = "\0name"  # of a row in its group
_SEP = "\0"


@dataclass(frozen=True)
class Among:
    """A guard of those rows that are let through by what was told before; of the others nothing is known."""

    chosen: Callable[[Table, Made], Table]
    guard: Counts

    def __call__(self, exact: Table, made: Made) -> Table | None:
        """What may leave the team."""
        return self.guard(self.chosen(exact, made), made)


def across(guard: Guard, *, complete: bool = False, alone: bool = False) -> Guard:
    """The same guard, of a table with groups too. `complete`: a row that a group does not have, counts nobody there;
    else it may have been cut. `alone`: what it tells follows from what was told before, or counts nobody."""

    def told(exact: Table, made: Made) -> Table | None:
        if not is_grouped(exact):
            return guard(exact, made)
        if alone:
            return _each(guard, exact, made)
        if isinstance(guard, Among):
            chosen = _each(guard.chosen, exact, made)
            return chosen and _joint(guard.guard, chosen, () if complete else names(exact))
        return _joint(guard, exact, () if complete else names(exact)) if isinstance(guard, Counts) else None

    return told


def is_grouped(table: Table) -> bool:
    """Whether groups stand below each other in it."""
    return table.columns[:1] in ((COHORT,), (PART,))


def names(table: Table) -> list[str]:
    """The groups of a table, in their order."""
    return list(dict.fromkeys(str(row[0]) for row in table.rows))


def groups_of(tables: Made) -> list[str]:
    """The groups of which any of these tables has a row, in the order of the table that has most of them."""
    each = sorted((names(one) for one in tables.values() if is_grouped(one)), key=len, reverse=True)
    return list(dict.fromkeys(name for one in each for name in one))


def part(table: Table, group: str) -> Table:
    """The rows of one group, as a table of that group alone."""
    rows = tuple(row[1:] for row in table.rows if row[0] == group)
    return replace(table, columns=table.columns[1:], rows=rows, by=tuple(one for one in table.by if one != COHORT.key))


def parts(tables: Made, group: str) -> dict[str, Table]:
    """The tables of one group alone; one without any row was left out of what is told of it."""
    return {key: part(one, group) for key, one in tables.items() if is_grouped(one) and group in names(one)}


def laid(tables: Sequence[tuple[str, Table]], first: Column = COHORT) -> Table:
    """Tables of groups below each other, with the columns of all of them; the first names the group."""
    columns = tuple({column.key: column for _name, one in tables for column in one.columns}.values())
    rows = tuple((name, *row) for name, one in tables for row in _rows(one, columns))
    return replace(tables[0][1], columns=(first, *columns), rows=rows, by=(first.key, *tables[0][1].by))


def _rows(table: Table, columns: Sequence[Column]) -> Iterator[tuple[Cell, ...]]:
    at = {column.key: place for place, column in enumerate(table.columns)}
    for row in table.rows:
        yield tuple(row[at[one.key]] if one.key in at else None for one in columns)


def _each(guard: Guard, exact: Table, made: Made) -> Table | None:
    """Of every group by itself, with what was told of it before."""
    found = [(name, guard(part(exact, name), parts(made, name))) for name in names(exact)]
    told = [(name, one) for name, one in found if one is not None]
    return laid(told, exact.columns[0]) if told else None


def _joint(guard: Counts, exact: Table, cut: Sequence[str]) -> Table | None:
    """Of rows and groups at once: both totals are known. `cut`: groups of which rows may be missing."""
    own = [key for key in exact.by if key != COHORT.key]
    if not own:  # a single row of every group
        return replace(guard, by=(COHORT.key,), pairs=())(exact, {})
    if guard.wholes or guard.within:
        return None
    named = _named(exact, own, cut, guard.counted)
    both = replace(guard, by=(COHORT.key, _NAME), pairs=(), labels=(*guard.labels, *own))
    found = both(named, {})
    if len(guard.by) > 1:
        return _unnamed(found, exact, own) if found and _whole(guard, exact, found) else None
    told = _unnamed(found, exact, own) if found else None
    rows = _alike(guard, exact, named, own)
    return max(told, rows, key=lambda one: _told_cells(one, guard))


def _told_cells(table: Table | None, guard: Counts) -> int:
    at = [place for place, one in enumerate(table.columns) if one.key in guard.counted] if table else []
    return sum(row[place] is not None for row in (table.rows if table else ()) for place in at)


def _alike(guard: Counts, exact: Table, named: Table, own: Sequence[str]) -> Table | None:
    """Only rows that are told in every group; both ways are safe, and neither always tells more."""
    if len(guard.counted) != 1:
        return None
    numbers = _numbers(named, guard.counted[0])
    kept = alike.told(numbers)
    if not kept:
        return None
    amounts = {key: count for key, count in guard.amounts.items() if _have_room(named, key, count, kept)}
    rows = tuple(row for row, at in zip(exact.rows, _named(exact, own, (), ()).rows, strict=True) if at[-1] in kept)
    single = replace(guard, by=(), pairs=(), amounts=amounts, labels=(*guard.labels, COHORT.key, *own))
    return single(replace(exact, rows=rows), {})


def _have_room(named: Table, key: str, count: str, kept: Container[Hashable]) -> bool:
    """An amount needs as much room as ten have on average."""
    amounts, numbers = (_numbers(named, one) for one in (key, count))
    each = sum(map(sum, amounts.values())) / max(1.0, sum(map(sum, numbers.values())))
    return alike.has_room([row for name, row in amounts.items() if name not in kept], max(1.0, each) * LEAST)


def _numbers(named: Table, key: str) -> dict[Hashable, list[float]]:
    """By the name of a row, its number in every group; none is nobody."""
    at = [one.key for one in named.columns].index(key)
    groups = {name: place for place, name in enumerate(names(named))}
    found: dict[Hashable, list[float]] = {}
    for row in named.rows:
        found.setdefault(row[-1], [0.0] * len(groups))[groups[str(row[0])]] = float(row[at] or 0)
    return found


def _whole(guard: Counts, exact: Table, found: Table) -> bool:
    """Whether all of it is told, also of every group alone. Of a table with totals of its own over rows and columns,
    over which there are totals of groups as well, one that is kept back would follow from three sides."""
    alone = _each(guard, exact, {})
    return alone is not None and not any(_gaps(one, guard.counted) for one in (alone, found))


def _gaps(table: Table, counted: Iterable[str]) -> bool:
    at = [place for place, one in enumerate(table.columns) if one.key in {*counted}]
    return any(row[place] is None for row in table.rows for place in at)


def _named(table: Table, own: Sequence[str], cut: Sequence[str], counted: Sequence[str]) -> Table:
    """With a name for every row in its group, and a row of nobody where one of these groups has none."""
    at = [[one.key for one in table.columns].index(key) for key in own]
    rows: dict[tuple[str, str], tuple[Cell, ...]] = {}
    for row in table.rows:
        rows[str(row[0]), _SEP.join(str(row[place]) for place in at)] = row
    for name, row in {name: row for (_group, name), row in rows.items()}.items():
        for group in cut:
            rows.setdefault((group, name), tuple(_nobody(table, group, row, own, counted)))
    made = tuple((*row, name) for (_group, name), row in rows.items())
    return replace(table, columns=(*table.columns, Column(_NAME, "")), rows=made)


def _nobody(
    table: Table, group: str, row: Sequence[Cell], own: Sequence[str], counted: Sequence[str]
) -> Iterator[Cell]:
    for column, cell in zip(table.columns, row, strict=True):
        if column == COHORT:
            yield group
        else:
            yield cell if column.key in own else 0 if column.key in counted else None


def _unnamed(found: Table, exact: Table, own: Sequence[str]) -> Table | None:
    """Without the names, and without the rows that were not there."""
    there = {_key(exact, row, own) for row in exact.rows}
    at = [place for place, one in enumerate(found.columns) if one.key != _NAME]
    rows = tuple(tuple(row[place] for place in at) for row in found.rows if _key(found, row, own) in there)
    told = any(cell is not None for row in rows for cell in _figures(found, row))
    return replace(found, columns=tuple(found.columns[place] for place in at), rows=rows) if told else None


def _key(table: Table, row: Sequence[Cell], own: Sequence[str]) -> tuple[Cell, ...]:
    return tuple(cell for column, cell in zip(table.columns, row, strict=False) if column.key in (COHORT.key, *own))


def _figures(table: Table, row: Sequence[Any]) -> list[Any]:
    kinds = [one.kind for one in table.columns if one.key != _NAME]
    return [cell for kind, cell in zip(kinds, row, strict=True) if kind is not Kind.TEXT]
