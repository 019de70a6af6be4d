"""One figure over time: which points differ more than this series does by itself.

An XmR chart (individuals and moving range; Shewhart 1931, Wheeler 1993) by the rules of NHS England's Making Data
Count, as the R package NHSRplotthedots has them. Mean ± 2.66 times the mean moving range are the natural limits of the
process; a moving range of 3.267 times the mean or more is an outlier and is left out of that mean once (`screened`).
A point has a special cause when it (in this order) lies outside the limits; belongs to seven points that all rise or
all fall; lies in the outer third between mean and limit with another of three points in a row on the same side; or
belongs to seven points on one side of the mean.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
_LIMIT, _SCREEN = 2.66, 3.267  # 3 / d2 and D4 of ranges of two (d2 = 1.128)
_RUN, _NEAR = 7, 3  # points in a run, and in the rule of two in three


class Better(StrEnum):
    """Which way is an improvement."""

    INCREASE = "increase"
    DECREASE = "decrease"


class Cause(StrEnum):
    """Why a point stands out."""

    ABOVE_LIMIT = "above_limit"
    BELOW_LIMIT = "below_limit"
    RISING = "rising"
    FALLING = "falling"
    TWO_IN_THREE_ABOVE = "two_in_three_above"
    TWO_IN_THREE_BELOW = "two_in_three_below"
    SEVEN_ABOVE = "seven_above"
    SEVEN_BELOW = "seven_below"

    @property
    def up(self) -> bool:
        """Whether it stands out at the high side."""
        return self in (Cause.ABOVE_LIMIT, Cause.RISING, Cause.TWO_IN_THREE_ABOVE, Cause.SEVEN_ABOVE)


class Variation(StrEnum):
    """What a point says: nothing of its own, or something that is better, worse, or (when nobody said which way is
    better) only high or low."""

    COMMON = "common"
    IMPROVEMENT = "improvement"
    CONCERN = "concern"
    HIGH = "high"
    LOW = "low"


class Assurance(StrEnum):
    """Whether this process, as it is now, reaches its target."""

    PASSES = "passes"
    FAILS = "fails"
    BOTH = "both"  # the target lies between the limits: it will be reached and missed by chance


@dataclass(frozen=True, slots=True)
class Segment:
    """The points [first, last) that share their mean and limits. Limits are None where nothing varies enough to say:
    fewer than two points, or no moving range left after screening. `variation` is that of the last point."""

    first: int
    last: int
    mean: float
    low: float | None
    high: float | None
    variation: Variation


@dataclass(frozen=True, slots=True)
class Xmr:
    """`causes` (None: common cause) and `variations` have an element per point; `assurance`, of the last segment, is
    None without a target, a direction or limits."""

    values: Floats
    segments: tuple[Segment, ...]
    causes: tuple[Cause | None, ...]
    variations: tuple[Variation, ...]
    assurance: Assurance | None


def xmr(
    values: Sequence[float],
    target: float | None = None,
    screened: bool = True,
    *,
    better: Better | None = None,
    rebase: Sequence[int] = (),
    fix_after: int | None = None,
) -> Xmr:
    """Of a series without gaps, in the order of time.

    `rebase` are the places (from 0) at which mean and limits begin anew; `fix_after` computes them of the first so many
    points of each segment only. Raises ValueError for no values, a value that is no number, a place outside the series
    or out of order, or fewer than two points to compute limits of.
    """
    series = np.asarray(values, np.float64)
    _refuse(series, rebase, fix_after)
    edges = [0, *rebase, len(series)]
    segments, causes = [], []
    for first, last in itertools.pairwise(edges):
        part = series[first:last]
        mean, spread = _centre(part[:fix_after], screened)
        causes += _causes(part, mean, spread)
        low, high = (None, None) if np.isnan(spread) else (mean - spread, mean + spread)
        segments.append(Segment(first, last, mean, low, high, _variation(causes[-1], better)))
    variations = tuple(_variation(cause, better) for cause in causes)
    return Xmr(series, tuple(segments), tuple(causes), variations, _assurance(segments[-1], target, better))


def _refuse(series: Floats, rebase: Sequence[int], fix_after: int | None) -> None:
    if series.ndim != 1 or not len(series):
        raise ValueError("a series has values")
    if not np.isfinite(series).all():
        raise ValueError("a value is missing or infinite: a series has no gaps")
    edges = [0, *rebase, len(series)]
    if any(one >= two for one, two in itertools.pairwise(edges)):
        raise ValueError("places to begin anew lie within the series, in order")
    if fix_after is not None and fix_after < 2:
        raise ValueError("limits are computed of two points or more")


def _centre(base: Floats, screened: bool) -> tuple[float, float]:
    """The mean and the distance of the limits to it; NaN where nothing varies enough to say."""
    ranges = np.abs(np.diff(base))
    if screened and len(ranges):
        ranges = ranges[ranges < _SCREEN * ranges.mean()]
    return float(base.mean()), _LIMIT * float(ranges.mean()) if len(ranges) else np.nan


def _causes(part: Floats, mean: float, spread: float) -> list[Cause | None]:
    side = np.sign(part - mean)
    outside = (part > mean + spread) | (part < mean - spread)  # never with limits that are not known
    near = ~outside & ((part > mean + spread * 2 / 3) | (part < mean - spread * 2 / 3))
    slope = np.sign(np.diff(part))
    seven = _within(len(part), _RUN, lambda at: abs(side[at : at + _RUN].sum()) == _RUN)
    trend = _within(len(part), _RUN, lambda at: abs(slope[at : at + _RUN - 1].sum()) == _RUN - 1)
    three = near & _within(len(part), _NEAR, lambda at: _two_of(near[at : at + _NEAR], side[at : at + _NEAR]))
    rising = np.array([_rises(slope, trend, at) for at in range(len(part))])
    kinds = (
        (outside, side > 0, Cause.ABOVE_LIMIT, Cause.BELOW_LIMIT),
        (trend, rising, Cause.RISING, Cause.FALLING),
        (three, side > 0, Cause.TWO_IN_THREE_ABOVE, Cause.TWO_IN_THREE_BELOW),
        (seven, side > 0, Cause.SEVEN_ABOVE, Cause.SEVEN_BELOW),
    )
    return [
        next((high if up[at] else low for flags, up, high, low in kinds if flags[at]), None) for at in range(len(part))
    ]


def _within(size: int, width: int, holds: Callable[[int], bool]) -> Flags:
    """Which points lie in a window of this width, beginning at a place, of which this holds."""
    found = np.zeros(size, bool)
    for at in range(size - width + 1):
        if holds(at):
            found[at : at + width] = True
    return found


def _two_of(near: Flags, side: Floats) -> bool:
    return bool(near.sum() >= 2 and abs(side.sum()) == _NEAR)


def _rises(slope: Floats, trend: Flags, at: int) -> bool:
    """Of a point in a trend: by the step to the next one if that is in a trend too, else by the one that led here."""
    onward = at + 1 < len(trend) and trend[at + 1]
    return bool(trend[at] and slope[at if onward else at - 1] > 0)


def _variation(cause: Cause | None, better: Better | None) -> Variation:
    if cause is None:
        return Variation.COMMON
    if better is None:
        return Variation.HIGH if cause.up else Variation.LOW
    return Variation.IMPROVEMENT if cause.up == (better is Better.INCREASE) else Variation.CONCERN


def _assurance(segment: Segment, target: float | None, better: Better | None) -> Assurance | None:
    if target is None or better is None or segment.low is None or segment.high is None:
        return None
    if segment.low <= target <= segment.high:
        return Assurance.BOTH
    return Assurance.PASSES if (target < segment.low) == (better is Better.INCREASE) else Assurance.FAILS
