"""Who works with whom, as the handovers show it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import ibis
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from ibis import _

from sluitend.engines.chain.graphs import betweenness, cut_off
from sluitend.engines.chain.steps import NONE
from sluitend.engines.chain.store import Store

MOST = 2_000  # nodes: what is asked of a network takes time with the cube of them
Weight = Literal["handovers", "cases"]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Network:
    """`nodes`: resource, events (of its own), in_weight and out_weight (handovers, or cases handed over), partners (to
    or from whom), share (of all weight, that has it as giver or receiver), broker (betweenness) and cut_off (how many
    others lose contact with the rest without it); the largest share first. `edges`: resource, next_resource, handovers,
    cases; the heaviest first.

    `density` is the share of the ordered pairs that are linked; `reciprocity` the share of links that also exist the
    other way; `returned` the share of the weight that is matched by weight the other way. None where there is nothing
    to take a share of. `missing` is the share of the steps from one event to the next of which one of the two has no
    resource: over those nobody knows who handed over.
    """

    nodes: pa.Table
    edges: pa.Table
    density: float | None
    reciprocity: float | None
    returned: float | None
    missing: float | None


def network(
    store: Store, *, weight: Weight = "handovers", least: int = 1, called: Mapping[str, str] | None = None
) -> Network:
    """Of the handovers between consecutive events that both have a resource. Links lighter than `least` do not count.

    `called` gives resources another name first (teams: their organisation); what then stays within one is no handover.
    Raises ValueError for more than `MOST` resources: give them the name of what they belong to.
    """
    names, steps = resources(store, called or {})
    if len(names) > MOST:
        raise ValueError(f"more than {MOST} resources: take them together first")
    found = store.table(handed(steps).group_by("one", "two").aggregate(handovers=_.count(), cases=_["case"].nunique()))
    linked = found.filter(pc.greater_equal(found[weight], least))
    weights = np.zeros((len(names), len(names)))
    weights[linked["one"].to_numpy(), linked["two"].to_numpy()] = linked[weight].to_numpy()
    own = steps if store.since is None else steps.filter(_.time >= store.since)
    events = store.table(own.filter(_.one.notnull()).group_by("one").aggregate(events=_.count()))
    return Network(
        nodes=_nodes(names, weights, dict(zip(*events.to_pydict().values(), strict=True))),
        edges=_edges(names, linked, weight),
        missing=missing(store),
        **_shares(weights),
    )


def resources(store: Store, called: Mapping[str, str]) -> tuple[list[str], Any]:
    """Names of who has events in the chosen cases, or hands over, in their order; and the steps with `one` and `two`:
    the places in it of their resource and of the next one's (null: not known, or nothing follows)."""
    values = store.coded.values["resource"].to_pylist()
    known = store.steps.filter(_.resource != NONE)
    if store.since is not None:
        known = known.filter((_.time >= store.since) | (_.next_resource != NONE))
    seen = store.table(known.select("resource").distinct())["resource"].to_pylist()
    whose = {code: called.get(values[code], values[code]) for code in seen}
    names = sorted(set(whose.values()))
    places = {name: place for place, name in enumerate(names)}
    codes, numbers = pa.array(list(whose), pa.int32()), [places[name] for name in whose.values()]
    steps = store.steps
    for column, side in (("resource", "one"), ("next_resource", "two")):
        named = ibis.memtable(pa.table({f"{side}_code": codes, side: pa.array(numbers, pa.int32())}))
        steps = steps.left_join(named, steps[column] == named[f"{side}_code"]).drop(f"{side}_code")
    return names, steps


def handed(steps: Any) -> Any:
    """The steps after which somebody else has the case."""
    return steps.filter(_.one.notnull() & _.two.notnull() & (_.one != _.two))


def missing(store: Store) -> float | None:
    """See `Network`."""
    unknown = ((_.resource == NONE) | (_.next_resource == NONE)).cast("int64")
    followed = store.steps.filter(_.next_activity != NONE)
    found: float | None = store.row(followed.aggregate(share=unknown.mean()))["share"]
    return found


def _nodes(names: list[str], weights: Floats, events: Mapping[int, int]) -> pa.Table:
    linked = weights > 0
    inward, outward, total = weights.sum(axis=0), weights.sum(axis=1), weights.sum()
    table = pa.table(
        {
            "resource": pa.array(names, pa.string()),
            "events": pa.array([events.get(place, 0) for place in range(len(names))], pa.int64()),
            "in_weight": inward.astype(np.int64),
            "out_weight": outward.astype(np.int64),
            "partners": (linked | linked.T).sum(axis=1),
            "share": (inward + outward) / total if total else np.zeros(len(names)),
            "broker": betweenness(linked),
            "cut_off": pa.array(cut_off(linked), pa.int64()),
        }
    )
    return table.sort_by([("share", "descending"), ("resource", "ascending")])


def _edges(names: list[str], linked: pa.Table, weight: Weight) -> pa.Table:
    listed = pa.array(names, pa.string())
    columns = {"resource": listed.take(linked["one"].combine_chunks())}
    columns |= {"next_resource": listed.take(linked["two"].combine_chunks())}
    table = pa.table({**columns, "handovers": linked["handovers"], "cases": linked["cases"]})
    return table.sort_by([(weight, "descending"), ("resource", "ascending"), ("next_resource", "ascending")])


def _shares(weights: Floats) -> dict[str, float | None]:
    linked, size, total = weights > 0, len(weights), weights.sum()
    links = int(linked.sum())
    return {
        "density": links / (size * (size - 1)) if size > 1 else None,
        "reciprocity": int((linked & linked.T).sum()) / links if links else None,
        "returned": float(np.minimum(weights, weights.T).sum() / total) if total else None,
    }
