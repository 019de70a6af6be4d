"""Which cells of a table are kept back besides the small ones, so that none can be computed from the totals.

A table is a grid of rows and columns of which the last row and the last column are their totals. What somebody knows
of the cells that were kept back is: none is below zero, and rows and columns add up. A small cell is safe when what is
known leaves it room of at least `least`: then nobody knows more of it than "below `least`".

Source: Hundepool e.a., *Statistical Disclosure Control*, Wiley 2012, chapter 4: the least costly pattern is solved
exactly for small tables (§4.4, Fischetti and Salazar, *Management Science* 47, 2001); larger ones by hypercubes
(§4.4.3, Giessing and Repsilber 2002), which is safe by construction and keeps back somewhat more.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Numbers: TypeAlias = npt.NDArray[np.float64]
Cells: TypeAlias = npt.NDArray[np.bool_]
MOST_EXACT = 600  # small cells × cells: above this the exact way takes longer than a reader waits


class State(IntEnum):
    """What others know of a cell."""

    SHOWN = 0  # stands in the table, may be kept back
    KNOWN = 1  # known, whatever the table does: an absent combination, a total that is told elsewhere
    HIDDEN = 2  # known to nobody
    SMALL = 3  # stands in the table and must be kept back


@dataclass(frozen=True)
class Grid:
    """Values and states of (rows + 1) × (columns + 1) cells; `least` is the room that a small cell needs."""

    values: Numbers
    states: npt.NDArray[np.int8]
    least: float
    relative: float = 0.0  # room that a small cell needs as a share of its value: for amounts

    @property
    def small(self) -> Cells:
        """What must be kept back."""
        found: Cells = self.states == State.SMALL
        return found

    @property
    def open(self) -> Cells:
        """What may be kept back, or is."""
        found: Cells = self.states != State.KNOWN
        return found

    def room(self, cell: tuple[int, int]) -> float:
        """The room that this cell needs; a share of its value only when it is small itself."""
        share = self.relative * float(self.values[cell]) if self.states[cell] == State.SMALL else 0.0
        return max(self.least, share)

    @property
    def cost(self) -> Numbers:
        """What it costs to keep a cell back: its value and one; a total ten times as much, what nobody has nothing."""
        cost = self.values + 1.0
        cost[-1, :] *= 10
        cost[:, -1] *= 10
        cost[(self.states == State.HIDDEN) | self.small] = 0.0
        return cost


def suppressed(grid: Grid) -> Cells:
    """The cells to keep back: the small ones, and what is needed to protect every cell that is kept back."""
    from sluitend.engines.disclosure.exact import least_costly  # loads SciPy

    if not grid.small.any():
        return grid.small
    small_enough = int(grid.small.sum()) * grid.values.size <= MOST_EXACT
    found = least_costly(grid) if small_enough else None
    return by_hypercubes(grid) if found is None else found


def by_hypercubes(grid: Grid) -> Cells:
    """Every small cell becomes a corner of a rectangle of kept cells, all of which can move along it far enough."""
    kept = grid.small | (grid.states == State.HIDDEN)
    for row, column in np.argwhere(grid.small):
        corners = _rectangle(grid, kept, (int(row), int(column)))
        if corners is None:
            return _everything(grid)
        for corner in corners:
            kept[corner] = True
    found: Cells = kept & (grid.states != State.HIDDEN)
    return found


def _everything(grid: Grid) -> Cells:
    """The last resort: nothing of the table is told."""
    found: Cells = (grid.states == State.SHOWN) | grid.small
    return found


def _rectangle(grid: Grid, kept: Cells, cell: tuple[int, int]) -> tuple[tuple[int, int], ...] | None:
    """The other three corners of the least costly rectangle with enough room; None when there is none.

    When the cell goes up, its row's corner goes down unless that is the row's total, which goes up along; so for the
    column; the far corner undoes both. What goes down has its value for room, what goes up has no end.
    """
    row, column = cell
    height, width = grid.values.shape
    last_row, last_column = row == height - 1, column == width - 1
    sign_of_column = np.where((np.arange(width) == width - 1) ^ last_column, 1, -1)  # of (row, other column)
    sign_of_row = np.where((np.arange(height) == height - 1) ^ last_row, 1, -1)  # of (other row, column)
    beside, below, far = grid.values[row, :][None, :], grid.values[:, column][:, None], grid.values
    signs = sign_of_column[None, :], sign_of_row[:, None], sign_of_row[:, None] * sign_of_column[None, :]
    up = _least_of(*(np.where(sign < 0, one, np.inf) for sign, one in zip(signs, (beside, below, far), strict=True)))
    down = np.minimum(
        _least_of(*(np.where(sign > 0, one, np.inf) for sign, one in zip(signs, (beside, below, far), strict=True))),
        grid.values[cell],
    )
    cost = np.where(kept, 0.0, grid.cost)
    total = cost[row, :][None, :] + cost[:, column][:, None] + cost
    usable = grid.open[row, :][None, :] & grid.open[:, column][:, None] & grid.open & (up + down >= grid.room(cell))
    usable[row, :] = usable[:, column] = False
    if not usable.any():
        return None
    best = int(np.argmin(np.where(usable, total, np.inf)))
    other_row, other_column = divmod(best, width)
    return (row, other_column), (other_row, column), (other_row, other_column)


def _least_of(one: Numbers, two: Numbers, three: Numbers) -> Numbers:
    found: Numbers = np.minimum(np.minimum(one, two), three)
    return found
