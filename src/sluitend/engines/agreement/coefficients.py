"""Percent agreement, and the coefficients that correct it for chance in their own ways.

With missing ratings: Gwet (2014), "Handbook of inter-rater reliability", ch. 2 and 3. Observed agreement is the mean
over the units that two coders or more have rated; the shares of the values, for chance, are means over all rated units.
Where these units have one value, nobody could differ about them, whatever a single coder said elsewhere: no value then,
where chance of such others would make 1.0 of it.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Any

import numpy as np

from sluitend.engines.agreement.estimate import Estimate, Reason
from sluitend.engines.agreement.metrics import weights as weights_of
from sluitend.engines.agreement.ratings import Counts, Numbers, Ratings, counts_of, require_order

Values = Sequence[Hashable] | None
Chance = Callable[[Numbers, Numbers], float]  # (share of each value, weights) -> expected agreement


def cohen_kappa(table: Sequence[Sequence[float]] | Numbers, *, unit: str = "") -> Estimate:
    """Kappa of two coders; table[a][b]: units to which the first gave value a and the second value b.

    Chance agreement is the sum over the values of the product of the coders' own shares (Cohen 1960, p. 40).
    Raises ValueError when the table is not square or holds a negative number.
    """
    cells = np.asarray(table, dtype=np.float64)
    if cells.ndim != 2 or cells.shape[0] != cells.shape[1] or (cells < 0).any():
        raise ValueError("a table of values × values, without negative numbers")
    total = float(cells.sum())
    told: dict[str, Any] = {"unit": unit, "units": int(total), "coders": 2}
    if not total:
        return Estimate("cohen_kappa", None, Reason.NOTHING_RATED, None, None, **told)
    observed = float(np.trace(cells) / total)
    expected = float((cells.sum(axis=1) * cells.sum(axis=0)).sum() / total**2)
    if np.count_nonzero(cells.sum(axis=0) + cells.sum(axis=1)) < 2:
        return Estimate("cohen_kappa", None, Reason.ONE_VALUE, observed, expected, **told)
    return Estimate("cohen_kappa", (observed - expected) / (1 - expected), None, observed, expected, **told)


def percent_agreement(ratings: Ratings, *, unit: str = "", values: Values = None) -> Estimate:
    """The share of the pairs of ratings within a unit that are equal, as a mean over the units. Not for chance."""
    return percent_of(counts_of(ratings, values), unit)


def fleiss_kappa(ratings: Ratings, *, unit: str = "", values: Values = None) -> Estimate:
    """Fleiss (1971): chance is the sum of the squared shares of the values."""
    return fleiss_of(counts_of(ratings, values), unit)


def gwet_ac1(ratings: Ratings, *, unit: str = "", values: Values = None) -> Estimate:
    """Gwet (2008): chance is the sum over the q values of share × (1 − share), divided by q − 1.

    Pass `values` when some value could have been given but never was: q counts it.
    """
    return gwet_of(counts_of(ratings, values), "identity", unit)


def gwet_ac2(ratings: Ratings, weights: str = "ordinal", *, unit: str = "", values: Values = None) -> Estimate:
    """AC1 with partial agreement: weights "linear", "quadratic" (numbers) or "ordinal" (values in order)."""
    return gwet_of(_ordered(ratings, weights, values), weights, unit)


def brennan_prediger(ratings: Ratings, weights: str = "identity", *, unit: str = "", values: Values = None) -> Estimate:
    """Brennan and Prediger (1981): chance is 1 / q, every one of the q values as likely; `values` as for Gwet."""
    return brennan_prediger_of(_ordered(ratings, weights, values), weights, unit)


def _ordered(ratings: Ratings, weights: str, values: Values) -> Counts:
    counts = counts_of(ratings, values)
    if weights == "ordinal":
        require_order(counts, values)
    return counts


def percent_of(counts: Counts, unit: str = "") -> Estimate:
    """From counts; see `percent_agreement`."""
    return _corrected("percent_agreement", counts, "identity", unit, lambda shares, weights: 0.0)


def fleiss_of(counts: Counts, unit: str = "") -> Estimate:
    """From counts; see `fleiss_kappa`."""
    return _corrected("fleiss_kappa", counts, "identity", unit, lambda shares, weights: float(shares @ shares))


def gwet_of(counts: Counts, weights: str = "identity", unit: str = "") -> Estimate:
    """From counts; see `gwet_ac1` and `gwet_ac2`."""

    def chance(shares: Numbers, table: Numbers) -> float:
        size = len(shares)
        return float(table.sum() * (shares * (1 - shares)).sum() / (size * (size - 1)))

    return _corrected("gwet_ac1" if weights == "identity" else "gwet_ac2", counts, weights, unit, chance)


def brennan_prediger_of(counts: Counts, weights: str = "identity", unit: str = "") -> Estimate:
    """From counts; see `brennan_prediger`."""
    return _corrected(
        "brennan_prediger", counts, weights, unit, lambda shares, table: float(table.sum() / len(shares) ** 2)
    )


def _corrected(name: str, counts: Counts, weights: str, unit: str, chance: Chance) -> Estimate:
    """(observed − expected) / (1 − expected)."""
    told: dict[str, Any] = {"unit": unit, "units": counts.units, "coders": counts.coders}
    rated = counts.raters > 0
    if not rated.any():
        return Estimate(name, None, Reason.NOTHING_RATED, None, None, **told)
    if not counts.units:
        return Estimate(name, None, Reason.NO_PAIRS, None, None, **told)
    table = weights_of(weights, counts.values)
    observed = _observed(counts, table)
    if counts.is_of_one_value:
        return Estimate(name, None, Reason.ONE_VALUE, observed, None, **told)
    expected = chance(_shares(counts), table)
    return Estimate(name, (observed - expected) / (1 - expected), None, observed, expected, **told)


def _observed(counts: Counts, table: Numbers) -> float:
    """Mean over the units with two ratings or more of the weighted share of its pairs that agree."""
    several = counts.raters >= 2
    rows, raters, times = counts.table[several], counts.raters[several], counts.weights[several]
    agreeing = (rows * (rows @ table - 1)).sum(axis=1) / (raters * (raters - 1))
    return float((agreeing * times).sum() / times.sum())


def _shares(counts: Counts) -> Numbers:
    """Mean over the rated units of the share of its coders that gave each value."""
    rated = counts.raters > 0
    shares = counts.table[rated] / counts.raters[rated][:, None]
    return np.asarray(counts.weights[rated] @ shares / counts.weights[rated].sum())
