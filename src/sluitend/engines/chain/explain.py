"""Which link explains why one group of cases takes longer than another.

The time from the first event of a case to its last is the sum of the waits between its events, so the mean of a group
is a sum over links:

    mean = Σ share × times × days

with the share of cases that pass the link, how often those pass it, and the mean days of a pass. The difference between
two groups is laid at the links, and within a link at the three factors, by averaging over all orders in which they can
change (Das Gupta, Standardization and Decomposition of Rates, US Bureau of the Census, 1993; the same as Shapley's
value). The parts add up to the difference. Where a link does not occur in one of the groups its times and days are
unknown there; those of the other group stand in, and everything is laid at the share.

Beside it, the same difference by variant (the sequence of activities of a case): what comes from other sequences
occurring (`mix`) and what from the same sequences taking longer (`within`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from ibis import _

from sluitend.engines.chain.contributions import (
    Floats,
    Group,
    Judged,
    Places,
    bounds_of,
    drawn_totals,
    factors_of,
    filled,
    judged_links,
    summed,
    three_factors,
)
from sluitend.engines.chain.reading import Arrays, first_of, last_of, parts, together, worked
from sluitend.engines.chain.sorting import order_by
from sluitend.engines.chain.steps import DAY, NONE
from sluitend.engines.chain.store import Store


class Between(StrEnum):
    """What a link runs between."""

    ACTIVITIES = "activity"
    RESOURCES = "resource"


@dataclass(frozen=True, slots=True)
class Explanation:
    """Means in days, of so many cases; `difference` = `mean` - `base_mean`, with its interval.

    `links`: one and next (names; null: not known), base_share, share, base_times, times, base_days, days (null where
    the link does not occur), by_share, by_times, by_days, total with low and high, and clear: the largest total first,
    up or down. The totals add up to the difference. `mix` + `within` do too; `shared` is the share of cases (of the
    group where it is smaller) whose variant occurs in both groups: where it is small, `within` rests on few cases.

    Intervals are percentiles of `draws` resamples of cases within each group (Efron and Tibshirani 1993, ch. 13); None
    without draws, and null for links that are not among the `most` largest. Cases are drawn as if they were
    independent; siblings are not, and make them somewhat too narrow. Of fifty links two or three lie outside their own
    interval by chance; `clear` says which differ from 0 when all that have an interval are judged together: further
    than the largest deviation, in standard errors, that 95% of the draws have anywhere (Westfall and Young,
    Resampling-Based Multiple Testing, 1993).
    """

    cases: int
    base_cases: int
    mean: float
    base_mean: float
    difference: float
    low: float | None
    high: float | None
    links: pa.Table
    mix: float
    within: float
    shared: float
    draws: int
    seed: int


def explain(
    store: Store,
    base: Store,
    *,
    between: Between = Between.ACTIVITIES,
    closes: tuple[str, ...] = (),
    called: Mapping[str, str] | None = None,
    draws: int = 500,
    seed: int = 1,
    most: int = 50,
) -> Explanation:
    """Why the cases of `store` take longer than those of `base`: two choices of cases, of one log or of two.

    With `closes` only cases count whose last event is one of these activities. A case that is still going on would
    count with what it has, and make its group look fast. `called` gives activities or resources another name before
    links are made, so that teams of different places can be compared as the same kind of team.
    Raises ValueError when a group has no cases.
    """
    names: dict[tuple[str | None, str | None], int] = {}
    variants: dict[object, int] = {}
    alike = store.variants_of is base.variants_of
    old, new = (_group(one, between, closes, called or {}, names, variants, alike) for one in (base, store))
    factors = [factors_of(one, np.ones(len(one.days)), len(names)) for one in (old, new)]
    parts = three_factors(*filled(*factors))
    totals = parts.sum(axis=0)
    largest = np.argsort(-np.abs(totals), kind="stable")[:most]
    drawn = drawn_totals(old, new, largest, draws, seed)
    low, high = bounds_of(drawn)
    return Explanation(
        cases=len(new.days),
        base_cases=len(old.days),
        mean=float(new.days.mean()),
        base_mean=float(old.days.mean()),
        difference=float(new.days.mean() - old.days.mean()),
        low=low[-1],
        high=high[-1],
        links=_links(list(names), factors, parts, judged_links(largest, totals, drawn[:, :-1])),
        **_by_variant(old, new),
        draws=draws,
        seed=seed,
    )


def _group(
    store: Store,
    between: Between,
    closes: tuple[str, ...],
    called: Mapping[str, str],
    names: dict[tuple[str | None, str | None], int],
    variants: dict[object, int],
    alike: bool,
) -> Group:
    cases = store.cases
    if closes:
        ended = store.steps.filter((_.next_activity == NONE) & _.activity.isin(store.codes("activity", closes)))
        cases = cases.semi_join(ended, "case")
    table = store.table(cases.select("case", "variant", length=_["last"] - _["first"]).order_by("case"))
    if not table.num_rows:
        raise ValueError("a group without cases cannot be compared")
    chosen = np.zeros(int(table["case"].to_numpy().max()) + 1, np.int32)
    chosen[table["case"].to_numpy()] = np.arange(1, table.num_rows + 1)
    calls = [called.get(value, value) for value in store.coded.values[between.value].to_pylist()]
    places: dict[str, int] = {}
    numbers = [places.setdefault(name, code) for code, name in enumerate(calls)] + [len(calls)]  # NONE: last
    codes = np.array(numbers, np.int32)
    rows = parts(store, store.steps, between.value, "wait")
    found = together(worked(rows, lambda part: _passed(part, chosen, codes[part[between.value]])), _NONE)
    return Group(
        table["length"].to_numpy() / DAY,
        _variants(store, table, variants, alike),
        **_sorted(found, [*calls, None], names, store.day),
    )


_NONE: Arrays = {
    **{name: np.zeros(0, np.int32) for name in ("case", "one", "two")},
    **{name: np.zeros(0) for name in ("times", "waits")},
}


def _passed(part: Arrays, chosen: npt.NDArray[np.int32], codes: npt.NDArray[np.int32]) -> Arrays:
    """Of every chosen case (by its place) and link how often it is passed, and how long that takes in all."""
    places = chosen[np.minimum(part["case"], len(chosen) - 1)]
    rows = np.flatnonzero((places > 0) & (part["case"] < len(chosen)) & ~last_of(part["case"]))
    if not len(rows):
        return _NONE
    case, one, two = places[rows] - 1, codes[rows], codes[rows + 1]
    order = order_by(case, one, two)
    case, one, two = case[order], one[order], two[order]
    fresh = first_of(case)
    fresh[1:] |= (one[1:] != one[:-1]) | (two[1:] != two[:-1])
    starts = np.flatnonzero(fresh)
    times = np.diff(np.append(starts, [len(case)])).astype(np.float64)
    waits = summed(part["wait"][rows][order].astype(np.float64), starts)
    return {"case": case[starts], "one": one[starts], "two": two[starts], "times": times, "waits": waits}


def _sorted(
    found: Arrays, calls: Sequence[str | None], names: dict[tuple[str | None, str | None], int], day: int
) -> dict[str, npt.NDArray[Any]]:
    """By link; a link gets its number when it comes by for the first time. Waits are given in units of which a day has
    so many, and become days."""
    order = order_by(found["one"], found["two"])
    pair = (found["one"].astype(np.int64) * len(calls) + found["two"])[order]
    starts = np.flatnonzero(first_of(pair))
    known = [(calls[one], calls[two]) for one, two in zip(*np.divmod(pair[starts], len(calls)), strict=True)]
    links = np.array([names.setdefault(link, len(names)) for link in known], np.int64)
    rows = {name: found[name][order] for name in ("case", "times", "waits")}
    return {**rows, "waits": rows["waits"] / day, "links": links, "starts": starts}


def _variants(store: Store, table: pa.Table, variants: dict[object, int], alike: bool) -> Places:
    """Within one log the store's own numbers say it; of two logs, sequences of names are compared."""
    if alike:
        return np.asarray(table["variant"], np.int64)
    _numbers, first, place = np.unique(table["variant"].to_numpy(), return_index=True, return_inverse=True)
    keys = [tuple(one) for one in store.sequences(table["case"].take(pa.array(first)).to_pylist())]
    return np.array([variants.setdefault(key, len(variants)) for key in keys], np.int64)[place]


