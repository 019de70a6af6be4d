"""Text with a delimiter, and Parquet, as tables; every value of a text stays text, an empty one is null.

Empty lines of a text are no rows: `rows` knows where the others stand in the file.
"""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.parquet as pa_parquet

from sluitend.errors import InputError
from sluitend.formats.eventlog import codes

SUFFIXES = (".csv", ".csv.gz", ".tsv", ".tsv.gz", ".txt")
_DELIMITERS = (",", ";", "\t", "|")
SNIFFED = 1024**2  # bytes
_GZIP = b"\x1f\x8b"


def read(path: Path) -> pa.Table:
    """Raises InputError("eventlog.damaged", "eventlog.empty", "eventlog.same_column", "eventlog.ragged_row")."""
    with opened(path) as file:
        try:
            start = file.read(SNIFFED)
        except (OSError, EOFError) as error:  # a gzip that is cut off or none
            raise InputError(codes.DAMAGED) from error
    encoding = _encoding(start)
    names, delimiter = _header(start.decode(encoding, "replace"))
    try:
        return _table(path, names, delimiter, encoding)
    except pa.ArrowInvalid as error:
        if encoding == "utf8" and "UTF8" in str(error):  # the start was plain ASCII; further on it is not
            return _table(path, names, delimiter, "cp1252")
        raise _ragged(path, delimiter, encoding, len(names)) from error
    except (OSError, EOFError) as error:
        raise InputError(codes.DAMAGED) from error


def written(start: bytes) -> tuple[str, str]:
    """The delimiter and the encoding of a file that begins so. Raises as `read`."""
    encoding = _encoding(start)
    return _header(start.decode(encoding, "replace"))[1], encoding


def _ragged(path: Path, delimiter: str, encoding: str, expected: int) -> InputError:
    """Where a row has more or fewer fields than there are names."""
    with opened(path) as file:
        text = io.TextIOWrapper(file, encoding, errors="replace", newline="")
        try:
            for row, fields in enumerate(csv.reader(text, delimiter=delimiter), start=1):
                if fields and len(fields) != expected:
                    return InputError(codes.RAGGED_ROW, row=row, expected=expected, found=len(fields))
        except (csv.Error, OSError, EOFError):
            pass
    return InputError(codes.DAMAGED)


def read_parquet(path: Path) -> pa.Table:
    """Raises InputError("eventlog.damaged")."""
    try:
        return pa_parquet.read_table(path)
    except pa.ArrowMemoryError:  # no fault of the file's
        raise
    except (pa.ArrowException, OSError) as error:
        raise InputError(codes.DAMAGED) from error


def _table(path: Path, names: list[str], delimiter: str, encoding: str) -> pa.Table:
    with opened(path) as file:
        return pa_csv.read_csv(
            file,
            read_options=pa_csv.ReadOptions(column_names=names, skip_rows_after_names=1, encoding=encoding),
            parse_options=pa_csv.ParseOptions(delimiter=delimiter, newlines_in_values=True),
            convert_options=pa_csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()),
                null_values=[""],
                strings_can_be_null=True,
                quoted_strings_can_be_null=True,
            ),
        )


@contextmanager
def opened(path: Path) -> Iterator[IO[bytes]]:
    """The file's bytes, unpacked when it is a gzip whatever its name."""
    with path.open("rb") as file:
        packed = file.read(2) == _GZIP
        file.seek(0)
        if packed:
            with gzip.open(file) as unpacked:
                yield unpacked  # type: ignore[misc]
        else:
            yield file


def _encoding(start: bytes) -> str:
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf16"
    try:
        start[: start.rfind(b"\n") + 1].decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf8"


def _header(start: str) -> tuple[list[str], str]:
    """The names in the first row, and the delimiter that makes most of them."""
    line = start.lstrip("\ufeff").split("\n", 1)[0]
    if not line.strip():
        raise InputError(codes.EMPTY)
    delimiter = max(_DELIMITERS, key=lambda one: len(_fields(start, one)))
    names = [name.strip() or f"#{number}" for number, name in enumerate(_fields(start, delimiter), start=1)]
    twice = next((name for number, name in enumerate(names) if name in names[:number]), None)
    if twice is not None:
        raise InputError(codes.SAME_COLUMN, column=twice)
    return names, delimiter


def _fields(start: str, delimiter: str) -> list[str]:
    return next(csv.reader(io.StringIO(start.lstrip("\ufeff"), newline=""), delimiter=delimiter), [])
