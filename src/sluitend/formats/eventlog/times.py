"""Times as people and systems write them, all of a column in one way: two ways in one column are refused.

The order of day and month is read from the values: a first number above twelve is a day. Where no value tells, it is
day first, as is usual here, but only for a four-digit year at the end.
"""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from sluitend.errors import InputError
from sluitend.formats.eventlog import codes

_FIRST = r"^\s*(?P<a>\d{1,4})[-/.](?P<b>\d{1,2})[-/.](?P<c>\d{1,4})"
_CLOCK = r"(?:[ T]+(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,](?P<fraction>\d{1,9}))?)?)?"
_ZONE = r"\s*(?P<zone>Z|UTC|[+-]\d{2}:?\d{2}|[+-]\d{2})?\s*$"
PATTERN = _FIRST + _CLOCK + _ZONE
_YEARS = (1800, 2300)
_EPOCH = date(1970, 1, 1)


class Times(NamedTuple):
    """Timestamps in microseconds, in UTC when the values have a zone; `day_only` when no value has a time of day."""

    values: pa.ChunkedArray
    day_only: bool


def times(column: pa.ChunkedArray) -> Times:
    """Of a column without null.

    Raises InputError("eventlog.bad_time", "eventlog.mixed_times", "eventlog.unclear_times").
    """
    if pa.types.is_timestamp(column.type) or pa.types.is_date(column.type):
        _refuse_other_years(column)
    if pa.types.is_timestamp(column.type):
        return Times(column.cast(pa.timestamp("us", "UTC" if column.type.tz else None), safe=False), day_only=False)
    if pa.types.is_date(column.type):
        return Times(column.cast(pa.timestamp("us")), day_only=True)
    distinct = pc.dictionary_encode(column.cast(pa.string()).combine_chunks())
    values = distinct.dictionary
    parsed, day_only = _parsed(values, distinct)
    return Times(pa.chunked_array([parsed.take(distinct.indices)]), day_only)


