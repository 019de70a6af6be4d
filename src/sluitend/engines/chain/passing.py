"""How often a case is passed on: back and forth, in long chains, and over how many organisations.

A hand is a run of events of one resource: repeats are one hand. An event without a resource breaks a chain, since
nobody knows who came between.
"""

from __future__ import annotations

from itertools import groupby
from typing import Any

import ibis
import pyarrow as pa
from ibis import _

from sluitend.engines.chain.store import Store


def ping_pongs(store: Store) -> pa.Table:
    """A→B→A: resource (A), by_way_of (B), count, cases; the most frequent first. A→B→A→B→A counts as three: two for A,
    one for B."""
    back = store.steps.filter(_.hand & _.next_hand.notnull() & (_.resource == _.second_hand))
    counted = back.group_by("resource", by_way_of="next_hand").aggregate(count=_.count(), cases=_["case"].nunique())
    return store.named(counted, resource="resource", by_way_of="resource", by=["count"])


def longest_chains(store: Store, most: int = 20) -> pa.Table:
    """The cases that went through the most hands without a break: case, hands, handovers (in the whole case),
    resources (of that chain, the first of equals); the longest first, then by case; cases without a hand are left out.
    """
    found = store.cases.select("case", "name").join(_chains(store), "case").filter(_.hands > 0)
    table = store.table(found.order_by([ibis.desc("hands"), "name"]).limit(most))
    sequences = store.sequences(table["case"].to_pylist(), "resource")
    chains = [_longest(resources) for resources in sequences]
    columns = {"case": table["name"], "hands": table["hands"], "handovers": table["handovers"]}
    return pa.table({**columns, "resources": pa.array(chains, pa.list_(pa.string()))})


def hands(store: Store) -> pa.Table:
    """How long chains are: hands (of the longest chain in a case; 0 when nobody is known) and cases; fewest first."""
    return store.table(_chains(store).group_by("hands").aggregate(cases=_.count()).order_by("hands"))


def organisations(store: Store, per: str | None = None) -> pa.Table:
    """Over how many organisations (different resources) cases go, or families when `per` is the attribute that says
    whose a case is: organisations, units, cases; fewest first. Cases without a value of the attribute are left out.

    Raises KeyError for what is no attribute.
    """
    unit = "case" if per is None else store.about(per)
    known = store.steps.filter(_[unit].notnull()).group_by(unit=unit)
    counted = known.aggregate(organisations=_.resource.nunique(), cases=_["case"].nunique())
    spread = counted.group_by("organisations").aggregate(units=_.count(), cases=_.cases.sum())
    return store.table(spread.order_by("organisations"))


def _chains(store: Store) -> Any:
    """Per case `hands` of its longest chain, and its `handovers`."""
    so_far = ibis.cumulative_window(group_by="case", order_by="position")
    runs = store.steps.filter(_.hand).select("case", "position", known=_.resource.notnull().cast("int64"))
    parts = runs.mutate(part=(1 - _.known).sum().over(so_far)).group_by("case", "part").aggregate(hands=_.known.sum())
    return parts.group_by("case").aggregate(hands=_.hands.max(), handovers=ibis.greatest(_.hands - 1, 0).sum())


def _longest(resources: list[str | None]) -> list[str]:
    chains: list[list[str]] = [[]]
    for resource, _events in groupby(resources):
        if resource is None:
            chains.append([])
        else:
            chains[-1].append(resource)
    return max(chains, key=len)
