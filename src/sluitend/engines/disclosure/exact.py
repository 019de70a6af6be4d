"""The least costly pattern of a small grid, by a mixed integer program; and what room a pattern leaves.

For every cell that needs room there are two movements of the table that keep all totals, one up and one down; a cell
may only move when it is kept back, and not below zero. (Fischetti and Salazar 2001, with sliding protection.)
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, linprog, milp

from sluitend.engines.disclosure.grid import Cells, Grid, Numbers, State

_ROUNDS = 5  # of asking room for cells that were only kept back for others
_NODES = 5_000  # of the search: a count, not a time, so that the answer is the same everywhere
_SLACK = 1e-6


def least_costly(grid: Grid) -> Cells | None:
    """The cells to keep back; None when there is no pattern, or none was found soon enough."""
    needing = [int(place) for place in np.flatnonzero(grid.small)]
    for _ in range(_ROUNDS):
        kept = _solved(grid, needing)
        if kept is None:
            return None
        narrow = [place for place in np.flatnonzero(kept) if not _roomy(grid, kept, int(place))]
        if not narrow:
            return kept
        needing = sorted({*needing, *map(int, narrow)})
    return None


def lines(grid: Grid) -> sparse.csr_array:
    """The equations that all know: rows and columns add up to their totals; a column of it for every cell."""
    height, width = grid.values.shape
    place = np.arange(height * width).reshape(height, width)
    rows = [(*place[row, :-1], place[row, -1]) for row in range(height)]
    columns = [(*place[:-1, column], place[-1, column]) for column in range(width)]
    matrix = sparse.lil_array((height + width, height * width))
    for number, cells in enumerate([*rows, *columns]):
        matrix[number, list(cells)] = [1.0] * (len(cells) - 1) + [-1.0]
    return matrix.tocsr()


def room(grid: Grid, kept: Cells, place: int) -> tuple[float, float]:
    """Between which values a cell lies for who knows the totals and all that is not kept back."""
    free = (kept | (grid.states == State.HIDDEN)).ravel()
    values = grid.values.ravel()
    bounds = [(0.0, None) if one else (value, value) for one, value in zip(free, values, strict=True)]
    matrix = lines(grid)
    known = matrix @ values
    ends = []
    for sign in (1.0, -1.0):
        goal = np.zeros(values.size)
        goal[place] = sign
        found = linprog(goal, A_eq=matrix, b_eq=known, bounds=bounds)
        ends.append(sign * found.fun if found.status == 0 else -sign * np.inf)
    return ends[0], ends[1]


def _roomy(grid: Grid, kept: Cells, place: int) -> bool:
    low, high = room(grid, kept, place)
    return high - low >= grid.room(_cell(grid, place)) - _SLACK


def _cell(grid: Grid, place: int) -> tuple[int, int]:
    row, column = divmod(place, grid.values.shape[1])
    return row, column


def _solved(grid: Grid, needing: Sequence[int]) -> Cells | None:
    """The pattern in which these cells have room."""
    count = grid.values.size
    moves = 2 * len(needing)
    equations = sparse.csr_array(sparse.kron(sparse.eye_array(moves), lines(grid)))
    no_choice = sparse.csr_array((equations.shape[0], count))
    constraints = [
        LinearConstraint(sparse.hstack([no_choice, equations]), 0, 0),
        *_limits(grid, needing),
        _apart(grid, needing),
    ]
    must = (grid.small | (grid.states == State.HIDDEN)).ravel()
    low = np.concatenate([must.astype(float), np.full(moves * count, -np.inf)])
    high = np.concatenate([grid.open.ravel().astype(float), np.full(moves * count, np.inf)])
    found: Any = milp(
        np.concatenate([grid.cost.ravel(), np.zeros(moves * count)]),
        constraints=constraints,
        integrality=np.concatenate([np.ones(count), np.zeros(moves * count)]),
        bounds=Bounds(low, high),
        options={"node_limit": _NODES},
    )
    if found.status != 0:
        return None
    kept: Cells = (found.x[:count] > 0.5).reshape(grid.values.shape) & (grid.states != State.HIDDEN)
    return kept


def _limits(grid: Grid, needing: Sequence[int]) -> list[LinearConstraint]:
    """A movement stays between −min(value, room) and room where the cell is kept back, and is zero elsewhere.

    More than the room that is asked is never needed: a movement is made of rectangles and longer rings through the
    cell, and every other cell lies at most once on each.
    """
    count, moves = grid.values.size, 2 * len(needing)
    own = sparse.eye_array(moves * count)
    found = []
    for below in (True, False):
        caps = [_caps(grid, place, below=below) for place in needing for _ in range(2)]
        blocks = sparse.vstack([sparse.diags_array(one) for one in caps])
        sign = 1.0 if below else -1.0
        found.append(LinearConstraint(sparse.hstack([blocks, sign * own]), 0, np.inf))
    return found


def _caps(grid: Grid, place: int, *, below: bool) -> Numbers:
    asked = grid.room(_cell(grid, place))
    values = grid.values.ravel()
    return np.minimum(values, asked) if below else np.full(values.size, asked)


def _apart(grid: Grid, needing: Sequence[int]) -> LinearConstraint:
    """A cell's two movements lie as far apart as the room that it needs."""
    count = grid.values.size
    matrix = sparse.lil_array((len(needing), count * (1 + 2 * len(needing))))
    for number, place in enumerate(needing):
        matrix[number, count * (1 + 2 * number) + place] = 1.0
        matrix[number, count * (2 + 2 * number) + place] = -1.0
    asked = [grid.room(_cell(grid, place)) for place in needing]
    return LinearConstraint(matrix.tocsr(), asked, np.inf)
