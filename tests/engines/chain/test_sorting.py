"""The order of rows is that of a stable sort by several columns, whether or not they fit into one number; and what is
counted without sorting has the places that sorting would give."""

from __future__ import annotations

import numpy as np
import pytest

from sluitend.engines.chain.sorting import numbered, order_by


@pytest.mark.parametrize("widest", [3, 1 << 20, 1 << 62])
@pytest.mark.parametrize("many", [0, 1, 500])
def test_as_python_sorts(widest: int, many: int) -> None:
    chance = np.random.default_rng(many)
    one, two = chance.integers(-widest, widest, many), chance.integers(-2, 2, many).astype(np.int32)

    found = order_by(two, one).tolist()

    assert found == sorted(range(many), key=lambda row: (two[row], one[row]))


@pytest.mark.parametrize("widest", [3, 1 << 20])
@pytest.mark.parametrize("many", [0, 1, 500])
def test_every_number_has_its_place_whether_they_lie_close_together_or_not(widest: int, many: int) -> None:
    values = np.random.default_rng(many).integers(-widest, widest, many)

    found, place = numbered(values)

    assert found[place].tolist() == values.tolist()
    assert (np.diff(found) > 0).all()
