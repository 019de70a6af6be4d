"""Waiting curves against a published trial, against plain loops with fractions, and (where it is there) lifelines."""

from __future__ import annotations

import json
import math
import random
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sluitend.engines.chain.survival import Bounded, chi_square_above, kaplan_meier, log_rank, squared_distance
from tests import oracles
from tests.engines.chain import twin_waiting as twin

# Weeks in remission of 42 children (Freireich and others, Blood 21, 1963), as printed in many textbooks.
TREATED = [(6, 3, 1), (7, 1, 0), (9, 0, 1), (10, 1, 1), (11, 0, 1), (13, 1, 0), (16, 1, 0), (17, 0, 1), (19, 0, 1),
           (20, 0, 1), (22, 1, 0), (23, 1, 0), (25, 0, 1), (32, 0, 2), (34, 0, 1), (35, 0, 1)]  # fmt: skip
PLACEBO = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23]

LENGTHS = st.lists(st.tuples(st.integers(0, 9), st.booleans()), min_size=1, max_size=25)
Spells = list[tuple[float, bool]]


def arrays(spells: Spells) -> tuple[np.ndarray, np.ndarray]:
    return np.array([length for length, _ in spells], float), np.array([reached for _, reached in spells], bool)


def treated() -> Spells:
    return [(week, kind < reached) for week, reached, censored in TREATED for kind in range(reached + censored)]


def placebo() -> Spells:
    return [(week, True) for week in PLACEBO]


def test_a_published_trial() -> None:
    """Printed: S(6)=0.857, S(7)=0.807, S(10)=0.753, S(13)=0.690, S(16)=0.627, S(22)=0.538, S(23)=0.448; medians 23
    and 8, with log-log intervals from 13 (no upper bound) and from 4 to 11; log-rank 16.79."""
    curve = kaplan_meier(*arrays(treated()))

    ended = curve.reached > 0
    assert curve.time[ended].tolist() == [6, 7, 10, 13, 16, 22, 23]
    assert curve.waiting[ended].round(3).tolist() == [0.857, 0.807, 0.753, 0.690, 0.627, 0.538, 0.448]
    assert curve.at_risk[ended].tolist() == [21, 17, 15, 12, 11, 7, 6]
    assert curve.quantile(0.5) == Bounded(23, 13, None)
    assert kaplan_meier(*arrays(placebo())).quantile(0.5) == Bounded(8, 4, 11)
    test = log_rank([arrays(treated()), arrays(placebo())])
    assert test.statistic == pytest.approx(16.793, abs=0.0005)
    assert test.freedom == 1
    assert test.p == pytest.approx(4.17e-05, rel=0.002)
    assert test.observed == (9, 21)
    assert test.expected == pytest.approx((19.25, 10.75), abs=0.005)


@settings(deadline=None, max_examples=200)
@given(LENGTHS)
def test_the_same_as_plain_loops(spells: Spells) -> None:
    curve = kaplan_meier(*arrays(spells))

    ended = curve.reached > 0
    found = zip(curve.time[ended], curve.at_risk[ended], curve.reached[ended], curve.waiting[ended], strict=True)
    expected = twin.survival(spells)
    assert [row[:3] for row in found] == [row[:3] for row in expected]
    assert curve.waiting[ended].tolist() == pytest.approx([float(row[3]) for row in expected])
    assert curve.reached.sum() + curve.censored.sum() == len(spells)
    for share in (Fraction(1, 2), Fraction(9, 10), Fraction(1, 3)):
        one = curve.quantile(float(share))
        assert one.value == twin.quantile(spells, share)
        assert (one.low, one.high) == twin.bounds(spells, share)


@settings(deadline=None, max_examples=200)
@given(LENGTHS, LENGTHS)
def test_two_groups_as_their_two_by_two_tables(one: Spells, two: Spells) -> None:
    found = log_rank([arrays(one), arrays(two)])

    expected = twin.two_sample_log_rank(one, two)
    assert found.statistic == (None if expected is None else pytest.approx(expected))
    assert found.freedom == (0 if expected is None else 1)
    assert sum(found.observed) == pytest.approx(sum(found.expected))


