"""In how many cases something occurs, group by group: what a funnel compares."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa
from ibis import _

from sluitend.engines.chain.store import Store


def occurring(store: Store, activities: Sequence[str], by: str | None = None) -> pa.Table:
    """Per value of an attribute how many of its cases have an event of one of these activities: group, cases, having;
    by name, the cases without a value last. Without an attribute one row, of all cases. Raises KeyError for what is no
    attribute."""
    found = store.steps.filter(_.activity.isin(store.codes("activity", activities))).select("case").distinct()
    counts = [_.count().name("cases"), _.having.count().name("having")]
    if by is None:
        row = store.row(store.cases.select("case").left_join(found.mutate(having=1), "case").aggregate(counts))
        return pa.table({"group": pa.array([None], pa.string()), **{key: [value] for key, value in row.items()}})
    column = store.about(by)
    marked = store.cases.select("case", group=column).left_join(found.mutate(having=1), "case")
    counted = marked.group_by("group").aggregate(counts)
    return store.with_names(store.table(counted), "group", column).sort_by("group")
