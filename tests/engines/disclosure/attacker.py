"""Somebody who knows all totals and every exact number that is told, and asks what the others can have been.

Written apart from the engine: plain loops over a dictionary of cells, one linear program for each end.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import product

import numpy as np
from scipy.optimize import linprog

Cell = tuple[str, ...]
TOTAL = "Totaal"


def equations(cells: Iterable[Cell]) -> list[dict[Cell, float]]:
    """Every way in which cells add up to a total that is among them."""
    there = set(cells)
    sides = [sorted({cell[at] for cell in there} - {TOTAL}) for at in range(len(next(iter(there))))]
    found = []
    for at, names in enumerate(sides):
        others = [[*side, TOTAL] for number, side in enumerate(sides) if number != at]
        for rest in product(*others):
            line = {(*rest[:at], name, *rest[at:]): 1.0 for name in names}
            total = (*rest[:at], TOTAL, *rest[at:])
            if total in there:
                found.append({cell: one for cell, one in line.items() if cell in there} | {total: -1.0})
    return found


def rooms(true: Mapping[Cell, float], hidden: set[Cell]) -> dict[Cell, tuple[float, float]]:
    """Between which values every hidden cell can lie."""
    unknown = sorted(hidden)
    lines = [line for line in equations(true) if hidden & line.keys()]
    matrix = np.array([[line.get(cell, 0.0) for cell in unknown] for line in lines]).reshape(len(lines), len(unknown))
    known = matrix @ np.array([true[cell] for cell in unknown])
    return {cell: (_end(matrix, known, at, 1), _end(matrix, known, at, -1)) for at, cell in enumerate(unknown)}


def _end(matrix: np.ndarray, known: np.ndarray, at: int, sign: int) -> float:
    goal = np.zeros(matrix.shape[1])
    goal[at] = sign
    found = linprog(goal, A_eq=matrix if len(matrix) else None, b_eq=known if len(matrix) else None, bounds=(0, None))
    return sign * float(found.fun) if found.status == 0 else float("inf")
