"""XmR charts: against NHSRplotthedots, against plain loops, and the rules one by one."""

from __future__ import annotations

import itertools
import json
import random
from pathlib import Path
from typing import Any

import pytest

from sluitend.engines.learning import spc
from tests.engines.learning import twin_spc as twin

REFERENCE = json.loads((Path(__file__).parent / "plot_the_dots.json").read_text())
CAUSES = {
    "Common Cause": None,
    "Above UCL": spc.Cause.ABOVE_LIMIT,
    "Below LCL": spc.Cause.BELOW_LIMIT,
    "7 Point Trend (Increasing)": spc.Cause.RISING,
    "7 Point Trend (Decreasing)": spc.Cause.FALLING,
    "2 in 3 Above CL": spc.Cause.TWO_IN_THREE_ABOVE,
    "2 in 3 Below CL": spc.Cause.TWO_IN_THREE_BELOW,
    "7 Points Above CL": spc.Cause.SEVEN_ABOVE,
    "7 Points Below CL": spc.Cause.SEVEN_BELOW,
}
VARIATIONS = {
    "common_cause": spc.Variation.COMMON,
    "special_cause_improvement": spc.Variation.IMPROVEMENT,
    "special_cause_concern": spc.Variation.CONCERN,
}
ASSURANCES = {None: None, "consistent_pass": spc.Assurance.PASSES, "consistent_fail": spc.Assurance.FAILS}


@pytest.mark.parametrize("chart", REFERENCE["charts"], ids=lambda one: one["name"])
def test_against_plot_the_dots(chart: dict[str, Any]) -> None:
    found = spc.xmr(
        chart["y"],
        chart["target"],
        chart["screened"],
        better=None if chart["better"] == "neutral" else spc.Better(chart["better"]),
        rebase=[] if chart["rebase"] is None else [chart["rebase"] - 1],
        fix_after=chart["fix_after"],
    )

    assert list(found.causes) == [CAUSES[one] for one in chart["causes"]]
    assert list(found.variations) == [VARIATIONS[one] for one in chart["types"]]
    assert [one.variation for one in found.segments] == [VARIATIONS[one] for one in chart["variation"]]
    assert [one.mean for one in found.segments] == pytest.approx(chart["mean"], abs=1e-8)
    for ours, theirs in (("low", "low"), ("high", "high")):
        limits = [getattr(one, ours) for one in found.segments]
        assert limits == [None if value is None else pytest.approx(value, abs=1e-8) for value in chart[theirs]]
    assert found.assurance is ASSURANCES[chart["assurance"]]


@pytest.mark.parametrize("seed", range(12))
def test_the_same_as_plain_loops(seed: int) -> None:
    """Series that wander, of whole numbers, so that equal neighbours and points on the mean occur."""
    chance = random.Random(seed)
    series, at = [], 0
    for _ in range(chance.randint(2, 90)):
        at += chance.choice([-2, -1, -1, 0, 1, 1, 2]) if seed % 2 else 0
        series.append(float(at + chance.randint(-2, 2)))

    found = spc.xmr(series, screened=False)

    (part,) = found.segments
    ranges = [abs(two - one) for one, two in itertools.pairwise(series)]
    reach = 2.66 * sum(ranges) / len(ranges)
    assert part.mean == pytest.approx(sum(series) / len(series))
    assert (part.low, part.high) == pytest.approx((part.mean - reach, part.mean + reach))
    assert list(found.causes) == twin.causes(series, part.mean, reach)


def test_a_rise_of_seven_and_then_a_fall_of_seven() -> None:
    """The top belongs to both: what follows decides."""
    found = spc.xmr([0, 1, 2, 3, 4, 5, 6, 5, 4, 3, 2, 1, 0], screened=False)

    assert found.causes[1] is spc.Cause.RISING
    assert found.causes[7] is spc.Cause.FALLING
    assert list(found.causes) == twin.causes(found.values.tolist(), found.segments[0].mean, 2.66)


def test_without_a_direction_a_point_is_high_or_low() -> None:
    found = spc.xmr([5, 6, 5, 6, 5, 60, 5, 6, 5, 6])

    assert found.variations[5] is spc.Variation.HIGH
    assert found.assurance is None


def test_a_target_between_the_limits_is_met_and_missed_by_chance() -> None:
    assert spc.xmr([4, 6, 5, 7, 5], 6, better=spc.Better.INCREASE).assurance is spc.Assurance.BOTH


def test_a_single_value_has_no_limits() -> None:
    (one,) = spc.xmr([3], 2, better=spc.Better.DECREASE).segments

    assert (one.mean, one.low, one.high) == (3, None, None)


@pytest.mark.parametrize(
    ("values", "choice", "message"),
    [
        ([], {}, "has values"),
        ([1, float("nan")], {}, "no gaps"),
        ([1, 2, 3], {"rebase": [3]}, "within the series"),
        ([1, 2, 3], {"rebase": [2, 1]}, "within the series"),
        ([1, 2, 3], {"fix_after": 1}, "two points"),
    ],
)
def test_what_is_no_series(values: list[float], choice: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        spc.xmr(values, **choice)
