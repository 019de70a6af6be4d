"""How often a case is passed on: back and forth, in long chains, and over how many organisations.

A hand is a run of events of one resource: repeats are one hand. An event without a resource breaks a chain, since
nobody knows who came between.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

import ibis
import numpy as np
import pyarrow as pa
from ibis import _

from sluitend.engines.chain.reading import Arrays, first_of, parts, together, worked
from sluitend.engines.chain.sorting import Numbers, order_by
from sluitend.engines.chain.steps import NONE
from sluitend.engines.chain.store import HANDS, Store


def ping_pongs(store: Store, lawful: Sequence[str] = ()) -> pa.Table:
    """A→B→A: resource (A), by_way_of (B), count, cases; the most frequent first. A→B→A→B→A counts as three: two for A,
    one for B. Where A or B is one of `lawful`, going back and forth belongs to the work, and does not count."""
    back = _back_and_forth(store, lawful)
    counted = back.group_by("resource", by_way_of="next_hand").aggregate(count=_.count(), cases=_["case"].nunique())
    return store.named(counted, resource="resource", by_way_of="resource", by=["count"])


def back_and_forth(store: Store, lawful: Sequence[str] = ()) -> tuple[int, int]:
    """How often cases go back and forth, and how many do: the total of `ping_pongs`, with every case once."""
    found = store.row(_back_and_forth(store, lawful).aggregate(count=_.count(), cases=_["case"].nunique()))
    return found["count"], found["cases"]


def _back_and_forth(store: Store, lawful: Sequence[str]) -> Any:
    back = _handed(store).filter(_.hand & (_.next_hand != NONE) & (_.resource != NONE) & (_.resource == _.second_hand))
    codes = store.codes("resource", lawful)
    return back.filter(_.resource.notin(codes) & _.next_hand.notin(codes)) if codes else back


def _handed(store: Store) -> Any:
    """Steps with the resources of the next two hands; where days count from one on, those of which the second comes
    from then on, whenever the case was with both before."""
    if store.since is None or store.earlier is None:
        return store.with_hands()
    hands = store.earlier.steps.filter(_.hand).semi_join(store.cases, "case")
    own = ibis.window(group_by="case", order_by="position")
    coming = {name: hands["resource"].lead(place).over(own).fill_null(NONE) for place, name in enumerate(HANDS, 1)}
    return hands.mutate(**coming, back=hands["time"].lead(2).over(own)).filter(_.back >= store.since)


def longest_chains(store: Store, most: int = 20) -> pa.Table:
    """The cases that went through the most hands without a break: case, hands, handovers (in the whole case),
    resources (of that chain, the first of equals); the longest first, then by case; cases without a hand are left out.
    """
    case, length, handed = _chains(store)
    least = np.sort(length)[-most] if 0 < most <= len(length) else 0
    rows = np.flatnonzero((length > 0) & (length >= least))
    found = ibis.memtable(
        pa.table({"case": pa.array(case[rows], pa.int32()), "hands": length[rows], "handovers": handed[rows]})
    )
    named = store.cases.select("case", "name").join(found, "case").order_by([ibis.desc("hands"), "name"]).limit(most)
    table = store.table(named)
    sequences = store.sequences(table["case"].to_pylist(), "resource")
    chains = [_longest(resources) for resources in sequences]
    columns = {"case": table["name"], "hands": table["hands"], "handovers": table["handovers"]}
    return pa.table({**columns, "resources": pa.array(chains, pa.list_(pa.string()))})


def hands(store: Store) -> pa.Table:
    """How long chains are: hands (of the longest chain in a case; 0 when nobody is known) and cases; fewest first."""
    return _counts("hands", _chains(store)[1], "cases")


def organisations(store: Store, per: str | None = None) -> pa.Table:
    """Over how many organisations (different resources) cases go, or families when `per` is the attribute that says
    whose a case is: organisations, units, cases; fewest first. Cases without a value of the attribute are left out.

    Raises KeyError for what is no attribute.
    """
    if per is None:
        found = together(worked(parts(store, _hands(store), "resource"), _organisations), {"many": _NO})
        spread = _counts("organisations", found["many"], "units")
        return spread.append_column("cases", spread["units"])
    unit = store.about(per)
    begins = store.beside(store.steps.filter(_.hand), unit).filter(_[unit].notnull())  # every event is of a hand
    pairs = begins.select(unit, "resource").distinct()
    counted = pairs.group_by(unit=unit).aggregate(organisations=_.count(where=_.resource != NONE))
    counted = counted.join(store.cases.group_by(unit=unit).aggregate(cases=_.count()), "unit")
    spread = counted.group_by("organisations").aggregate(units=_.count(), cases=_.cases.sum())
    return store.table(spread.order_by("organisations"))


_NO = np.zeros(0, np.int64)


def _organisations(part: Arrays) -> Arrays:
    """Of every case how many different resources it has."""
    order = order_by(part["case"], part["resource"])
    case, resource = part["case"][order], part["resource"][order]
    fresh = first_of(case)
    starts = np.flatnonzero(fresh)
    fresh[1:] |= resource[1:] != resource[:-1]
    return {"many": np.add.reduceat((fresh & (resource != NONE)).astype(np.int64), starts)}


def _hands(store: Store) -> Any:
    return store.steps.filter(store.steps["hand"])


def _chains(store: Store) -> tuple[Numbers, Numbers, Numbers]:
    """Cases, the `hands` of the longest chain of each, and its `handovers`."""
    empty = {"case": _NO, "hands": _NO, "handovers": _NO}
    found = together(worked(parts(store, _hands(store), "resource"), _longest_of), empty)
    return found["case"], found["hands"], found["handovers"]


def _longest_of(part: Arrays) -> Arrays:
    case, known = part["case"], part["resource"] != NONE
    begins = first_of(case)
    starts = np.flatnonzero(begins)
    begins[1:] |= known[1:] != known[:-1]
    runs = np.flatnonzero(begins)
    length = np.diff(np.append(runs, [len(case)])) * known[runs]
    of_case = np.searchsorted(runs, starts)
    handed = np.maximum(length - 1, 0)
    return {
        "case": case[starts],
        "hands": np.maximum.reduceat(length, of_case),
        "handovers": np.add.reduceat(handed, of_case),
    }


def _counts(name: str, values: Numbers, counted: str) -> pa.Table:
    """How often each value occurs, the least first."""
    numbers = np.bincount(values)
    found = np.flatnonzero(numbers)
    return pa.table({name: found, counted: numbers[found]})


def _longest(resources: list[str | None]) -> list[str]:
    chains: list[list[str]] = [[]]
    for resource, _events in groupby(resources):
        if resource is None:
            chains.append([])
        else:
            chains[-1].append(resource)
    return max(chains, key=len)
