"""The process map: a planted one first, then plain loops, and what it says about what it leaves out."""

from __future__ import annotations

import dataclasses
from collections import Counter
from datetime import UTC, datetime
from fractions import Fraction
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sluitend.engines.chain import EventLog, ProcessMap, View
from tests.engines.chain.test_summary import EVENTS, table
from tests.engines.chain.twin import DAY, Event, pair_table
from tests.engines.chain.twin_map import process_map

# Six cases: four go ask-help-close, one of them twice round help; one goes ask-close; one only asks.
PLANTED: list[Event] = [
    (case, activity, day * DAY, None)
    for case, steps in {
        "1": [("ask", 0), ("help", 4), ("close", 10)],
        "2": [("ask", 0), ("help", 6), ("close", 10)],
        "3": [("ask", 1), ("help", 3), ("close", 4)],
        "4": [("ask", 0), ("help", 1), ("help", 2), ("close", 3)],
        "5": [("ask", 0), ("close", 9)],
        "NA": [("ask", 0)],
    }.items()
    for activity, day in steps
]


def test_a_planted_map() -> None:
    found = EventLog(table(PLANTED)).process_map()

    assert [dataclasses.astuple(one) for one in found.activities] == [
        ("ask", 6, 6, 6, 1),
        ("close", 5, 5, 0, 5),
        ("help", 5, 4, 0, 0),
    ]
    assert [dataclasses.astuple(one) for one in found.arrows] == [
        ("ask", "help", 4, 4, pytest.approx(3), pytest.approx(5.4)),
        ("help", "close", 4, 4, pytest.approx(2.5), pytest.approx(5.4)),
        ("ask", "close", 1, 1, 9, 9),
        ("help", "help", 1, 1, 1, 1),
    ]
    assert dataclasses.astuple(found.shown) == ((6, 6), (3, 3), (16, 16), (4, 4), (10, 10))


def test_what_is_left_out_is_counted_and_not_skipped_over() -> None:
    """Without "help" there is no arrow from ask to close but the one that really was there."""
    found = EventLog(table(PLANTED)).process_map(View(activities=2))

    assert [(one.source, one.target, one.events) for one in found.arrows] == [("ask", "close", 1)]
    assert dataclasses.astuple(found.shown) == ((6, 6), (2, 3), (11, 16), (1, 4), (1, 10))


def test_the_commonest_cases() -> None:
    """Half of six cases: the three that go ask-help-close."""
    found = EventLog(table(PLANTED)).process_map(View(cases=0.5))

    assert dataclasses.astuple(found.shown.cases) == (3, 6)
    assert [(one.source, one.target, one.events) for one in found.arrows] == [("ask", "help", 3), ("help", "close", 3)]


def test_few_arrows_leave_no_activity_loose() -> None:
    found = EventLog(table(PLANTED)).process_map(View(arrows=0.1))

    assert [(one.source, one.target) for one in found.arrows] == [("ask", "help"), ("help", "close")]


def test_activities_taken_together() -> None:
    found = EventLog(table(PLANTED)).process_map(View(groups={"ask": "in", "help": "in"}))

    assert [(one.name, one.events, one.cases, one.ends) for one in found.activities] == [
        ("in", 11, 6, 1),
        ("close", 5, 5, 5),
    ]
    assert [(one.source, one.target, one.events, one.cases) for one in found.arrows] == [
        ("in", "close", 5, 5),
        ("in", "in", 5, 4),
    ]


def test_a_view_that_cannot_be() -> None:
    for wrong in ({"cases": 1.1}, {"arrows": -0.1}, {"activities": 0}):
        with pytest.raises(ValueError):
            View(**wrong)  # type: ignore[arg-type]


def test_no_cases() -> None:
    found = EventLog(table(PLANTED)).where(since=datetime(2000, 1, 1)).process_map(View(cases=0.5))  # noqa: DTZ001

    assert found.activities == found.arrows == ()
    assert dataclasses.astuple(found.shown) == ((0, 0),) * 5


def plain(found: ProcessMap) -> dict[str, Any]:
    return {
        "activities": [dataclasses.asdict(one) for one in found.activities],
        "arrows": [dataclasses.asdict(one) for one in found.arrows],
        "shown": {name: tuple(part.values()) for name, part in dataclasses.asdict(found.shown).items()},
    }


@settings(deadline=None, max_examples=60)
@given(
    EVENTS,
    st.sampled_from([{}, {"a": "x"}, {"a": "x", "b": "x"}, {"c": "a"}]),
    st.sampled_from([Fraction(1), Fraction(1, 2), Fraction(3, 4), Fraction(0)]),
    st.integers(1, 4),
    st.sampled_from([Fraction(1), Fraction(1, 2), Fraction(9, 10), Fraction(0)]),
    st.integers(1, 9),
)
def test_the_same_as_plain_loops(
    events: list[Event], groups: dict[str, str], share: Fraction, most: int, arrows: Fraction, most_arrows: int
) -> None:
    view = View(groups, float(share), most, float(arrows), most_arrows)

    found = plain(EventLog(table(events)).process_map(view))

    expected = process_map(events, groups, share, most, arrows, most_arrows)
    assert found["activities"] == expected["activities"]
    assert found["shown"] == expected["shown"]
    assert [row | {"median_days": 0, "p90_days": 0} for row in found["arrows"]] == [
        row | {"median_days": 0, "p90_days": 0} for row in expected["arrows"]
    ]
    for kind in ("median_days", "p90_days"):
        assert [row[kind] for row in found["arrows"]] == pytest.approx([row[kind] for row in expected["arrows"]])


