"""The report on the rows of a log, against plain loops on random logs with nulls, ties and odd spellings."""
# ruff: noqa: DTZ001 - times without a zone are what is tested

from __future__ import annotations

import random
from collections import Counter
from datetime import date, datetime, timedelta
from statistics import median, quantiles
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from sluitend.engines.chain.quality import far_out, quality, usable
from sluitend.engines.chain.remarks import LEVELS, Code, Level, Remark

TODAY = date(2026, 3, 1)
UNKNOWN = {"?", "-", "onbekend", "unknown", "nvt", "n/a", "na", "null", "none", "leeg", "empty"}
Row = dict[str, Any]


def table(rows: list[Row]) -> pa.Table:
    kinds = {"time": pa.timestamp("us"), "registered": pa.timestamp("us")}
    names = ("case", "activity", "time", "resource", "registered", "bedrag")
    return pa.table({name: pa.array([row[name] for row in rows], kinds.get(name, pa.string())) for name in names})


def rows_of(seed: int, length: int = 150) -> list[Row]:
    rng = random.Random(seed)
    made = []
    for _ in range(length):
        day = datetime(2025, rng.choice((1, 2, 3, 6, 7)), rng.randint(1, 4))
        made.append(
            {
                "case": rng.choice([None, " ", "NA", *"abcdefgh", *["z"] * 20]),
                "activity": rng.choice([None, "Aanmelding", "aanmelding ", "Toewijzing", "Onbekend", "Nieuw"]),
                "time": rng.choice(
                    [None, day, day, day, day + timedelta(hours=3), datetime(2031, 1, 1), datetime(1931, 1, 1)]
                ),
                "resource": rng.choice([None, "n.v.t.", "Wijkteam", "WIJKTEAM", "GI"]),
                "registered": rng.choice([None, day, day + timedelta(days=9), day - timedelta(days=2)]),
                "bedrag": rng.choice([None, "10", "11", "12", "12.5", "99999"]),
            }
        )
    return made


def twin(  # noqa: C901 - a page of loops
    rows: list[Row], bad: set[int], known: dict[str, list[str]]
) -> dict[tuple[str, str], tuple[int, tuple[int, ...]]]:
    """Every remark as (number, first rows), by plain loops."""
    there = {
        i
        for i, row in enumerate(rows)
        if (row["case"] or "").strip() and (row["activity"] or "").strip() and row["time"]
    }
    found: dict[tuple[str, str], list[int]] = {}

    def note(code: str, column: str, row: int) -> None:
        found.setdefault((code, column), []).append(row)

    seen: set[tuple[Any, ...]] = set()
    for i, row in enumerate(rows):
        for column in ("case", "activity"):
            if not (row[column] or "").strip():
                note(f"no_{column}", column, i)
        if i in bad:
            note("bad_time", "time", i)
        elif row["time"] is None:
            note("no_time", "time", i)
        if row["resource"] is None:
            note("no_resource", "resource", i)
        if row["time"] and row["time"].date() > TODAY:
            note("future_time", "time", i)
        whole = tuple(row.values())
        if whole in seen and i in there:
            note("twice", "", i)
        seen.add(whole)
        if row["time"] and row["registered"] and row["registered"].date() < row["time"].date():
            note("before", "registered", i)
        for column in ("resource", "bedrag"):
            if row[column] and row[column].replace(" ", "").replace(".", "").lower() in UNKNOWN:
                note("unknown_word", column, i)
        for column, allowed in known.items():
            if row[column] is not None and plain(row[column]) not in {plain(one) for one in allowed}:
                note("new_value", column, i)
    for column in ("activity", "resource", "bedrag"):
        for i in rarer([row[column] for row in rows]):
            note("spelled_alike", column, i)
    series(rows, sorted(there), note)
    return {key: (len(at), tuple(i + 2 for i in sorted(at)[:20])) for key, at in found.items()}


def plain(value: str) -> str:
    return " ".join(value.split()).lower()


def rarer(values: list[str | None]) -> list[int]:
    counts = Counter(value for value in values if value is not None)
    groups: dict[str, list[str]] = {}
    for value in dict.fromkeys(value for value in values if value is not None):
        groups.setdefault(plain(value), []).append(value)
    keep = {max(group, key=lambda one: (counts[one], -group.index(one))) for group in groups.values()}
    return [i for i, value in enumerate(values) if value is not None and value not in keep]


