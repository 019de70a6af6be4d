"""Conger's kappa against a twin in plain Python, pair by pair, against Cohen's, and every draw of its interval."""

from __future__ import annotations

from itertools import combinations
from statistics import fmean
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sluitend.engines import agreement
from sluitend.engines.agreement import Reason, resampling

CODERS = 4
RATING = st.sampled_from([0, 0, 1, 1, 2, None, None])
UNITS = st.lists(st.tuples(*[RATING] * CODERS), min_size=2, max_size=14)
Unit = tuple[int | None, ...]


def twin(units: list[Unit]) -> float | None:
    """As it is written down: no arrays, no sums of squares; coders who rated nothing are in no pair."""
    several = [[one for one in unit if one is not None] for unit in units]
    several = [unit for unit in several if len(unit) > 1]
    if not several or len({one for unit in several for one in unit}) < 2:
        return None
    observed = fmean(fmean(a == b for a, b in combinations(unit, 2)) for unit in several)
    own = [[unit[place] for unit in units if unit[place] is not None] for place in range(len(units[0]))]
    expected = fmean(
        sum(first.count(value) * second.count(value) for value in set(first)) / (len(first) * len(second))
        for first, second in combinations([one for one in own if one], 2)
    )
    return (observed - expected) / (1 - expected)


def ratings_of(units: list[Unit]) -> list[list[int | None]]:
    return [list(row) for row in zip(*units, strict=True)]


@settings(max_examples=300, deadline=None)
@given(units=UNITS)
def test_it_is_that_of_the_twin(units: list[Unit]) -> None:
    found, other = agreement.conger_kappa(ratings_of(units)), twin(units)

    if other is None:
        assert (found.value, found.interval) == (None, None)
        assert found.reason in set(Reason)
    else:
        assert found.value == pytest.approx(other, abs=1e-12)


@given(units=st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=2, max_size=20))
def test_of_two_coders_who_rated_everything_it_is_cohens(units: list[tuple[int, int]]) -> None:
    table = np.zeros((4, 4))
    for unit in units:
        table[unit] += 1

    found, cohen = agreement.conger_kappa(ratings_of(list(units))), agreement.cohen_kappa(table)

    assert (found.value is None) == (cohen.value is None)
    if cohen.value is not None:
        assert found.value == pytest.approx(cohen.value, abs=1e-12)
        assert found.expected == pytest.approx(cohen.expected, abs=1e-12)


def test_who_rated_nothing_is_in_no_pair() -> None:
    both = [[1, 0, 1, 1, 0], [1, 0, 0, 1, 0]]

    assert agreement.conger_kappa([*both, [None] * 5]).value == pytest.approx(agreement.conger_kappa(both).value)


@settings(max_examples=60, deadline=None)
@given(units=st.lists(st.tuples(*[st.sampled_from([0, 1, 1, None])] * 3), min_size=5, max_size=15), data=st.data())
def test_every_draw_is_the_kappa_of_what_was_drawn(units: list[Unit], data: Any) -> None:
    clusters = np.array(data.draw(st.lists(st.integers(0, 3), min_size=len(units), max_size=len(units))))
    draws = resampling.drawn(4, draws=20, seed=3)

    found = resampling.conger(*_cells(units, clusters), draws)

    assert found.value == (pytest.approx(other, abs=1e-12) if (other := twin(units)) is not None else None)
    lots = [[unit for unit, one in zip(units, clusters, strict=True) for _ in range(int(lot[one]))] for lot in draws]
    numbers = [one for lot in lots if lot and (one := twin(lot)) is not None]
    if found.value is None or not numbers:
        assert found.interval is None
    else:
        assert found.interval is not None
        assert found.interval.used == len(numbers)
        low_and_high = tuple(np.quantile(numbers, [0.025, 0.975]))
        assert (found.interval.low, found.interval.high) == pytest.approx(low_and_high, abs=1e-9)


def _cells(units: list[Unit], clusters: Any) -> tuple[resampling.Cells, Any]:
    """Each unit by itself, and by cluster how often each coder said 0 and 1."""
    table = np.array([[unit.count(0), unit.count(1)] for unit in units], dtype=float)
    given_ = np.zeros((4, 3, 2))
    for unit, cluster in zip(units, clusters, strict=True):
        for coder, value in enumerate(unit):
            if value is not None:
                given_[cluster, coder, value] += 1
    return resampling.Cells(table, clusters, np.ones(len(units)), coders=3), given_
