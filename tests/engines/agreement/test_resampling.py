"""Many intervals at once are the intervals of the coefficients themselves; a draw of one value has no value."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sluitend.engines import agreement
from sluitend.engines.agreement import resampling
from sluitend.engines.agreement.coefficients import brennan_prediger_of, fleiss_of, gwet_of, percent_of
from sluitend.engines.agreement.krippendorff import alpha_of
from sluitend.engines.agreement.metrics import Level
from sluitend.engines.agreement.ratings import Counts

COEFFICIENTS = {
    "percent_agreement": percent_of,
    "krippendorff_alpha_nominal": lambda counts: alpha_of(counts, Level.NOMINAL),
    "fleiss_kappa": fleiss_of,
    "gwet_ac1": gwet_of,
    "brennan_prediger": brennan_prediger_of,
}
CELL = st.tuples(st.integers(0, 3), st.integers(0, 3), st.integers(0, 4), st.integers(1, 9))  # no, yes, cluster, times


def cells_of(rows: list[tuple[int, int, int, int]]) -> resampling.Cells:
    no, yes, clusters, times = (np.array(one) for one in zip(*rows, strict=True))
    return resampling.Cells(np.stack([no, yes], axis=1).astype(float), clusters, times.astype(float), coders=6)


@settings(max_examples=60, deadline=None)
@given(rows=st.lists(CELL, min_size=1, max_size=12))
def test_every_draw_is_the_coefficient_of_what_was_drawn(rows: list[tuple[int, int, int, int]]) -> None:
    cells = cells_of(rows)
    draws = resampling.drawn(5, draws=20, seed=3)
    found = resampling.estimates(cells, draws)

    for name, coefficient in COEFFICIENTS.items():
        values = [coefficient(counts).value for counts in drawn_counts(cells, draws)]
        numbers = [one for one in values if one is not None]
        assert found[name].value == coefficient(cells.counts()).value
        if found[name].value is None or not numbers:
            assert found[name].interval is None
            continue
        interval = found[name].interval
        assert interval is not None
        assert interval.used == len(numbers)
        assert (interval.low, interval.high) == pytest.approx(tuple(np.quantile(numbers, [0.025, 0.975])), abs=1e-9)


def drawn_counts(cells: resampling.Cells, draws: Any) -> list[Counts]:
    """One by one, the long way: of every draw the units of the clusters that came out."""
    found = []
    for times in draws:
        weights = cells.weights * times[cells.clusters]
        there = weights > 0
        found.append(Counts(cells.table[there], (0, 1), cells.coders, weights[there]))
    return found


@settings(max_examples=40, deadline=None)
@given(tables=st.lists(st.lists(st.integers(0, 6), min_size=4, max_size=4), min_size=3, max_size=3))
def test_every_draw_of_kappa_is_kappa(tables: list[list[int]]) -> None:
    cells = np.array(tables, dtype=float).reshape(3, 2, 2)
    draws = resampling.drawn(3, draws=25, seed=2)

    found = resampling.kappa(cells, draws)

    values = [agreement.cohen_kappa(np.tensordot(one, cells, axes=1)).value for one in draws]
    numbers = [one for one in values if one is not None]
    assert found.value == agreement.cohen_kappa(cells.sum(axis=0)).value
    if found.value is None or not numbers:
        assert found.interval is None
    else:
        assert found.interval is not None
        assert found.interval.used == len(numbers)
        assert found.interval.low == pytest.approx(np.quantile(numbers, 0.025), abs=1e-9)


@pytest.mark.parametrize("name", COEFFICIENTS)
def test_a_draw_in_which_nobody_used_the_code_is_no_perfect_agreement(name: str) -> None:
    """One use in fifty units: more than a third of the draws miss it, and none of these is 1.0."""
    ratings = np.zeros((2, 50))
    ratings[0, 3] = 1

    found = agreement.bootstrap(ratings, COEFFICIENTS[name], draws=300, seed=5)

    assert found.interval is not None
    assert 150 < found.interval.used < 230
    assert found.interval.high < 1


@pytest.mark.parametrize("name", [*COEFFICIENTS, "conger_kappa"])
def test_a_draw_in_which_only_single_coders_said_otherwise_has_no_value(name: str) -> None:
    """Three texts: two coders said yes, one coder said no, two coders differed. Without the third nobody could."""
    cells = cells_of([(0, 2, 0, 9), (1, 0, 1, 9), (1, 1, 2, 9)])
    given_ = np.array([[[0, 9], [0, 9]], [[9, 0], [0, 0]], [[9, 0], [0, 9]]], dtype=float)  # text × coder × value
    draws = resampling.drawn(3, draws=200, seed=4)

    found = resampling.estimates(cells, draws) | {"conger_kappa": resampling.conger(cells, given_, draws)}

    assert found[name].interval is not None
    assert found[name].interval.used == np.count_nonzero(draws[:, 2])
    assert found[name].interval.high < 1


def test_one_cluster_gives_no_interval() -> None:
    with pytest.raises(ValueError, match="two clusters"):
        resampling.drawn(1)
