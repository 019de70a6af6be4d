"""What a coefficient says, and when it says nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sluitend.engines import agreement
from sluitend.engines.agreement import Estimate, Reason

Coefficient = Callable[[Any], Estimate]
OF_RATINGS: list[Coefficient] = [
    agreement.percent_agreement,
    agreement.fleiss_kappa,
    agreement.conger_kappa,
    agreement.gwet_ac1,
    agreement.gwet_ac2,
    agreement.brennan_prediger,
    *(lambda ratings, level=level: agreement.krippendorff_alpha(ratings, level) for level in agreement.Level),
]


@pytest.mark.parametrize("coefficient", OF_RATINGS)
@pytest.mark.parametrize(
    ("ratings", "reason"),
    [
        ([[None, None], [None, None]], Reason.NOTHING_RATED),
        ([[], []], Reason.NOTHING_RATED),
        ([[1, None, 0], [None, 1, None]], Reason.NO_PAIRS),
        ([[1, 0, 1]], Reason.NO_PAIRS),
        ([[0, 0, 0], [0, 0, 0]], Reason.ONE_VALUE),
        ([[1, 1, None], [1, 1, 1]], Reason.ONE_VALUE),
        ([[1, 1, None, 1], [1, 1, 2, None]], Reason.ONE_VALUE),  # what stands there once is no pair
        ([[1, 2, None, None], [1, None, 3, None], [1, None, None, None]], Reason.ONE_VALUE),
    ],
)
def test_nothing_to_disagree_on_is_no_agreement(coefficient: Coefficient, ratings: Any, reason: Reason) -> None:
    found = coefficient(ratings)

    assert (found.value, found.reason) == (None, reason)


def test_a_code_that_nobody_used_is_not_computed_even_when_it_could_have_been() -> None:
    found = agreement.gwet_ac1([[0] * 50, [0] * 50], values=[0, 1])

    assert (found.value, found.reason, found.units) == (None, Reason.ONE_VALUE, 50)


def test_an_empty_table_and_one_of_one_value() -> None:
    assert agreement.cohen_kappa([[0, 0], [0, 0]]).reason is Reason.NOTHING_RATED
    assert agreement.cohen_kappa([[9, 0], [0, 0]]).reason is Reason.ONE_VALUE


def test_chance_adds_the_values_up() -> None:
    """Some programs multiply the chance of "both yes" by that of "both no", which makes chance far too small."""
    both, first, second, neither = 20, 5, 10, 15
    total = both + first + second + neither
    yes = (both + first) / total * (both + second) / total
    no = (second + neither) / total * (first + neither) / total

    found = agreement.cohen_kappa([[both, first], [second, neither]])

    assert found.expected == pytest.approx(yes + no)
    assert found.expected == pytest.approx(0.5)
    assert found.value == pytest.approx(0.4)  # the textbook's example
    assert found.value != pytest.approx((0.7 - yes * no) / (1 - yes * no), abs=0.2)


@given(st.lists(st.lists(st.sampled_from([0, 1, 2]), min_size=6, max_size=6), min_size=2, max_size=4), st.randoms())
def test_neither_the_order_of_coders_nor_that_of_units_matters(ratings: list[list[int]], random: Any) -> None:
    units = list(zip(*ratings, strict=True))
    random.shuffle(units)
    other = [list(row) for row in zip(*units, strict=True)]
    random.shuffle(other)

    for coefficient in OF_RATINGS:
        one, two = coefficient(ratings), coefficient(other)
        assert one.value == pytest.approx(two.value) if one.value is not None else two.value is None


@given(st.lists(st.sampled_from(["a", "b", "c"]), min_size=2, max_size=20).filter(lambda row: len(set(row)) > 1))
def test_coders_who_always_agree_have_one(row: list[str]) -> None:
    for coefficient in (agreement.fleiss_kappa, agreement.gwet_ac1, agreement.krippendorff_alpha):
        assert coefficient([row, row]).value == pytest.approx(1)


def test_the_unit_and_the_denominator_are_told() -> None:
    found = agreement.krippendorff_alpha([[1, 0, None, 1], [1, 1, 0, None]], unit="sentence")

    assert (found.unit, found.units, found.coders) == ("sentence", 2, 2)


ONE, OTHER = [1, 2, 10, 10, 2, 1, 2, 10], [1, 2, 10, 2, 2, 1, 10, 1]


@pytest.mark.parametrize("coefficient", OF_RATINGS)
def test_numbers_are_the_same_however_they_are_held(coefficient: Coefficient) -> None:
    """As words 10 would stand before 2, and where values have an order they would lie elsewhere."""
    arrays = [np.array(one) for one in (ONE, OTHER)]

    expected = coefficient([ONE, OTHER]).value

    assert expected is not None
    held = (arrays, [list(one) for one in arrays], np.array(arrays), np.array([ONE, OTHER], dtype=object).tolist())
    assert [coefficient(one).value for one in held] == [pytest.approx(expected)] * 4


@pytest.mark.parametrize("coefficient", OF_RATINGS)
def test_yes_and_no_may_be_an_array_of_truths(coefficient: Coefficient) -> None:
    ratings = np.array([[True, False, True, True, False], [True, False, False, True, False]])

    assert coefficient(ratings).value == pytest.approx(coefficient(ratings.astype(int)).value)


@pytest.mark.parametrize(
    "coefficient", [lambda *given, **more: agreement.krippendorff_alpha(*given, "ordinal", **more), agreement.gwet_ac2]
)
def test_words_have_no_order_unless_it_is_given(coefficient: Any) -> None:
    """By the alphabet “hoog” would be the least."""
    rated = [["laag", "hoog", "midden", "laag"], ["laag", "midden", "midden", "laag"]]
    order = ["laag", "midden", "hoog"]
    places = [[order.index(one) for one in row] for row in rated]

    with pytest.raises(ValueError, match="order"):
        coefficient(rated)

    assert coefficient(rated, values=order).value == pytest.approx(coefficient(places).value)


def test_ratings_that_do_not_fit_are_refused() -> None:
    with pytest.raises(ValueError, match="a place for every unit"):
        agreement.fleiss_kappa([[1, 2], [1]])
    with pytest.raises(ValueError, match="not among the values: 3"):
        agreement.gwet_ac1([[1, 3], [1, 2]], values=[1, 2])
    with pytest.raises(ValueError, match="needs numbers"):
        agreement.krippendorff_alpha([["a", "b"], ["a", "a"]], "interval")
    with pytest.raises(ValueError, match="not negative"):
        agreement.krippendorff_alpha([[-1, 2], [1, 2]], "ratio")
    with pytest.raises(ValueError, match="values × values"):
        agreement.cohen_kappa([[1, 2]])
