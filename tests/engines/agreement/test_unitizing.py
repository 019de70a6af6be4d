"""Unitizing alpha against its formula written out in loops, and its meaning."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sluitend.engines import agreement
from sluitend.engines.agreement import Reason

Section = tuple[int, int, bool]


def sections(spans: list[tuple[int, int]], end: int) -> list[Section]:
    """Begin, length and whether it is a unit."""
    borders = sorted({0, end, *(border for span in spans for border in span)})
    return [(a, b - a, (a, b) in spans) for a, b in pairwise(borders)]


def apart(one: Section, other: Section) -> float:
    """Squared difference of two sections."""
    (b, length, unit), (other_b, other_length, other_unit) = one, other
    if unit and other_unit and -length < b - other_b < other_length:
        return (b - other_b) ** 2 + (b + length - other_b - other_length) ** 2
    if unit and not other_unit and other_length - length >= b - other_b >= 0:
        return length**2
    if not unit and other_unit and length - other_length >= other_b - b >= 0:
        return other_length**2
    return 0


def naive(told: list[list[Section]], end: int) -> tuple[float, float]:
    """The formulas of 1995 and 2004, a loop for every sum."""
    m, expected = len(told), 0.0
    others = [(one, other) for one in told for other in told if one is not other]
    observed = sum(apart(a, b) for one, other in others for a in one for b in other)
    units = [length for found in told for _b, length, unit in found if unit]
    gaps = [length for found in told for _b, length, unit in found if not unit]
    for length in units:
        expected += (len(units) - 1) / 3 * (2 * length**3 - 3 * length**2 + length)
        for gap in gaps:
            if gap >= length:
                expected += length**2 * (gap - length + 1)
    pairs = m * end * (m * end - 1) - sum(length * (length - 1) for length in units)
    return observed / (m * (m - 1) * end**2), 2 / end * expected / pairs


def without_overlap(borders: list[int]) -> list[tuple[int, int]]:
    ordered = sorted(set(borders))
    return list(zip(ordered[::2], ordered[1::2], strict=False))


spans_of_a_coder = st.lists(st.integers(0, 60), max_size=10).map(without_overlap)


@given(st.lists(spans_of_a_coder, min_size=2, max_size=4))
def test_it_is_the_formula(told: list[list[tuple[int, int]]]) -> None:
    assume(any(told))
    spans = {str(place): {"code": found} for place, found in enumerate(told)}

    found = agreement.unitizing_alpha(spans, start=0, end=61)

    observed, expected = naive([sections(one, 61) for one in told], 61)
    assert found.total.observed == pytest.approx(observed)
    assert found.total.expected == pytest.approx(expected)
    assert found.total.value == pytest.approx(1 - observed / expected)


def test_the_same_stretches_are_full_agreement_and_none_is_no_number() -> None:
    same = {"a": {"x": [(3, 9)]}, "b": {"x": [(3, 9)]}}
    none: dict[str, Any] = {"a": {}, "b": {}}
    all_of_it = {"a": {"x": [(0, 20)]}, "b": {"x": [(0, 20)]}}

    assert agreement.unitizing_alpha(same, start=0, end=20).total.value == 1
    assert agreement.unitizing_alpha(none, start=0, end=20).total.reason is Reason.NOTHING_RATED
    assert agreement.unitizing_alpha(all_of_it, start=0, end=20).total.reason is Reason.ONE_VALUE
    assert agreement.unitizing_alpha({"a": {"x": [(3, 9)]}}, start=0, end=20).total.reason is Reason.NO_PAIRS


def test_the_whole_text_within_other_borders_is_something_to_disagree_on() -> None:
    """By the formulas of 2004: D_o is 2 × (50² + 50²) / (2 × 100²); no gaps, three units, 25,000 pairs that may be."""
    spans = {"a": {"x": [(0, 50), (50, 100)]}, "b": {"x": [(0, 100)]}}

    found = agreement.unitizing_alpha(spans, start=0, end=100).total

    assert found.observed == pytest.approx(0.5)
    assert found.expected == pytest.approx(2 / 100 * (2 * 161_700 + 1_313_400) / 25_000)
    assert found.value == pytest.approx(1 - 0.5 / 1.30944)


def test_the_whole_text_within_the_same_borders_is_nothing_to_disagree_on() -> None:
    halves = [(0, 50), (50, 100)]

    found = agreement.unitizing_alpha({"a": {"x": halves}, "b": {"x": halves}}, start=0, end=100)

    assert (found.total.value, found.total.reason) == (None, Reason.ONE_VALUE)


def test_a_code_that_all_gave_everywhere_beside_one_that_nobody_gave() -> None:
    spans = {"a": {"x": [(0, 20)], "y": []}, "b": {"x": [(0, 20)], "y": []}}

    found = agreement.unitizing_alpha(spans, start=0, end=20)

    assert (found.total.value, found.total.reason) == (None, Reason.ONE_VALUE)
    assert found.by_category["y"].reason is Reason.NOTHING_RATED


@pytest.mark.parametrize("wrong", [[(3, 9), (8, 12)], [(5, 5)], [(15, 21)], [(-1, 4)]])
def test_spans_that_do_not_fit_are_refused(wrong: list[tuple[int, int]]) -> None:
    with pytest.raises(ValueError, match="overlaps another, is empty or lies outside 0–20"):
        agreement.unitizing_alpha({"a": {"x": wrong}, "b": {}}, start=0, end=20)
