"""In how many cases something occurs, group by group: what a funnel compares."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa
from ibis import _

from sluitend.engines.chain.store import Store


def occurring(store: Store, activities: Sequence[str], by: str) -> pa.Table:
    """Per value of an attribute how many of its cases have an event of one of these activities: group, cases, having;
    by name, the cases without a value last. Raises KeyError for what is no attribute."""
    column = store.about(by)
    found = store.steps.filter(_.activity.isin(store.codes("activity", activities))).select("case").distinct()
    marked = store.cases.select("case", group=column).left_join(found.mutate(having=1), "case")
    counted = marked.group_by("group").aggregate(cases=_.count(), having=_.having.count())
    return store.with_names(store.table(counted), "group", column).sort_by("group")
