"""A log as it is given: an Arrow table, a DataFrame, or a Parquet file."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Protocol

import pyarrow as pa
import pyarrow.parquet as parquet

_WHOLE = ("case", "activity", "time")


class Frame(Protocol):
    """A DataFrame of pandas, Polars or another library that gives its columns to Arrow."""

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> Any: ...


def table_of(given: pa.Table | Frame | Path | str) -> pa.Table:
    """Columns case, activity, time and, where there is one, resource; times to the microsecond.

    Raises KeyError for a column that is not there and ValueError where a case, an activity or a time is missing
    (`formats.eventlog.read` says in which rows).
    """
    table = _read(given)
    for name in _WHOLE:
        if table[name].null_count:
            raise ValueError(f"rows without {name}")
    if "resource" not in table.column_names:
        table = table.append_column("resource", pa.nulls(len(table), pa.string()))
    kind = table.schema.field("time").type
    if not pa.types.is_timestamp(kind) or kind.unit != "ns":
        return table
    time = table["time"].cast(pa.timestamp("us", kind.tz), safe=False)  # what is finer than a microsecond is cut off
    return table.set_column(table.column_names.index("time"), table.schema.field("time").with_type(time.type), time)


def _read(given: pa.Table | Frame | Path | str) -> pa.Table:
    if isinstance(given, str | Path):
        return parquet.read_table(given)
    return pa.table(given)
