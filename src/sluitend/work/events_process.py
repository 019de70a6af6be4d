"""Reads one event log in a process of its own, for ``sluitend.work.events``: what its columns are, or its steps.

``columns`` tells what the columns are called and show, and which of them tell who somebody is; ``steps`` checks the
rows and writes the steps into a folder. The arguments hold no name of a column: what they mean comes in a file.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from sluitend.engines.chain import quality, remarks
from sluitend.engines.chain.steps import Steps, attribute, steps_of
from sluitend.engines.disclosure.columns import looks_like_a_value, recognise
from sluitend.engines.disclosure.kinds import IDENTIFYING, Kind
from sluitend.engines.disclosure.uniqueness import courses, risk
from sluitend.errors import InputError
from sluitend.formats import eventlog, limited, steps
from sluitend.formats.eventlog import codes
from sluitend.formats.eventlog.times import times
from sluitend.formats.reasons import joined
from sluitend.work import tables_process

MOST_WRITTEN = 8 * 1024**3
MOST_COLUMNS = 200
FEWEST_ALIKE = 10  # cases that share their attributes: below it a count is not told outside the team either
_CLOSE, _MOST_ROWS = 366, 0.9  # days between an event and what is of it, and the share of the rows that has to be so
_MOST_DATES = 0.8  # share of a column that makes it one of dates, as in `engines.disclosure.signs`
_REASON = "reason"
_DAY = 86_400_000_000  # microseconds
_SHOWN, _LONGEST = 3, 60  # values of a column, and characters of a value
_ROLES = (quality.CASE, quality.ACTIVITY, quality.TIME, quality.RESOURCE, quality.REGISTERED)


def main(arguments: list[str]) -> int:
    """See ``formats.limited``: the answer is named "log"."""
    parser = limited.parser("sluitend.work.events_process")
    parser.add_argument("--asked", type=Path)
    parser.add_argument("--out", type=Path)
    given = parser.parse_args(arguments)
    if given.out is None:
        return limited.answer(given, "log", lambda: columns(given.path))
    wanted = json.loads(given.asked.read_bytes())
    return limited.answer(given, "log", lambda: prepare(given.path, wanted, given.out), written=MOST_WRITTEN)


def columns(path: Path) -> dict[str, Any]:
    """Of a file: how many rows, what each column is called and shows, and what kind of person's data it holds."""
    table = _plain(eventlog.raw(path))
    if table.num_columns > MOST_COLUMNS:
        raise InputError("events.too_many_columns", found=table.num_columns, most=MOST_COLUMNS)
    if not table.num_rows:
        raise InputError("eventlog.empty")
    if _are_values(table.column_names):
        raise InputError("events.no_names")
    about = [_about(name, table[name]) for name in table.column_names]
    signs = _signs(table)
    for one in about:
        one["sign"] = signs.get(one["name"], "")
        one["shown"] = [] if one["sign"] else one["shown"]
    return {"rows": table.num_rows, "columns": about}


def prepare(path: Path, wanted: dict[str, Any], out: Path) -> dict[str, Any]:
    """Write the steps of a file into `out`, and tell how many there are and what is wrong with the rows.

    `wanted`: case, activity, time, resource, registered, reason (names of columns, the last three may be null; a reason
    goes with the activity, see ``formats.reasons``), attributes and missing (lists), today (ISO 8601), known (of a
    column by its role or name: the values that it may have); with a kind it is another table than a log: see
    ``tables_process``.
    """
    table = _plain(eventlog.raw(path))
    if wanted.get("kind"):
        return tables_process.prepare(table, wanted, out)
    chosen = _chosen(table, wanted)
    bad = _mask(eventlog.unreadable(chosen[quality.TIME]))
    timed = _with_moments(chosen)
    whole = quality.usable(timed)
    if not whole.any():
        raise InputError("events.nothing_left", rows=table.num_rows)
    log = _log(timed, whole)
    today = date.fromisoformat(wanted["today"])
    remarks = quality.quality(timed, unreadable=bad, today=today, known=wanted["known"])
    made = _steps(log, wanted)
    remarks = quality.worst_first([*remarks, *_recognisable(made, wanted["attributes"])])
    steps.write(out, made)
    return {
        "events": log.num_rows,
        "cases": pc.count_distinct(log[quality.CASE]).as_py(),
        "remarks": [[str(one.code), one.column, one.count, list(one.rows), dict(one.data)] for one in remarks],
    }


def _are_values(names: list[str]) -> bool:
    """A file without names of columns has its first row there: dates, and what tells who somebody is."""
    no_dates = _mask(eventlog.unreadable(pa.chunked_array([pa.array(names, pa.string())])))
    return not no_dates.all() or any(map(looks_like_a_value, names))


