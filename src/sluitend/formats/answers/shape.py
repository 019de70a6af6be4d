"""From records as they stand in a file to a table: names of columns above, rows of one width below."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from sluitend.errors import InputError
from sluitend.formats.answers import codes
from sluitend.formats.answers.model import Table, letters
from sluitend.formats.documents import clean

MAX_ROWS = 25_000
MAX_COLUMNS = 300
MAX_HEADER = 500
MAX_CELL = 32_767  # what a cell of Excel holds

Record = Sequence[str]


def table(records: Iterable[Record], *, sheets: tuple[str, ...] = (), sheet: int = 0) -> Table:
    """The table that these records make; the first one holds the names of the columns.

    Raises InputError with one of ``codes``.
    """
    found = list(_bounded(records))
    if not any(any(record) for _number, record in found):
        raise InputError(codes.EMPTY)
    head = found[0][1] if found[0][0] == 1 else ()
    below = [(number, record) for number, record in found if number > 1 and any(record)]
    columns = _columns(head, below)
    if not below:
        raise InputError(codes.NO_ROWS)
    rows = tuple(_row(number, record, len(columns)) for number, record in below)
    return Table(columns, rows, tuple(number for number, _record in below), sheets, sheet)


def _bounded(records: Iterable[Record]) -> Iterator[tuple[int, Record]]:
    """Numbered records of clean words, without empty cells at their end; no more than are read."""
    for number, record in enumerate(islice(records, MAX_ROWS + 2), start=1):
        if number > MAX_ROWS + 1:
            raise InputError(codes.TOO_MANY_ROWS, most=MAX_ROWS)
        cells = [_cell(number, column, cell) for column, cell in enumerate(record)]
        while cells and not cells[-1]:
            cells.pop()
        if len(cells) > MAX_COLUMNS:
            raise InputError(codes.TOO_MANY_COLUMNS, most=MAX_COLUMNS)
        yield number, cells


def _cell(row: int, column: int, cell: str) -> str:
    if len(cell) > MAX_CELL:
        raise InputError(codes.CELL_TOO_LONG, row=row, column=letters(column), most=MAX_CELL)
    return clean.piece(cell)


def _columns(head: Record, below: Sequence[tuple[int, Record]]) -> tuple[str, ...]:
    widest = max((len(record) for _number, record in below), default=0)
    for column, name in enumerate(head):
        if not name:
            raise InputError(codes.NO_HEADER, column=letters(column))
        if len(name) > MAX_HEADER:
            raise InputError(codes.LONG_HEADER, column=letters(column), most=MAX_HEADER)
    if not head or (widest > len(head) and _is_column(len(head), below)):
        raise InputError(codes.NO_HEADER, column=letters(len(head)))
    names = tuple(" ".join(name.split()) for name in head)
    _refuse_twice(names)
    return names


def _is_column(column: int, below: Sequence[tuple[int, Record]]) -> bool:
    """Whether most rows have something here: then its name is missing, else these rows have a cell too many."""
    return 2 * sum(len(record) > column for _number, record in below) > len(below)


def _refuse_twice(names: Sequence[str]) -> None:
    known: dict[str, int] = {}
    for column, name in enumerate(names):
        first = known.setdefault(name.casefold(), column)
        if first != column:
            raise InputError(codes.SAME_COLUMN, name=name, column=letters(first), other=letters(column))


def _row(number: int, record: Record, width: int) -> tuple[str, ...]:
    if len(record) > width:
        raise InputError(codes.ROW_TOO_WIDE, row=number, found=len(record), most=width)
    return (*record, *[""] * (width - len(record)))
