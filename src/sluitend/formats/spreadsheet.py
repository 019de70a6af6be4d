"""Tables for a spreadsheet: csv and xlsx. No cell is ever taken for a formula."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

Value = str | int | float | bool | None
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_FORMULA = frozenset("=+-@\t\r")
_NO_SHEET = re.compile(r"[\[\]:*?/\\']")
_LONGEST_SHEET = 31  # letters in the name of a sheet, as Excel has it
_LONGEST_CELL = 32_767
_NO_DAY = datetime(2000, 1, 1)  # noqa: DTZ001 - of the file: it says nothing


@dataclass(frozen=True, slots=True)
class Sheet:
    """A name, headings, and rows of as many values; `note` stands above them and says for whom it is."""

    name: str
    headings: Sequence[str]
    rows: Iterable[Sequence[Value]]
    note: str = ""


def no_formula(text: str) -> str:
    """A text that a spreadsheet would take for a formula (OWASP: CSV injection) gets a quote before it."""
    return f"'{text}" if text[:1] in _FORMULA else text


def plain(value: Value) -> Value:
    """The same for any value; numbers stay numbers."""
    return no_formula(value) if isinstance(value, str) else value


def csv_of(headings: Sequence[str], rows: Iterable[Sequence[Value]]) -> bytes:
    """With semicolons, decimal commas and a mark of UTF-8, as a Dutch spreadsheet opens it by a double click."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow([plain(heading) for heading in headings])
    writer.writerows([_dutch(value) for value in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def _dutch(value: Value) -> Value:
    return str(value).replace(".", ",") if isinstance(value, float) else plain(value)


def xlsx_of(sheets: Sequence[Sheet]) -> bytes:
    """A workbook with a sheet a table; the same tables give the same bytes."""
    import xlsxwriter

    target = io.BytesIO()
    safe = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(target, safe) as book:
        book.set_properties({"created": _NO_DAY})
        bold = book.add_format({"bold": True})
        for name, one in zip(_names(sheets), sheets, strict=True):
            page = book.add_worksheet(name)
            top = 1 if one.note else 0
            if one.note:
                page.write_string(0, 0, one.note)
            page.freeze_panes(top + 1, 0)
            for place, heading in enumerate(one.headings):
                page.write_string(top, place, heading, bold)
            for line, row in enumerate(one.rows, top + 1):
                for place, value in enumerate(row):
                    _write(page, line, place, value)
    return target.getvalue()


def _write(page: Any, line: int, place: int, value: Value) -> None:
    if isinstance(value, bool):
        page.write_boolean(line, place, value)
    elif isinstance(value, int | float):
        page.write_number(line, place, value)
    elif value is not None:
        page.write_string(line, place, value[:_LONGEST_CELL])


def _names(sheets: Sequence[Sheet]) -> list[str]:
    """Names as Excel takes them, each once whatever its case."""
    given: dict[str, None] = {}
    for one in sheets:
        wanted = _NO_SHEET.sub(" ", one.name)[:_LONGEST_SHEET].strip() or "Blad"
        name, count = wanted, 1
        while name.lower() in (known.lower() for known in given):
            count += 1
            name = f"{wanted[: _LONGEST_SHEET - 4]} {count}"
        given[name] = None
    return list(given)
