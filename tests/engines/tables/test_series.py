"""The report on a series, against plain loops on random rows, and periods as people write them."""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from sluitend.engines.chain.remarks import Code, Level
from sluitend.engines.tables import questionnaire
from sluitend.engines.tables.reading import Unit, numbers, periods, unclear, unmistakable
from sluitend.engines.tables.series import SCHEMA, quality, values
from sluitend.formats import eventlog, spreadsheet, stored_table
from sluitend.work import tables_process

TODAY = date(2026, 3, 10)
MONTHS = {f"2025-{month:02}": 2025 * 12 + month - 1 for month in range(1, 13)} | {"2026-04": 2026 * 12 + 3}
NUMBERS: dict[str | None, float] = {"3": 3, "12": 12, "40": 40, "0": 0, "25": 25}
Row = dict[str, str | None]


def rows_of(seed: int, length: int = 60) -> list[Row]:
    rng = random.Random(seed)
    return [
        {
            "period": rng.choice([None, *MONTHS, *MONTHS, "2025", "2025-13", "ooit"]),
            "value": rng.choice([None, " ", *NUMBERS, "veel"]),
            "group": rng.choice([None, "Waterdam", "Rietveen", "rietveen"]),
            "denominator": rng.choice([None, "0", "10", "50", "x"]),
        }
        for _ in range(length)
    ]


def cells(rows: list[Row]) -> dict[str, list[str | None]]:
    return {name: [row[name] for row in rows] for name in ("period", "value", "group", "denominator")}


def plain(text: str | None) -> str:
    return " ".join((text or "").split())


def twin(rows: list[Row]) -> tuple[dict[tuple[str, str], int], list[tuple[str | None, int, float]]]:  # noqa: C901
    """Every remark as a number, and the rows that count, by plain loops."""
    found: dict[tuple[str, str], int] = {}

    def add(code: str, column: str, holds: bool) -> None:
        if holds:
            found[code, column] = found.get((code, column), 0) + 1

    kept, seen = [], set()
    counts = [plain(row["group"]) for row in rows]
    for row in rows:
        period, value, under = plain(row["period"]), plain(row["value"]), plain(row["denominator"])
        month = MONTHS.get(period)
        group = plain(row["group"]) or None
        add("no_period", "period", not period)
        add("bad_period", "period", period in ("2025-13", "ooit"))
        add("other_unit", "period", period == "2025")
        add("future_time", "period", period == "2026-04")
        again = (period, group) in seen
        add("period_twice", "", again)
        if month is not None or period == "2025":
            seen.add((period, group))
        add("no_value", "value", not value)
        add("bad_value", "value", value == "veel")
        add("bad_denominator", "denominator", under not in ("10", "50"))
        number = NUMBERS.get(value)
        add("above", "value", number is not None and under in ("10", "50") and number > int(under))
        add("small", "value", value == "3")
        word = plain(row["group"])
        alike = [one for one in counts if one and one.lower() == word.lower()]
        best = max(sorted(set(alike), key=counts.index), key=alike.count) if alike else ""
        add("spelled_alike", "group", bool(word) and word != best)
        if month is not None and not again and number is not None and under in ("10", "50"):
            kept.append((group, month, number))
    missing = 0
    for group in {one[0] for one in kept}:
        months = {one[1] for one in kept if one[0] == group}
        missing += len([one for one in range(min(months), max(months)) if one not in months])
    if missing:
        found["missing_period", "period"] = missing
    return found, sorted(kept, key=lambda one: (one[0] is not None, one[0] or "", one[1]))


@pytest.mark.parametrize("seed", range(8))
def test_the_report_and_what_is_left_are_those_of_plain_loops(seed: int) -> None:
    rows = rows_of(seed)

    found, left = quality(cells(rows), today=TODAY), values(cells(rows))

    expected, kept = twin(rows)
    told = {(str(one.code), one.column): one.count for one in found if one.code is not Code.FAR_OFF}
    assert told == expected
    assert left.schema == SCHEMA
    columns = [left[name].to_pylist() for name in ("group", "ordinal", "value")]
    assert list(zip(*columns, strict=True)) == kept


@pytest.mark.parametrize(
    ("text", "unit", "first"),
    [
        ("2025", Unit.YEAR, date(2025, 1, 1)),
        ("2025-Q3", Unit.QUARTER, date(2025, 7, 1)),
        ("K1 2025", Unit.QUARTER, date(2025, 1, 1)),
        ("2025-3", Unit.MONTH, date(2025, 3, 1)),
        ("mrt 2025", Unit.MONTH, date(2025, 3, 1)),
        ("Maart 2025", Unit.MONTH, date(2025, 3, 1)),
        ("03-2025", Unit.MONTH, date(2025, 3, 1)),
        ("2025-W01", Unit.WEEK, date(2024, 12, 30)),
        ("31-12-2025", Unit.DAY, date(2025, 12, 31)),
        ("2025-12-31 00:00:00", Unit.DAY, date(2025, 12, 31)),
    ],
)
def test_a_period_is_read_as_people_write_it(text: str, unit: Unit, first: date) -> None:
    (found,) = periods([text])

    assert found is not None
    assert (found.unit, found.first) == (unit, first)


