"""Intervals of many coefficients at once: whole clusters are drawn a single time, and everything is counted from that.

`bootstrap` asks a coefficient about every draw; with a codebook of sixty codes that takes minutes. All coefficients
for values without order are sums over units, so that a thousand draws are one multiplication of matrices. A test holds
every draw against the coefficient itself.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from sluitend.engines.agreement.coefficients import brennan_prediger_of, cohen_kappa, fleiss_of, gwet_of, percent_of
from sluitend.engines.agreement.conger import chance_of, conger_of
from sluitend.engines.agreement.estimate import Estimate, Interval
from sluitend.engines.agreement.krippendorff import alpha_of
from sluitend.engines.agreement.metrics import Level
from sluitend.engines.agreement.ratings import Counts, Numbers

Whole = NDArray[np.int64]
DRAWS = 1000
LEVEL = 0.95


@dataclass(frozen=True)
class Cells:
    """Units of one kind within one cluster: `table[i]` how often each value was given, `weights[i]` how many there are.

    `clusters[i]` numbers the cluster (a text, a paragraph) from 0.
    """

    table: Numbers  # cells × values
    clusters: Whole  # cells
    weights: Numbers  # cells
    coders: int

    def counts(self) -> Counts:
        """The same for the coefficients themselves."""
        return Counts(self.table, tuple(range(self.table.shape[1])), self.coders, self.weights)


def drawn(clusters: int, *, draws: int = DRAWS, seed: int = 1) -> Numbers:
    """Draws × clusters: how often each cluster was drawn, with replacement. Raises ValueError for fewer than two."""
    if clusters < 2:
        raise ValueError("an interval needs two clusters to draw from")
    random = np.random.default_rng(seed)
    return random.multinomial(clusters, np.full(clusters, 1 / clusters), size=draws).astype(np.float64)


def estimates(cells: Cells, draws: Numbers | None, *, unit: str = "") -> dict[str, Estimate]:
    """Percent, alpha (nominal), Fleiss, AC1 and Brennan–Prediger by their name, with a percentile interval each.

    Without `draws` there is no interval. Source of the interval: Efron and Tibshirani (1993), ch. 13.
    """
    counts = cells.counts()
    found = [
        percent_of(counts, unit),
        alpha_of(counts, Level.NOMINAL, unit),
        fleiss_of(counts, unit),
        gwet_of(counts, "identity", unit),
        brennan_prediger_of(counts, "identity", unit),
    ]
    if draws is None:
        return {one.coefficient: one for one in found}
    patterns, weights = _weights(cells, draws)
    return {one.coefficient: _with(one, _OF_DRAWS[one.coefficient], patterns, weights) for one in found}


def kappa(cells: Numbers, draws: Numbers | None, *, unit: str = "") -> Estimate:
    """Cohen's kappa of two coders. `cells[c, a, b]`: units in cluster c to which they gave the values a and b."""
    found = cohen_kappa(cells.sum(axis=0), unit=unit)
    if draws is None or found.value is None:
        return found
    tables = np.tensordot(draws, cells, axes=1)  # draws × values × values
    total = tables.sum(axis=(1, 2))
    first, second = tables.sum(axis=2), tables.sum(axis=1)
    several = np.count_nonzero(first + second, axis=1) > 1
    with np.errstate(invalid="ignore", divide="ignore"):
        observed = np.trace(tables, axis1=1, axis2=2) / total
        expected = (first * second).sum(axis=1) / total**2
        values = (observed - expected) / (1 - expected)
    return interval_of(found, np.where(several, values, np.nan))


def conger(cells: Cells, given: Numbers, draws: Numbers | None, *, unit: str = "") -> Estimate:
    """Conger's kappa. `given[c, g, k]`: to how many units in cluster c coder g gave value k."""
    found = conger_of(cells.counts(), given.sum(axis=0), unit)
    if draws is None or found.value is None:
        return found
    table, weights = _weights(cells, draws)
    with np.errstate(invalid="ignore", divide="ignore"):
        values = _corrected(_observed(table, weights), chance_of(np.tensordot(draws, given, axes=1)))
    return interval_of(found, np.where(_differ(table, weights), values, np.nan))


