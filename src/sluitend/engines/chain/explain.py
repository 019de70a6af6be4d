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
from sluitend.engines.chain.steps import DAY
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
    alike = store.coded is base.coded
    old, new = (_group(one, between, closes, called or {}, names, variants, alike) for one in (base, store))
    factors = [factors_of(one, np.ones(len(one.days)), len(names)) for one in (old, new)]
    parts = three_factors(*filled(*factors))
    totals = parts.sum(axis=0)
    largest = np.argsort(-np.abs(totals), kind="stable")[:most]
    drawn = drawn_totals(old, new, largest, len(names), draws, seed)
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
        **_by_variant(old, new, len(variants)),
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
        ended = store.steps.filter(_.next_activity.isnull() & _.activity.isin(store.codes("activity", closes)))
        cases = cases.semi_join(ended, "case")
    table = store.table(cases.select("case", "variant", length=_["last"] - _["first"]).order_by("case"))
    if not table.num_rows:
        raise ValueError("a group without cases cannot be compared")
    passes = store.steps.filter(_.wait.notnull()).semi_join(cases, "case")
    columns = {"one": _[between.value], "two": _[f"next_{between.value}"]}
    found = store.table(passes.group_by("case", **columns).aggregate(times=_.count(), waits=_.wait.sum()))
    link = _links_of(found, store.coded.values[between.value].to_pylist(), called, names)
    case = np.searchsorted(table["case"].to_numpy(), found["case"].to_numpy())
    return Group(
        table["length"].to_numpy() / DAY, _variants(store, table, variants, alike), **_sorted(case, link, found)
    )


def _links_of(
    found: pa.Table,
    values: Sequence[str],
    called: Mapping[str, str],
    names: dict[tuple[str | None, str | None], int],
) -> Places:
    """The number of the link in every row."""
    calls = [called.get(value, value) for value in values]
    one, two = (found[name].fill_null(len(calls)).to_numpy().astype(np.int64) for name in ("one", "two"))
    width = len(calls) + 1
    pairs, place = np.unique(one * width + two, return_inverse=True)
    known = [*calls, None]
    numbers = [names.setdefault((known[pair // width], known[pair % width]), len(names)) for pair in pairs.tolist()]
    return np.array(numbers, np.int64)[place]


def _sorted(case: Places, link: Places, found: pa.Table) -> dict[str, npt.NDArray[Any]]:
    """Rows of the same case and link (which `called` can make) as one, sorted by link."""
    order = np.lexsort((case, link))
    case, link = case[order], link[order]
    fresh = np.append([True], (case[1:] != case[:-1]) | (link[1:] != link[:-1]))[: len(case)]
    rows = np.flatnonzero(fresh)
    times, waits = (summed(found[name].to_numpy()[order].astype(np.float64), rows) for name in ("times", "waits"))
    links, starts = np.unique(link[rows], return_index=True)
    return {"case": case[rows], "times": times, "waits": waits / DAY, "links": links, "starts": starts}


def _variants(store: Store, table: pa.Table, variants: dict[object, int], alike: bool) -> Places:
    """Within one log the store's own numbers say it; of two logs, sequences of names are compared."""
    numbers, first, place = np.unique(table["variant"].to_numpy(), return_index=True, return_inverse=True)
    keys: list[Any] = numbers.tolist()
    if not alike:
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


def _by_variant(old: Group, new: Group, size: int) -> dict[str, float]:
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
