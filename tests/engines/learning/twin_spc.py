"""Funnels and XmR charts by plain loops: nothing of the engine in it."""

from __future__ import annotations

import itertools
from math import asin, floor, log, sqrt


def quantile(values: list[float], share: float) -> float:
    """Interpolated between the two nearest (Hyndman and Fan's type 7)."""
    ordered = sorted(values)
    place = (len(ordered) - 1) * share
    low = floor(place)
    return ordered[low] + (ordered[min(low + 1, len(ordered) - 1)] - ordered[low]) * (place - low)


def spread(pairs: list[tuple[float, float]], kind: str, scale: str, trim: float) -> tuple[float, float]:
    """phi and tau²."""
    log_scale = kind == "ratio" and scale == "log"
    target = sum(a for a, _ in pairs) / sum(b for _, b in pairs) if kind == "proportion" else 1.0
    errors = [1 / sqrt(b) if log_scale else 1 / (2 * sqrt(b)) for _, b in pairs]

    def scaled(value: float) -> float:
        if kind == "proportion":
            return asin(sqrt(value))
        return log(value) if log_scale else sqrt(value)

    z = [(scaled(a / b) - scaled(target)) / error for (a, b), error in zip(pairs, errors, strict=True)]
    kept = list(zip(z, errors, strict=True))
    if log_scale and trim:
        kept = [(one, error) for one, error in kept if _stays(one, z, trim)]
    elif not log_scale:
        low, high = quantile(z, trim), quantile(z, 1 - trim)
        kept = [(min(max(one, low), high), error) for one, error in kept]
    phi = sum(one * one for one, _ in kept) / len(kept)
    weights = [1 / (error * error) for _, error in kept]
    room = sum(weights) - sum(weight * weight for weight in weights) / sum(weights)
    return phi, max(0.0, (len(kept) * phi - (len(kept) - 1)) / room)


def _stays(one: float, z: list[float], trim: float) -> bool:
    places = [place for place, other in enumerate(sorted(z), 1) if other == one]
    part = floor(sum(places) / len(places) / trim / (len(z) + 1))
    return 0 < part < 1 / trim - 1


def causes(y: list[float], mean: float, reach: float) -> list[str | None]:
    """Of a single segment with these limits: every rule for every point on its own."""
    return [_cause(y, at, mean, reach) for at in range(len(y))]


def _cause(y: list[float], at: int, mean: float, reach: float) -> str | None:
    above = "above" if y[at] > mean else "below"
    if abs(y[at] - mean) > reach:
        return f"{above}_limit"
    trends = [part for part in _windows(y, at, 7) if _monotone(part)]
    if trends:
        later = [part for part in _windows(y, at + 1, 7) if _monotone(part)] if at + 1 < len(y) else []
        rises = y[at + 1] > y[at] if later else y[at] > y[at - 1]
        return "rising" if rises else "falling"
    if _near(y[at], mean, reach) and any(
        sum(_near(one, mean, reach) for one in part) >= 2 and _one_side(part, mean) for part in _windows(y, at, 3)
    ):
        return f"two_in_three_{above}"
    return f"seven_{above}" if any(_one_side(part, mean) for part in _windows(y, at, 7)) else None


def _windows(y: list[float], at: int, width: int) -> list[list[float]]:
    starts = range(max(0, at - width + 1), min(at, len(y) - width) + 1)
    return [y[start : start + width] for start in starts]


def _monotone(part: list[float]) -> bool:
    steps = list(itertools.pairwise(part))
    return all(one < two for one, two in steps) or all(one > two for one, two in steps)


def _one_side(part: list[float], mean: float) -> bool:
    return all(one > mean for one in part) or all(one < mean for one in part)


def _near(one: float, mean: float, reach: float) -> bool:
    return reach * 2 / 3 < abs(one - mean) <= reach