def _with(found: Estimate, values: Callable[[Numbers, Numbers], Numbers], table: Numbers, weights: Numbers) -> Estimate:
    """With the interval of what the draws come to; a draw in which everybody said the same has no value."""
    if found.value is None:
        return found
    with np.errstate(invalid="ignore", divide="ignore"):
        return interval_of(found, np.where(_differ(table, weights), values(table, weights), np.nan))


def _differ(table: Numbers, weights: Numbers) -> NDArray[np.bool_]:
    """Of every draw whether two coders could differ in it: see `Counts.is_of_one_value`."""
    paired = table.sum(axis=1) >= 2
    return np.asarray(np.count_nonzero(weights[:, paired] @ table[paired], axis=1) > 1)


def interval_of(found: Estimate, values: Numbers) -> Estimate:
    """With the percentiles of `values` of every draw, NaN where there is none."""
    numbers = values[np.isfinite(values)]
    if not numbers.size:
        return found
    tail = (1 - LEVEL) / 2
    low, high = np.quantile(numbers, [tail, 1 - tail])
    return replace(found, interval=Interval(float(low), float(high), LEVEL, len(values), int(numbers.size)))


def _weights(cells: Cells, draws: Numbers) -> tuple[Numbers, Numbers]:
    """The different rows of the table, and draws × rows: how many units of each came out."""
    table, place = np.unique(cells.table, axis=0, return_inverse=True)
    held = np.zeros((draws.shape[1], len(table)))
    np.add.at(held, (cells.clusters, place.ravel()), cells.weights)
    return table, draws @ held


def _observed(table: Numbers, weights: Numbers) -> Numbers:
    """As in `coefficients`: mean over the units with two ratings or more of the share of its pairs that agree."""
    raters = table.sum(axis=1)
    several = raters >= 2
    rows, raters, times = table[several], raters[several], weights[:, several]
    agreeing = (rows * (rows - 1)).sum(axis=1) / (raters * (raters - 1))
    return np.asarray(times @ agreeing / times.sum(axis=1))


def _shares(table: Numbers, weights: Numbers) -> Numbers:
    raters = table.sum(axis=1)
    rated = raters > 0
    times = weights[:, rated]
    return np.asarray(times @ (table[rated] / raters[rated][:, None]) / times.sum(axis=1)[:, None])


def _corrected(observed: Numbers, expected: Numbers) -> Numbers:
    return np.asarray((observed - expected) / (1 - expected))


def _fleiss(table: Numbers, weights: Numbers) -> Numbers:
    return _corrected(_observed(table, weights), (_shares(table, weights) ** 2).sum(axis=1))


def _gwet(table: Numbers, weights: Numbers) -> Numbers:
    shares = _shares(table, weights)
    return _corrected(_observed(table, weights), (shares * (1 - shares)).sum(axis=1) / (table.shape[1] - 1))


def _brennan_prediger(table: Numbers, weights: Numbers) -> Numbers:
    return _corrected(_observed(table, weights), np.full(len(weights), 1 / table.shape[1]))


def _alpha(table: Numbers, weights: Numbers) -> Numbers:
    """1 − observed / expected disagreement, from coincidences of different values (Krippendorff 2011)."""
    raters = table.sum(axis=1)
    several = raters >= 2
    rows, raters, times = table[several], raters[several], weights[:, several]
    apart = times @ ((raters**2 - (rows**2).sum(axis=1)) / (raters - 1))  # pairs of ratings that differ
    totals = times @ rows
    pairs = totals.sum(axis=1)
    expected = (pairs**2 - (totals**2).sum(axis=1)) / (pairs - 1)
    return np.asarray(1 - apart / expected)


_OF_DRAWS: dict[str, Callable[[Numbers, Numbers], Numbers]] = {
    "percent_agreement": _observed,
    "krippendorff_alpha_nominal": _alpha,
    "fleiss_kappa": _fleiss,
    "gwet_ac1": _gwet,
    "brennan_prediger": _brennan_prediger,
}
