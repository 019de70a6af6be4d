"""The first and the last organisation of a case, and the cases of an organisation, beside loops over the rows."""

from __future__ import annotations

import random
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa
import pytest

from sluitend.engines.chain import EventLog, Leaving, Wait
from sluitend.engines.chain.derived import FIRST, LAST, QUARTER, YEAR
from sluitend.formats import steps
from tests.engines.chain.asked import FAMILY, PLACE, UNTIL, Row, check, drawn, log_of
from tests.engines.chain.naive import cases_of

SEEDS = [21, 22, 23]
ENDS = {FIRST: 0, LAST: -1}


def of_case(rows: list[Row], name: str) -> str | None:
    known = [row.resource for row in rows if row.resource is not None]
    return known[ENDS[name]] if known else None


def names_of(log: EventLog) -> set[str]:
    found = log.case_list(10_000)["case"].to_pylist()
    assert log.summary().cases == len(found)
    return set(found)


def counted(log: EventLog, by: str) -> dict[str | None, int]:
    return {row["group"]: row["cases"] for row in log.occurring([], by).to_pylist()}


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("name", ENDS)
def test_every_case_has_its_first_and_its_last_known_organisation(seed: int, name: str) -> None:
    rows = drawn(seed)
    expected = {case: of_case(of_it, name) for case, of_it in cases_of(rows).items()}
    assert None in expected.values()

    assert counted(log_of(rows), name) == Counter(expected.values())
    for chosen in (["A"], ["B", "D"], ["nobody that is there"]):
        found = names_of(log_of(rows).where(**{name: chosen}))
        assert found == {case for case, value in expected.items() if value in chosen}


@pytest.mark.parametrize("seed", SEEDS)
def test_an_organisation_is_involved_in_the_cases_in_which_it_did_something(seed: int) -> None:
    rows = drawn(seed)
    cases = cases_of(rows)

    for chosen in (["A"], ["B", "D"], ["nobody that is there"], []):
        found = names_of(log_of(rows).involving(chosen))
        assert found == {case for case, of_it in cases.items() if {row.resource for row in of_it} & {*chosen}}
    assert names_of(log_of(rows).involving("A")) == names_of(log_of(rows).involving(["A"]))


def test_choices_come_together_in_any_order() -> None:
    rows = drawn(24)
    expected = {
        case
        for case, of_it in cases_of(rows).items()
        if of_case(of_it, FIRST) == "A" and of_case(of_it, LAST) == "B" and of_it[0].place == "p1"
        if any(row.resource == "C" for row in of_it)
    }
    assert expected

    log = log_of(rows)
    values = {FIRST: "A", LAST: "B", PLACE: "p1"}
    assert names_of(log.where(**values).involving("C")) == expected
    assert names_of(log.involving("C").where(**values)) == expected
    assert names_of(log.where(**{LAST: "B"}).where(place="p1").where(**{FIRST: "A"}).involving("C")) == expected


@pytest.mark.parametrize("seed", SEEDS[:2])
def test_questions_by_organisation_are_those_of_a_log_with_that_attribute(seed: int) -> None:
    """Whatever is asked by what is derived, is what is asked of a log in which it stands as an attribute."""
    rows = drawn(seed)
    value = {(case, name): of_case(of_it, name) for case, of_it in cases_of(rows).items() for name in ENDS}
    for name in ENDS:
        log = log_of(rows)
        there = log_of([row._replace(place=value[row.case, name]) for row in rows])
        for ask in ASKED:
            check(ask(log, name), ask(there, PLACE), name)
        chosen, same = log.where(**{name: ["A", "B"]}), there.where(**{PLACE: ["A", "B"]})
        for ask in ASKED:
            check(ask(chosen, FAMILY), ask(same, FAMILY), name)


BEYOND: list[Any] = [  # what somebody's next case is, is looked up in all cases
    lambda log, by: log.returns(Leaving(("f",), ("a",), per=by), until=UNTIL, by=by),
    lambda log, by: log.moves({"a": 1, "b": 2, "c": 3}, until=UNTIL, per=by),
]
OF_CASES: list[Any] = [
    lambda log, by: log.waiting(Wait(("a",), ("b",)), until=UNTIL, by=by),
    lambda log, by: log.organisations(by),
    lambda log, by: log.returns(Leaving(("f",), ("a",)), until=UNTIL, by=by),
    lambda log, by: log.moves({"A": 1, "B": 2, "C": 3}, until=UNTIL, attribute=by),
    lambda log, by: log.moves({"a": 1, "b": 2, "c": 3}, until=UNTIL),
    lambda log, by: log.overlay([], by=by),
    lambda log, by: log.endings({"f": "plan", "e": "early"}, until=UNTIL, by=by),
]
ASKED = [*OF_CASES, *BEYOND]


