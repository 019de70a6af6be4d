"""Krippendorff's alpha: any number of coders, missing ratings, four levels of measurement."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any

import numpy as np

from sluitend.engines.agreement.estimate import Estimate, Reason
from sluitend.engines.agreement.metrics import Level, differences
from sluitend.engines.agreement.ratings import Counts, Numbers, Ratings, counts_of, require_order


def krippendorff_alpha(
    ratings: Ratings, level: str = "nominal", *, unit: str = "", values: Sequence[Hashable] | None = None
) -> Estimate:
    """Alpha = 1 − observed / expected disagreement, over the units that two coders or more have rated.

    ratings: coders × units. `values` gives ordinal values that are no numbers their order. `observed` and `expected`
    are disagreement. Raises ValueError for values that do not fit the level.

    Source: K. Krippendorff, "Computing Krippendorff's alpha-reliability" (2011), by coincidences.
    """
    counts = counts_of(ratings, values)
    if level == Level.ORDINAL:
        require_order(counts, values)
    return alpha_of(counts, Level(level), unit)


def alpha_of(counts: Counts, level: Level, unit: str = "") -> Estimate:
    """The same from counts."""
    rated = counts.pairable()
    told: dict[str, Any] = {"unit": unit, "units": counts.units, "coders": counts.coders}
    coefficient = f"krippendorff_alpha_{level}"
    if reason := _reason(counts, rated):
        return Estimate(coefficient, None, reason, None, None, **told)
    coincidences = _coincidences(rated)
    totals = coincidences.sum(axis=1)
    apart = differences(level, rated.values, totals)
    pairs = totals.sum()
    observed = float((coincidences * apart).sum() / pairs)
    expected = float((np.outer(totals, totals) * apart).sum() / (pairs * (pairs - 1)))
    return Estimate(coefficient, 1 - observed / expected, None, observed, expected, **told)


def _reason(counts: Counts, rated: Counts) -> Reason | None:
    if not counts.raters.any():
        return Reason.NOTHING_RATED
    if not len(rated.table):
        return Reason.NO_PAIRS
    return Reason.ONE_VALUE if len(rated.values) < 2 else None


def _coincidences(rated: Counts) -> Numbers:
    """Values × values: every pair of ratings within a unit, divided by the number of its raters less one."""
    share = rated.table * (rated.weights / (rated.raters - 1))[:, None]
    pairs = rated.table.T @ share
    own = np.diag(share.sum(axis=0))  # a rating is no pair with itself
    return np.asarray(pairs - own)
