"""One family, one case director: planted truths first, then day by day in plain loops."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date
from typing import Any

import pytest

from sluitend.engines.chain import EventLog, FamilyDays, Rules
from tests.engines.chain import naive, naive_owners
from tests.engines.chain.asked import ALONE, BESIDE, FAMILY, UNTIL, Row, drawn, log_of
from tests.engines.chain.test_ownership import RULES, day, log
from tests.engines.chain.twin_ownership import Turn

STATES = naive_owners.STATES
SIBLINGS = {"1": "Bloem", "2": "Bloem"}


def asked(turns: list[Turn], place: dict[str, str], until: int = 10, rules: Rules = RULES) -> FamilyDays:
    return log(turns, place=place).families(rules, per="place", until=day(until))


def days(found: FamilyDays) -> dict[str, int]:
    """Of the states that occur."""
    return {row["state"]: row["days"] for row in found.days.to_pylist() if row["days"]}


def test_two_siblings_with_two_directors_are_no_day_with_one() -> None:
    """Per case there are 20 days with one owner; the family has 10, all with two."""
    turns: list[Turn] = [("1", "take", 0, "A", None), ("2", "take", 0, "B", None)]

    found = asked(turns, SIBLINGS)

    assert [tuple(row.values()) for row in found.days.to_pylist()] == [
        ("one", 0, 0), ("several", 10, 1), ("unknown", 0, 0), ("late", 0, 0), ("nobody", 0, 0)
    ]  # fmt: skip
    assert (found.families, found.not_placed) == (1, 0)


def test_two_siblings_with_the_same_director_have_one() -> None:
    """Also when he lets go of one of the two cases, and takes it again."""
    turns: list[Turn] = [
        ("1", "take", 0, "A", None), ("2", "take", 2, "A", None), ("2", "go", 4, "A", None),
        ("2", "take", 6, "A", None),
    ]  # fmt: skip

    assert days(asked(turns, SIBLINGS)) == {"one": 10}


def test_passed_on_within_one_case_makes_no_second_director() -> None:
    turns: list[Turn] = [
        ("1", "take", 0, "A", None), ("2", "take", 0, "A", None), ("1", "take", 4, "B", None),
        ("2", "take", 7, "B", None),
    ]  # fmt: skip

    assert days(asked(turns, SIBLINGS)) == {"one": 7, "several": 3}


def test_who_had_a_case_that_closed_is_no_director_any_more() -> None:
    """B never let go: the second case is open from day 2 to day 5, and again from day 8."""
    rules = Rules(("take",), ("go",), opens=("report",), closes=("close",))
    turns: list[Turn] = [
        ("1", "report", 0, None, None), ("1", "take", 0, "A", None), ("2", "take", 1, "B", None),
        ("2", "report", 2, None, None), ("2", "close", 5, None, None), ("2", "report", 8, None, None),
    ]  # fmt: skip

    assert days(asked(turns, SIBLINGS, rules=rules)) == {"one": 5, "several": 5}


def test_a_family_is_followed_on_days_on_which_one_of_its_cases_is() -> None:
    """The first case is nobody's from day 3, and closes on day 5; the second opens on day 7, without anybody."""
    turns: list[Turn] = [
        ("1", "take", 0, "A", None), ("1", "go", 3, "A", None), ("1", "close", 5, None, None),
        ("2", "report", 7, None, None),
    ]  # fmt: skip

    assert days(asked(turns, SIBLINGS)) == {"one": 3, "nobody": 5}


def test_somebody_unknown_and_somebody_on_record_late() -> None:
    """A took the first case on day 1, on record on day 4; on day 6 somebody took the second."""
    turns: list[Turn] = [
        ("1", "report", 0, None, None), ("2", "report", 0, None, None), ("1", "take", 1, "A", 4),
        ("1", "go", 5, "A", None), ("2", "take", 6, None, None),
    ]  # fmt: skip

    assert days(asked(turns, SIBLINGS)) == {"nobody": 2, "late": 3, "one": 1, "unknown": 4}


def test_cases_of_no_family_stay_out() -> None:
    turns: list[Turn] = [("1", "take", 0, "A", None), ("2", "take", 0, "B", None), ("3", "report", 0, None, None)]

    found = asked(turns, {"1": "Bloem"})

    assert (days(found), found.families, found.not_placed) == ({"one": 10}, 1, 2)
    with pytest.raises(KeyError):
        log(turns).families(RULES, per="place", until=day(10))


def test_nothing_before_the_first_day() -> None:
    found = asked([("1", "take", 5, "A", None)], SIBLINGS, until=5)

    assert (days(found), found.families) == ({}, 0)


def expected(rows: list[Row], rules: Rules, until: date) -> dict[str, Any]:
    families: dict[str, list[Row]] = defaultdict(list)
    cases = naive.cases_of(rows)
    for events in cases.values():
        if events[0].family is not None:
            families[events[0].family] += events
    found = {name: naive_owners.family_states(events, rules, until) for name, events in families.items()}
    total = Counter(state for states in found.values() for state in states.values())
    having = Counter(state for states in found.values() for state in set(states.values()))
    return {
        "families": sum(1 for states in found.values() if states),
        "days": [{"state": state, "days": total[state], "families": having[state]} for state in STATES],
        "not_placed": sum(events[0].family is None for events in cases.values()),
    }


def told(log: EventLog, rules: Rules, until: date) -> dict[str, Any]:
    found = log.families(rules, per=FAMILY, until=until)
    return {"families": found.families, "days": found.days.to_pylist(), "not_placed": found.not_placed}


OPENING = Rules(("a", "b"), ("c", "e"), opens=("a", "d"), closes=("f", "b"))


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("rules", [ALONE, BESIDE, OPENING], ids=["alone", "beside", "opening"])
def test_day_by_day(seed: int, rules: Rules) -> None:
    """Many ties, nobody known, records that are late or not there, cases of one event and of no family."""
    rows = drawn(seed)

    found = told(log_of(rows), rules, UNTIL)

    assert found == expected(rows, rules, UNTIL)
    assert all(row["days"] for row in found["days"])


def test_of_a_choice_of_cases() -> None:
    rows = drawn(4)
    chosen = [row for events in naive.cases_of(rows).values() if events[0].place == "p1" for row in events]

    assert told(log_of(rows).where(place="p1"), BESIDE, UNTIL) == expected(chosen, BESIDE, UNTIL)
