"""What the columns of an event log are called and show, and which of them tell who somebody is."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from sluitend.engines.chain import quality
from sluitend.engines.disclosure.columns import looks_like_a_value, recognise
from sluitend.engines.disclosure.kinds import IDENTIFYING, Kind
from sluitend.errors import InputError
from sluitend.formats import eventlog
from sluitend.work.events_objects import FAMILY, Objects
from sluitend.work.events_reading import mask, moments, opened

MOST_COLUMNS = 200
_CLOSE, _MOST_ROWS = 366, 0.9  # days between an event and what is of it, and the share of the rows that has to be so
_MOST_DATES = 0.8  # share of a column that makes it one of dates, as in `engines.disclosure.signs`
_DAY = 86_400_000_000  # microseconds
_SHOWN, _LONGEST = 3, 60  # values of a column, and characters of a value


def columns(path: Path, wanted: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Of a file: how many rows, what each column is called and shows, and what kind of person's data it holds.

    Of objects also `objects`: as ``events_objects`` chose them, and what tells who somebody is wherever it stands.
    """
    table, told = opened(path, wanted or {})
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
    if told is None:
        return {"rows": table.num_rows, "columns": about}
    for one in about:
        one["kept"] = one["name"] == FAMILY
    return {"rows": table.num_rows, "columns": about, "objects": told.chosen, "signs": _found(told)}


def _found(told: Objects) -> list[str]:
    """Places and kinds of what tells who somebody is, in objects of every type and in events: what is not chosen came
    in as well."""
    signs: list[str] = []
    for place, table in told.tables():
        kinds = _signs(table) if table.num_rows else {}
        signs += [f"{place}.{at}:{kinds[name]}" for at, name in enumerate(table.column_names) if name in kinds]
    return signs


def _are_values(names: list[str]) -> bool:
    """A file without names of columns has its first row there: dates, and what tells who somebody is."""
    no_dates = mask(eventlog.unreadable(pa.chunked_array([pa.array(names, pa.string())])))
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
        found = moments(column, quality.REGISTERED)
    except InputError:  # months and days cannot be told apart
        return np.full(len(column), np.nan)
    exact = found.cast(pa.timestamp("us")).to_numpy().astype("datetime64[us]")
    return np.where(np.isnat(exact), np.nan, exact.astype(np.int64) / _DAY)


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
    return bool((~mask(eventlog.unreadable(known))).mean() >= share)
