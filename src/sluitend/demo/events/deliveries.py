"""The events as the data holder delivers them: once with what was on record by then, and once corrected.

Neither delivery is free of what goes wrong: see docs/developer/planted_events.md.
"""

from __future__ import annotations

from datetime import date
from io import BytesIO

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from sluitend.demo.events.questionnaire import answers
from sluitend.demo.events.table import events

EXTRACTED = date(2025, 12, 12)  # the first delivery knows what was on record on this day
TWICE = 12  # rows that the first delivery holds twice
UNDATED = 4  # rows without a moment, in both deliveries
COLUMNS = {
    "case": "casus",
    "activity": "gebeurtenis",
    "time": "tijdstip",
    "resource": "uitvoerder",
    "registered": "vastgelegd",
    "municipality": "gemeente",
    "subregion": "subregio",
    "family": "gezin",
    "kind": "soort hulp",
    "reason": "reden",
}


ANSWERS = {
    "organisation": "organisatie",
    "respondent": "respondent",
    "about": "over wie",
    "intensity": "hoe nauw",
    "trust": "vertrouwen",
    "value": "waarde",
}


def deliveries(table: pa.Table | None = None) -> tuple[bytes, bytes]:
    """Two Parquet files with the columns of COLUMNS, the same every time; of all events, or of these."""
    whole = events() if table is None else table
    known = whole.filter(pc.less_equal(whole["registered"], pa.scalar(EXTRACTED)))
    first = pa.concat_tables([known, _spread(known, TWICE), _undated(whole)])
    return _file(first), _file(pa.concat_tables([whole, _undated(whole)]))


def questionnaire() -> bytes:
    """What organisations say about working together, with the columns of ANSWERS."""
    return _written(answers(), ANSWERS)


def _spread(table: pa.Table, count: int) -> pa.Table:
    """So many rows, evenly over the table."""
    return table.take(np.linspace(0, table.num_rows - 1, count + 2).astype(np.int64)[1:-1])


def _undated(table: pa.Table) -> pa.Table:
    """Rows beside the others, of which nobody wrote down when."""
    rows = _spread(table, UNDATED)
    for name in ("time", "registered"):
        place = rows.schema.get_field_index(name)
        rows = rows.set_column(place, name, pa.nulls(UNDATED, rows[name].type))
    return rows


def _file(table: pa.Table) -> bytes:
    return _written(table, COLUMNS)


def _written(table: pa.Table, columns: dict[str, str]) -> bytes:
    written = BytesIO()
    pq.write_table(table.rename_columns([columns[name] for name in table.column_names]), written)
    return written.getvalue()
