"""Who is around a family: planted truths first, then day by day in plain loops."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from sluitend.engines.chain import Around, Helping
from tests.engines.chain import naive_around as loops
from tests.engines.chain.asked import FAMILY, HELPING, PLACE, UNTIL, Row, drawn, log_of
from tests.engines.chain.naive import cases_of

RULES = Helping(("start",), ("stop",), ("over",), ("close",))
CALLED = {"A": "AB", "B": "AB"}
Event = tuple[str, str, int, str | None]


def asked(events: list[Event], families: dict[str, str], until: int = 10, **choice: Any) -> Around:
    rows = [
        Row(case, activity, datetime(2026, 1, 1) + timedelta(days=day), who, None, None, families.get(case))  # noqa: DTZ001
        for case, activity, day, who in events
    ]
    return log_of(rows).around(RULES, per=FAMILY, until=date(2026, 1, 1) + timedelta(days=until), **choice)


def levels(found: Around) -> dict[int, int]:
    return {row["at_once"]: row["days"] for row in found.days.to_pylist()}


def test_two_siblings_with_their_own_help_have_help_in_parallel() -> None:
    """A from day 0 to day 6 and B from day 4 on: two days together, and four of B alone."""
    events: list[Event] = [("1", "start", 0, "A"), ("2", "start", 4, "B"), ("1", "stop", 6, "A")]

    found = asked(events, {"1": "Bloem", "2": "Bloem"})

    assert levels(found) == {1: 8, 2: 2}
    assert found.pairs.to_pylist() == [{"one": "A", "other": "B", "units": 1, "days": 2}]
    (whole,) = found.groups.to_pylist()
    assert whole == {"group": None, "units": 1, "helped": 1, "parallel": 1, "help_days": 10, "parallel_days": 2}


def test_who_helps_two_siblings_is_one() -> None:
    found = asked([("1", "start", 0, "A"), ("2", "start", 4, "A")], {"1": "Bloem", "2": "Bloem"})

    assert (levels(found), found.pairs.num_rows) == ({1: 10}, 0)


def test_who_takes_over_is_alone_also_when_nobody_knows_who() -> None:
    events: list[Event] = [
        ("1", "start", 0, "A"),
        ("1", "start", 1, "B"),
        ("1", "over", 3, "C"),
        ("1", "over", 7, None),
    ]

    assert levels(asked(events, {"1": "Bloem"})) == {1: 5, 2: 2}


def test_a_stop_ends_ones_own_help_and_one_of_nobody_known_all_of_it() -> None:
    events: list[Event] = [("1", "start", 0, "A"), ("1", "start", 0, "B"), ("1", "stop", 2, "C"), ("1", "stop", 3, "A")]

    assert levels(asked(events, {"1": "Bloem"})) == {2: 3, 1: 7}
    assert levels(asked([*events[:3], ("1", "stop", 3, None)], {"1": "Bloem"})) == {2: 3}
    assert levels(asked([*events[:3], ("1", "close", 3, "D")], {"1": "Bloem"})) == {2: 3}


def test_help_of_one_day_was_there_on_no_day() -> None:
    """It counts as involved; at the end of the day nobody helps."""
    found = asked([("1", "start", 2, "A"), ("1", "stop", 2, "A")], {"1": "Bloem"})

    (row,) = found.largest.to_pylist()
    assert row == {"unit": "Bloem", "involved": 1, "organisations": 1, "helping": 0, "at_once": 0, "parallel_days": 0}


def test_teams_of_one_organisation_are_one() -> None:
    events: list[Event] = [("1", "start", 0, "A"), ("1", "start", 0, "B"), ("1", "start", 0, "C")]

    (row,) = asked(events, {"1": "Bloem"}, called=CALLED).largest.to_pylist()

    assert row == {"unit": "Bloem", "involved": 3, "organisations": 2, "helping": 2, "at_once": 2, "parallel_days": 10}


def test_an_activity_does_one_thing() -> None:
    with pytest.raises(ValueError, match="one of these"):
        Helping(("a",), ("b",), ("a",))


def test_nothing_at_all() -> None:
    found = asked([("1", "start", 5, "A")], {"1": "Bloem"}, until=3)

    assert (found.groups.num_rows, found.spread.num_rows, found.pairs.num_rows, found.largest.num_rows) == (0, 0, 0, 0)


@pytest.mark.parametrize("seed", [31, 32, 33])
@pytest.mark.parametrize("per", [FAMILY, None], ids=["families", "cases"])
@pytest.mark.parametrize("rules", [HELPING, Helping(("a", "b", "e"))], ids=["all kinds", "starts only"])
def test_day_by_day(seed: int, per: str | None, rules: Helping) -> None:
    rows = drawn(seed)
    units = loops.units_of(cases_of(rows), UNTIL, None if per is None else "family")
    nowhere = [] if per is None else units.pop(None, [])  # type: ignore[call-overload]
    told = {name: loops.of_unit(some, rules, UNTIL, CALLED) for name, some in units.items()}

    found = log_of(rows).around(rules, per=per, until=UNTIL, called=CALLED, most=1000)

    assert [tuple(row.values())[1:] for row in found.spread.to_pylist()] == loops.spread([*told.values()])
    assert [tuple(row.values())[1:] for row in found.groups.to_pylist()] == [loops.groups([*told.values()])]
    assert [tuple(row.values())[1:] for row in found.days.to_pylist()] == loops.days([*told.values()])
    listed = [tuple(row.values()) for row in found.pairs.to_pylist()]
    assert {*listed} == loops.pairs([*told.values()])
    assert listed == sorted(listed, key=lambda row: (-row[2], -row[3], row[0], row[1]))
    largest = sorted(told.items(), key=lambda one: (-one[1]["organisations"], -one[1]["at_once"], one[0]))
    assert [(row["unit"], row["involved"], row["helping"]) for row in found.largest.to_pylist()] == [
        (name, one["involved"], one["helping"]) for name, one in largest
    ]
    assert found.not_placed == len(nowhere)


@pytest.mark.parametrize("seed", [34, 35])
def test_a_family_in_two_places_counts_in_both_with_what_happened_there(seed: int) -> None:
    rows = drawn(seed)
    cases = cases_of(rows)

    found = log_of(rows).around(HELPING, per=FAMILY, by=PLACE, until=UNTIL)

    places = sorted({some[0].place for some in cases.values()}, key=lambda name: (name is None, name or ""))
    assert found.groups["group"].to_pylist() == places
    for row in found.groups.to_pylist():
        here = {name: some for name, some in cases.items() if some[0].place == row["group"]}
        units = loops.units_of(here, UNTIL, "family")
        units.pop(None, None)  # type: ignore[call-overload]
        told = [loops.of_unit(some, HELPING, UNTIL, {}) for some in units.values()]
        assert tuple(row.values())[1:] == loops.groups(told)
    assert found.pairs == log_of(rows).around(HELPING, per=FAMILY, until=UNTIL).pairs