def _signs(table: pa.Table) -> dict[str, str]:
    """What kind of data of a person a column holds, by its name; a key does not tell who somebody is.

    Dates that are those of the events are not of birth, however many years they span, unless their name says so.
    """
    found = {one.name: one.kind for one in recognise(table) if one.kind in IDENTIFYING}
    spread = [name for name in found if found[name] == Kind.BIRTH_DATE and not _says_birth(table, name)]
    for name in set(spread) & set(_of_events(table) if spread else ()):
        del found[name]
    return {name: str(kind) for name, kind in found.items()}


def _says_birth(table: pa.Table, name: str) -> bool:
    """One date spans no years: if it is still of birth, the column's name says so."""
    return bool(recognise(pa.table({name: table[name].drop_null().slice(0, 1)})))


def _of_events(table: pa.Table) -> list[str]:
    """The columns with the dates of the events: the latest of those that (nearly) every row has, for nothing happens
    before a birth, and what lies close to it, such as the day on which something was put on record."""
    dates = [name for name in table.column_names if _are_dates(table[name].drop_null(), _MOST_DATES)]
    if len(dates) == 1:
        return dates
    days = {name: _days(table[name]) for name in dates if not _says_birth(table, name)}
    medians = {name: np.nanmedian(one) for name, one in days.items() if np.isfinite(one).mean() >= _MOST_ROWS}
    if not medians:
        return []
    events = days[max(medians, key=lambda name: medians[name])]
    return [name for name, one in days.items() if _is_close(one - events)]


def _is_close(apart: npt.NDArray[np.float64]) -> bool:
    known = apart[np.isfinite(apart)]
    return bool(len(known)) and float((np.abs(known) <= _CLOSE).mean()) >= _MOST_ROWS


def _days(column: pa.ChunkedArray) -> npt.NDArray[np.float64]:
    """Days since 1970; not a number where there is no date that can be read."""
    try:
        found = _moments(column, quality.REGISTERED)
    except InputError:  # months and days cannot be told apart
        return np.full(len(column), np.nan)
    moments = found.cast(pa.timestamp("us")).to_numpy().astype("datetime64[us]")
    return np.where(np.isnat(moments), np.nan, moments.astype(np.int64) / _DAY)


def _about(name: str, column: pa.ChunkedArray) -> dict[str, Any]:
    known = column.drop_null()
    distinct = pc.unique(known.combine_chunks()) if len(known) else pa.array([], column.type)
    shown = [str(one)[:_LONGEST] for one in distinct[:_SHOWN].to_pylist()]
    dates = _are_dates(known, 1)
    return {"name": name, "filled": len(known), "values": len(distinct), "shown": shown, "dates": dates}


def _are_dates(known: pa.ChunkedArray, share: float) -> bool:
    """Whether this share of what is filled in can be read as dates."""
    if not len(known) or pa.types.is_integer(known.type):
        return False
    return bool((~_mask(eventlog.unreadable(known))).mean() >= share)


def _plain(table: pa.Table) -> pa.Table:
    """Without dictionaries, and without columns of lists and structures, which no csv could have."""
    kept = [field.name for field in table.schema if not (pa.types.is_nested(field.type) or _is_bytes(field.type))]
    return pa.table({name: _as_text(table[name]) for name in kept})


def _is_bytes(kind: pa.DataType) -> bool:
    return bool(pa.types.is_binary(kind) or pa.types.is_large_binary(kind) or pa.types.is_fixed_size_binary(kind))


def _as_text(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """In the one kind of text that the rest expects; numbers and dates as they are."""
    kind = column.type
    other = pa.types.is_dictionary(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind)
    return column.cast(pa.string()) if other or pa.types.is_null(kind) else column


def _require_own_names(attributes: list[str]) -> None:
    """What answers questions does not tell capitals apart: of two such columns one would give the other's values."""
    seen: dict[str, str] = {}
    for name in attributes:
        if seen.setdefault(name.casefold(), name) != name:
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
            chosen = chosen.set_column(at, role, _moments(chosen[role], role))
    return chosen


def _moments(column: pa.ChunkedArray, role: str) -> pa.ChunkedArray:
    there = _mask(column.is_valid()) & ~_mask(eventlog.unreadable(column))
    if not there.any():
        return pa.chunked_array([pa.nulls(len(column), pa.timestamp("us"))])
    try:
        found = times(column.filter(pa.array(there))).values
    except InputError as error:  # in more than one way, or the month first here and the day there
        if role == quality.REGISTERED:
            raise InputError("events.registered_unclear") from None
        at = np.flatnonzero(there)
        raise InputError(error.code, **{name: _in_file(at, name, one) for name, one in error.data.items()}) from None
    places = np.cumsum(there) - 1
    return found.take(pa.array(places, mask=~there))


def _in_file(at: npt.NDArray[np.intp], name: str, value: object) -> Any:
    """Rows were counted among those with a date; a person counts them in the file."""
    return int(at[value - 2]) + 2 if name in ("row", "other") and isinstance(value, int) else value


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


def _mask(column: pa.ChunkedArray) -> quality.Mask:
    mask: quality.Mask = column.to_numpy(zero_copy_only=False) if isinstance(column, pa.Array) else column.to_numpy()
    return mask


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
