"""A sheet of a spreadsheet as records. Only values are read: no formula is worked out, no macro is run."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path

import python_calamine as calamine

from sluitend.errors import InputError
from sluitend.formats.answers import codes, shape
from sluitend.formats.answers.model import Table, letters

MAX_UNPACKED = 400 * 1024**2
MAX_RATIO = 200  # a sheet of repeated words packs to a hundredth
_SMALL = 20 * 1024**2
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")  # what an encrypted xlsx is wrapped in
_Cell = int | float | str | bool | time | date | datetime | timedelta


def read(path: Path, sheet: int) -> Table:
    """The table on the sheet of this number. Raises InputError with one of ``codes``."""
    _check_package(path)
    try:
        with calamine.CalamineWorkbook.from_path(str(path)) as book:
            return _table(book, sheet)
    except calamine.PasswordError:
        raise InputError(codes.ENCRYPTED) from None
    except calamine.CalamineError:
        raise InputError(codes.DAMAGED) from None


def _check_package(path: Path) -> None:
    with path.open("rb") as file:
        if file.read(8) == _OLE:
            raise InputError(codes.ENCRYPTED)
    try:
        with zipfile.ZipFile(path) as package:
            members = package.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise InputError(codes.DAMAGED) from None
    unpacked, packed = sum(one.file_size for one in members), sum(one.compress_size for one in members)
    if unpacked > MAX_UNPACKED or (unpacked > _SMALL and unpacked > MAX_RATIO * packed):
        raise InputError(codes.ZIP_BOMB)


def _table(book: calamine.CalamineWorkbook, number: int) -> Table:
    names = tuple(book.sheet_names)
    if not 0 <= number < len(names):
        raise InputError(codes.NO_SUCH_SHEET)
    sheet = book.get_sheet_by_index(number)
    _refuse_merged(sheet)
    if sheet.total_height > 0 and sheet.total_width > shape.MAX_COLUMNS * 10:
        raise InputError(codes.TOO_MANY_COLUMNS, most=shape.MAX_COLUMNS)
    return shape.table(_records(sheet), sheets=names, sheet=number)


def _refuse_merged(sheet: calamine.CalamineSheet) -> None:
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        raise InputError(codes.MERGED_CELLS, cells=f"{letters(left)}{top + 1}:{letters(right)}{bottom + 1}")


def _records(sheet: calamine.CalamineSheet) -> Iterator[list[str]]:
    # Cells keep their places: rows and columns before the first filled one count too.
    row, column = sheet.start or (0, 0)
    yield from ([] for _row in range(row))
    for cells in sheet.to_python(skip_empty_area=True, nrows=shape.MAX_ROWS + 2):
        yield [*[""] * column, *(_words(cell) for cell in cells)]


def _words(cell: _Cell) -> str:
    """A value as people read it; a whole number has no decimals."""
    if isinstance(cell, bool):
        return "1" if cell else "0"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(sep=" ", timespec="minutes")
    return cell.isoformat() if isinstance(cell, date | time) else str(cell)
