"""Writes a log: csv, Parquet or XES, by the name of the file; what is read back is the same log."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import IO, TypeAlias

import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.parquet as pa_parquet

from sluitend.errors import InputError
from sluitend.formats.eventlog import codes, xes_writing
from sluitend.formats.eventlog.parts import Parts, iso, of_days, parts_of, tables_of

_Log: TypeAlias = pa.Table | Parts
_Write: TypeAlias = Callable[[_Log, Path, Mapping[str, str]], None]


def write(log: _Log, path: Path, about: Mapping[str, str]) -> None:
    """As `eventlog.write`."""
    for ending, writer in _WRITERS:
        if path.name.lower().endswith(ending):
            return writer(log, path, about)
    raise InputError(codes.UNSUPPORTED, suffix=path.suffix)


def _parquet(log: _Log, path: Path, _about: Mapping[str, str]) -> None:
    with pa_parquet.ParquetWriter(path, log.schema) as file:
        for part in tables_of(log):
            file.write_table(part)


def _csv(log: _Log, path: Path, _about: Mapping[str, str]) -> None:
    at = log.schema.get_field_index("time")
    with pa_csv.CSVWriter(path, log.schema.set(at, pa.field("time", pa.string()))) as file:
        for part in tables_of(log):
            file.write_table(_readable(part))


def _readable(part: pa.Table) -> pa.Table:
    """With times as ISO 8601, and their offset when they have one; a day when there are only days."""
    at = part.column_names.index("time")
    return part.set_column(at, "time", iso(part["time"], days=of_days(part.schema)))


def _xes(log: _Log, path: Path, about: Mapping[str, str]) -> None:
    with path.open("wb") as file:
        _lines(file, xes_writing.lines(parts_of(log), about))


def _xes_gz(log: _Log, path: Path, about: Mapping[str, str]) -> None:
    with path.open("wb") as file, gzip.GzipFile("", "wb", fileobj=file, mtime=0) as packed:
        _lines(packed, xes_writing.lines(parts_of(log), about))


def _lines(file: IO[bytes] | gzip.GzipFile, lines: Iterable[str]) -> None:
    for line in lines:
        file.write(line.encode())


_WRITERS: tuple[tuple[str, _Write], ...] = (
    (".parquet", _parquet),
    (".csv", _csv),
    (".xes", _xes),
    (".xes.gz", _xes_gz),
)
