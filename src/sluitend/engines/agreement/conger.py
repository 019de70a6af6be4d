"""Conger's kappa: Cohen's for more than two coders, each with their own habits.

With missing ratings as Gwet (2014), "Handbook of inter-rater reliability", ch. 2: observed agreement is that of Fleiss;
a coder's shares are over all units that this coder rated.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from sluitend.engines.agreement.coefficients import Values, percent_of
from sluitend.engines.agreement.estimate import Estimate
from sluitend.engines.agreement.ratings import Counts, Numbers, Ratings, counts_of, given_of

COEFFICIENT = "conger_kappa"


def conger_kappa(ratings: Ratings, *, unit: str = "", values: Values = None) -> Estimate:
    """Chance is the mean over the pairs of coders of Cohen's: the sum over the values of the product of their shares.

    For two coders who rated all units it is Cohen's kappa. Who rated nothing is in no pair.

    Source: A. J. Conger (1980), "Integration and generalization of kappas for multiple raters", Psychological Bulletin
    88, 322–328.
    """
    return conger_of(counts_of(ratings, values), given_of(ratings, values), unit)


def conger_of(counts: Counts, given: Numbers, unit: str = "") -> Estimate:
    """From counts, and `given[g, k]`: how many units coder g gave value k."""
    percent = percent_of(counts, unit)
    told: dict[str, Any] = {"unit": unit, "units": percent.units, "coders": percent.coders}
    if percent.value is None or percent.observed is None:
        return Estimate(COEFFICIENT, None, percent.reason, percent.observed, None, **told)
    expected = float(chance_of(given))
    value = (percent.observed - expected) / (1 - expected)
    return Estimate(COEFFICIENT, value, None, percent.observed, expected, **told)


def chance_of(given: Numbers) -> Numbers:
    """Of given[…, coder, value]: all pairs at once, the square of the sum of shares less everybody's with themselves.

    NaN where fewer than two coders rated anything.
    """
    rated = given.sum(axis=-1, keepdims=True)
    shares = np.divide(given, rated, out=np.zeros_like(given), where=rated > 0)
    coders = np.count_nonzero(rated[..., 0], axis=-1)
    pairs = (shares.sum(axis=-2) ** 2).sum(axis=-1) - (shares**2).sum(axis=(-2, -1))
    with np.errstate(invalid="ignore"):
        return np.asarray(pairs / (coders * (coders - 1)))
