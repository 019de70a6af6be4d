"""What each link contributes to a difference between two groups of cases, and how sure that is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import numpy.typing as npt
from scipy import sparse

from sluitend.engines.chain.reading import worked

Floats = npt.NDArray[np.float64]
Places = npt.NDArray[np.int64]
Judged = tuple[float | None, float | None, bool | None]
LEVEL = 0.95
_BLOCK = 16  # draws at a time: enough to read a group once for many, few enough to stay in the processor's own memory
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


def drawn_totals(old: Group, new: Group, largest: Places, draws: int, seed: int) -> Floats:
    """Draws × (the totals of the largest links, and the difference)."""
    random = np.random.default_rng(seed)
    sums = [_sums(one, largest) for one in (old, new)]
    sizes = [min(_BLOCK, draws - first) for first in range(0, draws, _BLOCK)]
    drawn = ([[_resampled(random, len(one.days)) for one in (old, new)] for _ in range(size)] for size in sizes)
    return np.concatenate([np.empty((0, len(largest) + 1)), *worked(drawn, partial(_worked_out, sums))])


def _worked_out(sums: Sequence[sparse.csc_array], drawn: Sequence[Sequence[Places]]) -> Floats:
    """Of so many draws (of each the cases in both groups) the totals of the links, and the difference."""
    weights = [np.stack(one, axis=1, dtype=np.float64) for one in zip(*drawn, strict=True)]
    (before, *old), (now, *new) = (_factors(*one) for one in zip(sums, weights, strict=True))
    totals = three_factors(*filled(np.array(old), np.array(new))).sum(axis=0)
    return np.vstack([totals, now - before]).T


def _sums(group: Group, links: Places) -> sparse.csc_array:
    """What weights of cases are multiplied by, to have their days; and for each of these links the cases that pass it,
    how often they do more than once, and the days that takes: three rows a link, in three blocks."""
    place = np.full(max(links.max(initial=0), group.links.max(initial=0)) + 1, -1)
    place[links] = np.arange(len(links))
    row = np.repeat(place[group.links], np.diff(np.append(group.starts, len(group.case))))
    shape = (len(links), len(group.days))
    blocks = []
    for values in (np.ones(len(row)), group.times - 1, group.waits):
        kept = (row >= 0) & (values != 0)
        blocks.append(sparse.csr_array((values[kept], (row[kept], group.case[kept])), shape))
    return sparse.vstack([sparse.csr_array(group.days[None, :]), *blocks], format="csc")  # reads each weight once


def _factors(sums: sparse.csc_array, weights: Floats) -> list[Floats]:
    """The mean days, and as `factors_of`, for a column of weights a draw: of each link × draw."""
    found = sums @ weights
    passing, more, waits = np.split(found[1:], 3)
    times = passing + more
    with np.errstate(divide="ignore", invalid="ignore"):
        return [found[0] / len(weights), passing / len(weights), times / passing, waits / times]


def _resampled(random: np.random.Generator, size: int) -> Places:
    """How often each of so many cases comes out when as many are drawn with replacement."""
    return np.bincount(random.integers(size, size=size), minlength=size)


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
