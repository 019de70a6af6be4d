"""Back again, up and down, and how help ends: planted truths first, then plain loops."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date, datetime, timedelta
from typing import Any

import pyarrow as pa
import pytest

from sluitend.engines.chain import CLOSING, EventLog, Leaving
from tests.engines.chain import twin_returning as twin
from tests.engines.chain.twin_returning import Turn

EPOCH = date(1970, 1, 1)


def log(turns: list[Turn], **attributes: dict[str, str]) -> EventLog:
    """An attribute is a mapping of cases to values."""
    columns: dict[str, Any] = {
        "case": pa.array([turn[0] for turn in turns], pa.string()),
        "activity": pa.array([turn[1] for turn in turns], pa.string()),
        "time": pa.array([datetime(1970, 1, 1) + timedelta(days=turn[2]) for turn in turns], pa.timestamp("us")),  # noqa: DTZ001
        "resource": pa.nulls(len(turns), pa.string()),
    }
    for name, values in attributes.items():
        columns[name] = pa.array([values.get(turn[0]) for turn in turns], pa.string())
    return EventLog(pa.table(columns), attributes=list(attributes))


def day(number: int) -> date:
    return EPOCH + timedelta(days=number)


CHILD = {"1": "an", "2": "an", "3": "bo", "4": "bo", "5": "cy", "6": "cy", "7": "di", "NA": "ed"}
PLANTED: list[Turn] = [
    ("1", "open", 0), ("1", "close", 10), ("2", "open", 60), ("2", "close", 400),  # an: away 50 days, then 100
    ("3", "open", 0), ("3", "close", 20), ("4", "open", 10), ("4", "close", 40),  # bo: two at once; left on day 40
    ("5", "open", 0), ("5", "close", 30), ("6", "open", 31),  # cy: on the next day, and still there
    ("7", "open", 5), ("7", "died", 50),  # di
    ("NA", "open", 3),  # ed never left
    ("8", "open", 0), ("8", "close", 9),  # nobody knows whose
]  # fmt: skip
PER_CHILD = Leaving(("close", "died"), final=("died",), per="child")


def test_planted_returns() -> None:
    found = log(PLANTED, child=CHILD).returns(PER_CHILD, until=day(501))

    (one,) = found.cohorts
    assert (one.leavers, one.leavings, one.final, one.returned, found.not_placed) == (3, 4, 1, 1, 1)
    assert one.curve.time.tolist() == [50, 100, 460]
    assert [(part.kept, part.known, part.not_yet_known) for part in one.within] == [(1, 3, 0), (1, 2, 1), (1, 2, 1)]
    assert [part.share.value for part in one.within] == [pytest.approx(1 / 3)] * 3
    assert found.log_rank is None


def test_how_long_away_is_away() -> None:
    log_ = log(PLANTED, child=CHILD)

    assert log_.returns(Leaving(("close",), per="child", continued=0), until=day(501)).cohorts[0].returned == 2
    assert log_.returns(Leaving(("close",), per="child", continued=50), until=day(501)).cohorts[0].returned == 0


def test_a_case_by_itself_returns_when_it_opens_again() -> None:
    turns: list[Turn] = [("1", "open", 0), ("1", "close", 5), ("1", "note", 8), ("1", "open", 25), ("1", "close", 30)]

    once = log(turns).returns(Leaving(("close",)), until=day(100)).cohorts[0]
    again = log(turns).returns(Leaving(("close",), opens=("open",)), until=day(100)).cohorts[0]

    assert (once.leavings, once.returned) == (1, 0)
    assert (again.leavings, again.returned, again.median.value) == (2, 1, 20)


def test_cohorts_of_leavings() -> None:
    events = log(PLANTED, child=CHILD, place={"1": "noord", "2": "zuid", "3": "noord", "4": "noord"})

    by_place = events.returns(PER_CHILD, until=day(501), by="place").cohorts
    by_closing = events.returns(PER_CHILD, until=day(501), by=CLOSING)
    early, late = events.returns(PER_CHILD, until=day(501), split=day(40)).cohorts

    assert [(one.name, one.leavings, one.returned) for one in by_place] == [
        ("noord", 2, 1),
        ("zuid", 1, 0),
        (None, 1, 0),
    ]
    assert [(one.name, one.leavings, one.final) for one in by_closing.cohorts] == [("close", 3, 0), ("died", 1, 1)]
    assert (early.name, early.leavings, late.name, late.leavings) == ("before", 1, "after", 3)


def test_a_choice_is_of_leavings_and_a_return_is_looked_for_everywhere() -> None:
    events = log(PLANTED, child=CHILD, place={"1": "noord", "2": "zuid", "3": "noord", "4": "zuid", "5": "noord"})

    begun = events.where(until=datetime(1970, 1, 31)).returns(PER_CHILD, until=day(501))  # noqa: DTZ001
    north = events.where(place="noord").returns(PER_CHILD, until=day(501), by="place")

    (one,) = begun.cohorts
    # an left with case 1 and came back with case 2; bo left with 4, not with 3; cy never left; di died
    assert (one.leavers, one.leavings, one.final, one.returned, begun.not_placed) == (3, 3, 1, 1, 1)
    assert [(one.name, one.leavings, one.returned) for one in north.cohorts] == [("noord", 1, 1)]


def test_a_choice_of_cases_that_stand_by_themselves() -> None:
    turns: list[Turn] = [("1", "open", 0), ("1", "close", 5), ("1", "open", 25), ("2", "open", 1), ("2", "close", 9)]
    leaving = Leaving(("close",), opens=("open",))

    (one,) = log(turns).where(until=datetime(1970, 1, 2)).returns(leaving, until=day(100)).cohorts  # noqa: DTZ001

    assert (one.leavings, one.returned) == (1, 1)


def test_a_leaving_that_cannot_be() -> None:
    events = log(PLANTED, child=CHILD)

    with pytest.raises(ValueError):
        Leaving(())
    with pytest.raises(ValueError):
        events.returns(PER_CHILD, until=day(9), by="child", split=day(3))
    with pytest.raises(KeyError):
        events.returns(PER_CHILD, until=day(9), by="nothing")
    assert events.returns(PER_CHILD, until=day(0)).cohorts[0].leavings == 0


def drawn(seed: int) -> tuple[list[Turn], dict[str, str]]:
    """Cases of up to a dozen turns in some weeks, of children with several at once; of some nobody knows whose."""
    chance = random.Random(seed)
    turns: list[Turn] = []
    for case in range(160):
        begin = chance.randint(0, 60)
        for _ in range(chance.randint(1, 8)):
            turns.append((f"c{case}", chance.choice("oocdxyz"), begin + chance.randint(0, 25)))
    whose = {f"c{case}": f"k{chance.randint(0, 60)}" for case in range(160) if chance.random() > 0.05}
    return chance.sample(turns, len(turns)), whose


@pytest.mark.parametrize(
    ("seed", "opens", "continued", "until", "alone"),
    [
        (1, "o", 1, 100, False),
        (2, "", 1, 70, False),
        (3, "o", 4, 80, False),
        (4, "o", 1, 60, True),
        (5, "", 2, 90, False),
    ],
)
def test_day_by_day(seed: int, opens: str, continued: int, until: int, alone: bool) -> None:
    turns, whose = drawn(seed)
    leaving = Leaving(("c", "d"), tuple(opens), per=None if alone else "child", continued=continued)
    every = {turn[0]: turn[0] for turn in turns}

    found = log(turns, child=whose, own=every).returns(leaving, until=day(until), days=(2, 5, 20), by="own")

    expected = twin.leavings(turns, opens, "cd", every if alone else whose, continued, until)
    by_case = Counter((left.case, left.back) for left in expected)
    assert {one.name: (one.leavings, one.returned) for one in found.cohorts} == {
        left.case: (by_case[left.case, True] + by_case[left.case, False], by_case[left.case, True]) for left in expected
    }
    (one,) = log(turns, child=whose).returns(leaving, until=day(until), days=(2, 5, 20)).cohorts
    spans = [(left.length, left.back) for left in expected]
    assert [part.share.value for part in one.within] == pytest.approx(
        [twin.product_limit(spans, limit) for limit in (2, 5, 20)]
    )
    assert [part.kept for part in one.within] == [
        sum(back and length <= at for length, back in spans) for at in (2, 5, 20)
    ]
    closings = log(turns, child=whose).returns(leaving, until=day(until), by=CLOSING).cohorts
    assert {one.name: one.leavings for one in closings} == Counter(left.closing for left in expected)
    assert any(back for _, back in spans)


@pytest.mark.parametrize("seed", range(4))
def test_a_choice_of_leavings_day_by_day(seed: int) -> None:
    """By a value of an attribute and by the begin; of cohorts too. Many of the others return with another case."""
    turns, whose = drawn(seed)
    chance = random.Random(seed)
    places = {case: chance.choice("pqr") for case in sorted({turn[0] for turn in turns}) if chance.random() > 0.1}
    first = {case: min(turn[2] for turn in turns if turn[0] == case) for case in {turn[0] for turn in turns}}
    leaving = Leaving(("c", "d"), ("o",), per="child")
    events = log(turns, child=whose, place=places)
    every = twin.leavings(turns, "o", "cd", whose, 1, 90)

    for place, begun in (("p", 90), ("q", 25), ("r", 10)):
        chosen = events.where(place=place, until=datetime(1970, 1, 1) + timedelta(days=begun))  # noqa: DTZ001
        found = chosen.returns(leaving, until=day(90), by=CLOSING)
        expected = [left for left in every if places.get(left.case) == place and first[left.case] < begun]
        assert sum(one.leavings for one in found.cohorts) == len(expected)
        assert {one.name: one.returned for one in found.cohorts} == {
            name: sum(left.back for left in expected if left.closing == name)
            for name in {left.closing for left in expected}
        }
        assert sum(one.leavers for one in chosen.returns(leaving, until=day(90)).cohorts) == len(
            {left.unit for left in expected}
        )
        those = [case for case in first if places.get(case) == place and first[case] < begun]
        assert found.not_placed == sum(case not in whose for case in those)


def test_planted_moves() -> None:
    """Up from team to day care to stay, then down; and from one kind of stay to another, as heavy."""
    steps = {"team": 1, "day": 2, "stay": 3, "foster": 3}
    turns: list[Turn] = [
        ("1", "team", 0), ("1", "note", 2), ("1", "day", 10), ("1", "day", 11), ("1", "stay", 31), ("1", "foster", 40),
        ("2", "stay", 0), ("2", "team", 9), ("3", "team", 0), ("4", "note", 0),
    ]  # fmt: skip

    found = log(turns).moves(steps, until=day(100))

    assert [tuple(row.values()) for row in found.moves.to_pylist()] == [
        ("day", "stay", "up", 1, 1, 20),
        ("stay", "foster", "level", 1, 1, 9),
        ("stay", "team", "down", 1, 1, 9),
        ("team", "day", "up", 1, 1, 10),
    ]
    assert found.units.to_pylist() == [
        {"up": False, "down": False, "units": 1}, {"up": False, "down": True, "units": 1},
        {"up": True, "down": False, "units": 1},
    ]  # fmt: skip


def test_moves_between_cases_of_one_child() -> None:
    turns: list[Turn] = [("1", "open", 0), ("2", "open", 30), ("3", "open", 5)]
    events = log(turns, child={"1": "an", "2": "an"}, care={"1": "team", "2": "stay", "3": "stay"})

    found = events.moves({"team": 1, "stay": 3}, until=day(100), per="child", attribute="care")

    assert [tuple(row.values()) for row in found.moves.to_pylist()] == [("team", "stay", "up", 1, 1, 30)]
    assert found.not_placed == 1


def test_a_ladder_of_which_nothing_is_in_the_log() -> None:
    found = log([("1", "a", 0)]).moves({"b": 1}, until=day(9))

    assert (found.moves.num_rows, found.units.num_rows) == (0, 0)


@pytest.mark.parametrize(("seed", "until"), [(1, 100), (2, 50)])
def test_moves_by_plain_loops(seed: int, until: int) -> None:
    turns, whose = drawn(seed)
    weights = {"o": 1, "x": 2, "y": 2, "z": 3}

    found = log(turns, child=whose).moves(weights, until=day(until), per="child")

    moves, ways = twin.ladder(turns, weights, whose, until)
    rows = found.moves.to_pylist()
    assert {(row["source"], row["target"], row["direction"]): row["count"] for row in rows} == moves
    assert {(row["up"], row["down"]): row["units"] for row in found.units.to_pylist()} == ways


def test_a_move_to_another_case_is_one_of_the_case_that_is_left() -> None:
    """Of cases 1 (noord) to 2 (zuid) of one child, and within 3; nobody knows whose 4 is."""
    turns: list[Turn] = [
        ("1", "team", 0), ("2", "stay", 30), ("2", "team", 50), ("1", "team", 60), ("3", "stay", 3), ("3", "team", 4),
        ("4", "team", 0), ("4", "stay", 9), ("5", "note", 0),
    ]  # fmt: skip
    places = {"1": "noord", "2": "zuid", "3": "noord", "4": "zuid", "5": "noord"}
    events = log(turns, child={"1": "an", "2": "an", "3": "bo", "5": "bo"}, place=places)

    north, south = (events.where(place=one).moves({"team": 1, "stay": 3}, until=day(99), per="child") for one in ("noord", "zuid"))  # noqa: E501  # fmt: skip

    assert [tuple(row.values()) for row in north.moves.to_pylist()] == [
        ("stay", "team", "down", 1, 1, 1),
        ("team", "stay", "up", 1, 1, 30),
    ]
    assert [tuple(row.values()) for row in south.moves.to_pylist()] == [("stay", "team", "down", 1, 1, 20)]
    assert [row["units"] for row in north.units.to_pylist()] == [1, 1]
    assert south.units.to_pylist() == [{"up": False, "down": True, "units": 1}]
    assert (north.not_placed, south.not_placed) == (0, 1)


@pytest.mark.parametrize("seed", range(3))
def test_moves_of_groups_together_are_those_of_all(seed: int) -> None:
    """In plain loops: every step of a child, with the case that it leaves; ties in time, and cases without a place."""
    turns, whose = drawn(seed)
    chance = random.Random(seed)
    places = {case: chance.choice("pqr") for case in sorted({turn[0] for turn in turns}) if chance.random() > 0.1}
    weights = {"o": 1, "x": 2, "y": 2, "z": 3}
    events = log(turns, child=whose, place=places)

    steps = twin.steps_of_the_ladder(turns, weights, whose, 80)
    every = events.moves(weights, until=day(80), per="child")
    found = {one: events.of_values("place", [one]).moves(weights, until=day(80), per="child") for one in (*"pqr", None)}

    assert sum(sum(one.moves["count"].to_pylist()) for one in found.values()) == sum(every.moves["count"].to_pylist())
    for place, group in found.items():
        those = [(one, two) for one, two in steps if places.get(one[0]) == place]
        moved = Counter((one[1], two[1]) for one, two in those if two is not None and one[1] != two[1])
        assert {(row["source"], row["target"]): row["count"] for row in group.moves.to_pylist()} == moved
        up = {whose[one[0]] for one, two in those if two is not None and weights[two[1]] > weights[one[1]]}
        units = {whose[one[0]] for one, _two in those}
        assert sum(row["units"] for row in group.units.to_pylist()) == len(units)
        assert sum(row["units"] for row in group.units.to_pylist() if row["up"]) == len(up)


REASONS = {"planned": "volgens plan", "left": "voortijdig", "sent away": "voortijdig"}


def test_planted_endings() -> None:
    """Two of four broke off after 10 and 30 days, one ended as planned on day 20, one still goes on."""
    turns: list[Turn] = [
        ("1", "open", 0), ("1", "left", 10), ("2", "open", 0), ("2", "sent away", 30), ("2", "planned", 60),
        ("3", "open", 0), ("3", "planned", 20), ("4", "open", 80), ("5", "planned", 3),
    ]  # fmt: skip

    (found,) = log(turns).endings(REASONS, until=day(96), days=(10, 15, 25, 91))

    early, planned = found.endings
    assert (found.cases, found.open) == (4, 1)
    assert (early.reason, early.cases, early.share, early.median_days) == ("voortijdig", 2, pytest.approx(2 / 3), 20)
    assert early.incidence == pytest.approx((1 / 4, 1 / 4, 1 / 4, 1 / 4 + 3 / 8))
    assert planned.incidence == pytest.approx((0, 0, 3 / 8, 3 / 8))


def test_endings_of_nobody() -> None:
    (found,) = log([("1", "open", 5)]).endings(REASONS, until=day(3))

    assert (found.cases, [one.incidence for one in found.endings]) == (0, [(None,) * 3] * 2)


@pytest.mark.parametrize(("seed", "opens", "until"), [(1, "o", 100), (2, "", 60), (3, "ox", 40)])
def test_endings_by_plain_loops(seed: int, opens: str, until: int) -> None:
    turns, _ = drawn(seed)
    reasons = {"c": "one", "d": "two", "z": "two"}

    (found,) = log(turns).endings(reasons, until=day(until), opens=tuple(opens), days=(0, 3, 12, 70))

    spans = twin.endings(turns, opens, reasons, until)
    assert (found.cases, found.open) == (len(spans), sum(reason is None for _, reason in spans))
    assert {one.reason: one.cases for one in found.endings} == Counter(reason for _, reason in spans if reason)
    for one in found.endings:
        assert one.incidence == pytest.approx(
            [twin.cumulative_incidence(spans, one.reason, limit) for limit in (0, 3, 12, 70)]
        )
