"""The first sheet of a workbook as a table; dates stay dates, other values become text."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pyarrow as pa
from python_calamine import CalamineError, CalamineWorkbook

from sluitend.errors import InputError
from sluitend.formats.eventlog import codes

MAX_BYTES = 200 * 1024**2  # a sheet has at most a million rows


def read(path: Path) -> pa.Table:
    """Raises InputError("eventlog.damaged", "eventlog.empty", "eventlog.same_column", "eventlog.too_big")."""
    if path.stat().st_size > MAX_BYTES:
        raise InputError(codes.TOO_BIG, megabytes=path.stat().st_size // 1024**2, most=MAX_BYTES // 1024**2)
    try:
        rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    except (CalamineError, OSError, IndexError) as error:
        raise InputError(codes.DAMAGED) from error
    if len(rows) < 2:
        raise InputError(codes.EMPTY)
    names = [str(cell).strip() or f"#{number}" for number, cell in enumerate(rows[0], start=1)]
    if len(set(names)) < len(names):
        raise InputError(codes.SAME_COLUMN, column=next(name for name in names if names.count(name) > 1))
    return pa.table(
        {name: pa.array([_text(row[at]) for row in rows[1:]], pa.string()) for at, name in enumerate(names)}
    )


def rows_before(path: Path) -> int:
    """How many empty rows stand above the names of the columns, which are the first row that is read."""
    start = CalamineWorkbook.from_path(path).get_sheet_by_index(0).start
    return int(start[0]) if start else 0


def _text(cell: object) -> str | None:
    """As a csv would have it: whole numbers without a fraction, dates as ISO 8601."""
    if cell is None or cell == "":
        return None
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, float):
        return _decimal(cell)
    if isinstance(cell, dt.datetime):
        return cell.isoformat(" ")
    return cell.isoformat() if isinstance(cell, dt.date) else str(cell)


def _decimal(cell: float) -> str:
    """With a zero after three decimals: in text 1.234 may be a thousand, here it is known that it is not."""
    text = str(cell)
    return f"{text}0" if abs(cell) >= 1 and len(text.rpartition(".")[2]) == 3 else text
