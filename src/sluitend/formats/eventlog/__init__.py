"""Reads and writes event logs: csv (also gzipped), xlsx, Parquet and XES (also gzipped).

A log is a `pyarrow.Table` with a row per event in the order of the file. Its first columns are `case` (string),
`activity` (string), `time` (timestamp in microseconds, in UTC when the file gives an offset, without a zone when it
gives none) and `resource` (string, null where it is missing); the file's other columns follow under their own names,
with `_` behind a name that is one of these four (see `called`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa

    from sluitend.errors import InputError
    from sluitend.formats.eventlog.parts import Parts

__all__ = ["DAY_ONLY", "called", "in_file", "raw", "read", "refusal", "shaped", "unreadable", "write"]

DAY_ONLY = b"day_only"  # key in the metadata of the column `time`: b"1" when the file gives dates without a time of day
IN_FILE = b"in_file"  # key in the metadata of a column that has another name in the file: that name
CASE, ACTIVITY, TIME = "case:concept:name", "concept:name", "time:timestamp"  # as XES calls them


def read(
    path: str | Path,
    *,
    case: str = CASE,
    activity: str = ACTIVITY,
    time: str = TIME,
    resource: str | None = None,
    missing: Sequence[str] = (),
) -> pa.Table:
    """The log in a file; the names are those of its columns, for XES of its attributes (of a trace: `case:KEY`).

    A value of `missing` is read as "not known" wherever it stands, but for cases and activities: there it is a name.
    Raises InputError with one of `codes`.
    """
    from sluitend.formats.eventlog import reading  # loads Arrow: half a second that a page does not need

    return reading.read(Path(path), case=case, activity=activity, time=time, resource=resource, missing=tuple(missing))


def raw(path: str | Path) -> pa.Table:
    """The table in a file as it stands there, whatever its columns mean; see `in_file` for its rows.

    Raises InputError with one of `codes`.
    """
    from sluitend.formats.eventlog import reading

    return reading.raw(Path(path))


def in_file(path: str | Path, rows: Iterable[int]) -> dict[int, int]:
    """Of rows that were counted in what was read, names in row 1: where they stand in the file. See `rows`."""
    from sluitend.formats.eventlog import rows as counting

    return counting.in_file(Path(path), rows)


def refusal(path: str | Path, error: InputError) -> InputError:
    """A refusal of the rows of a `raw` table, with the rows that it tells as they stand in the file."""
    from sluitend.formats.eventlog import rows as counting

    return counting.refusal(Path(path), error)


def called(log: pa.Table, name: str) -> str:
    """How a log that was read calls what the file calls `name`: not so where that is one of its own four names."""
    known = ((one.name, (one.metadata or {}).get(IN_FILE)) for one in log.schema)
    return next((own for own, in_file in known if in_file == name.encode()), name)


def unreadable(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Of every row of a raw column whether something stands there that is no date."""
    from sluitend.formats.eventlog import times

    return times.unreadable(column)


def shaped(
    table: pa.Table, *, case: str, activity: str, time: str, resource: str | None, missing: Sequence[str] = ()
) -> pa.Table:
    """A raw table as a log, as `read` gives it. Raises InputError with one of `codes`."""
    from sluitend.formats.eventlog import shape

    return shape.shaped(table, case=case, activity=activity, time=time, resource=resource, missing=missing)


def write(log: pa.Table | Parts, path: str | Path, about: Mapping[str, str] | None = None) -> None:
    """Write a log as csv, Parquet, xes or xes.gz, by its name; a log in parts never lies in memory as a whole.

    `about` are attributes of the log itself, for XES only. Raises InputError("eventlog.unsupported").
    """
    from sluitend.formats.eventlog import writing

    writing.write(log, Path(path), about or {})
