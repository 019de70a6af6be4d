"""What a delay in one link costs further on: the observed cases again, with that link some days longer or shorter.

Exact for the cases that were observed, under assumptions that have to be said with every figure: every other link
takes as long as it did, in the same order; nobody breaks off, comes in or skips ahead because of it; and there is no
queue, so that who comes later does not wait for who is in front. A link that is to become shorter becomes no shorter
than 0 days.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import ibis
import pyarrow as pa
import pyarrow.compute as pc
from ibis import _

from sluitend.engines.chain.flow import AGES, Flow, Per, flow_of
from sluitend.engines.chain.spells import Open, spells
from sluitend.engines.chain.steps import EPOCH
from sluitend.engines.chain.store import Store


@dataclass(frozen=True, slots=True)
class Link:
    """From one of these activities to one of those, when that comes right after it."""

    activities: tuple[str, ...]
    next_activities: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Delay:
    """`passes` of the link, in so many `cases`, and `cut`: the passes that had fewer days than were to be taken off.
    `days`: by how many days all passes together became longer (below 0: shorter).

    `before` and `after`: what came in, went out and stayed, as observed and with the other link. `periods`: both beside
    each other: group, first, last, stock, stock_after, mean_stock, mean_stock_after, outflow, outflow_after. `further`:
    what came after the link, an activity a row: activity, events (that move), mean_days (by which), past_until (events
    that would fall on or after the last day) and brought_in (that would come before it, and did not).

    `unsure`: with a shorter link, cases that pass it and are still open at the end: what they would have done by then
    lies after the end of the log. With those the stock at the end is at most what is given.
    """

    passes: int
    cases: int
    cut: int
    days: int
    before: Flow
    after: Flow
    periods: pa.Table
    further: pa.Table
    unsure: int


def delay(
    store: Store,
    link: Link,
    days: int,
    open_: Open,
    *,
    since: date,
    until: date,
    per: Per = Per.MONTH,
    by: str | None = None,
) -> Delay:
    """With every pass of the link `days` calendar days longer (below 0: shorter). See `flow.flow` for the rest.

    Raises KeyError for what is no attribute, ValueError when no day lies between `since` and `until`.
    """
    moved = store.kept(_moved(store, link, days))
    found = [spells(store, steps, open_, until=until, by=by) for steps in (store.steps, moved)]
    before, after = (flow_of(one, since, until, per, AGES, 0.1) for one in found)
    counts = store.row(
        moved.filter(_.passes).aggregate(
            passes=_.count(),
            cases=_["case"].nunique(),
            cut=_.count(where=_.change > days),
            days=ibis.coalesce(_.change.sum(), 0),
        )
    )
    return Delay(
        **counts,
        before=before,
        after=after,
        periods=_beside(before.periods, after.periods),
        further=_further(store, moved, (until - EPOCH).days),
        unsure=0 if days >= 0 else _unsure(store, moved, found[1].case[found[1].end > (until - EPOCH).days].tolist()),
    )


def _moved(store: Store, link: Link, days: int) -> Any:
    """The steps on other days. `passes`: is followed over the link; `change`: by how many days that pass changes;
    `shift`: by how many the step itself does, which is the sum of the changes before it; `old`: the day it had."""
    from_codes, to_codes = (store.codes("activity", names) for names in (link.activities, link.next_activities))
    following = ibis.window(group_by="case", order_by="position")
    steps = store.steps.select("case", "position", "activity", "next_activity", "day")
    steps = steps.mutate(
        passes=_.activity.isin(from_codes) & ibis.coalesce(_.next_activity.isin(to_codes), False),  # noqa: FBT003
        took=ibis.coalesce(_.day.lead().over(following) - _.day, 0),
    )
    changed = steps.mutate(change=_.passes.ifelse(ibis.greatest(_.took + days, 0) - _.took, 0).cast("int64"))
    so_far = ibis.cumulative_window(group_by="case", order_by="position")
    shifted = changed.mutate(shift=(_.change.sum().over(so_far) - _.change).cast("int64"), old=_.day)
    return shifted.mutate(day=_.old + _["shift"]).drop("took", "next_activity")


def _beside(before: pa.Table, after: pa.Table) -> pa.Table:
    """Both tables have the same rows when both have the same groups; a group without spells is in neither."""
    table = before.select(["group", "first", "last"])
    for name in ("stock", "mean_stock", "outflow"):
        table = table.append_column(name, before[name]).append_column(f"{name}_after", after[name])
    return table


def _further(store: Store, moved: Any, now: int) -> pa.Table:
    later = moved.filter(_["shift"] != 0).group_by("activity")
    counted = later.aggregate(
        events=_.count(),
        mean_days=_["shift"].mean(),
        past_until=_.count(where=(_.old < now) & (_.day >= now)),
        brought_in=_.count(where=(_.old >= now) & (_.day < now)),
    )
    return store.named(counted, by=["events"], activity="activity")


def _unsure(store: Store, moved: Any, open_cases: list[int]) -> int:
    passing = store.table(moved.filter(_.change < 0).select("case").distinct())["case"]
    return int(pc.sum(pc.is_in(passing, pa.array(open_cases, passing.type))).as_py() or 0)
