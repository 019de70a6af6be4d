"""Groups of cases by an attribute, against a count by hand; cases without a value are a group too."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import datetime

import pytest

from sluitend.engines.chain import EventLog
from tests.engines.chain.asked import ALONE, FAMILY, HELPING, PLACE, UNTIL, Row, check, drawn, log_of
from tests.engines.chain.naive import cases_of


def places(rows: list[Row]) -> dict[str, str | None]:
    return {row.case: row.place for row in rows}


@pytest.mark.parametrize("seed", range(4))
def test_sizes_are_those_of_a_count_by_hand(seed: int) -> None:
    rows = drawn(seed)

    assert log_of(rows).sizes(PLACE) == Counter(places(rows).values())


@pytest.mark.parametrize("values", [["p0"], [None], ["p1", None], [None, "p2", "nergens"], []])
def test_the_cases_of_some_values_are_all_that_is_left(values: list[str | None]) -> None:
    rows = drawn(5)
    kept = [row for row in rows if row.place in values]

    found = log_of(rows).of_values(PLACE, values)

    assert (found.summary().cases, found.summary().events) == (len({row.case for row in kept}), len(kept))
    if kept:
        assert found.summary() == log_of(kept).summary()
        assert found.throughput() == log_of(kept).throughput()


def test_what_is_no_attribute_has_no_groups() -> None:
    with pytest.raises(KeyError):
        log_of(drawn(1)).sizes("verzonnen")


Choice = tuple[str, Callable[[EventLog], EventLog], Callable[[list[Row]], bool]]
CHOICES: list[Choice] = [
    ("place", lambda log: log.where(place="p1"), lambda rows: rows[0].place == "p1"),
    ("involved", lambda log: log.involving(["A"]), lambda rows: "A" in [row.resource for row in rows]),
    (
        "begun",
        lambda log: log.where(until=datetime(2025, 3, 27)),  # noqa: DTZ001 - a log without zones
        lambda rows: rows[0].time < datetime(2025, 3, 27),  # noqa: DTZ001
    ),
    (
        "together",
        lambda log: log.involving(["B"]).where(place=["p0", "p2"]),
        lambda rows: rows[0].place in ("p0", "p2") and "B" in [row.resource for row in rows],
    ),
]


def of_families(rows: list[Row], is_chosen: Callable[[list[Row]], bool]) -> tuple[set[str], list[Row]]:
    """The chosen cases, and the rows of these and of all cases of their families, in plain loops."""
    cases = cases_of(rows)
    chosen = {case for case, of_it in cases.items() if is_chosen(of_it)}
    families = {cases[case][0].family for case in chosen} - {None}
    kept = {case for case, of_it in cases.items() if case in chosen or of_it[0].family in families}
    assert len(chosen) < len(kept) < len(cases)
    return chosen, [row for row in rows if row.case in kept]


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize(("_name", "choose", "is_chosen"), CHOICES, ids=[one[0] for one in CHOICES])
def test_families_of_chosen_cases_are_a_log_of_all_their_cases(
    seed: int, _name: str, choose: Callable[[EventLog], EventLog], is_chosen: Callable[[list[Row]], bool]
) -> None:
    """Events without a resource, cases without a family, and many at one moment."""
    rows = drawn(seed)
    log = log_of(rows)
    _chosen, kept = of_families(rows, is_chosen)
    same = log_of(kept)

    akin = log.akin(FAMILY, choose(log))

    assert akin.summary() == same.summary()
    for ask in (
        lambda log: log.families(ALONE, per=FAMILY, until=UNTIL),
        lambda log: log.organisations(FAMILY),
        lambda log: log.around(HELPING, per=FAMILY, until=UNTIL),
    ):
        check(ask(akin), ask(same), "akin")


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize(("_name", "choose", "is_chosen"), CHOICES, ids=[one[0] for one in CHOICES])
def test_a_family_counts_in_groups_in_which_it_has_a_chosen_case(
    seed: int, _name: str, choose: Callable[[EventLog], EventLog], is_chosen: Callable[[list[Row]], bool]
) -> None:
    rows = drawn(seed)
    log, cases = log_of(rows), cases_of(rows)
    chosen, kept = of_families(rows, is_chosen)
    whose = {(cases[case][0].place, cases[case][0].family) for case in chosen}

    found = log.akin(FAMILY, choose(log)).around(HELPING, per=FAMILY, by=PLACE, of=choose(log), until=UNTIL)

    groups = {row["group"]: row for row in found.groups.to_pylist()}
    expected = {}
    for place in {place for place, _family in whose}:
        there = [case for case, of_it in cases.items() if (place, of_it[0].family) in whose and of_it[0].place == place]
        (expected[place],) = (
            log_of([row for row in kept if row.case in there])
            .around(HELPING, per=FAMILY, until=UNTIL)
            .groups.to_pylist()
        )
    assert {place: row | {"group": None} for place, row in groups.items()} == expected
