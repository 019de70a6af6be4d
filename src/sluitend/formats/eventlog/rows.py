"""Where the rows that were read stand in their file.

A reader of a csv passes over empty lines, so that row 3 of what was read may be row 5 of the file; that of a workbook
over empty rows above the names. Rows count as in a spreadsheet: the first is 1, an empty line is a row, and a field
with line ends in it makes no more rows. Nothing of this is looked up before a row has to be told, and nothing is kept
of the file but the rows that were asked.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from pathlib import Path

from sluitend.errors import InputError
from sluitend.formats.eventlog import codes, delimited, workbook

_CHUNK = 1024**2  # bytes
_EMPTY_LINES = (b"\n\n", b"\n\r\n", b"\r\r")
_TOLD = ("row", "other")  # data of a refusal
_MOST = 2**31 - 1  # characters of a field: how long one may be is the reader's


def in_file(path: Path, rows: Iterable[int]) -> dict[int, int]:
    """Of rows as they were read, with the names in row 1: where they stand."""
    wanted, name = {*rows}, path.name.lower()
    if wanted and name.endswith((".xlsx", ".xls", ".ods")):
        above = workbook.rows_before(path)
        return {row: row + above for row in wanted}
    if wanted and name.endswith(delimited.SUFFIXES) and _may_have_empty_lines(path):
        return _counted(path, wanted)
    return {row: row for row in wanted}


def _counted(path: Path, wanted: set[int]) -> dict[int, int]:
    csv.field_size_limit(_MOST)
    found, left = {row: row for row in wanted}, len(wanted)
    with delimited.opened(path) as file:
        delimiter, encoding = delimited.written(file.read(delimited.SNIFFED))
        file.seek(0)
        text = io.TextIOWrapper(file, encoding.replace("utf8", "utf-8-sig"), errors="replace", newline="")
        filled = (at for at, fields in enumerate(csv.reader(text, delimiter=delimiter), start=1) if fields)
        for row, at in enumerate(filled, start=1):
            if row in wanted:
                found[row], left = at, left - 1
                if not left:
                    break
    return found


def refusal(path: Path, error: InputError) -> InputError:
    """A refusal of what was read, with the rows that it tells as they stand in the file."""
    rows = {name: row for name in _TOLD if isinstance(row := error.data.get(name), int)}
    if not rows or error.code == codes.RAGGED_ROW:  # which counted in the file
        return error
    found = in_file(path, rows.values())
    there = {name: found.get(row, row) for name, row in rows.items()}
    return InputError(error.code, where=error.where, **error.data | there)


def _may_have_empty_lines(path: Path) -> bool:
    """Quick, for most files have none; line ends within a field count too, and UTF-16 is not looked into."""
    with delimited.opened(path) as file:
        part = file.read(_CHUNK)
        if part.startswith((b"\xff\xfe", b"\xfe\xff")):
            return True
        while part:
            if any(one in part for one in _EMPTY_LINES):
                return True
            more = file.read(_CHUNK)
            part = part[-2:] + more if more else b""
    return False
