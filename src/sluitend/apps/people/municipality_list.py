"""A list of municipalities as a csv file: a code (GM0000) and a name in every row."""

from __future__ import annotations

import csv
import io
import re
from typing import BinaryIO, NamedTuple

from sluitend.errors import InputError

MOST_BYTES = 1_000_000
MOST_ERRORS = 10
CODE = re.compile(r"GM\d{4}")
LONGEST_NAME = 120


class Row(NamedTuple):
    """One municipality, with the line it stands on."""

    line: int
    code: str
    name: str


class RowsRefused(InputError):  # noqa: N818 - reads as the outcome
    """The file is refused as a whole; `errors` says what is wrong in which row, the first ten of them."""

    def __init__(self, errors: list[InputError]) -> None:
        super().__init__("people.municipalities_refused", count=len(errors))
        self.errors = errors[:MOST_ERRORS]


def read(file: BinaryIO) -> list[Row]:
    """The rows of a csv file (comma, semicolon or tab; UTF-8 or Windows-1252; with or without a line of headings).

    Raises InputError("people.municipalities_too_large", "people.municipalities_empty"), RowsRefused.
    """
    rows = [Row(line, *cells) for line, cells in _cells(_text(file))]
    if rows and not CODE.fullmatch(rows[0].code) and rows[0].code.lower() in {"code", "gemeentecode", "cbs-code", "gm"}:
        rows = rows[1:]
    if not rows:
        raise InputError("people.municipalities_empty")
    if errors := [*_wrong_cells(rows), *_doubles(rows)]:
        raise RowsRefused(sorted(errors, key=lambda error: int(error.where or 0)))
    return rows


def _text(file: BinaryIO) -> str:
    content = file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise InputError("people.municipalities_too_large")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _cells(text: str) -> list[tuple[int, tuple[str, str]]]:
    """Line number, and the first two cells, of every line that is not empty."""
    first = text.lstrip().partition("\n")[0]
    delimiter = max(";,\t", key=first.count)
    reader = csv.reader(io.StringIO(text), delimiter=delimiter)
    padded = [(reader.line_num, [cell.strip() for cell in row] + ["", ""]) for row in reader]
    return [(line, (cells[0], cells[1])) for line, cells in padded if any(cells)]


def _wrong_cells(rows: list[Row]) -> list[InputError]:
    wrong = [
        InputError("people.municipality_code", where=str(row.line), found=row.code[:20])
        for row in rows
        if not CODE.fullmatch(row.code)
    ]
    nameless = [row for row in rows if not 0 < len(row.name) <= LONGEST_NAME]
    return wrong + [InputError("people.municipality_name", where=str(row.line)) for row in nameless]


def _doubles(rows: list[Row]) -> list[InputError]:
    first: dict[str, int] = {}
    return [
        InputError("people.municipality_twice", where=str(row.line), found=row.code, first=first[row.code])
        for row in rows
        if first.setdefault(row.code, row.line) != row.line
    ]