def test_nobody_still_waits_and_nobody_has_come_through() -> None:
    everybody = kaplan_meier(*arrays([(2, True), (2, True)]))
    nobody = kaplan_meier(*arrays([(2, False), (5, False)]))

    assert everybody.waiting.tolist() == [0]
    assert everybody.quantile(0.5).value == 2
    assert everybody.quantile(0.5).low is None
    assert everybody.reached_by(1).value == 0
    assert everybody.reached_by(9).value == 1
    assert nobody.quantile(0.5).value is None
    assert nobody.reached_by(5).value == 0
    assert nobody.reached_by(6).value is None  # nobody was followed for so long


def test_nothing_at_all() -> None:
    empty = kaplan_meier(np.zeros(0), np.zeros(0, bool))

    assert empty.quantile(0.5).value is None
    assert empty.reached_by(3).value is None
    assert log_rank([]).statistic is None


def test_the_order_of_groups_does_not_matter_and_an_empty_group_takes_no_part() -> None:
    chance = np.random.default_rng(7)
    groups = [(chance.integers(1, 30, 40).astype(float), chance.random(40) < 0.7) for _ in range(3)]
    empty = np.zeros(0), np.zeros(0, bool)

    found, turned = log_rank(groups), log_rank([groups[2], empty, groups[0], groups[1]])

    assert found.freedom == turned.freedom == 2
    assert found.statistic == pytest.approx(turned.statistic)


@pytest.mark.parametrize(("seed", "sizes"), [(1, (5, 9, 4)), (2, (1, 30, 0, 12, 7)), (3, (8,) * 9)])
def test_several_groups_as_fractions(seed: int, sizes: tuple[int, ...]) -> None:
    """With an empty group, and one of a single case."""
    chance = random.Random(seed)
    groups = [[(float(chance.randint(1, 12)), chance.random() < 0.7) for _ in range(size)] for size in sizes]

    found = log_rank([arrays(group) for group in groups])

    assert (found.statistic, found.freedom) == pytest.approx(twin.log_rank(groups))


def test_more_than_one_direction_that_says_nothing() -> None:
    """Two pairs that have nothing to do with each other: each counts for itself, in one direction."""
    pair = np.array([[1.0, -1.0], [-1.0, 1.0]])
    covariance = np.block([[pair, np.zeros((2, 2))], [np.zeros((2, 2)), pair]])

    assert squared_distance(np.array([1.0, -1.0, 2.0, -2.0]), covariance) == (pytest.approx(1 + 4), 2)


@pytest.mark.parametrize(  # printed tables of the chi-square: 5%, 1% and 0.1% points
    ("statistic", "freedom", "p"),
    [(3.841, 1, 0.05), (5.991, 2, 0.05), (7.815, 3, 0.05), (13.277, 4, 0.01), (15.086, 5, 0.01), (29.588, 10, 0.001),
     (43.773, 30, 0.05), (124.342, 100, 0.05)],
)  # fmt: skip
def test_chi_square(statistic: float, freedom: int, p: float) -> None:
    assert chi_square_above(statistic, freedom) == pytest.approx(p, rel=0.001)
    assert chi_square_above(0, freedom) == 1


@pytest.mark.parametrize("seed", range(3))
def test_the_same_as_lifelines(seed: int, tmp_path: Path) -> None:
    chance = np.random.default_rng(seed)
    time, reached, group = chance.integers(1, 60, 300), chance.random(300) < 0.6, chance.integers(0, 4, 300)
    given = {"time": time.tolist(), "reached": reached.tolist(), "group": group.tolist()}
    (tmp_path / "spells.json").write_text(json.dumps(given), "utf-8")

    told = oracles.ask("lifelines", tmp_path / "spells.json")
    curve = kaplan_meier(time.astype(float), reached)

    assert curve.waiting.tolist() == pytest.approx(told["waiting"])
    known = ~np.isnan(curve.low)
    assert curve.low[known].tolist() == pytest.approx(np.array(told["low"])[known].tolist())
    assert curve.high[known].tolist() == pytest.approx(np.array(told["high"])[known].tolist())
    median = curve.quantile(0.5)
    assert (median.value, median.low, median.high) == (told["median"], *told["limits"])
    assert (curve.quantile(0.9).value or math.inf) == told["p90"]
    found = log_rank([(time[group == one].astype(float), reached[group == one]) for one in range(4)])
    assert found.statistic == pytest.approx(told["statistic"])
    assert found.p == pytest.approx(told["p"])
