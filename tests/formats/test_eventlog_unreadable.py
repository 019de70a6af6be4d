"""Which rows of a column hold something that is no date, without refusing the others."""
# ruff: noqa: DTZ001 - times without a zone are what is tested

from __future__ import annotations

from datetime import datetime

import pyarrow as pa
import pytest

from sluitend.formats import eventlog


def told(*values: str | None) -> list[bool]:
    return eventlog.unreadable(pa.chunked_array([pa.array(values, pa.string())])).to_pylist()


def test_a_day_in_no_calendar_is_none() -> None:
    assert told("2025-02-28", "2025-02-31", "2025-13-01", None, "2024-02-29", "2025-02-29", "1799-12-31") == [
        False, True, True, False, False, True, True,
    ]  # fmt: skip


def test_words_are_no_dates() -> None:
    assert told("2025-02-28", "volgt nog", "", "20250228") == [False, True, True, True]


@pytest.mark.parametrize(
    ("values", "expected"),
    [(("31-03-2025", "01-04-2025", "31-04-2025"), [False, False, True]),
     (("03/31/2025", "04/01/2025", "04/31/2025"), [False, False, True]),
     (("31-03-2025 25:00", "31-03-2025 23:00"), [True, False])],
)  # fmt: skip
def test_the_order_of_day_and_month_is_that_of_the_column(values: tuple[str, ...], expected: list[bool]) -> None:
    assert told(*values) == expected


def test_native_moments_are_dates_within_reason() -> None:
    column = pa.chunked_array([pa.array([datetime(2025, 1, 1), None, datetime(1, 1, 1)], pa.timestamp("us"))])

    assert eventlog.unreadable(column).to_pylist() == [False, False, True]


def test_what_is_readable_is_read() -> None:
    values = ["31-12-2024", "28-02-2025", "onzin"]
    table = pa.table({"c": ["a", "a", "a"], "a": ["x", "y", "z"], "t": values})
    good = table.filter(pa.array([not bad for bad in told(*values)]))

    log = eventlog.shaped(good, case="c", activity="a", time="t", resource=None)

    assert log["time"].to_pylist() == [datetime(2024, 12, 31), datetime(2025, 2, 28)]
