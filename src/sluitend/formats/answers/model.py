"""A table as plain words: what every reader of answers gives back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Table:
    """Names of the columns (none empty, none twice) and rows of as many cells; empty rows are left out.

    ``numbers`` are the rows' own numbers as a spreadsheet counts them: the names stand in row 1. ``sheets`` names the
    sheets of the file, of which this is number ``sheet``; a csv has none.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[int, ...]
    sheets: tuple[str, ...] = ()
    sheet: int = 0

    def to_json(self) -> dict[str, Any]:
        """As plain data that ``json`` can write."""
        return {
            "columns": self.columns,
            "rows": self.rows,
            "numbers": self.numbers,
            "sheets": self.sheets,
            "sheet": self.sheet,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Table:
        """The inverse of ``to_json``."""
        rows = tuple(map(tuple, data["rows"]))
        return cls(tuple(data["columns"]), rows, tuple(data["numbers"]), tuple(data["sheets"]), data["sheet"])


def letters(column: int) -> str:
    """The name of a column (from 0) as a spreadsheet shows it: A, B, …, Z, AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name
