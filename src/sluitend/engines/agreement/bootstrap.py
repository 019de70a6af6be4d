"""Intervals by resampling: units, or better the documents that they come from."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import replace

import numpy as np

from sluitend.engines.agreement.estimate import Estimate, Interval
from sluitend.engines.agreement.ratings import Counts, Numbers, Ratings, counts_of

Coefficient = Callable[[Counts], Estimate]


def bootstrap(
    ratings: Ratings,
    coefficient: Coefficient,
    *,
    draws: int = 1000,
    level: float = 0.95,
    seed: int = 1,
    clusters: Sequence[Hashable] | None = None,
    values: Sequence[Hashable] | None = None,
) -> Estimate:
    """The estimate with a percentile interval; `coefficient` is one of the `…_of` functions, on counts.

    Without `clusters` units are drawn with replacement, which supposes that they are independent of each other.
    Characters or sentences of one text are not, and then the interval is too narrow: pass for every unit its document,
    and whole documents are drawn. Draws without a value are left out and counted. The same seed, the same interval.

    Source: Efron and Tibshirani (1993), "An introduction to the bootstrap", ch. 13 (percentile interval).
    Raises ValueError when there are fewer than two units or clusters to draw from.
    """
    counts = counts_of(ratings, values)
    found = coefficient(counts)
    if found.value is None:
        return found
    table, _place = counts.patterns
    patterns = Counts(table, counts.values, counts.coders, np.ones(len(table)))
    drawn = _drawn(counts, clusters, np.random.default_rng(seed), draws)
    results = [coefficient(_drawn_counts(patterns, weights)).value for weights in drawn]
    numbers = [one for one in results if one is not None]
    if not numbers:
        return found
    tail = (1 - level) / 2
    low, high = np.quantile(numbers, [tail, 1 - tail])
    return replace(found, interval=Interval(float(low), float(high), level, draws, len(numbers)))


def _drawn_counts(patterns: Counts, weights: Numbers) -> Counts:
    """Only what was drawn: when all of that is one value, the draw has none, whatever else could have come out."""
    there = weights > 0
    return replace(patterns, table=patterns.table[there], weights=weights[there])


def _drawn(counts: Counts, clusters: Sequence[Hashable] | None, random: np.random.Generator, draws: int) -> Numbers:
    """Draws × patterns: how often each pattern came out."""
    table, place = counts.patterns
    if clusters is None:
        total = len(place)
        _refuse_few(total)
        shares = np.bincount(place, minlength=len(table)) / total
        return random.multinomial(total, shares, size=draws).astype(np.float64)
    if len(clusters) != len(place):
        raise ValueError("every unit has its cluster")
    names: dict[Hashable, int] = {}
    rows = np.array([names.setdefault(one, len(names)) for one in clusters])
    _refuse_few(len(names))
    held = np.zeros((len(names), len(table)))  # clusters × patterns
    np.add.at(held, (rows, place), 1)
    chosen = random.multinomial(len(names), np.full(len(names), 1 / len(names)), size=draws)
    return np.asarray(chosen @ held)


def _refuse_few(number: int) -> None:
    if number < 2:
        raise ValueError("an interval needs two units or clusters to draw from")
