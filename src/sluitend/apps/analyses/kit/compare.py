"""Two results of one analysis beside each other: which rows changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from sluitend.apps.analyses.kit.result import Cell, Column, Result, Table

_EQUAL = 1e-9  # beside each other, of numbers that were computed twice


class Change(StrEnum):
    """What happened to a row."""

    SAME = "same"
    CHANGED = "changed"
    ADDED = "added"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class RowChange:
    """A row before and after, None where it is not there; `differs` are the columns whose value changed."""

    change: Change
    before: tuple[Cell, ...] | None
    after: tuple[Cell, ...] | None
    differs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TableChange:
    """A table of both, or of one of them; rows in the order of the later one, those that are gone last."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[RowChange, ...]

    @property
    def changed(self) -> tuple[RowChange, ...]:
        """The rows that are not the same."""
        return tuple(row for row in self.rows if row.change is not Change.SAME)


def compare(before: Result, after: Result) -> list[TableChange]:
    """Table by table, in the order of the later result."""
    earlier = {one.key: one for one in before.tables}
    later = {one.key: one for one in after.tables}
    return [_tables(earlier.get(key), later.get(key)) for key in {**later, **earlier}]


def _tables(before: Table | None, after: Table | None) -> TableChange:
    shown = after or before
    assert shown is not None
    old, new = (_rows(one, shown.columns) for one in (before, after))
    rows = [_row(shown.columns, old.get(name), row) for name, row in new.items()]
    rows += [_row(shown.columns, row, None) for name, row in old.items() if name not in new]
    return TableChange(shown.title, shown.columns, tuple(rows))


def _rows(source: Table | None, columns: tuple[Column, ...]) -> Mapping[tuple[Cell, ...], tuple[Cell, ...]]:
    """By what tells rows apart, with the cells in the order of these columns; equal names are told apart by place."""
    if source is None:
        return {}
    places = {column.key: place for place, column in enumerate(source.columns)}
    found: dict[tuple[Cell, ...], tuple[Cell, ...]] = {}
    for row in source.rows:
        name = tuple(row[places[key]] for key in source.by)
        while name in found:
            name = (*name, "+")
        found[name] = tuple(row[places[one.key]] if one.key in places else None for one in columns)
    return found


def _row(columns: tuple[Column, ...], before: tuple[Cell, ...] | None, after: tuple[Cell, ...] | None) -> RowChange:
    if before is None or after is None:
        return RowChange(Change.ADDED if before is None else Change.GONE, before, after)
    differs = tuple(_different(columns, before, after))
    return RowChange(Change.CHANGED if differs else Change.SAME, before, after, differs)


def _different(columns: tuple[Column, ...], before: tuple[Cell, ...], after: tuple[Cell, ...]) -> Iterator[str]:
    for column, old, new in zip(columns, before, after, strict=True):
        if not _equal(old, new):
            yield column.key


def _equal(one: Cell, two: Cell) -> bool:
    if isinstance(one, float) and isinstance(two, float):
        return abs(one - two) <= _EQUAL * max(abs(one), abs(two), 1.0)
    return one == two
