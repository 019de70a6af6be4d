"""A long table (a row for every cell) as grids with totals, and back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from sluitend.engines.disclosure.grid import Cells, Grid, Numbers, State

Cell: TypeAlias = tuple[int, int]
Key: TypeAlias = tuple[int | None, int | None]  # None for the total
Places: TypeAlias = Mapping[Cell, tuple[str, int]]  # where in a grid a column's row stands


@dataclass(frozen=True)
class Layout:
    """`keys` has for every row its place along one or two sides, None for the total of that side."""

    counts: tuple[str, ...]
    keys: tuple[Key, ...]
    height: int
    width: int
    whole: str | None = None
    apart: bool = False  # rows have nothing to do with each other

    def only(self, count: str) -> Layout:
        """For one column that is no part of another: with `whole`, its rows are one side of a table."""
        if self.whole is None:
            return replace(self, counts=(count,))
        turned = tuple((0, down) for down, _ in self.keys)
        return replace(self, counts=(count,), whole=None, keys=turned, height=1, width=self.height)

    def grids(
        self,
        columns: Mapping[str, Numbers],
        small: Mapping[str, Cells],
        fixed: Mapping[str, Cells],
        least: float,
        share: float,
    ) -> Iterator[tuple[Grid, Places]]:
        """Every grid, with the places of its cells; with `whole` one for all columns, else one for each."""
        if self.apart:
            return
        for places in self._places():
            shape = (self.height + 1, self._width + 1)
            values, states = np.zeros(shape), np.full(shape, State.KNOWN, np.int8)
            for cell, (name, row) in places.items():
                values[cell] = columns[name][row]
                given = State.SMALL if small[name][row] else State.KNOWN if fixed[name][row] else State.SHOWN
                states[cell] = given
            self._totals(values, states, {*places}, least)
            yield Grid(values, states, least, share), places

    @property
    def _width(self) -> int:
        return len(self.counts) - 1 if self.whole else self.width

    def _places(self) -> Iterator[Places]:
        if self.whole is None:
            for name in self.counts:
                yield {self._cell(key): (name, row) for row, key in enumerate(self.keys)}
            return
        parts = [name for name in self.counts if name != self.whole]
        columns = [*enumerate(parts), (len(parts), self.whole)]
        yield {
            (self.height if key[0] is None else key[0], at): (name, row)
            for row, key in enumerate(self.keys)
            for at, name in columns
        }

    def _cell(self, key: Key) -> Cell:
        return self.height if key[0] is None else key[0], self.width if key[1] is None else key[1]

    def _totals(self, values: Numbers, states: npt.NDArray[np.int8], there: set[Cell], least: float) -> None:
        """Totals that the table does not have: known elsewhere unless they are small, or are the cell itself."""
        height, width = values.shape
        for row in range(height):
            for column in range(width):
                if (row, column) in there or (row < height - 1 and column < width - 1):
                    continue
                inside = values[:-1, column] if row == height - 1 else values[row, :-1]
                values[row, column] = inside.sum()
                alone = len(inside) == 1
                states[row, column] = State.HIDDEN if alone or inside.sum() < least else State.KNOWN


def layout(table: pa.Table, by: tuple[str, ...], counts: tuple[str, ...], whole: str | None, total: str) -> Layout:
    """Raises ValueError for a table that is no grid."""
    if len(by) > 2 or (whole is not None and (len(by) != 1 or whole not in counts or len(counts) < 2)):
        raise ValueError("by is one or two columns; with whole it is one, and whole is one of several counts")
    if not by:
        return Layout(counts, ((None, None),) * table.num_rows, 0, 0, apart=True)
    sides = [_side(table[name].to_pylist(), total) for name in by]
    pairs, height, width = _two_ways(sides) if len(sides) == 2 else _one_way(*sides[0], parts=whole is not None)
    if len(set(pairs)) < len(pairs):
        raise ValueError(f"a combination of {', '.join(by)} stands twice")
    return Layout(counts, tuple(pairs), height, width, whole=whole)


def _one_way(numbers: list[int | None], many: int, *, parts: bool) -> tuple[list[Key], int, int]:
    """One row, over which nobody knows totals; with `whole` the parts of a column are the columns of the grid."""
    return ([(one, None) for one in numbers], many, 0) if parts else ([(0, one) for one in numbers], 1, many)


def _two_ways(sides: Sequence[tuple[list[int | None], int]]) -> tuple[list[Key], int, int]:
    (down, height), (across, width) = sides
    return [*zip(down, across, strict=True)], height, width


def _side(values: Sequence[object], total: str) -> tuple[list[int | None], int]:
    """Numbers of the values in the order in which they appear, None for the total, and how many there are."""
    numbers: dict[object, int] = {}
    places = [None if value == total else numbers.setdefault(value, len(numbers)) for value in values]
    return places, len(numbers)
