"""Records of fixed width, by a layout."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from pathlib import Path

from sluitend.errors import InputError
from sluitend.formats.cbs_jeugd import Layout, codes

_MOST_LENGTH = 4096  # characters of a line


def layout(path: Path, fields: Mapping[str, str]) -> Layout:
    """As `cbs_jeugd.layout`. Raises InputError("cbs_jeugd.bad_layout")."""
    known = {name.casefold(): own for own, name in fields.items()} | {own: own for own in fields}
    text = path.read_bytes()[: 1024**2].decode("utf-8-sig", "replace")
    found: dict[str, tuple[int, int]] = {}
    for row, cells in enumerate(csv.reader(text.splitlines(), delimiter=";" if ";" in text else ","), start=1):
        if row == 1 and cells and not any(cell.strip().isdigit() for cell in cells):
            continue  # names of the columns
        if cells:
            field, start, length = _line(cells, row)
            if field.casefold() not in known:
                raise InputError(codes.BAD_LAYOUT, row=row)
            found[known[field.casefold()]] = start, length
    return found


def _line(cells: list[str], row: int) -> tuple[str, int, int]:
    try:
        field, start, length = cells[0].strip(), int(cells[1]), int(cells[2])
    except (IndexError, ValueError) as error:
        raise InputError(codes.BAD_LAYOUT, row=row) from error
    if start < 1 or not 1 <= length <= _MOST_LENGTH or start > _MOST_LENGTH:
        raise InputError(codes.BAD_LAYOUT, row=row)
    return field, start, length


def records(path: Path, where: Layout) -> Iterator[tuple[int, dict[str, str]]]:
    """Line number and fields of every record. Raises InputError("cbs_jeugd.short_line")."""
    needed = max((start for start, _ in where.values()), default=1)
    with path.open(encoding="cp1252", errors="replace", newline=None) as file:
        for row in _counted():
            line = file.readline(_MOST_LENGTH)
            if not line:
                return
            text = line.rstrip("\n")
            if text.strip():
                if len(text) < needed:
                    raise InputError(codes.SHORT_LINE, row=row)
                yield row, {name: text[at - 1 : at - 1 + length].strip() for name, (at, length) in where.items()}


def _counted() -> Iterator[int]:
    row = 0
    while True:
        row += 1
        yield row
