"""What is wrong with a series of values per period, and the values that are left.

Cells by what they hold: period, value, and where the file has them group and denominator.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import Final

import pyarrow as pa

from sluitend.engines.chain.quality import worst_first
from sluitend.engines.chain.remarks import Code, Remark
from sluitend.engines.tables.reading import Period, Unit, bare, numbers, periods, unclear
from sluitend.engines.tables.rows import Cells, far, new_values, places, remark, spelled_alike, unknown_words

PERIOD, GROUP, VALUE, DENOMINATOR = "period", "group", "value", "denominator"
FEWEST = 10  # a count below it is not told outside the team
SCHEMA: Final = pa.schema(
    [
        ("unit", pa.string()),
        ("ordinal", pa.int64()),
        ("first", pa.date32()),
        (GROUP, pa.string()),
        (VALUE, pa.float64()),
        (DENOMINATOR, pa.float64()),
    ]
)


def quality(cells: Cells, *, today: date, known: Mapping[str, Collection[str]] | None = None) -> tuple[Remark, ...]:
    """Everything there is to say, the worst first. `known`: the values that a column may have."""
    found = periods(cells[PERIOD])
    return worst_first([*_periods(cells, found, today), *_values(cells), *_words(cells, known or {})])


def values(cells: Cells) -> pa.Table:
    """The rows that are values of a series, by `SCHEMA`, in the order of group and period."""
    found, value, under = periods(cells[PERIOD]), numbers(cells[VALUE]), _denominators(cells)
    rows = [
        (str(one.unit), one.ordinal, one.first, group, value[at], under[at]) for at, one, group in _usable(cells, found)
    ]
    rows.sort(key=lambda row: (row[3] is not None, row[3] or "", row[1]))
    return pa.table(
        [pa.array(column, field.type) for column, field in zip(_columns(rows), SCHEMA, strict=True)], SCHEMA
    )


def _columns(rows: Sequence[tuple[object, ...]]) -> list[list[object]]:
    return [[row[at] for row in rows] for at in range(len(SCHEMA))]


def _usable(cells: Cells, found: list[Period | None]) -> Iterator[tuple[int, Period, str | None]]:
    """Place, period and group of every row that counts."""
    out = {*_others(found), *_twice(cells, found), *_bad_denominators(cells)}
    value, groups = numbers(cells[VALUE]), _groups(cells)
    for at, one in enumerate(found):
        if one is not None and at not in out and value[at] is not None:
            yield at, one, groups[at]


def _groups(cells: Cells) -> list[str | None]:
    return [bare(text) or None for text in cells.get(GROUP, [None] * len(cells[PERIOD]))]


def _denominators(cells: Cells) -> list[float | None]:
    return numbers(cells[DENOMINATOR]) if DENOMINATOR in cells else [None] * len(cells[PERIOD])


def usual_unit(found: list[Period | None]) -> Unit | None:
    """The length that most periods have; of two that are as common the first. None without periods."""
    counts = Counter(one.unit for one in found if one is not None)
    return counts.most_common(1)[0][0] if counts else None


def _others(found: list[Period | None]) -> list[int]:
    usual = usual_unit(found)
    return places(one is not None and one.unit is not usual for one in found)


def _twice(cells: Cells, found: list[Period | None]) -> list[int]:
    seen: set[tuple[Period, str | None]] = set()
    again = []
    for at, (one, group) in enumerate(zip(found, _groups(cells), strict=True)):
        if one is not None:
            if (one, group) in seen:
                again.append(at)
            seen.add((one, group))
    return again


def _bad_denominators(cells: Cells) -> list[int]:
    """Where the column is there, every value has one, above 0."""
    if DENOMINATOR not in cells:
        return []
    return places(value is None or value <= 0 for value in _denominators(cells))


def _periods(cells: Cells, found: list[Period | None], today: date) -> Iterator[Remark]:
    written = [bare(text) for text in cells[PERIOD]]
    yield from remark(Code.NO_PERIOD, PERIOD, places(not text for text in written))
    unread = (bool(text) and one is None for text, one in zip(written, found, strict=True))
    yield from remark(Code.BAD_PERIOD, PERIOD, places(unread))
    yield from remark(Code.OTHER_UNIT, PERIOD, _others(found))
    yield from remark(Code.FUTURE_TIME, PERIOD, places(one is not None and one.first > today for one in found))
    yield from remark(Code.PERIOD_TWICE, "", _twice(cells, found))
    missing = missing_periods(cells, found)
    if missing:
        yield Remark(Code.MISSING_PERIOD, PERIOD, missing)


def missing_periods(cells: Cells, found: list[Period | None]) -> int:
    """How many lie between the first and the last of their group, without a row that has a value."""
    seen: dict[str | None, set[int]] = defaultdict(set)
    for _at, one, group in _usable(cells, found):
        seen[group].add(one.ordinal)
    return sum(max(group) - min(group) + 1 - len(group) for group in seen.values())


def _values(cells: Cells) -> Iterator[Remark]:
    value, under = numbers(cells[VALUE]), _denominators(cells)
    written = [bare(text) for text in cells[VALUE]]
    yield from remark(Code.NO_VALUE, VALUE, places(not text for text in written))
    doubted = unclear(cells[VALUE])
    unread = places(bool(text) and one is None for text, one in zip(written, value, strict=True))
    yield from remark(Code.BAD_VALUE, VALUE, set(unread).difference(doubted))
    yield from remark(Code.UNCLEAR_VALUE, VALUE, doubted)
    yield from _denominator_remarks(cells)
    pairs = zip(value, under, strict=True)
    above = (one is not None and other is not None and 0 < other < one for one, other in pairs)
    yield from remark(Code.ABOVE, VALUE, places(above))
    yield from remark(Code.FAR_OFF, VALUE, far(value))
    yield from remark(Code.SMALL, VALUE, places(_is_small(one) for one in value) if _are_counts(value) else [])
    yield from remark(Code.SMALL, DENOMINATOR, places(_is_small(one) for one in under) if _are_counts(under) else [])


def _denominator_remarks(cells: Cells) -> Iterator[Remark]:
    doubted = unclear(cells.get(DENOMINATOR, ()))
    yield from remark(Code.BAD_DENOMINATOR, DENOMINATOR, set(_bad_denominators(cells)).difference(doubted))
    yield from remark(Code.UNCLEAR_VALUE, DENOMINATOR, doubted)


def _are_counts(found: list[float | None]) -> bool:
    """Whole numbers from 0 on: a length in days with decimals is none."""
    return all(one >= 0 and one == int(one) for one in found if one is not None)


def _is_small(value: float | None) -> bool:
    return value is not None and 0 < value < FEWEST


def _words(cells: Cells, known: Mapping[str, Collection[str]]) -> Iterator[Remark]:
    if GROUP in cells:
        yield from unknown_words(GROUP, cells[GROUP])
        yield from new_values(GROUP, cells[GROUP], known.get(GROUP))
        yield from spelled_alike({GROUP: cells[GROUP]})
