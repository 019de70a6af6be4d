"""Figures in what is written about the demo's results: never typed, but taken from what may leave the team of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from sluitend.apps.analyses.kit import words
from sluitend.apps.analyses.kit.result import Cell, Result, Table

Entry = dict[str, Any]
_FIGURE = re.compile(r"\{(\w+):(\w+)\.([^.}]+)\.(\w+)\}")


class Figures:
    """`{klein:cohorts.Elsbroek.median}` is a cell of a table of the result with that key: of the row that begins with
    this, or of the row with this number, from 0."""

    def __init__(self, results: Mapping[str, Result]) -> None:
        self._results = results

    def filled(self, text: str) -> str:
        """The text with its figures. Raises LookupError for one that is not there, or may not leave the team."""
        return _FIGURE.sub(self._figure, text)

    def _figure(self, found: re.Match[str]) -> str:
        key, name, row, column = found.groups()
        table = next(one for one in self._results[key].tables if one.key == name)
        place = [one.key for one in table.columns].index(column)
        cell = _row(table, row)[place]
        if cell is None:
            raise LookupError(found[0])
        return words.cell(table.columns[place], cell)

    def changed(self, text: str, changes: Iterable[Entry]) -> str:
        """The text with other words in it; words that are not there were changed by somebody, and stay."""
        for change in changes:
            text = text.replace(change["from"], self.filled(change["to"]))
        return text


def _row(table: Table, named: str) -> tuple[Cell, ...]:
    if named.isdecimal():
        return table.rows[int(named)]
    (found,) = (row for row in table.rows if str(row[0]).startswith(named))
    return found
