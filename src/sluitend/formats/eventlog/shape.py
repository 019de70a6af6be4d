"""A file's table as a log: which column is what, values that are there, times that are times."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pyarrow as pa
import pyarrow.compute as pc

from sluitend.errors import InputError
from sluitend.formats.eventlog import DAY_ONLY, IN_FILE, codes
from sluitend.formats.eventlog.times import times

NAMES = ("case", "activity", "time", "resource")
MOST_ACTIVITIES = 50_000  # steps of work have names; a column of remarks has more
_NAMED = 12  # columns in the sentence that says what there is


def shaped(
    raw: pa.Table, *, case: str, activity: str, time: str, resource: str | None, missing: Sequence[str]
) -> pa.Table:
    """With the columns `case`, `activity`, `time`, `resource` first. Raises InputError with one of `codes`."""
    if not raw.num_rows:
        raise InputError(codes.EMPTY)
    for name in filter(None, (case, activity, time, resource)):
        if name not in raw.column_names:
            found = ", ".join(raw.column_names[:_NAMED]) + (" …" if raw.num_columns > _NAMED else "")
            raise InputError(codes.NO_COLUMN, column=name, found=found)
    whose = pa.nulls(raw.num_rows, pa.string()) if resource is None else _known(_text(raw[resource]), missing)
    moments = times(_there(raw[time], codes.NO_TIME))
    columns: dict[str, pa.ChunkedArray | pa.Array] = {
        "case": _there(_text(raw[case]), codes.NO_CASE),
        "activity": _few(_there(_text(raw[activity]), codes.NO_ACTIVITY)),
        "time": moments.values,
        "resource": whose,
    }
    told = {"time": {DAY_ONLY: b"1" if moments.day_only else b"0"}}
    for name in raw.column_names:
        if name not in (case, activity, time, resource):
            own = _free(name, columns)
            columns[own] = _known(raw[name], missing)
            told |= {} if own == name else {own: {IN_FILE: name.encode()}}
    return _marked(pa.table(columns), told)


def _marked(table: pa.Table, told: Mapping[str, Mapping[bytes, bytes]]) -> pa.Table:
    fields = [one.with_metadata(told[one.name]) if one.name in told else one for one in table.schema]
    return pa.Table.from_arrays(table.columns, schema=pa.schema(fields))


def _text(column: pa.ChunkedArray) -> pa.ChunkedArray:
    return column if pa.types.is_string(column.type) else column.cast(pa.string())


def _there(column: pa.ChunkedArray, code: str) -> pa.ChunkedArray:
    if column.null_count:
        raise InputError(code, row=pc.index(column.is_null(), value=True).as_py() + 2)
    return column


def _few(column: pa.ChunkedArray) -> pa.ChunkedArray:
    found = pc.count_distinct(column).as_py()
    if found > MOST_ACTIVITIES:
        raise InputError(codes.TOO_MANY_ACTIVITIES, found=found, most=MOST_ACTIVITIES)
    return column


def _known(column: pa.ChunkedArray, missing: Sequence[str]) -> pa.ChunkedArray:
    """With null for what the file writes when it does not know."""
    if not missing or not pa.types.is_string(column.type):
        return column
    unknown = pc.is_in(column, value_set=pa.array(list(missing), pa.string()))
    return pc.if_else(unknown, pa.scalar(None, pa.string()), column)


def _free(name: str, taken: dict[str, pa.ChunkedArray | pa.Array]) -> str:
    while name in taken:
        name += "_"
    return name
