"""Whose a case is: planted truths first, then day by day."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date, datetime, timedelta
from typing import Any

import pyarrow as pa
import pytest

from sluitend.engines.chain import EventLog, Ownership, Rules
from tests.engines.chain.twin_ownership import Turn, days_and_gaps

EPOCH = date(1970, 1, 1)
STATES = ("one", "several", "unknown", "late", "nobody")
GAP = ("case", "days", "now", "passed_on", "last_owner")
RULES = Rules(takes=("take",), lets_go=("go",), closes=("close",))


def log(turns: list[Turn], *, registered: bool = True, place: dict[str, str] | None = None) -> EventLog:
    columns: dict[str, Any] = {
        "case": pa.array([turn[0] for turn in turns], pa.string()),
        "activity": pa.array([turn[1] for turn in turns], pa.string()),
        "time": pa.array([datetime(1970, 1, 1) + timedelta(days=turn[2]) for turn in turns], pa.timestamp("us")),  # noqa: DTZ001
        "resource": pa.array([turn[3] for turn in turns], pa.string()),
        "put_in": pa.array(
            [None if turn[4] is None else EPOCH + timedelta(days=turn[4]) for turn in turns], pa.date32()
        ),
    }
    if place is not None:
        columns["place"] = pa.array([place.get(turn[0]) for turn in turns], pa.string())
    attributes = [] if place is None else ["place"]
    return EventLog(pa.table(columns), attributes=attributes, registered="put_in" if registered else None)


def day(number: int) -> date:
    return EPOCH + timedelta(days=number)


def states(found: Ownership) -> dict[str, int]:
    (row,) = found.days.to_pylist()
    return {name: row[name] for name in ("one", "several", "unknown", "late", "nobody")}


def test_a_planted_gap() -> None:
    """Opens on day 0, A has it from day 2 to day 5, B from day 9; nobody's on days 0, 1 and 5 to 8."""
    turns: list[Turn] = [
        ("1", "report", 0, None, None), ("1", "take", 2, "A", None), ("1", "go", 5, "A", None),
        ("1", "take", 9, "B", None), ("1", "close", 12, "B", None),
    ]  # fmt: skip

    found = log(turns).ownership(RULES, until=day(20))

    assert states(found) == {"one": 6, "several": 0, "unknown": 0, "late": 0, "nobody": 6}
    assert found.gaps.to_pylist() == [
        {"case": "1", "begins": day(5), "days": 4, "now": False, "passed_on": True, "last_owner": "A"},
        {"case": "1", "begins": day(0), "days": 2, "now": False, "passed_on": False, "last_owner": None},
    ]
    assert found.last.to_pylist() == [{"last_owner": "A", "gaps": 1, "cases": 1, "days": 4}]


def test_a_gap_that_goes_on_now() -> None:
    turns: list[Turn] = [("1", "take", 0, "A", None), ("1", "go", 3, "A", None)]

    (gap,) = log(turns).ownership(RULES, until=day(10)).gaps.to_pylist()

    assert (gap["begins"], gap["days"], gap["now"], gap["last_owner"]) == (day(3), 7, True, "A")


def test_passed_on_within_a_day_leaves_no_gap() -> None:
    turns: list[Turn] = [("1", "take", 0, "A", None), ("1", "go", 3, "A", None), ("1", "take", 3, "B", None)]

    assert states(log(turns).ownership(RULES, until=day(5)))["nobody"] == 0


def test_who_lets_go_after_another_took_it_over_ends_nothing() -> None:
    turns: list[Turn] = [("1", "take", 0, "A", None), ("1", "take", 2, "B", None), ("1", "go", 3, "A", None)]

    assert states(log(turns).ownership(RULES, until=day(6))) == {
        "one": 6, "several": 0, "unknown": 0, "late": 0, "nobody": 0
    }  # fmt: skip


def test_owners_beside_each_other() -> None:
    turns: list[Turn] = [("1", "take", 0, "A", None), ("1", "take", 2, "B", None), ("1", "go", 5, "A", None)]

    found = log(turns).ownership(Rules(("take",), ("go",), alone=False), until=day(6))

    assert states(found) == {"one": 3, "several": 3, "unknown": 0, "late": 0, "nobody": 0}


def test_somebody_but_not_known_who() -> None:
    turns: list[Turn] = [("1", "take", 0, None, None), ("1", "go", 4, None, None)]

    found = log(turns).ownership(RULES, until=day(6))

    assert states(found) == {"one": 0, "several": 0, "unknown": 4, "late": 0, "nobody": 2}
    assert found.gaps["last_owner"].to_pylist() == [None]
    assert found.gaps["passed_on"].to_pylist() == [True]


