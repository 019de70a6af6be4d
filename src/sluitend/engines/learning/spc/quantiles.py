"""Quantiles of the chi-square distribution, for exact limits of counts."""

from __future__ import annotations

from math import lgamma
from statistics import NormalDist

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
_SMALL = 1e-16
_ROUNDS = 100


def chi_square_quantile(share: float, freedom: Floats) -> Floats:
    """The values below which this share of chi-squares with these degrees of freedom (any positive number) lies.

    From Wilson and Hilferty's approximation (Proceedings of the National Academy of Sciences 17, 1931) by Newton's
    method on the exact distribution. Raises ValueError for a share outside (0, 1) or no degrees of freedom.
    """
    if not 0 < share < 1 or (freedom <= 0).any():
        raise ValueError("a share lies between 0 and 1, and degrees of freedom above 0")
    shape, ninth = freedom / 2, 2 / (9 * freedom)
    at = np.maximum(freedom * (1 - ninth + NormalDist().inv_cdf(share) * np.sqrt(ninth)) ** 3, freedom * 1e-6) / 2
    log_gamma = np.array([lgamma(one) for one in shape])
    for _ in range(_ROUNDS):
        peak = np.exp((shape - 1) * np.log(at) - at - log_gamma)
        step = (_below(shape, at) * peak * at - share) / peak
        at = np.maximum(at - step, at / 2)
        if (np.abs(step) <= 1e-13 * at).all():
            break
    return 2 * at


def _below(shape: Floats, at: Floats) -> Floats:
    """The lower incomplete gamma function by its series (Abramowitz and Stegun 6.5.29), over x^a exp(-x) / Γ(a)."""
    term = total = 1 / shape
    above = shape
    while (term > _SMALL * total).any():
        above = above + 1
        term = term * at / above
        total = total + term
    return total