@settings(deadline=None, max_examples=20)
@given(EVENTS)
def test_the_whole_map_is_the_pairs(events: list[Event]) -> None:
    found = EventLog(table(events)).process_map()

    pairs = [(row["activity"], row["next_activity"], row["count"], row["cases"]) for row in pair_table(events)]
    assert [(one.source, one.target, one.events, one.cases) for one in found.arrows] == pairs


def test_a_map_of_chosen_activities_skips_over_nothing() -> None:
    """Between asking and closing lies help: without it there is no arrow, but where nobody was helped."""
    found = EventLog(table(PLANTED)).process_map(View(only=frozenset({"ask", "close"})))

    assert [(one.name, one.events) for one in found.activities] == [("ask", 6), ("close", 5)]
    assert [(one.source, one.target, one.events) for one in found.arrows] == [("ask", "close", 1)]
    assert dataclasses.astuple(found.shown.activities) == (2, 3)


def test_one_case() -> None:
    log = EventLog(table(PLANTED))

    found = log.case_steps("4")

    assert found["activity"].to_pylist() == ["ask", "help", "help", "close"]
    assert found["wait_days"].to_pylist() == [1, 1, 1, None]
    assert log.case_steps("NA")["time"].to_pylist() == [datetime(1970, 1, 1)]  # noqa: DTZ001
    with pytest.raises(KeyError):
        log.case_steps("nobody")


def test_which_cases_there_are() -> None:
    log = EventLog(table(PLANTED))

    found = log.case_list(most=2, skip=4)

    assert found.drop_columns(["place"]).to_pylist() == [
        {"case": "NA", "events": 1, "first": datetime(1970, 1, 1), "last": datetime(1970, 1, 1), "days": 0},  # noqa: DTZ001
        {"case": "3", "events": 3, "first": datetime(1970, 1, 2), "last": datetime(1970, 1, 5), "days": 3},  # noqa: DTZ001
    ]
    assert [log.case_at(place) for place in found["place"].to_pylist()] == ["NA", "3"]
    with pytest.raises(KeyError):
        log.case_at(99)


@settings(deadline=None, max_examples=20)
@given(EVENTS)
def test_cases_that_have_something_are_those_that_a_loop_finds(events: list[Event]) -> None:
    log = EventLog(table(events))
    sequences: dict[str, list[str]] = {}
    for case, activity, _time, _resource in sorted(events, key=lambda event: event[2]):  # stable, as the log is
        sequences.setdefault(case, []).append(activity)
    listed = log.variant_list(most=100).to_pylist()

    assert sorted((row["activities"], row["cases"]) for row in listed) == sorted(
        (list(sequence), count) for sequence, count in Counter(map(tuple, sequences.values())).items()
    )
    for row in listed:
        wanted = {case for case, sequence in sequences.items() if sequence == row["activities"]}
        assert set(log.having(variant=row["variant"]).case_list()["case"].to_pylist()) == wanted
    for activity in {activity for sequence in sequences.values() for activity in sequence}:
        chosen = log.having(activity=activity)
        assert set(chosen.case_list()["case"].to_pylist()) == {c for c, s in sequences.items() if activity in s}
        assert chosen.summary().events == sum(len(s) for s in sequences.values() if activity in s)
        assert set(chosen.dots().events["case"].to_pylist()) == {c for c, s in sequences.items() if activity in s}


def test_moments_are_utc_where_the_log_has_a_zone() -> None:
    zoned = table(PLANTED)
    zoned = zoned.set_column(2, "time", zoned["time"].cast(pa.timestamp("us", "Europe/Amsterdam")))

    assert EventLog(zoned).case_steps("NA")["time"].to_pylist() == [datetime(1970, 1, 1, tzinfo=UTC)]


def test_dots_of_every_case_when_they_are_few() -> None:
    found = EventLog(table(PLANTED)).dots()

    assert (found.cases, found.of_cases) == (6, 6)
    rows = {(row["row"], row["case"]) for row in found.events.to_pylist()}
    assert rows == {(0, "1"), (1, "2"), (2, "4"), (3, "5"), (4, "NA"), (5, "3")}
    assert found.events.num_rows == len(PLANTED)


@settings(deadline=None, max_examples=20)
@given(st.integers(1, 60), st.integers(1, 20))
def test_the_sample_of_dots_is_the_one_that_is_stated(cases: int, most: int) -> None:
    events: list[Event] = [(f"c{(number * 37) % 101:03}", "a", number // 3, None) for number in range(cases)]

    found = EventLog(table(events)).dots(most)

    order = [case for case, _, _, _ in sorted(events, key=lambda event: (event[2], event[0]))]
    expected = order if cases <= most else [order[place * cases // most] for place in range(most)]
    assert found.events["case"].to_pylist() == expected
    assert (found.cases, found.of_cases) == (len(expected), cases)