def unreadable(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Of every row whether something stands there that is no date, in whatever way the others are written."""
    if pa.types.is_timestamp(column.type) or pa.types.is_date(column.type):
        return pc.fill_null(_other_years(column), False)
    distinct = pc.dictionary_encode(column.cast(pa.string()).combine_chunks())
    wrong = _no_date(distinct.dictionary)
    return pa.chunked_array([pc.fill_null(wrong.take(distinct.indices), False)])


def _no_date(values: pa.StringArray) -> pa.BooleanArray:
    """Month first where a second number above twelve tells so, and no first one does."""
    other = pc.invert(pc.match_substring_regex(values, PATTERN))
    parts = pc.extract_regex(pc.if_else(other, "2000-01-01", values), PATTERN)
    part = {name: pc.struct_field(parts, name) for name in re.compile(PATTERN).groupindex}
    a, b, c = (part[name].cast(pa.int32()) for name in "abc")
    year_first = pc.equal(pc.utf8_length(part["a"]), 4)
    a_is_day, b_is_day = (pc.any(pc.and_not(pc.greater(one, 12), year_first)).as_py() for one in (a, b))
    day, month = (b, a) if b_is_day and not a_is_day else (a, b)
    _moments, wrong = _calendar(
        part, pc.if_else(year_first, c, day), pc.if_else(year_first, b, month), pc.if_else(year_first, a, c)
    )
    return pc.or_(wrong, other)


def _parsed(values: pa.StringArray, column: pa.DictionaryArray) -> tuple[pa.TimestampArray, bool]:
    parts = pc.extract_regex(values, PATTERN)
    _refuse(parts.is_null(), column)
    part = {name: pc.struct_field(parts, name) for name in re.compile(PATTERN).groupindex}
    year_first = pc.equal(pc.utf8_length(part["a"]), 4)
    _one_way(year_first, column)
    _one_way(pc.not_equal(part["zone"], ""), column)
    _one_way(pc.not_equal(part["hour"], ""), column)
    day, month, year = _order(part, column, year_first=year_first[0].as_py())
    return _instants(part, day, month, year, column), not part["hour"][0].as_py()


def _one_way(true: pa.BooleanArray, column: pa.DictionaryArray) -> None:
    """Raises InputError("eventlog.mixed_times") when it holds for some values and not for others."""
    first = true[0].as_py()
    other = pc.index(true, value=not first).as_py()
    if other >= 0:
        raise InputError(codes.MIXED_TIMES, row=_row_of(column, 0), other=_row_of(column, other))


def _order(
    part: dict[str, pa.StringArray], column: pa.DictionaryArray, *, year_first: bool
) -> tuple[pa.Array, pa.Array, pa.Array]:
    """Day, month and year as numbers."""
    a, b, c = (part[name].cast(pa.int32()) for name in "abc")
    if year_first:
        return c, b, a
    a_is_day, b_is_day = (pc.index(pc.greater(one, 12), value=True).as_py() for one in (a, b))
    if a_is_day >= 0 and b_is_day >= 0:
        raise InputError(codes.UNCLEAR_TIMES, row=_row_of(column, a_is_day), other=_row_of(column, b_is_day))
    return (b, a, c) if b_is_day >= 0 else (a, b, c)


def _instants(
    part: dict[str, pa.StringArray], day: pa.Array, month: pa.Array, year: pa.Array, column: pa.DictionaryArray
) -> pa.TimestampArray:
    """Of every value; a day that is in no calendar is refused with its row."""
    moments, wrong = _calendar(part, day, month, year)
    _refuse(wrong, column)
    micros = pc.utf8_slice_codeunits(pc.utf8_rpad(part["fraction"], 6, "0"), 0, 6)
    total = pc.add(moments.cast(pa.int64()), micros.cast(pa.int64()))
    if part["zone"][0].as_py():
        return pc.subtract(total, _offsets(part["zone"])).cast(pa.timestamp("us", "UTC"))
    return total.cast(pa.timestamp("us"))


def _calendar(
    part: dict[str, pa.StringArray], day: pa.Array, month: pa.Array, year: pa.Array
) -> tuple[pa.TimestampArray, pa.BooleanArray]:
    """Moments to the second, and which of them are in no calendar: strptime makes 2 March of 31 February."""
    low, high = _YEARS
    seconds = pc.if_else(pc.equal(part["second"], ""), "00", part["second"])
    texts = pc.binary_join_element_wise(
        *(_padded(one, width) for one, width in ((year, 4), (month, 2), (day, 2))), pa.scalar("-")
    )
    clock = pc.binary_join_element_wise(
        _padded(_number(part["hour"]), 2), _padded(_number(part["minute"]), 2), seconds, pa.scalar(":")
    )
    moments = pc.strptime(
        pc.binary_join_element_wise(texts, clock, pa.scalar(" ")),
        format="%Y-%m-%d %H:%M:%S",
        unit="us",
        error_is_null=True,
    )
    other_year = pc.or_(pc.less(year, low), pc.greater(year, high))
    other_day = pc.or_kleene(moments.is_null(), pc.not_equal(pc.strftime(moments, "%Y-%m-%d"), texts))
    return moments, pc.or_(other_year, other_day)


def _refuse_other_years(column: pa.ChunkedArray) -> None:
    """Raises InputError("eventlog.bad_time") for the first."""
    first = pc.index(_other_years(column), value=True).as_py()
    if first >= 0:
        raise InputError(codes.BAD_TIME, row=first + 2)


def _other_years(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Of native values, in their own unit: a moment far away may not fit in microseconds."""
    low, high = ((date(year, 1, 1) - _EPOCH).days * _per_day(column.type) for year in (_YEARS[0], _YEARS[1] + 1))
    numbers = column.cast(pa.int32() if pa.types.is_date32(column.type) else pa.int64())
    largest = np.iinfo(np.int64).max  # nanoseconds end in 2262
    return pc.or_(pc.less(numbers, low), pc.greater_equal(numbers, min(high, largest)))


def _per_day(kind: pa.DataType) -> int:
    if pa.types.is_date32(kind):
        return 1
    return 86_400 * {"s": 1, "ms": 10**3, "us": 10**6, "ns": 10**9}[getattr(kind, "unit", "ms")]


def _refuse(wrong: pa.BooleanArray, column: pa.DictionaryArray) -> None:
    """Raises InputError("eventlog.bad_time") for the first that is wrong."""
    first = pc.index(wrong, value=True).as_py()
    if first >= 0:
        raise InputError(codes.BAD_TIME, row=_row_of(column, first))


def _number(text: pa.StringArray) -> pa.Array:
    return pc.if_else(pc.equal(text, ""), "0", text).cast(pa.int32())


def _padded(number: pa.Array, width: int) -> pa.StringArray:
    return pc.utf8_lpad(number.cast(pa.string()), width, "0")


def _offsets(zone: pa.StringArray) -> pa.Array:
    """Microseconds east of Greenwich."""
    parts = pc.extract_regex(zone, r"^(?:Z|UTC|(?P<sign>[+-])(?P<hours>\d{2}):?(?P<minutes>\d{2})?)$")
    minutes = pc.add(
        pc.multiply(_number(pc.struct_field(parts, "hours")), 60), _number(pc.struct_field(parts, "minutes"))
    )
    signed = pc.if_else(pc.equal(pc.struct_field(parts, "sign"), "-"), pc.negate(minutes), minutes)
    return pc.multiply(signed.cast(pa.int64()), 60_000_000)


def _row_of(column: pa.DictionaryArray, value: int) -> int:
    """The first row, counted as in a spreadsheet, that has this value of the dictionary."""
    return int(pc.index(column.indices, value=value).as_py()) + 2
