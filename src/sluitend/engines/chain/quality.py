"""What is wrong with the rows of an event log, before anybody counts with it: row, column, what, and how bad.

Row numbers are those of a spreadsheet: names of columns stand in row 1. An **error** makes figures wrong and is a
person's to let pass; a **warning** may make them wrong; a **note** says what to know. Values are never given back, so
that a report can be kept when the rows are gone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from sluitend.engines.chain.remarks import Code, Level, Remark
from sluitend.engines.chain.steps import local_days

Mask = npt.NDArray[np.bool_]

CASE, ACTIVITY, TIME, RESOURCE, REGISTERED = "case", "activity", "time", "resource", "registered"
SHOWN = 20  # rows of a remark that are named; the others are counted
FEWEST = 20  # values below which nothing is far from the others
FENCE = 3.0  # interquartile ranges: "far out" (Tukey, Exploratory Data Analysis, 1977, section 2D)
# What files write when they do not know; compared without capitals, spaces and full stops.
_UNKNOWN: Final = frozenset({"?", "-", "onbekend", "unknown", "nvt", "n/a", "na", "null", "none", "leeg", "empty"})


def usable(table: pa.Table) -> Mask:
    """Of each row whether it is an event: it has a case, an activity and a time."""
    return ~(_blank(table[CASE]) | _blank(table[ACTIVITY]) | _null(table[TIME]))


def quality(
    table: pa.Table,
    *,
    unreadable: Mask,
    today: date,
    known: Mapping[str, Collection[str]] | None = None,
    zone: str = "Europe/Amsterdam",
) -> tuple[Remark, ...]:
    """Everything there is to say, the worst first.

    Columns case, activity and resource (text), time (timestamp, null where it is missing or `unreadable`), perhaps
    registered (timestamp), and attributes (any type). `known` gives the values that a column may have.
    """
    remarks = [
        *_missing(table, unreadable),
        *_impossible(table, today, zone),
        *_words(table, known or {}),
        *_series(table, usable(table), zone),
    ]
    return worst_first(remarks)


def worst_first(remarks: Iterable[Remark]) -> tuple[Remark, ...]:
    """Errors, warnings, notes; within these in the order given."""
    order = list(Level)
    return tuple(sorted(remarks, key=lambda one: order.index(one.level)))


def _missing(table: pa.Table, unreadable: Mask) -> Iterator[Remark]:
    yield from _rows(Code.NO_CASE, CASE, _blank(table[CASE]))
    yield from _rows(Code.NO_ACTIVITY, ACTIVITY, _blank(table[ACTIVITY]))
    yield from _rows(Code.NO_TIME, TIME, _null(table[TIME]) & ~unreadable)
    yield from _rows(Code.BAD_TIME, TIME, unreadable)
    if table[RESOURCE].null_count < table.num_rows:  # a log that tells of nobody needs no remark on each row
        yield from _rows(Code.NO_RESOURCE, RESOURCE, _blank(table[RESOURCE]))


def _impossible(table: pa.Table, today: date, zone: str) -> Iterator[Remark]:
    days, there = _days(table[TIME], zone)
    yield from _rows(Code.FUTURE_TIME, TIME, there & (days > (today - date(1970, 1, 1)).days))
    codes = pd.DataFrame({name: _codes(table[name]) for name in table.column_names})
    yield from _rows(Code.TWICE, "", codes.duplicated().to_numpy() & usable(table))
    if REGISTERED in table.column_names:
        recorded, known = _days(table[REGISTERED], zone)
        yield from _rows(Code.BEFORE, REGISTERED, there & known & (recorded < days))


def _words(table: pa.Table, known: Mapping[str, Collection[str]]) -> Iterator[Remark]:
    for name in table.column_names:
        if name == CASE or not pa.types.is_string(table.schema.field(name).type):
            continue  # a case may have any name, also "NA"
        codes, values = _coded(table[name])
        if name != ACTIVITY:
            yield from _rows(Code.UNKNOWN_WORD, name, _any(codes, [_bare(value) in _UNKNOWN for value in values]))
        if name in known:
            allowed = {_plain(value) for value in known[name]}
            yield from _rows(Code.NEW_VALUE, name, _any(codes, [_plain(value) not in allowed for value in values]))
        yield from _rows(Code.SPELLED_ALIKE, name, _any(codes, _rarer(codes, values)))


def _series(table: pa.Table, whole: Mask, zone: str) -> Iterator[Remark]:
    days, _there = _days(table[TIME], zone)
    at = np.flatnonzero(whole)
    far = far_out(days[at].astype(float))
    yield from _gaps(days[at][~far])  # a mistyped year is no century without events
    yield from _rows(Code.FAR_OFF, TIME, _spread(whole, far))
    yield from _numbers(table)
    yield from _cases(table, at)


def _gaps(days: npt.NDArray[np.int32]) -> Iterator[Remark]:
    if not len(days):
        return
    months = np.unique(days.astype("datetime64[D]").astype("datetime64[M]"))
    empty = np.setdiff1d(np.arange(months[0], months[-1] + 1), months)
    if len(empty):
        yield Remark(Code.GAP, TIME, len(empty), data={"first": str(empty[0]), "last": str(empty[-1])})


def _numbers(table: pa.Table) -> Iterator[Remark]:
    """Attributes that hold numbers, whether a file wrote them as text or not."""
    for name in table.column_names:
        if name in (CASE, ACTIVITY, TIME, RESOURCE, REGISTERED):
            continue
        values = pd.to_numeric(pd.Series(table[name].to_pandas()), errors="coerce")
        there = values.notna().to_numpy()
        if there.sum() == len(values) - table[name].null_count:
            yield from _rows(Code.FAR_OFF, name, _spread(there, far_out(values[there].to_numpy(float))))


def _cases(table: pa.Table, at: npt.NDArray[np.intp]) -> Iterator[Remark]:
    case = _codes(table[CASE])[at]
    time = table[TIME].cast(pa.int64()).to_numpy()[at] if len(at) else np.zeros(0)
    together = pd.DataFrame({"case": case, "time": time}).duplicated(keep=False).to_numpy()
    yield from _rows(Code.SAME_TIME, TIME, _placed(table.num_rows, at[together]))
    _names, first, counts = np.unique(case, return_index=True, return_counts=True)
    many = far_out(counts.astype(float)) & (counts > np.median(counts) if len(counts) else True)
    yield from _rows(Code.MANY_EVENTS, CASE, _placed(table.num_rows, at[first[many]]))


def far_out(values: npt.NDArray[np.float64]) -> Mask:
    """Which values lie more than three interquartile ranges outside the quartiles (linear interpolation, type 7).

    None where there are too few, or where half of them are the same: then there is no measure of "far".
    """
    if len(values) < FEWEST:
        return np.zeros(len(values), bool)
    low, high = np.quantile(values, (0.25, 0.75))
    if low == high:
        return np.zeros(len(values), bool)
    room = FENCE * (high - low)
    found: Mask = (values < low - room) | (values > high + room)
    return found


def _rows(code: Code, column: str, found: Mask) -> Iterator[Remark]:
    at = np.flatnonzero(found)
    if len(at):
        yield Remark(code, column, len(at), tuple(int(row) + 2 for row in at[:SHOWN]))


def _placed(length: int, at: npt.NDArray[np.intp]) -> Mask:
    mask = np.zeros(length, bool)
    mask[at] = True
    return mask


def _spread(among: Mask, found: Mask) -> Mask:
    return _placed(len(among), np.flatnonzero(among)[found])


def _null(column: pa.ChunkedArray) -> Mask:
    mask: Mask = column.is_null().to_numpy()
    return mask


def _blank(column: pa.ChunkedArray) -> Mask:
    text = column.cast(pa.string())
    mask: Mask = pc.fill_null(pc.equal(pc.utf8_trim_whitespace(text), ""), True).to_numpy()
    return mask


def _coded(column: pa.ChunkedArray) -> tuple[npt.NDArray[np.int32], list[str]]:
    """Numbers of the values, -1 for null, and the values."""
    coded = pc.dictionary_encode(column.combine_chunks())
    codes = coded.indices.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int32)
    return codes, coded.dictionary.to_pylist()


def _codes(column: pa.ChunkedArray) -> npt.NDArray[np.int32]:
    return _coded(column)[0]


def _any(codes: npt.NDArray[np.int32], wanted: list[bool]) -> Mask:
    """The rows whose value is wanted; a missing one never is."""
    found: Mask = np.array([*wanted, False])[codes]
    return found


def _rarer(codes: npt.NDArray[np.int32], values: list[str]) -> list[bool]:
    """Of each value whether another one differs in capitals and spaces only, and occurs more (or came first)."""
    counts = np.bincount(codes[codes >= 0], minlength=len(values))
    best: dict[str, int] = {}
    for number, value in enumerate(values):
        plain = _plain(value)
        if plain not in best or counts[number] > counts[best[plain]]:
            best[plain] = number
    return [best[_plain(value)] != number for number, value in enumerate(values)]


def _plain(value: str) -> str:
    return " ".join(value.split()).casefold()


def _bare(value: str) -> str:
    return "".join(value.split()).casefold().replace(".", "")


def _days(column: pa.ChunkedArray, zone: str) -> tuple[npt.NDArray[np.int32], Mask]:
    """Days since 1970 by the local calendar, and where there are any."""
    there = ~_null(column)
    days = np.zeros(len(column), np.int32)
    moments = column.cast(pa.timestamp("us", column.type.tz)).drop_null().cast(pa.int64()).to_numpy()
    days[there] = local_days(np.asarray(moments), zone if column.type.tz else None)
    return days, there
