"""How far two values lie apart (Krippendorff), and how much two values agree (weights)."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

import numpy as np

from sluitend.engines.agreement.ratings import Numbers, are_numbers


class Level(StrEnum):
    """Level of measurement."""

    NOMINAL = "nominal"
    ORDINAL = "ordinal"
    INTERVAL = "interval"
    RATIO = "ratio"


def differences(level: Level, values: tuple[Any, ...], totals: Numbers) -> Numbers:
    """Squared difference of every two values (Krippendorff 2011, "Computing Krippendorff's alpha-reliability").

    `totals` is how often each value was given: ordinal differences depend on it. Raises ValueError for values that
    are no numbers where the level needs numbers, and for negative ones at the ratio level.
    """
    if level is Level.NOMINAL:
        return 1.0 - np.eye(len(values))
    if level is Level.ORDINAL:
        return _ordinal(totals)
    numbers = _numbers(values)
    if level is Level.INTERVAL:
        return np.asarray(np.subtract.outer(numbers, numbers) ** 2)
    if (numbers < 0).any():
        raise ValueError("at the ratio level values are not negative")
    sums = np.add.outer(numbers, numbers)
    gaps = np.subtract.outer(numbers, numbers)
    return np.asarray(np.divide(gaps, sums, out=np.zeros_like(sums), where=sums != 0) ** 2)


def _ordinal(totals: Numbers) -> Numbers:
    """The square of: ratings from the one value to the other, both ends counted half."""
    upto = np.cumsum(totals)
    middle = upto - totals / 2
    return np.asarray(np.subtract.outer(middle, middle) ** 2)


def weights(kind: str, values: tuple[Any, ...]) -> Numbers:
    """How much two values agree, from 0 to 1 (Gwet 2014, "Handbook of inter-rater reliability", ch. 3).

    Kinds: "identity", "linear", "quadratic" (of numbers) and "ordinal" (of values in order). Raises ValueError.
    """
    size = len(values)
    if kind == "identity" or size < 2:
        return np.eye(size)
    if kind == "ordinal":
        apart = np.abs(np.subtract.outer(np.arange(size), np.arange(size)))
        pairs = apart * (apart + 1) / 2
        return np.asarray(1 - pairs / (size * (size - 1) / 2))
    numbers = _numbers(values)
    apart = np.abs(np.subtract.outer(numbers, numbers)) / (numbers.max() - numbers.min())
    if kind not in {"linear", "quadratic"}:
        raise ValueError(f"no such weights: {kind!r}")
    return np.asarray(1 - (apart if kind == "linear" else apart**2))


def _numbers(values: tuple[Any, ...]) -> Numbers:
    if not are_numbers(values):
        raise ValueError("this level of measurement needs numbers")
    return np.asarray(values, dtype=np.float64)
