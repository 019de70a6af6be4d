"""How long until something happens, when for some it has not happened yet.

Kaplan and Meier (JASA 53, 1958) for the share that still waits; Greenwood's variance (1926) with the log-log interval
(Kalbfleisch and Prentice, The Statistical Analysis of Failure Time Data, 1980); intervals of quantiles by inverting
that interval (Brookmeyer and Crowley, Biometrics 38, 1982); the log-rank test (Mantel 1966; Peto and Peto 1972). All as
in Klein and Moeschberger, Survival Analysis, 2nd edition 2003, sections 4.2, 4.3, 4.5 and 7.3. Who is censored at the
moment at which others reach the end was still at risk then.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
_EQUAL = 1e-9  # products of shares that should be a half may lie this far beside it
_FLAT = 1e-6  # of the largest variance: what is smaller may be nothing
_WHOLE = 1 << 16  # days: lengths up to here are counted without sorting when they are whole
_BLOCK = 4096  # moments at a time: bounded memory with hundreds of groups


@dataclass(frozen=True, slots=True)
class Bounded:
    """A value with its interval at the level that was asked for. None: not reached, or (of a bound) not determined."""

    value: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Curve:
    """At every length of time at which somebody reached the end or was last seen: how many were at risk just before it,
    reached the end at it, were last seen at it; the share that still waits after it, with its interval. The interval is
    NaN before anybody reached the end and once nobody waits any more."""

    time: Floats
    at_risk: npt.NDArray[np.int64]
    reached: npt.NDArray[np.int64]
    censored: npt.NDArray[np.int64]
    waiting: Floats
    low: Floats
    high: Floats

    def quantile(self, share: float) -> Bounded:
        """The time by which this share has reached the end; None while it has not."""
        rest = 1 - share
        return Bounded(*(self._first(line, rest) for line in (self.waiting, self.low, self.high)))

    def _first(self, line: Floats, rest: float) -> float | None:
        below = np.flatnonzero(line <= rest + _EQUAL)  # never true of NaN
        return float(self.time[below[0]]) if len(below) else None

    def reached_by(self, time: float) -> Bounded:
        """The share that has reached the end at this time or before; None past the last who was followed."""
        at = int(np.searchsorted(self.time, time, side="right")) - 1
        if not len(self.time) or (time > self.time[-1] and self.waiting[-1] > 0):
            return Bounded(None, None, None)
        if at < 0:
            return Bounded(0.0, None, None)
        low, high = (None if math.isnan(line[at]) else float(1 - line[at]) for line in (self.high, self.low))
        return Bounded(float(1 - self.waiting[at]), low, high)


@dataclass(frozen=True, slots=True)
class LogRank:
    """Whether groups wait equally long: chi-square, its degrees of freedom and p. `expected` is what each group would
    have reached if they did. None when there are no two groups to compare."""

    statistic: float | None
    freedom: int
    p: float | None
    observed: tuple[int, ...]
    expected: tuple[float, ...]


def kaplan_meier(time: Floats, reached: Flags, level: float = 0.95) -> Curve:
    """Of lengths of time, and whether each ended in what was waited for (else: was last seen then)."""
    moments, events, all_at = _counted(time, reached)
    risk = len(time) - np.append([0], np.cumsum(all_at))[: len(moments)]
    waiting = np.cumprod(1 - events / np.maximum(risk, 1))
    low, high = _interval(waiting, events, risk, level)
    return Curve(moments, risk, events, all_at - events, waiting, low, high)


def _counted(time: Floats, reached: Flags) -> tuple[Floats, npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """The lengths that occur, how many reached the end at each, and how many did or were last seen at it."""
    moments, place = moments_of(time)
    all_at, events = (np.bincount(one, minlength=len(moments)) for one in (place, place[reached]))
    there = np.flatnonzero(all_at)
    return moments[there], events[there], all_at[there]


def moments_of(time: Floats) -> tuple[Floats, npt.NDArray[np.int64]]:
    """Lengths from the shortest on, among them all that occur, and the place of each in them: whole days need no
    sorting, but some of them may not occur."""
    if len(time) and time.max() - time.min() <= _WHOLE and bool((time == np.floor(time)).all()):
        place = (time - time.min()).astype(np.int64)
        return time.min() + np.arange(int(place.max()) + 1), place
    moments, place = np.unique(time, return_inverse=True)
    return moments, place


def _interval(
    waiting: Floats, events: npt.NDArray[np.int64], risk: npt.NDArray[np.int64], level: float
) -> tuple[Floats, Floats]:
    """Log-log: of log(-log S), so that it stays between 0 and 1."""
    with np.errstate(divide="ignore", invalid="ignore"):
        greenwood = np.cumsum(np.where(events > 0, events / (risk * (risk - events)), 0.0))
        spread = NormalDist().inv_cdf((1 + level) / 2) * np.sqrt(greenwood) / np.abs(np.log(waiting))
        low, high = waiting ** np.exp(spread), waiting ** np.exp(-spread)
    known = (waiting > 0) & (waiting < 1)
    return np.where(known, low, np.nan), np.where(known, high, np.nan)


def log_rank(groups: Sequence[tuple[Floats, Flags]]) -> LogRank:
    """Of two groups or more, each as `kaplan_meier` takes it."""
    counted = [_counted(time, reached) for time, reached in groups]
    times = np.unique(np.concatenate([time[events > 0] for time, events, _all in counted])) if groups else np.zeros(0)
    size = len(groups)
    observed, expected, covariance = np.zeros(size), np.zeros(size), np.zeros((size, size))
    for begin in range(0, len(times), _BLOCK):
        block = times[begin : begin + _BLOCK]
        risk, events = (np.array(rows) for rows in zip(*(_at(block, *one) for one in counted), strict=True))
        total, died = risk.sum(axis=0), events.sum(axis=0)
        share = risk / total
        scale = died * (total - died) / np.maximum(total - 1, 1)
        observed += events.sum(axis=1)
        expected += (share * died).sum(axis=1)
        covariance += np.diag((share * scale).sum(axis=1)) - (share * scale) @ share.T
    return _tested(observed, expected, covariance)


def _at(
    block: Floats, time: Floats, events: npt.NDArray[np.int64], all_at: npt.NDArray[np.int64]
) -> tuple[Floats, npt.NDArray[np.int64]]:
    """At each of these moments how many of a group were at risk just before it, and how many reached the end at it."""
    place = np.searchsorted(time, block)
    before = np.append([0], np.cumsum(all_at))
    there = np.append(time, [np.inf])[place] == block
    return (before[-1] - before[place]).astype(float), np.where(there, np.append(events, [0])[place], 0)


def _tested(observed: Floats, expected: Floats, covariance: Floats) -> LogRank:
    counts = tuple(int(one) for one in observed), tuple(float(one) for one in expected)
    if not covariance.any():
        return LogRank(None, 0, None, *counts)
    statistic, freedom = squared_distance(observed - expected, covariance)
    return LogRank(statistic, freedom, chi_square_above(statistic, freedom), *counts)


def squared_distance(apart: Floats, covariance: Floats) -> tuple[float, int]:
    """How far these lie from 0, squared, in terms of their covariance; and in how many directions that says something.

    What groups are apart adds up to 0, so one says nothing beside the others; nor do groups without variance. Where
    there is more that says nothing, or nearly, a generalised inverse tells.
    """
    variance = covariance.diagonal()
    rest = np.setdiff1d(np.flatnonzero(variance > _EQUAL * variance.max()), [np.argmax(variance)])
    try:
        root = np.linalg.cholesky(covariance[np.ix_(rest, rest)])
    except np.linalg.LinAlgError:
        return _generalised(apart, covariance)
    if root.diagonal().min() ** 2 <= _FLAT * covariance.max():
        return _generalised(apart, covariance)
    return float(np.sum(_solved(root, apart[rest]) ** 2)), len(rest)


def _solved(lower: Floats, values: Floats) -> Floats:
    """What a triangle is multiplied by to have these values."""
    found = np.zeros(len(values))
    for row, value in enumerate(values):
        found[row] = (value - lower[row] @ found) / lower[row, row]
    return found


def _generalised(apart: Floats, covariance: Floats) -> tuple[float, int]:
    spread, directions = np.linalg.eigh(covariance)
    telling = spread > _EQUAL * spread.max()
    return float(np.sum((directions.T @ apart)[telling] ** 2 / spread[telling])), int(telling.sum())


def chi_square_above(statistic: float, freedom: int) -> float:
    """The chance of a chi-square at least this large; by its finite sum (Abramowitz and Stegun 26.4.4 and 26.4.5)."""
    half = max(statistic, 0.0) / 2
    if half == 0:
        return 1.0
    first, total = (0.5, math.erfc(math.sqrt(half))) if freedom % 2 else (0.0, 0.0)
    powers = (first + step for step in range(freedom // 2))
    return min(1.0, total + sum(math.exp(one * math.log(half) - half - math.lgamma(one + 1)) for one in powers))
