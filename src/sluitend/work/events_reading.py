"""Columns of an event log as everything that reads them wants them: plain text, numbers and dates, and moments."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from sluitend.engines.chain import quality
from sluitend.errors import InputError
from sluitend.formats import eventlog
from sluitend.formats.eventlog.times import times
from sluitend.work.events import OBJECTS
from sluitend.work.events_objects import Objects, objects


def opened(path: Path, wanted: Mapping[str, Any]) -> tuple[pa.Table, Objects | None]:
    """The rows of a file, and what is known of its objects where it has those."""
    if not path.name.endswith(OBJECTS):
        return plain(eventlog.raw(path)), None
    found = objects(path, wanted)
    return plain(found.table), found


def plain(table: pa.Table) -> pa.Table:
    """Without dictionaries, and without columns of lists and structures, which no csv could have."""
    kept = [field.name for field in table.schema if not (pa.types.is_nested(field.type) or _is_bytes(field.type))]
    return pa.table({name: _as_text(table[name]) for name in kept})


def _is_bytes(kind: pa.DataType) -> bool:
    return bool(pa.types.is_binary(kind) or pa.types.is_large_binary(kind) or pa.types.is_fixed_size_binary(kind))


def _as_text(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """In the one kind of text that the rest expects; numbers and dates as they are."""
    kind = column.type
    other = pa.types.is_dictionary(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind)
    return column.cast(pa.string()) if other or pa.types.is_null(kind) else column


def moments(column: pa.ChunkedArray, role: str) -> pa.ChunkedArray:
    """What was written in a column as moments: null where there is no date that exists."""
    there = mask(column.is_valid()) & ~mask(eventlog.unreadable(column))
    if not there.any():
        return pa.chunked_array([pa.nulls(len(column), pa.timestamp("us"))])
    try:
        found = times(column.filter(pa.array(there))).values
    except InputError as error:  # in more than one way, or the month first here and the day there
        if role == quality.REGISTERED:
            raise InputError("events.registered_unclear") from None
        at = np.flatnonzero(there)
        raise InputError(error.code, **{name: _in_file(at, name, one) for name, one in error.data.items()}) from None
    places = np.cumsum(there) - 1
    return found.take(pa.array(places, mask=~there))


def _in_file(at: npt.NDArray[np.intp], name: str, value: object) -> Any:
    """Rows were counted among those with a date; a person counts them in the file."""
    return int(at[value - 2]) + 2 if name in ("row", "other") and isinstance(value, int) else value


def mask(column: pa.ChunkedArray) -> quality.Mask:
    """A column of yes and no, as numpy has it."""
    found: quality.Mask = column.to_numpy(zero_copy_only=False) if isinstance(column, pa.Array) else column.to_numpy()
    return found
