"""What each link contributes to a difference between two groups of cases, and how sure that is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Places = npt.NDArray[np.int64]
Judged = tuple[float | None, float | None, bool | None]
LEVEL = 0.95
_STILL = 1e-9  # days: less is nothing


@dataclass(frozen=True, slots=True)
class Group:
    """Of every case its days and its variant (the same number for the same sequence in both groups); and of every case
    and link that it passes how often and how many days in all, sorted by link: those of `links[i]` from `starts[i]`."""

    days: Floats
    variant: Places
    case: Places
    times: Floats
    waits: Floats
    links: Places
    starts: Places


def three_factors(base: Floats, now: Floats) -> Floats:
    """What each of three factors contributes to the change of their product (Das Gupta 1993); both arguments
    and the answer have a row per factor."""
    found = []
    for one, two, three in ((0, 1, 2), (1, 0, 2), (2, 0, 1)):
        same = (base[two] * base[three] + now[two] * now[three]) / 3
        crossed = (base[two] * now[three] + now[two] * base[three]) / 6
        found.append((now[one] - base[one]) * (same + crossed))
    return np.array(found)


def factors_of(group: Group, weight: Floats, size: int) -> Floats:
    """Share, times and days of every link when cases weigh so much; NaN where a link is not passed."""
    drawn = weight[group.case]
    sums = np.zeros((3, size))
    for row, values in enumerate((drawn, drawn * group.times, drawn * group.waits)):
        sums[row, group.links] = summed(values, group.starts)
    passing, times, waits = sums
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.array([passing / weight.sum(), times / passing, waits / times])


def filled(old: Floats, new: Floats) -> tuple[Floats, Floats]:
    """What is unknown in one is what the other has."""
    one, two = np.where(np.isnan(old), new, old), np.where(np.isnan(new), old, new)
    return np.nan_to_num(one), np.nan_to_num(two)


def drawn_totals(old: Group, new: Group, largest: Places, size: int, draws: int, seed: int) -> Floats:
    """Draws × (the totals of the largest links, and the difference)."""
    random = np.random.default_rng(seed)
    found = np.empty((draws, len(largest) + 1))
    for row in found:
        weights = [_resampled(random, len(one.days)) for one in (old, new)]
        factors = [factors_of(one, weight, size) for one, weight in zip((old, new), weights, strict=True)]
        row[:-1] = three_factors(*filled(*factors)).sum(axis=0)[largest]
        row[-1] = np.average(new.days, weights=weights[1]) - np.average(old.days, weights=weights[0])
    return found


def _resampled(random: np.random.Generator, size: int) -> Floats:
    """How often each of so many cases comes out when as many are drawn with replacement."""
    return np.bincount(random.integers(size, size=size), minlength=size).astype(np.float64)


def bounds_of(drawn: Floats) -> tuple[list[float | None], list[float | None]]:
    if not len(drawn):
        return [None] * drawn.shape[1], [None] * drawn.shape[1]
    tail = (1 - LEVEL) / 2
    low, high = np.quantile(drawn, [tail, 1 - tail], axis=0)
    return low.tolist(), high.tolist()


def judged_links(largest: Places, totals: Floats, drawn: Floats) -> dict[int, Judged]:
    """Of the largest links their interval, and whether they are clear of 0 among all of them."""
    low, high = bounds_of(drawn)
    if not drawn.size:
        return {}
    error = drawn.std(axis=0)
    moves = error > _STILL  # a link that is the same in every draw deviates from nothing
    apart = np.abs(drawn - totals[largest])[:, moves] / error[moves]
    furthest = float(np.quantile(apart.max(axis=1, initial=0), LEVEL))
    clear = np.abs(totals[largest]) > np.maximum(furthest * error, _STILL)
    return dict(zip(largest.tolist(), zip(low, high, clear.tolist(), strict=True), strict=True))


def summed(values: Floats, starts: Places) -> Floats:
    return np.add.reduceat(values, starts) if len(starts) else np.zeros(0)
