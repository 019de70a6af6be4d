"""The process map: what came right after what, how often and how long after, of a stated part of the log.

Whatever is left out of a map changes what it says (W.M.P. van der Aalst, "A practitioner's guide to process mining:
limitations of the directly-follows graph", Procedia Computer Science 164, 2019). So nothing is left out silently: an
arrow is always between events that really followed each other, activities that are not shown are not skipped over but
counted, and `Shown` says of everything how much of it the map shows.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import ceil
from typing import Any

import ibis
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from ibis import _

from sluitend.engines.chain.steps import NONE
from sluitend.engines.chain.store import Store

_EXACT = 1e-9  # a share of a count that should be whole may lie this far above it


@dataclass(frozen=True, slots=True)
class View:
    """What a map shows of a log.

    `groups`: activities by the name under which they are taken together; others keep their own. `cases`: the share of
    cases, those of the commonest sequences of (ungrouped) activities; sequences that are equally common come in
    together. `only`: the activities (and groups) to choose from; none: all. `activities`: at most so many of them,
    those with the most events, then by name. `arrows`: the share of the
    transitions between these activities, the most frequent first and equally frequent ones together, and at most
    `most_arrows` of them; beside these every activity keeps the most frequent arrow to it and from it, so that none
    hangs loose.

    Raises ValueError for a share outside 0 to 1 or fewer activities than one.
    """

    groups: Mapping[str, str] = field(default_factory=dict)
    cases: float = 1.0
    activities: int = 40
    arrows: float = 1.0
    most_arrows: int = 120
    only: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        if not (0 <= self.cases <= 1 and 0 <= self.arrows <= 1 and self.activities >= 1):
            raise ValueError("a share lies between 0 and 1, and a map has at least one activity")


@dataclass(frozen=True, slots=True)
class Activity:
    """How many events and cases have it, and how many cases begin and end with it."""

    name: str
    events: int
    cases: int
    starts: int
    ends: int


@dataclass(frozen=True, slots=True)
class Arrow:
    """`target` came right after `source`, so many times and in so many cases; days between both events, quantiles
    interpolated linearly (type 7)."""

    source: str
    target: str
    events: int
    cases: int
    median_days: float
    p90_days: float


@dataclass(frozen=True, slots=True)
class Part:
    """So many of so many."""

    shown: int
    of: int


@dataclass(frozen=True, slots=True)
class Shown:
    """How much of the log the map shows: `cases` of all; activities and their events, kinds of arrows and their
    transitions of those in these cases."""

    cases: Part
    activities: Part
    events: Part
    arrows: Part
    transitions: Part


@dataclass(frozen=True, slots=True)
class ProcessMap:
    """Activities by number of events, arrows by number of transitions, the most first and then by name."""

    activities: tuple[Activity, ...]
    arrows: tuple[Arrow, ...]
    shown: Shown


def process_map(store: Store, view: View | None = None) -> ProcessMap:
    """The map of a log, and how much of it is shown."""
    view = view or View()
    steps, cases = _of_cases(store, view.cases)
    steps, names = _grouped(store, steps, view.groups)
    activities = _ranked(store, _activities(steps), names, "activity")
    first = _chosen(activities, view.only).slice(0, view.activities)
    arrows = _ranked(store, _arrows(steps, bool(view.groups), store.day), names, "activity", "next_activity")
    between = arrows.filter(_both_in(arrows, first))
    kept = between.take(pa.array(_kept(between, view), pa.int64()))
    shown = Shown(
        cases,
        Part(first.num_rows, activities.num_rows),
        Part(_sum(first), _sum(activities)),
        Part(kept.num_rows, arrows.num_rows),
        Part(_sum(kept), _sum(arrows)),
    )
    return ProcessMap(
        tuple(Activity(*row.values()) for row in first.to_pylist()),
        tuple(Arrow(*row.values()) for row in kept.to_pylist()),
        shown,
    )


def _of_cases(store: Store, share: float) -> tuple[Any, Part]:
    """The steps of the commonest variants that together have this share of the cases."""
    steps = store.steps.select("case", "position", "activity", "next_activity", "wait", "new_pair")
    counted = store.cases.group_by("variant").aggregate(cases=_.count())
    counts = np.sort(store.table(counted)["cases"].to_numpy())[::-1]
    total = int(counts.sum())
    if share == 1 or not total:
        return steps, Part(total, total)
    fewest = int(counts[np.searchsorted(np.cumsum(counts), _whole(share, total))]) if share else total + 1
    common = store.cases.semi_join(counted.filter(_.cases >= fewest), "variant")
    return steps.semi_join(common, "case"), Part(int(counts[counts >= fewest].sum()), total)


def _grouped(store: Store, steps: Any, groups: Mapping[str, str]) -> tuple[Any, pa.Array]:
    """The steps with a number for every group, and the names that these numbers stand for."""
    names = store.coded.values["activity"]
    if not groups:
        return steps, names
    labels = [groups.get(name, name) for name in names.to_pylist()]
    found = sorted(set(labels))
    places = {label: place for place, label in enumerate(found)}
    codes = ibis.memtable(
        pa.table({"code": pa.array(range(len(labels)), pa.int32()), "group": [places[one] for one in labels]})
    )
    here = codes.select(activity="code", group="group")
    there = codes.select(next_activity="code", next_group="group")
    joined = steps.join(here, "activity").left_join(there, "next_activity")
    groups_of = {"activity": _.group, "next_activity": _.next_group.fill_null(NONE)}
    renamed = joined.select("case", "position", "wait", "new_pair", **groups_of)
    return renamed, pa.array(found, pa.string())


def _activities(steps: Any) -> Any:
    return steps.group_by("activity").aggregate(
        events=_.count(),
        cases=_["case"].nunique(),
        starts=_.count(where=_.position == 0),
        ends=_.count(where=_.next_activity == NONE),
    )


def _arrows(steps: Any, grouped: bool, day: int) -> Any:
    """Where activities are grouped, the first time that one follows another is no longer the first of both groups."""
    counted = (
        steps.filter(_.next_activity != NONE)
        .group_by("activity", "next_activity")
        .aggregate(
            events=_.count(),
            cases=_["case"].nunique() if grouped else _.new_pair.sum(),
            waits=_.wait.quantile([0.5, 0.9]),
        )
    )
    return counted.select(
        "activity", "next_activity", "events", "cases", median_days=_.waits[0] / day, p90_days=_.waits[1] / day
    )


def _ranked(store: Store, expression: Any, names: pa.Array, *columns: str) -> pa.Table:
    """With names, the most events first, then by name."""
    table = store.table(expression)
    for column in columns:
        taken = names.take(table[column].combine_chunks())
        table = table.set_column(table.column_names.index(column), column, taken)
    return table.sort_by([("events", "descending"), *((column, "ascending") for column in columns)])


def _chosen(activities: pa.Table, only: frozenset[str]) -> pa.Table:
    wanted = pa.array(sorted(only), pa.string())
    return activities.filter(pc.is_in(activities["activity"], value_set=wanted)) if only else activities


def _both_in(arrows: pa.Table, activities: pa.Table) -> pa.ChunkedArray:
    shown = activities["activity"].combine_chunks()
    return pc.and_(*(pc.is_in(arrows[end], value_set=shown) for end in ("activity", "next_activity")))


def _kept(arrows: pa.Table, view: View) -> list[int]:
    """The places of the arrows that are shown, in the order of the table: by number of events."""
    events = arrows["events"].to_numpy()
    count = 0
    if view.arrows and len(events):
        fewest = events[np.searchsorted(np.cumsum(events), _whole(view.arrows, int(events.sum())))]
        count = int((events >= fewest).sum())
        if count > view.most_arrows:  # those that are as frequent as the first that is too many stay out together
            count = int((events > events[view.most_arrows]).sum())
    ends = list(zip(arrows["activity"].to_pylist(), arrows["next_activity"].to_pylist(), strict=True))
    return sorted({*range(count), *_strongest(ends)})


def _strongest(ends: list[tuple[str, str]]) -> Iterable[int]:
    """Of every activity the first arrow to it and the first from it; one to itself ties it to nothing."""
    to, away = set(), set()
    for place, (source, target) in enumerate(ends):
        if source != target and (source not in away or target not in to):
            away.add(source)
            to.add(target)
            yield place


def _whole(share: float, total: int) -> int:
    """How many of so many are at least this share; at least one."""
    return max(1, ceil(share * total - _EXACT))


def _sum(table: pa.Table) -> int:
    return int(table["events"].to_numpy().sum())
