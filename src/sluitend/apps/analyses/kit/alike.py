"""Which rows of a table of groups are told in every group or in none: a coarse way that finds something to tell where
many cells are small.

What is kept back is then whole rows, in all groups. Who knows the totals of these rows and groups knows of a cell that
it lies between max(0, r + c - n) and min(r, c): r and c are the sums of its row and its group over what is kept back, n
that of all of it. So the room of a cell is the smallest of r, c, n - r and n - c.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence

from sluitend.apps.analyses.kit.parts import LEAST

Numbers = Sequence[float]


def told(rows: Mapping[Hashable, Numbers]) -> set[Hashable]:
    """The rows (each a number for every group) that may be told: every number of ten at least, and what is left has
    room enough; those with the smallest numbers go first when it has not."""
    kept = sorted(
        (name for name, row in rows.items() if min(row) >= LEAST), key=lambda name: (-min(rows[name]), str(name))
    )
    while kept and not has_room([row for name, row in rows.items() if name not in kept], LEAST):
        kept.pop()
    return set(kept)


def has_room(hidden: Sequence[Numbers], least: float) -> bool:
    """Whether every cell that is kept back has this room; nobody knows the total of a row that is small itself, only
    that of all such rows together."""
    if not hidden:
        return True
    totals = [sum(row) for row in hidden]
    small = [one for one in totals if one < least]
    rows = [one for one in totals if one >= least] + ([sum(small)] if small else [])
    groups = [sum(column) for column in zip(*hidden, strict=True)]
    every = sum(totals)
    return all(min(row, group, every - row, every - group) >= least for row in rows for group in groups)
