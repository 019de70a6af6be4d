"""A reason that stands beside an event as part of its activity: "Gestopt: volgens plan" is another end than "Gestopt".

Messages tell in a column of its own why help was stopped or a request was rejected. Questions are asked of activities,
so whoever wants to tell reasons apart joins the two before asking.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sluitend.errors import InputError
from sluitend.formats.eventlog import codes

if TYPE_CHECKING:
    import pyarrow as pa

BETWEEN = ": "


def joined(table: pa.Table, column: str, least: int = 1) -> pa.Table:
    """Events with "activity: reason" as activity where there is a reason; the column itself is gone.

    What fewer than `least` cases have keeps the activity alone: a rare reason may say who somebody is. Raises
    InputError("eventlog.no_column").
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    if column not in table.column_names or column in ("case", "activity", "time", "resource"):
        raise InputError(codes.NO_COLUMN, column=column, found=", ".join(table.column_names))
    activity = table["activity"].cast(pa.string())
    reason = pc.utf8_trim_whitespace(table[column].cast(pa.string()))
    known = pc.fill_null(pc.not_equal(reason, ""), False)
    both = pc.if_else(known, pc.binary_join_element_wise(activity, reason, BETWEEN), activity)
    told = pc.if_else(pc.or_(pc.invert(known), _often(table["case"], both, least)), both, activity)
    place = table.column_names.index("activity")
    return table.set_column(place, "activity", told).drop_columns([column])


def _often(case: pa.ChunkedArray, activity: pa.ChunkedArray, least: int) -> pa.ChunkedArray:
    """Of every event whether at least so many cases have its activity."""
    import pyarrow as pa
    import pyarrow.compute as pc

    pairs = pa.table({"case": case.cast(pa.string()), "activity": activity}).group_by(["case", "activity"])
    counted = pairs.aggregate([]).group_by("activity").aggregate([("case", "count")])
    names = counted.filter(pc.greater_equal(counted["case_count"], least))["activity"].combine_chunks()
    return pc.is_in(activity, value_set=names)
