"""Reads a table of open answers (xlsx, ods, csv, tsv: a row per respondent) and writes it out as one text with turns.

``read`` works in this process and trusts nothing of the file; ``sluitend.work.limits.table_limited`` does the same in a
process of its own with bounded memory and time, and is what the application uses.
"""

from __future__ import annotations

from pathlib import Path, PurePath

from sluitend.errors import InputError
from sluitend.formats.answers import codes, delimited, shape
from sluitend.formats.answers.compose import Answers, compose
from sluitend.formats.answers.model import Table

__all__ = ["KINDS", "MAX_BYTES", "MAX_COLUMNS", "MAX_ROWS", "Answers", "Table", "compose", "read"]

# Ten thousand answers of a page each are 20 MB; as a spreadsheet they are packed.
MAX_BYTES = 20 * 1024**2
MAX_ROWS, MAX_COLUMNS = shape.MAX_ROWS, shape.MAX_COLUMNS

# Suffix to media type: what a file dialogue may offer.
KINDS = {
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
    ".csv": "text/csv",
    ".tsv": "text/tab-separated-values",
}


def read(path: Path, *, filename: str, sheet: int = 0) -> Table:
    """The table in the file at ``path``, or on its sheet of this number (from 0); the name tells its kind.

    Raises InputError with one of ``sluitend.formats.answers.codes`` or ``sluitend.formats.documents.codes``.
    """
    suffix = PurePath(filename).suffix.lower()
    if suffix not in KINDS:
        raise InputError(codes.UNSUPPORTED)
    _check_size(path.stat().st_size)
    if suffix in (".csv", ".tsv"):
        return shape.table(delimited.records(path.read_bytes()))
    from sluitend.formats.answers import workbook  # loads a native library

    return workbook.read(path, sheet)


def _check_size(size: int) -> None:
    if size == 0:
        raise InputError(codes.EMPTY)
    if size > MAX_BYTES:
        raise InputError(codes.TOO_BIG, megabytes=-(-size // 1024**2), most=MAX_BYTES // 1024**2)