def test_on_record_only_later() -> None:
    """A had it from day 1, and that was put on record on day 4."""
    turns: list[Turn] = [("1", "report", 0, None, None), ("1", "take", 1, "A", 4)]

    assert states(log(turns).ownership(RULES, until=day(6))) == {
        "one": 2, "several": 0, "unknown": 0, "late": 3, "nobody": 1
    }  # fmt: skip
    assert states(log(turns, registered=False).ownership(RULES, until=day(6)))["late"] == 0


def test_a_case_that_opens_again() -> None:
    rules = Rules(("take",), ("go",), opens=("report",), closes=("close",))
    turns: list[Turn] = [
        ("1", "take", 0, "A", None), ("1", "report", 1, None, None), ("1", "close", 3, None, None),
        ("1", "go", 5, "A", None), ("1", "report", 7, None, None),
    ]  # fmt: skip

    found = log(turns).ownership(rules, until=day(10))

    assert states(found) == {"one": 2, "several": 0, "unknown": 0, "late": 0, "nobody": 3}
    assert found.gaps["passed_on"].to_pylist() == [False]


def test_put_on_record_as_text_with_and_without_a_zone() -> None:
    """Half past eleven at night UTC is the next day here."""
    told = ["1970-01-02T23:30:00Z", "1970-01-02T23:30:00+01:00", None, "1970-01-03", "1970-01-02 23:30"]
    columns = {"case": list("abcde"), "activity": ["take"] * 5, "resource": ["x"] * 5, "put_in": told}
    table = pa.table(columns).append_column("time", pa.array([EPOCH] * 5).cast(pa.timestamp("us")))

    steps = EventLog(table, registered="put_in").coded.steps

    assert isinstance(steps, pa.Table)
    assert steps["registered"].to_pylist() == [2, 1, None, 2, 1]


def test_days_per_place() -> None:
    turns: list[Turn] = [("1", "take", 0, "A", None), ("2", "report", 0, None, None), ("3", "report", 4, None, None)]

    found = log(turns, place={"1": "noord", "2": "zuid"}).ownership(RULES, until=day(5), by="place")

    rows = [
        (row["group"], row["cases"], row["case_days"], row["nobody"], row["cases_nobody"])
        for row in found.days.to_pylist()
    ]
    assert rows == [("noord", 1, 5, 0, 0), ("zuid", 1, 5, 5, 1), (None, 1, 1, 1, 1)]
    with pytest.raises(KeyError):
        log(turns).ownership(RULES, until=day(5), by="place")


def test_nothing_before_the_first_day() -> None:
    found = log([("1", "take", 5, "A", None)]).ownership(RULES, until=day(5))

    assert found.gaps.num_rows == 0
    assert found.last.num_rows == 0


def drawn(seed: int, cases: int = 150) -> list[Turn]:
    """Cases of up to a dozen turns on a dozen days: many ties, owners who are not known, late records, no records."""
    chance = random.Random(seed)
    turns: list[Turn] = []
    for case in range(cases):
        for _ in range(chance.randint(1, 12)):
            day_, recorded = chance.randint(0, 12), chance.choice([None, chance.randint(0, 15)])
            turns.append((f"c{case}", chance.choice("tttggocx"), day_, chance.choice(["A", "B", "C", None]), recorded))
    return chance.sample(turns, len(turns))


@pytest.mark.parametrize(
    ("seed", "opens", "alone", "until"),
    [(1, "", True, 14), (2, "o", True, 10), (3, "", False, 8), (4, "o", False, 14)],
)
def test_day_by_day(seed: int, opens: str, alone: bool, until: int) -> None:
    rules = Rules(("t",), ("g",), tuple(opens), ("c",), alone)
    turns = drawn(seed)
    every_case = {turn[0]: turn[0] for turn in turns}

    found = log(turns, place=every_case).ownership(rules, until=day(until), by="place")

    by_case, gaps = days_and_gaps(turns, "t", "g", opens, "c", alone=alone, until=until)
    assert found.days.to_pylist() == [
        {
            "group": case,
            "cases": 1,
            "case_days": len(days),
            **{name: sum(state == name for _, state in days) for name in STATES},
            "cases_nobody": int(any(state == "nobody" for _, state in days)),
        }
        for case, days in sorted(by_case.items())
        if days
    ]
    assert found.gaps.to_pylist() == [
        {"begins": day(gap.begins), **{name: getattr(gap, name) for name in GAP}}
        for gap in sorted(gaps, key=lambda gap: (-gap.days, gap.case, gap.begins))
    ]
    last: Counter[str | None] = Counter()
    for gap in gaps:
        if gap.passed_on:
            last[gap.last_owner] += gap.days
    assert {row["last_owner"]: row["days"] for row in found.last.to_pylist()} == dict(last)
    assert {state for days in by_case.values() for _, state in days} >= {"one", "unknown", "late", "nobody"}
