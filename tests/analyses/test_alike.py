"""Rows that are told in every group or in none: who knows every total that is not small learns no small number."""

from __future__ import annotations

import random

import pytest

from sluitend.apps.analyses.kit.alike import told
from tests.analyses.reckoning import LEAST, Cells, learns_nothing_small


@pytest.mark.parametrize("seed", range(60))
def test_nothing_small_can_be_computed_from_the_totals(seed: int) -> None:
    chance = random.Random(seed)
    groups, sizes = chance.randint(2, 5), [0, 3, 9, 10, 11, 25, 60]
    rows = {f"r{at}": [float(chance.choice(sizes)) for _ in range(groups)] for at in range(chance.randint(1, 7))}

    shown = told(rows)

    assert all(min(rows[str(name)]) >= LEAST for name in shown)
    true: Cells = {(name, str(at)): value for name, row in rows.items() for at, value in enumerate(row)}
    known = {cell for cell in true if cell[0] in shown}
    lines: list[dict[tuple[str, ...], float]] = []
    for place, ends in ((0, {cell[0] for cell in true}), (1, {cell[1] for cell in true})):
        for end in sorted(ends):
            total = ("total", end)
            own = [cell for cell in true if cell[place] == end and cell[0] != "total"]
            true[total] = sum(true[cell] for cell in own)
            known |= {total} if true[total] >= LEAST else set()
            lines.append(dict.fromkeys(own, 1.0) | {total: -1.0})
    if shown:  # of a table of which nothing is told, totals that are told beside it are not this way's to protect
        learns_nothing_small(true, known, lines)


def test_large_rows_are_told_beside_what_has_room() -> None:
    rows = {"large": [50.0, 40.0], "also": [30.0, 12.0], "small": [15.0, 4.0], "rare": [20.0, 16.0], "few": [2.0, 30.0]}

    assert told(rows) == {"large", "rare", "also"}
    assert told({"one": [50.0, 40.0], "other": [20.0, 3.0]}) == set()