def _links(
    names: Sequence[tuple[str | None, str | None]],
    factors: Sequence[Floats],
    parts: Floats,
    judged: Mapping[int, Judged],
) -> pa.Table:
    totals = parts.sum(axis=0)
    order = sorted(range(len(names)), key=lambda place: (-abs(totals[place]), *(name or "" for name in names[place])))
    old, new = (one[:, order] for one in factors)
    columns: dict[str, Any] = {
        "one": pa.array([names[place][0] for place in order], pa.string()),
        "next": pa.array([names[place][1] for place in order], pa.string()),
    }
    for row, name in enumerate(("share", "times", "days")):
        columns[f"base_{name}"] = pa.array(old[row], mask=np.isnan(old[row]))
        columns[name] = pa.array(new[row], mask=np.isnan(new[row]))
    for row, name in enumerate(("by_share", "by_times", "by_days")):
        columns[name] = pa.array(parts[row, order])
    columns["total"] = pa.array(totals[order])
    found = [judged.get(place, (None, None, None)) for place in order]
    for side, (name, kind) in enumerate((("low", pa.float64()), ("high", pa.float64()), ("clear", pa.bool_()))):
        columns[name] = pa.array([one[side] for one in found], kind)
    return pa.table(columns)


def _by_variant(old: Group, new: Group) -> dict[str, float]:
    size = int(max(old.variant.max(), new.variant.max())) + 1
    counts = [np.bincount(one.variant, minlength=size) for one in (old, new)]
    sums = [np.bincount(one.variant, one.days, minlength=size) for one in (old, new)]
    share = [count / count.sum() for count in counts]
    with np.errstate(divide="ignore", invalid="ignore"):
        means = filled(sums[0] / counts[0], sums[1] / counts[1])
    both = (counts[0] > 0) & (counts[1] > 0)
    return {
        "mix": float(((share[1] - share[0]) * (means[0] + means[1]) / 2).sum()),
        "within": float(((means[1] - means[0]) * (share[0] + share[1]) / 2).sum()),
        "shared": float(min(one[both].sum() for one in share)),
    }
