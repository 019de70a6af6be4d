"""Five questions that every process tool answers: map, performance, variants, throughput and handovers.

Each is an Ibis expression over the tables of a `Store`, restricted to the chosen cases. Tables come back in the order
that their docstring gives; equal counts stand in the order of their names, so that a figure never depends on luck.
"""

from __future__ import annotations

from typing import Any

import ibis
import pyarrow as pa
from ibis import _

from sluitend.engines.chain.steps import DAY
from sluitend.engines.chain.store import Store


def pairs(store: Store) -> pa.Table:
    """What came right after what: activity, next_activity, count, cases; the most frequent first."""
    followed = store.steps.filter(_.next_activity.notnull()).group_by("activity", "next_activity")
    counted = followed.aggregate(count=_.count(), cases=_.count(where=_.new_pair))
    return store.named(counted, activity="activity", next_activity="activity", by=["count"])


def performance(store: Store) -> pa.Table:
    """Days between two activities that follow each other: activity, next_activity, count, median_days, p90_days,
    mean_days; the most frequent first. Quantiles are interpolated linearly (type 7)."""
    followed = store.steps.filter(_.next_activity.notnull()).group_by("activity", "next_activity")
    measured = followed.aggregate(count=_.count(), waits=_.wait.quantile([0.5, 0.9]), mean_days=_.wait.mean() / DAY)
    measured = measured.select(
        "activity",
        "next_activity",
        "count",
        median_days=_.waits[0] / DAY,
        p90_days=_.waits[1] / DAY,
        mean_days=_.mean_days,
    )
    return store.named(measured, activity="activity", next_activity="activity", by=["count"])


def variants(store: Store, most: int = 50) -> pa.Table:
    """The commonest sequences of activities: activities (list of names), cases, share, median_days; at most so many."""
    counted = store.cases.group_by("variant").aggregate(cases=_.count(), example=_["case"].min())
    total = store.value(store.cases.count())
    found = store.table(counted.order_by([ibis.desc("cases"), "example"]).limit(most))
    sequences = store.sequences(found["example"].to_pylist())
    return pa.table(
        {
            "activities": pa.array(sequences, pa.list_(pa.string())),
            "cases": found["cases"],
            "share": pa.array([count / total for count in found["cases"].to_pylist()], pa.float64()),
            "median_days": _medians(store, found["variant"].to_pylist()),
        }
    )


def _medians(store: Store, variants: list[int]) -> pa.Array:
    """The median days of these variants only: most of the others have one case."""
    lasted = store.cases.filter(_.variant.isin(variants)).select("variant", lasted=_["last"] - _["first"])
    found = store.table(lasted.group_by("variant").aggregate(days=_.lasted.quantile(0.5) / DAY)).to_pydict()
    days = dict(zip(found["variant"], found["days"], strict=True))
    return pa.array([days[variant] for variant in variants], pa.float64())


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
    changed = store.steps.filter(_.next_resource.notnull() & (_.resource != _.next_resource))
    counted = changed.group_by("resource", "next_resource").aggregate(
        count=_.count(), cases=_.count(where=_.new_handover), median_days=_.wait.quantile(0.5) / DAY
    )
    return store.named(counted, resource="resource", next_resource="resource", by=["count"])
