"""What somebody can work out who knows all that is told, and every sum that it is in."""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy.optimize import linprog

from sluitend.apps.analyses.kit.result import Result, Table
from sluitend.apps.analyses.kit.tables import Row, records

LEAST, BASE = 10, 5
SOLVED, UNBOUNDED = 0, 3  # as `linprog` numbers what came of it
SEEDS = (1, 2)
Cells = dict[tuple[str, ...], float]


def is_told(value: Any) -> bool:
    """Whether a count may be told: not, as zero of all, or rounded and not small."""
    return value is None or value == 0 or (value >= LEAST and value % BASE == 0)


def cells_of(result: Result, key: str, by: tuple[str, ...], column: str) -> dict[tuple[str, ...], Any]:
    """Of one column, by what names its row and by its own name."""
    table = next((one for one in result.tables if one.key == key), None)
    rows = map(Row, records(table)) if table else ()
    return {(key, *(str(row[name]) for name in by), column): row[column] for row in rows}


def rooms(true: Cells, known: set[tuple[str, ...]], lines: list[dict[tuple[str, ...], float]]) -> dict[Any, float]:
    """How far apart the least and the most lie that every other cell can be, for who knows these cells exactly."""
    free = sorted(true.keys() - known)
    matrix = np.array([[line.get(cell, 0.0) for cell in free] for line in lines]).reshape(len(lines), len(free))
    right = np.array([-sum(one * true[cell] for cell, one in line.items() if cell in known) for line in lines])
    found = {}
    for at, cell in enumerate(free):
        ends = []
        for sign in (1.0, -1.0):
            goal = np.zeros(len(free))
            goal[at] = sign
            solved = linprog(goal, A_eq=matrix, b_eq=right, bounds=(0, None))
            assert solved.status in (SOLVED, UNBOUNDED), solved.message  # else what is true would not fit the lines
            ends.append(sign * solved.fun if solved.status == SOLVED else -sign * np.inf)
        found[cell] = ends[1] - ends[0]
    return found


def learns_nothing_small(true: Cells, known: set[tuple[str, ...]], lines: list[dict[tuple[str, ...], float]]) -> None:
    """Of no small cell that is kept back anybody knows within a range of ten what it is."""
    small = {cell for cell, value in true.items() if value < LEAST and cell not in known}
    narrow = {cell: room for cell, room in rooms(true, known, lines).items() if room < LEAST - 1e-6}
    assert {cell: room for cell, room in narrow.items() if cell in small} == {}


def told_rows(table: Table | None) -> list[Row]:
    return [] if table is None else [Row(row) for row in records(table)]
