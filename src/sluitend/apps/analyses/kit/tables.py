"""Tables of a result from what engines give."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from sluitend.apps.analyses.kit.result import Cell, Column, Kind, Table

if TYPE_CHECKING:
    import pyarrow as pa


class Row(dict[str, Any]):
    """Cells by the keys of their columns; None of a column that is not there."""

    def __missing__(self, key: str) -> None:
        return None


def table(
    key: str, title: str, columns: Sequence[Column], rows: Iterable[Sequence[Any]], by: Sequence[str] = ()
) -> Table:
    """A table of all rows: what is too long to read is cut where it is shown."""
    given = tuple(tuple(_cell(value) for value in row) for row in rows)
    return Table(key, title, tuple(columns), given, tuple(by))


def of_arrow(found: pa.Table, key: str, title: str, columns: Sequence[Column], by: Sequence[str] = ()) -> Table:
    """Of the columns of an Arrow table that have these keys, in their order."""
    lists = [found[column.key].to_pylist() for column in columns]
    return table(key, title, columns, zip(*lists, strict=True), by)


def apart(not_placed: int) -> Table:
    """The cases of which nobody knows whose they are."""
    return table("apart", "Blijft buiten de telling", [Column("not_placed", "casussen", Kind.COUNT)], [(not_placed,)])


def records(found: Table) -> list[Mapping[str, Cell]]:
    """Rows as mappings from column to cell, for a chart."""
    keys = [column.key for column in found.columns]
    return [dict(zip(keys, row, strict=True)) for row in found.rows]


def _cell(value: Any) -> Cell:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return " → ".join("?" if one is None else str(one) for one in value)
    if value is None or isinstance(value, str | int | float | bool):
        return value
    raise TypeError(f"a table holds no {type(value).__name__}")