def series(rows: list[Row], there: list[int], note: Any) -> None:
    days = [(rows[i]["time"].date() - date(1970, 1, 1)).days for i in there]
    for i, far in zip(there, outside(days), strict=True):
        if far:
            note("far_off", "time", i)
    with_amount = [i for i, row in enumerate(rows) if row["bedrag"] is not None]
    for i, far in zip(with_amount, outside([float(rows[i]["bedrag"]) for i in with_amount]), strict=True):
        if far:
            note("far_off", "bedrag", i)
    together = Counter((rows[i]["case"], rows[i]["time"]) for i in there)
    of_case = Counter(rows[i]["case"] for i in there)
    cases = list(of_case)
    for case, far in zip(cases, outside([of_case[case] for case in cases]), strict=True):
        if far and of_case[case] > median(of_case.values()):
            note("many_events", "case", next(i for i in there if rows[i]["case"] == case))
    for i in there:
        if together[rows[i]["case"], rows[i]["time"]] > 1:
            note("same_time", "time", i)


def outside(values: list[float] | list[int]) -> list[bool]:
    if len(values) < 20:
        return [False] * len(values)
    low, _middle, high = quantiles(values, n=4, method="inclusive")
    return [low != high and not low - 3 * (high - low) <= value <= high + 3 * (high - low) for value in values]


@pytest.mark.parametrize("seed", range(12))
def test_remarks_are_those_of_plain_loops(seed: int) -> None:
    rows = rows_of(seed)
    bad = {i for i, row in enumerate(rows) if row["time"] is None and i % 2}
    known = {"activity": ["Aanmelding", "Toewijzing"]}
    mask = np.array([i in bad for i in range(len(rows))])

    found = quality(table(rows), unreadable=mask, today=TODAY, known=known)

    told = {(str(one.code), one.column): (one.count, one.rows) for one in found if one.code != Code.GAP}
    assert told == twin(rows, bad, known)


@pytest.mark.parametrize("seed", range(5))
def test_many_small_cases_and_a_large_one(seed: int) -> None:
    rng = random.Random(seed)
    rows = [row for row in rows_of(seed, 200) if row["case"] and row["activity"] and row["time"]]
    for row in rows:
        row["case"] = rng.choice(["groot"] * 40 + [f"k{number}" for number in range(60)])
    none = np.zeros(len(rows), bool)

    found = quality(table(rows), unreadable=none, today=TODAY)

    told = {(str(one.code), one.column): (one.count, one.rows) for one in found if one.code != Code.GAP}
    assert told == twin(rows, set(), {})
    assert told["many_events", "case"][0] >= 1


def log(*times: str, **columns: list[str | None]) -> pa.Table:
    moments = [datetime.fromisoformat(time) for time in times]
    made = {
        "case": [f"k{number}" for number in range(len(times))],
        "activity": ["Aanmelding"] * len(times),
        "time": moments,
        "resource": [None] * len(times),
    }
    return pa.table({**made, **columns}).cast(
        pa.schema([("case", "string"), ("activity", "string"), ("time", pa.timestamp("us")), ("resource", "string")])
    )


def remarks(made: pa.Table) -> tuple[Remark, ...]:
    return quality(made, unreadable=np.zeros(made.num_rows, bool), today=TODAY)


def test_months_without_events_are_counted() -> None:
    assert remarks(log("2024-11-30", "2025-01-01", "2025-05-31")) == (
        Remark(Code.GAP, "time", 4, data={"first": "2024-12", "last": "2025-04"}),
    )


def test_a_mistyped_year_is_no_gap() -> None:
    times = [f"2025-{1 + day // 28:02}-{1 + day % 28:02}" for day in range(56)]

    assert [(one.code, one.rows) for one in remarks(log(*times, "1925-01-03"))] == [(Code.FAR_OFF, (58,))]


def test_a_day_is_of_amsterdam_where_times_have_a_zone() -> None:
    late = log("2025-01-31 23:30", "2025-03-01 12:00")  # half past midnight on 1 February here
    zoned = late.set_column(2, "time", late["time"].cast(pa.timestamp("us", "UTC")))

    assert [one.code for one in remarks(late)] == [Code.GAP]
    assert remarks(zoned) == ()


def test_a_case_called_na_is_a_case() -> None:
    made = log("2025-01-01", case=["NA"])

    assert remarks(made) == ()
    assert usable(made).tolist() == [True]


def test_errors_come_first() -> None:
    found = quality(table(rows_of(3)), unreadable=np.zeros(150, bool), today=TODAY)

    levels = [one.level for one in found]
    assert levels == sorted(levels, key=list(Level).index)
    assert set(LEVELS) == set(Code)


def test_nothing_is_far_among_few_or_equal_values() -> None:
    assert not far_out(np.array([1.0] * 18 + [1e9])).any()
    assert not far_out(np.array([5.0] * 80 + [1e9] * 3)).any()
    assert far_out(np.array([*range(40), 1000.0])).sum() == 1


def test_an_empty_log_has_no_remarks() -> None:
    assert remarks(log()) == ()