@pytest.mark.parametrize("seed", SEEDS)
def test_questions_to_the_cases_of_an_organisation_are_those_of_a_log_without_the_others(seed: int) -> None:
    """Of events without a resource, of which these have many, none is taken for one of these organisations."""
    rows = drawn(seed)
    involved = {row.case for row in rows if row.resource in ("A", "D")}
    others = log_of([row for row in rows if row.case in involved])
    assert len(involved) < len(cases_of(rows))

    for ask in OF_CASES:
        check(ask(log_of(rows).involving(["A", "D"]), PLACE), ask(others, PLACE), "involved")
    alone = log_of([row._replace(place=row.case) for row in rows])  # nobody has a case beyond the choice
    same = log_of([row._replace(place=row.case) for row in rows if row.case in involved])
    for ask in BEYOND:
        check(ask(alone.involving(["A", "D"]), PLACE), ask(same, PLACE), "involved")


def test_ties_keep_the_order_of_the_rows() -> None:
    moment = drawn(1)[0].time
    rows = [Row("c", "a", moment, who, None, None, None) for who in (None, "B", "A", "B", "C", None)]

    assert counted(log_of(rows), FIRST) == {"B": 1}
    assert counted(log_of(rows), LAST) == {"C": 1}
    assert counted(log_of([row._replace(resource=None) for row in rows]), LAST) == {None: 1}


def test_an_attribute_of_the_log_with_that_name_goes_first() -> None:
    rows = {"case": ["1", "2"], "activity": ["a", "a"], "resource": ["A", "A"], FIRST: ["uit het bestand", None]}
    table = pa.table({**rows, "time": pa.array([0, 1], pa.timestamp("us"))})
    log = EventLog(table, attributes=[FIRST])

    assert counted(log, FIRST) == {"uit het bestand": 1, None: 1}
    assert names_of(log.where(**{FIRST: "A"})) == set()
    assert counted(log, LAST) == {"A": 2}
    with pytest.raises(KeyError):
        log.where(**{"middelste organisatie": "A"})


def test_a_stored_log_answers_the_same_and_is_written_the_same(tmp_path: Path) -> None:
    """What is derived is never stored: it is made of the steps each time."""
    rows = drawn(25)
    log = log_of(rows)
    before = log.coded
    steps.write(tmp_path / "log", log.coded)
    stored = EventLog.stored(steps.read(tmp_path / "log"))

    for name in ENDS:
        assert counted(stored, name) == counted(log, name)
        assert names_of(stored.where(**{name: "B"})) == names_of(log.where(**{name: "B"}))
    assert log.coded is before


BEGINS = {YEAR: lambda at: str(at.year), QUARTER: lambda at: f"{at.year}-K{(at.month + 2) // 3}"}


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("name", BEGINS)
@pytest.mark.parametrize("zone", [None, "Europe/Amsterdam"])
def test_every_case_has_the_period_in_which_it_began(seed: int, name: str, zone: str | None) -> None:
    """By the calendar of the zone: what happens in the last hour of a year in UTC is in the next year here."""
    chance = random.Random(seed)
    plain = datetime.fromisoformat  # of a clock, perhaps of UTC: see the zone
    moments = [plain("2021-05-03") + timedelta(days=chance.randrange(1100)) for _ in range(40)]
    moments += [plain("2022-12-31T22:30") + timedelta(minutes=30 * step) for step in range(6)]
    table = pa.table(
        {
            "case": [f"k{number}" for number in range(len(moments)) for _ in range(2)],
            "activity": ["a", "b"] * len(moments),
            "time": pa.array([at + timedelta(days=later) for at in moments for later in (0, 400)], pa.timestamp("us")),
            "resource": pa.nulls(2 * len(moments), pa.string()),
        }
    )
    if zone:
        table = table.set_column(2, "time", table["time"].cast(pa.timestamp("us", "UTC")))
    local = [at.replace(tzinfo=UTC).astimezone(ZoneInfo(zone)) if zone else at for at in moments]
    expected = {f"k{number}": BEGINS[name](at) for number, at in enumerate(local)}

    log = EventLog(table)
    assert counted(log, name) == Counter(expected.values())
    for chosen in (["2022", "2022-K4"], ["2023", "2023-K1", "2021-K2"], ["1999"]):
        found = names_of(log.where(**{name: chosen}))
        assert found == {case for case, value in expected.items() if value in chosen}
        assert counted(log.where(**{name: chosen}), name) == Counter(expected[case] for case in found)


@pytest.mark.parametrize("name", BEGINS)
def test_questions_by_period_are_those_of_a_log_with_that_attribute(name: str) -> None:
    rows = drawn(25)
    value = {case: BEGINS[name](of_it[0].time) for case, of_it in cases_of(rows).items()}
    log, there = log_of(rows), log_of([row._replace(place=value[row.case]) for row in rows])

    for ask in ASKED:
        check(ask(log, name), ask(there, PLACE), name)
