"""Only tables leave: counts of cases, protected as small numbers, and no row of anybody."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa

from sluitend.engines.chain.steps import DAY, steps_of
from sluitend.engines.disclosure.tables import Rule, protect

__all__ = ["aggregated"]

_TOTAL = Rule().total
_UNKNOWN = "onbekend"


def aggregated(events: pa.Table) -> dict[str, pa.Table]:
    """Two tables of events that were prepared: `instroom` and `stappen`.

    instroom: cases that began and their median duration in days, by municipality (when there is one) and quarter, with
    totals of each; the total of all is left out, so that `stappen` cannot be laid beside it. stappen: in how many
    cases each activity occurs.
    """
    return {"instroom": _inflow(events), "stappen": _activities(events)}


def _inflow(events: pa.Table) -> pa.Table:
    by = ["gemeente", "kwartaal"] if "municipality" in events.column_names else ["kwartaal"]
    cases = _cases(events)
    groups = [by] if len(by) == 1 else [by, by[:1], by[1:]]
    found = pd.concat([_grouped(cases, some, by) for some in groups], ignore_index=True)
    table = pa.table({name: pa.array(found[name].tolist()) for name in (*by, "casussen", "mediaan_dagen")})
    return protect(table, counts=["casussen"], by=by, values={"mediaan_dagen": "casussen"})


def _cases(events: pa.Table) -> pd.DataFrame:
    attributes = ["municipality"] if "municipality" in events.column_names else []
    steps = steps_of(events, attributes)
    each: pa.Table = steps.cases
    first, last = (each[name].to_numpy() for name in ("first", "last"))
    months = first.astype("datetime64[us]").astype("datetime64[M]").astype(np.int64)
    found = {
        "kwartaal": [f"{1970 + month // 12} K{month % 12 // 3 + 1}" for month in months],
        "dagen": (last - first) / DAY,
    }
    if attributes:
        names = steps.values["case:municipality"].take(each["case:municipality"].combine_chunks()).to_pylist()
        found["gemeente"] = [name or _UNKNOWN for name in names]
    return pd.DataFrame(found)


def _grouped(cases: pd.DataFrame, some: list[str], by: list[str]) -> pd.DataFrame:
    grouped = cases.groupby(some, sort=True)["dagen"].agg(casussen="size", mediaan_dagen="median").reset_index()
    return grouped.assign(**{name: _TOTAL for name in by if name not in some})


def _activities(events: pa.Table) -> pa.Table:
    pairs = events.select(["case", "activity"]).group_by(["case", "activity"]).aggregate([])
    counted = pairs.group_by("activity").aggregate([("case", "count")]).sort_by("activity")
    return protect(
        pa.table({"stap": counted["activity"], "casussen": counted["case_count"]}), counts=["casussen"], by=["stap"]
    )
