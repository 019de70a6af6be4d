"""What a coefficient comes to, with everything that it takes to read it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Reason(StrEnum):
    """Why a coefficient cannot be computed."""

    NOTHING_RATED = "nothing_rated"  # no unit has a rating
    NO_PAIRS = "no_pairs"  # no unit was rated by two coders
    ONE_VALUE = "one_value"  # all that two coders rated is the same: there was nothing to disagree on


@dataclass(frozen=True, slots=True)
class Interval:
    """A percentile bootstrap interval: `low` and `high` at this `level`, from `draws` of which `used` had a value."""

    low: float
    high: float
    level: float
    draws: int
    used: int


@dataclass(frozen=True, slots=True)
class Estimate:
    """A coefficient.

    `observed` and `expected` are agreement, as a share of the pairs; of Krippendorff's alpha they are disagreement, in
    the metric's own measure. `units` is the denominator: the units that two coders or more have rated (for Gwet,
    Fleiss and Brennan–Prediger the expected agreement uses the others too, see there). `unit` names what a unit is.
    """

    coefficient: str
    value: float | None
    reason: Reason | None
    observed: float | None
    expected: float | None
    unit: str
    units: int
    coders: int
    interval: Interval | None = None
