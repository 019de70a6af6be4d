"""Writes one small table of a kind, for ``sluitend.work.events_process``: which rows are good, and what is wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc

from sluitend.engines.chain.remarks import Remark
from sluitend.engines.tables import questionnaire, series
from sluitend.engines.tables.reading import unmistakable
from sluitend.engines.tables.rows import Cells
from sluitend.errors import InputError
from sluitend.formats import stored_table

MOST_ROWS = 200_000
RELATIONS, SERIES = "relations", "series"
Made = tuple[pa.Table, tuple[Remark, ...], int]  # with the number of what the rows are about


def prepare(table: pa.Table, wanted: dict[str, Any], out: Path) -> dict[str, Any]:
    """Store the good rows in `out`, and tell how many there are and what is wrong with the others.

    `wanted`: kind, columns (names by what they hold), missing (words that mean "not known"), today (ISO 8601), known.
    Raises InputError("events.column_gone" | "events.no_rows_left" | "events.too_many_rows").
    """
    if table.num_rows > MOST_ROWS:
        raise InputError("events.too_many_rows", rows=table.num_rows, most=MOST_ROWS)
    made, remarks, about = _MAKERS[wanted["kind"]](_cells(table, wanted), wanted)
    if not made.num_rows:
        raise InputError("events.no_rows_left", rows=table.num_rows)
    stored_table.write(out, made, wanted["kind"])
    told = [[str(one.code), one.column, one.count, list(one.rows), dict(one.data)] for one in remarks]
    return {"events": made.num_rows, "cases": about, "remarks": told}


def _cells(table: pa.Table, wanted: Mapping[str, Any]) -> Cells:
    found = {}
    for role, name in wanted["columns"].items():
        if name not in table.column_names:
            raise InputError("events.column_gone")
        missing = {word.casefold() for word in wanted["missing"]}
        texts = _texts(table[name])
        found[role] = [None if text is None or text.strip().casefold() in missing else text for text in texts]
    return found


def _texts(column: pa.ChunkedArray) -> list[str | None]:
    """Of a column of numbers nobody has to ask what its dots are."""
    texts: list[str | None] = column.cast(pa.string()).to_pylist()
    typed = pa.types.is_floating(column.type) or pa.types.is_decimal(column.type)
    return [unmistakable(text) if text else text for text in texts] if typed else texts


def _relations(cells: Cells, wanted: Mapping[str, Any]) -> Made:
    made = questionnaire.answers(cells)
    return made, questionnaire.quality(cells, wanted["known"]), _different(made, questionnaire.ORGANISATION)


def _series(cells: Cells, wanted: Mapping[str, Any]) -> Made:
    today = date.fromisoformat(wanted["today"])
    made = series.values(cells)
    return made, series.quality(cells, today=today, known=wanted["known"]), _different(made, series.GROUP)


def _different(table: pa.Table, name: str) -> int:
    """A series without groups is of one."""
    return int(pc.count_distinct(table[name], mode="all").as_py())


_MAKERS: Final[Mapping[str, Callable[[Cells, Mapping[str, Any]], Made]]] = {RELATIONS: _relations, SERIES: _series}
