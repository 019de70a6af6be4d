"""Reads one event log in a process of its own, for ``sluitend.work.events``: what its columns are, or its steps.

``columns`` tells what the columns are called and show, and which of them tell who somebody is; ``steps`` checks the
rows and writes the steps into a folder. The arguments hold no name of a column: what they mean comes in a file.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from sluitend.engines.chain import quality, remarks
from sluitend.engines.chain.steps import Steps, attribute, steps_of
from sluitend.engines.disclosure.municipalities import Municipalities
from sluitend.engines.disclosure.uniqueness import courses, risk
from sluitend.errors import InputError
from sluitend.formats import eventlog, limited, steps
from sluitend.formats.eventlog import codes
from sluitend.formats.reasons import joined
from sluitend.work import tables_process
from sluitend.work.events_columns import columns as columns
from sluitend.work.events_objects import FAMILY, Objects
from sluitend.work.events_reading import mask, moments, opened

MOST_WRITTEN = 8 * 1024**3
FEWEST_ALIKE = 10  # cases that share their attributes: below it a count is not told outside the team either
_REASON = "reason"
_ROLES = (quality.CASE, quality.ACTIVITY, quality.TIME, quality.RESOURCE, quality.REGISTERED)


def main(arguments: list[str]) -> int:
    """See ``formats.limited``: the answer is named "log"."""
    parser = limited.parser("sluitend.work.events_process")
    parser.add_argument("--asked", type=Path)
    parser.add_argument("--out", type=Path)
    given = parser.parse_args(arguments)
    wanted = json.loads(given.asked.read_bytes())
    if given.out is None:
        return limited.answer(given, "log", lambda: columns(given.path, wanted))
    return limited.answer(given, "log", lambda: prepare(given.path, wanted, given.out), written=MOST_WRITTEN)


def prepare(path: Path, wanted: dict[str, Any], out: Path) -> dict[str, Any]:
    """Write the steps of a file into `out`, and tell how many there are and what is wrong with the rows.

    `wanted`: case, activity, time, resource, registered, reason (names of columns, the last three may be null; a reason
    goes with the activity, see ``formats.reasons``), attributes and missing (lists), today (ISO 8601), known (of a
    column by its role or name: the values that it may have), of objects also `objects` (see ``events_objects``); with a
    kind it is another table than a log: see ``tables_process``. `subregions` adds an attribute: `of` which one, its
    `name`, and `pairs` of a municipality and its subregion.
    """
    table, told = opened(path, wanted)
    try:
        made = tables_process.prepare(table, wanted, out) if wanted.get("kind") else _log_of(table, told, wanted, out)
    except InputError as error:
        raise eventlog.refusal(path, error) from None
    places = eventlog.in_file(path, (row for *_remark, rows, _data in made["remarks"] for row in rows))
    remarks = [[*remark, [places[row] for row in rows], data] for *remark, rows, data in made["remarks"]]
    return {**made, "remarks": remarks}


def _log_of(table: pa.Table, told: Objects | None, wanted: dict[str, Any], out: Path) -> dict[str, Any]:
    """As `prepare`, with rows as they were read."""
    chosen = _chosen(table, wanted)
    if where := wanted.get("subregions"):
        chosen = _with_subregion(chosen, where)
        wanted = {**wanted, "attributes": [*wanted["attributes"], where["name"]]}
    bad = mask(eventlog.unreadable(chosen[quality.TIME]))
    timed = _with_moments(chosen)
    whole = quality.usable(timed)
    if not whole.any():
        raise InputError("events.nothing_left", rows=table.num_rows)
    log = _log(timed, whole)
    today = date.fromisoformat(wanted["today"])
    remarks = quality.quality(timed, unreadable=bad, today=today, known=wanted["known"])
    made = _steps(log, wanted)
    if told is not None:  # its rows stand in no file
        remarks = (*(replace(one, rows=()) for one in remarks), *told.remarks)
    about = [name for name in wanted["attributes"] if told is None or name != FAMILY]  # of a family it is a key
    remarks = quality.worst_first([*remarks, *_recognisable(made, about), *_unplaced(chosen, where)])
    steps.write(out, made)
    return {
        "events": log.num_rows,
        "cases": pc.count_distinct(log[quality.CASE]).as_py(),
        "remarks": [[str(one.code), one.column, one.count, list(one.rows), dict(one.data)] for one in remarks],
    }


def _require_own_names(attributes: list[str]) -> None:
    """What answers questions does not tell capitals apart: of two such columns one would give the other's values, and
    so would one that has the name that another gets here."""
    seen: dict[str, str] = {}
    for name in attributes:
        if seen.setdefault(_attribute(name).casefold(), name) != name:
            raise InputError(codes.SAME_COLUMN, column=name)


def _chosen(table: pa.Table, wanted: dict[str, Any]) -> pa.Table:
    """The columns that are used, under the names of what they hold; words that mean "not known" are null."""
    _require_own_names(wanted["attributes"])
    named = {role: wanted[role] for role in _ROLES if wanted[role]}
    named |= {_attribute(name): name for name in wanted["attributes"]}
    reason = wanted.get("reason")
    if not {*named.values(), *filter(None, [reason])} <= {*table.column_names}:
        raise InputError("events.column_gone")
    found: dict[str, pa.ChunkedArray] = {}
    for role, name in named.items():
        column = table[name]
        if role in (quality.CASE, quality.ACTIVITY, quality.RESOURCE):
            column = _trimmed(column.cast(pa.string()))
        found[role] = column if role in (quality.CASE, quality.ACTIVITY) else _known(column, wanted["missing"])
    if reason:
        found[quality.ACTIVITY] = _with_reason(found, _known(table[reason].cast(pa.string()), wanted["missing"]))
    if quality.RESOURCE not in found:
        found[quality.RESOURCE] = pa.chunked_array([pa.nulls(table.num_rows, pa.string())])
    return pa.table(found)


def _with_reason(found: dict[str, pa.ChunkedArray], reason: pa.ChunkedArray) -> pa.ChunkedArray:
    """Activities with why they were done, where that is told."""
    columns = {quality.CASE: found[quality.CASE], quality.ACTIVITY: found[quality.ACTIVITY], _REASON: reason}
    return joined(pa.table(columns), _REASON)[quality.ACTIVITY]


def _with_subregion(chosen: pa.Table, where: dict[str, Any]) -> pa.Table:
    found = Municipalities(where["pairs"]).column(chosen[_attribute(where["of"])])
    return chosen.append_column(where["name"], found)


def _unplaced(chosen: pa.Table, where: dict[str, Any] | None) -> Iterator[remarks.Remark]:
    """How many municipalities have no subregion."""
    if where:
        places, found = chosen[_attribute(where["of"])], chosen[where["name"]]
        without = pc.count_distinct(places.filter(pc.is_null(found))).as_py()
        if without:
            yield remarks.Remark(remarks.Code.NO_SUBREGION, where["of"], without)


def _attribute(name: str) -> str:
    """An attribute under its own name, unless that means something here."""
    return f"{name} (kenmerk)" if name in _ROLES else name


def _trimmed(column: pa.ChunkedArray) -> pa.ChunkedArray:
    text = pc.utf8_trim_whitespace(column)
    return pc.if_else(pc.equal(text, ""), pa.scalar(None, pa.string()), text)


def _known(column: pa.ChunkedArray, missing: list[str]) -> pa.ChunkedArray:
    if not pa.types.is_string(column.type):
        return column
    unknown = pc.is_in(column, value_set=pa.array([*missing, ""], pa.string()))
    return pc.if_else(unknown, pa.scalar(None, pa.string()), column)


def _with_moments(chosen: pa.Table) -> pa.Table:
    """With times, and when events were put on record, as moments: null where there is no date that exists."""
    for role in (quality.TIME, quality.REGISTERED):
        if role in chosen.column_names:
            at = chosen.column_names.index(role)
            chosen = chosen.set_column(at, role, moments(chosen[role], role))
    return chosen


def _log(timed: pa.Table, whole: quality.Mask) -> pa.Table:
    """The rows that are events, as a log."""
    return eventlog.shaped(
        timed.filter(pa.array(whole)),
        case=quality.CASE,
        activity=quality.ACTIVITY,
        time=quality.TIME,
        resource=quality.RESOURCE,
    )


def _steps(log: pa.Table, wanted: dict[str, Any]) -> Steps:
    registered = quality.REGISTERED if quality.REGISTERED in log.column_names else None
    return steps_of(log, [_attribute(name) for name in wanted["attributes"]], registered)


def _recognisable(made: Steps, attributes: list[str]) -> Iterator[remarks.Remark]:
    """How far cases can be told apart by what is left of them."""
    assert isinstance(made.cases, pa.Table)  # just made, in memory
    names = {attribute(_attribute(name)): name for name in attributes}
    found = risk(made.cases, list(names), (FEWEST_ALIKE,))
    if names and found.under[0].cases:
        yield remarks.Remark(remarks.Code.RECOGNISABLE, names[found.worst[0].column], found.under[0].cases)
    (course,) = courses(made)
    if course.unique:
        yield remarks.Remark(remarks.Code.ONLY_COURSE, quality.ACTIVITY, course.unique)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