@pytest.mark.parametrize(
    "text", ["2025-13", "2025-W54", "1-2-03", "31-02-2025", "foo 2025", "20255", "2025-12-31 10:00"]
)
def test_what_is_no_period_is_none(text: str) -> None:
    assert periods([text]) == [None]


def test_first_days_of_months_are_months() -> None:
    found: Any = periods(["2025-01-01", "2025-02-01", None])

    assert [one and (one.unit, one.ordinal) for one in found] == [
        (Unit.MONTH, 2025 * 12),
        (Unit.MONTH, 2025 * 12 + 1),
        None,
    ]


def test_a_value_far_from_the_others_is_told_by_its_row() -> None:
    many = [str(100 + at % 7) for at in range(30)]

    found = quality({"period": [f"{1990 + at}" for at in range(31)], "value": [*many, "9000"]}, today=TODAY)

    assert [(one.column, one.rows) for one in found if one.code is Code.FAR_OFF] == [("value", (32,))]


def test_lengths_in_days_are_no_small_counts() -> None:
    found = quality({"period": ["2025-01", "2025-02"], "value": ["3,5", "4"]}, today=TODAY)

    assert Code.SMALL not in {one.code for one in found}


@pytest.mark.parametrize(
    ("column", "doubted"),
    [
        (["987", "1.012", "1.234"], [1, 2]),
        (["12.345%", "-1.234.567", None], [0, 1]),
        (["1,5", "1.012"], []),  # a comma for decimals: the dot is of thousands
        (["1.012", "1.5"], []),  # no thousand is written so
        (["0.123", "1.012"], []),
        (["1012", "veel", ""], []),
    ],
)
def test_a_dot_that_may_be_of_thousands_is_not_guessed(column: list[str | None], doubted: list[int]) -> None:
    assert unclear(column) == doubted
    assert all(numbers(column)[at] is None for at in doubted)


def test_a_dot_that_is_clear_is_read() -> None:
    assert numbers(["1,5", "1.012"]) == [1.5, 1012.0]
    assert numbers(["0.123", "1.012"]) == [0.123, 1.012]
    assert numbers([unmistakable("1.012"), "987"]) == [1.012, 987.0]


def test_a_series_with_unclear_dots_has_an_error_and_not_those_values() -> None:
    rows: Any = {"period": ["2025-01", "2025-02"], "value": ["987", "1.012"], "denominator": ["2.000", "4.000"]}

    found = [(one.code, one.column, one.rows, one.level) for one in quality(rows, today=TODAY)]

    assert (Code.UNCLEAR_VALUE, "value", (3,), Level.ERROR) in found
    assert (Code.UNCLEAR_VALUE, "denominator", (2, 3), Level.ERROR) in found
    assert not {Code.BAD_VALUE, Code.BAD_DENOMINATOR} & {code for code, *_rest in found}
    assert values(rows).num_rows == 0


def test_an_answer_with_an_unclear_dot_is_not_known() -> None:
    rows: Any = {"organisation": ["A", "B"], "about": ["B", "A"], "intensity": ["2", "3"], "trust": ["7", "1.234"]}

    found = [(one.code, one.column, one.rows, one.level) for one in questionnaire.quality(rows)]

    assert (Code.UNCLEAR_NUMBER, "trust", (3,), Level.ERROR) in found
    assert Code.BAD_NUMBER not in {code for code, *_rest in found}
    assert questionnaire.answers(rows)["trust"].to_pylist() == [7.0, None]


def test_columns_of_numbers_are_not_doubted(tmp_path: Path) -> None:
    """Of a Parquet column and of a workbook's cells it is known what the dot is."""
    table = pa.table({"maand": ["2025-01", "2025-02"], "aantal": [1.012, 2.5]}).slice(0, 1)
    xlsx = spreadsheet.xlsx_of([spreadsheet.Sheet("a", ("maand", "aantal"), [("2025-01", 1.012)])])
    (tmp_path / "a.xlsx").write_bytes(xlsx)
    wanted = {"kind": "series", "columns": {"period": "maand", "value": "aantal"}, "missing": [], "known": {}}

    for name, one in {"numbers": table, "cells": eventlog.raw(tmp_path / "a.xlsx")}.items():
        told = tables_process.prepare(one, {**wanted, "today": "2026-03-10"}, tmp_path / name)
        assert told["remarks"] == []
        assert stored_table.read(tmp_path / name, "series")["value"].to_pylist() == [1.012]
