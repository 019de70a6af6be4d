"""Five questions that every process tool answers: map, performance, variants, throughput and handovers.

Each is an Ibis expression over the tables of a `Store`, restricted to the chosen cases. Tables come back in the order
that their docstring gives; equal counts stand in the order of their names, so that a figure never depends on luck.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from ibis import _

from sluitend.engines.chain.reading import cases_in_order, first_of
from sluitend.engines.chain.sorting import order_by
from sluitend.engines.chain.steps import DAY, NONE
from sluitend.engines.chain.store import Store

_WIDTH = 32  # bits of a code


def pairs(store: Store) -> pa.Table:
    """What came right after what: activity, next_activity, count, cases; the most frequent first."""
    followed = store.steps.filter(_.next_activity != NONE).group_by("activity", "next_activity")
    counted = followed.aggregate(count=_.count(), cases=_.new_pair.sum())
    return store.named(counted, activity="activity", next_activity="activity", by=["count"])


def performance(store: Store) -> pa.Table:
    """Days between two activities that follow each other: activity, next_activity, count, median_days, p90_days,
    mean_days; the most frequent first. Quantiles are interpolated linearly (type 7)."""
    followed = store.steps.filter(_.next_activity != NONE).group_by(pair=_pair("activity", "next_activity"))
    measured = followed.aggregate(
        count=_.count(), waits=_.wait.quantile([0.5, 0.9]), mean_days=_.wait.mean() / store.day
    )
    measured = measured.select(
        **_both("activity", "next_activity"),
        count=_["count"],
        median_days=_.waits[0] / store.day,
        p90_days=_.waits[1] / store.day,
        mean_days=_.mean_days,
    )
    return store.named(measured, activity="activity", next_activity="activity", by=["count"])


def variants(store: Store, most: int = 50) -> pa.Table:
    """The commonest sequences of activities: activities (list of names), cases, share, median_days; at most so many."""
    table = cases_in_order(store, "variant", lasted=_["last"] - _["first"])
    found, lasted = commonest(table, most), np.asarray(table["lasted"])
    return pa.table(
        {
            "activities": pa.array(store.sequences(found.example.tolist()), pa.list_(pa.string())),
            "cases": pa.array(found.cases),
            "share": pa.array(found.cases / len(lasted)),
            "median_days": pa.array([float(np.median(lasted[rows])) / DAY for rows in found.rows], pa.float64()),
        }
    )


class Commonest(NamedTuple):
    """Variants, how many `cases` each has, the first of these, and the `rows` of all."""

    variant: npt.NDArray[np.int32]
    cases: npt.NDArray[np.int64]
    example: npt.NDArray[np.int32]
    rows: list[npt.NDArray[np.intp]]


def commonest(cases: pa.Table, most: int) -> Commonest:
    """Of `case` and `variant` of cases by number: at most so many variants, the most cases first, then that of the
    first case. Variants are numbered from 0, so counting needs no groups."""
    variant = np.asarray(cases["variant"])
    counts = np.bincount(variant)
    often = np.sort(counts)[-most:][0] if 0 < most <= len(counts) else 1
    wanted = counts >= max(often, 1)
    rows = np.flatnonzero(wanted[variant])
    rows = rows[order_by(variant[rows])]
    starts = np.flatnonzero(first_of(variant[rows]))
    ends = np.append(starts[1:], [len(rows)])
    order = np.lexsort((rows[starts], starts - ends))[:most]
    first = rows[starts][order]
    ranges = zip(starts[order], ends[order], strict=True)
    example = np.asarray(cases["case"])[first]
    return Commonest(variant[first], counts[variant[first]], example, [rows[begin:end] for begin, end in ranges])


def throughput(store: Store) -> dict[str, Any]:
    """Days from the first event of a case to its last: cases, mean_days, and p10, p25, p50, p75 and p90 of them.

    Cases that are still going on count with what they have; how long they will take is a question of survival.
    """
    shares = (10, 25, 50, 75, 90)
    lasted = _["last"] - _["first"]
    found = store.cases.aggregate(
        cases=_.count(), mean_days=lasted.mean() / DAY, lengths=lasted.quantile([share / 100 for share in shares])
    )
    quantiles = {f"p{share}_days": _.lengths[place] / DAY for place, share in enumerate(shares)}
    return store.row(found.select("cases", "mean_days", **quantiles))


def handovers(store: Store) -> pa.Table:
    """From whom to whom: resource, next_resource, count, cases, median_days between both events; most frequent first.

    A handover is a change of resource between two consecutive events of a case that both have one.
    """
    changed = store.steps.filter((_.resource != _.next_resource) & ((_.resource | _.next_resource) >= 0))  # both known
    cases = _.new_handover.sum() if store.since is None else _["case"].nunique()
    counted = changed.group_by(pair=_pair("resource", "next_resource")).aggregate(
        count=_.count(), cases=cases, median_days=_.wait.quantile(0.5) / store.day
    )
    ends = _both("resource", "next_resource")
    named = counted.select(**ends, count=_["count"], cases=_.cases, median_days=_.median_days)
    return store.named(named, resource="resource", next_resource="resource", by=["count"])


def _pair(one: str, two: str) -> Any:
    """Two codes as one number, of which DuckDB knows no range: of groups within a known range it works out quantiles
    on one core only."""
    return (_[one].cast("int64") << _WIDTH) | _[two]


def _both(one: str, two: str) -> dict[str, Any]:
    """The codes of `pair`, by these names."""
    return {one: (_.pair >> _WIDTH).cast("int32"), two: (_.pair & ((1 << _WIDTH) - 1)).cast("int32")}
