"""Which reader a file asks for, by its name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pyarrow as pa

from sluitend.errors import InputError
from sluitend.formats.eventlog import codes, delimited, rows, workbook, xes
from sluitend.formats.eventlog.shape import shaped

MAX_BYTES = 12 * 1024**3  # of the file as it lies there
_READERS: tuple[tuple[tuple[str, ...], Callable[[Path], pa.Table]], ...] = (
    ((".xes", ".xes.gz"), xes.read),
    (delimited.SUFFIXES, delimited.read),
    ((".parquet",), delimited.read_parquet),
    ((".xlsx",), workbook.read),
)


def read(path: Path, *, case: str, activity: str, time: str, resource: str | None, missing: Sequence[str]) -> pa.Table:
    """As `eventlog.read`."""
    table = raw(path)
    try:
        return shaped(table, case=case, activity=activity, time=time, resource=resource, missing=missing)
    except InputError as error:
        raise rows.refusal(path, error) from None


def raw(path: Path) -> pa.Table:
    """As `eventlog.raw`."""
    return _reader(path)(path)


def _reader(path: Path) -> Callable[[Path], pa.Table]:
    if path.is_dir():
        raise InputError(codes.FOLDER, name=path.name)
    size = path.stat().st_size
    if size == 0:
        raise InputError(codes.EMPTY)
    if size > MAX_BYTES:
        raise InputError(codes.TOO_BIG, megabytes=size // 1024**2, most=MAX_BYTES // 1024**2)
    for endings, reader in _READERS:
        if path.name.lower().endswith(endings):
            return reader
    raise InputError(codes.UNSUPPORTED, suffix=path.suffix)
