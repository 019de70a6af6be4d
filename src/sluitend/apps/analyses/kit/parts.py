"""Which parts of a whole are kept back, row by row, when others know what the same table without groups tells."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from sluitend.apps.analyses.kit.result import Cell, Table

if TYPE_CHECKING:
    from sluitend.engines.disclosure.grid import Cells, Numbers

LEAST = 10
ROUNDED = 2  # at most, between what was counted and what is told of it in fives


def kept_back(columns: Sequence[Sequence[Any]]) -> Mapping[int, set[int]]:
    """Of every column the rows in which it is kept back. The last column is the sum of the others in every row.

    What is not known (None) counts as known to be nothing.
    """
    values = np.array([[float(one or 0) for one in column] for column in columns]).T
    known = np.array([[one is None for one in column] for column in columns], bool).T
    found = _pattern(values, known)
    return {at: {int(row) for row in np.flatnonzero(found[:, at])} for at in range(found.shape[1])}


def _pattern(values: Numbers, known: Cells) -> Cells:
    """Of a table of one row nobody knows totals; of a longer one they know those that its row of totals would tell."""
    from sluitend.engines.disclosure.grid import Grid, State, suppressed

    height, width = values.shape
    states = np.where(known, State.KNOWN, np.where(values < LEAST, State.SMALL, State.SHOWN))
    totals = values.sum(axis=0, keepdims=True)
    untold = np.ones((1, width), bool) if height == 1 else _pattern(totals, np.zeros((1, width), bool))
    below = np.where(untold, State.HIDDEN, State.KNOWN)
    grid = Grid(np.vstack([values, totals]), np.vstack([states, below]).astype(np.int8), float(LEAST))
    found: Cells = suppressed(grid)[:-1]
    return found


def each(key: str, guard: Callable[..., Table | None]) -> Callable[[Table, Mapping[str, Table]], Table | None]:
    """The guard at work on the rows of every value of this column alone: on those of a month, of which others know the
    sum over the groups, while over months nothing adds up."""

    def told(exact: Table, made: Mapping[str, Table]) -> Table | None:
        at = [column.key for column in exact.columns].index(key)
        parts: dict[Cell, list[tuple[Cell, ...]]] = {}
        for row in exact.rows:
            parts.setdefault(row[at], []).append(row)
        found = [one for rows in parts.values() if (one := guard(replace(exact, rows=tuple(rows)), made)) is not None]
        if not found:
            return None
        order = {_named(exact, row): place for place, row in enumerate(exact.rows)}
        kept = [row for one in found for row in one.rows]
        return replace(found[0], rows=tuple(sorted(kept, key=lambda row: order[_named(found[0], row)])))

    return told


def _named(table: Table, row: Sequence[Cell]) -> tuple[Cell, ...]:
    """By what it is told apart."""
    return tuple(value for column, value in zip(table.columns, row, strict=True) if column.key in table.by)
