"""Norms about what must itself be put on record in time: every event by its own record, counted by hand."""

from __future__ import annotations

import random
from datetime import date
from typing import Any

import pytest

from sluitend.engines.chain import Judged, TermUnit, Workdays, naming
from sluitend.formats import reasons
from tests.engines.chain.test_norms import RULES, by_case, day, drawn, log, norm
from tests.engines.chain.twin_norms import FIRST, Turn, of_itself, verdicts

STARTED = {"trigger": ("start",), "answer": ("start",), "answered_on": "record"}


def told(found: Judged) -> dict[str, tuple[str, date, date | None, date]]:
    return {row["case"]: tuple(row[name] for name in COLUMNS) for row in found.cases.to_pylist()}


COLUMNS = ("verdict", "trigger", "answer", "deadline")


def on(month: int, number: int) -> int:
    return (date(2026, month, number) - FIRST).days


def test_every_start_is_judged_by_its_own_record() -> None:
    """k1: the start of 6 January is on record on 28 February, that of the 10th at once. k2: in time in January, the
    start of 3 February on 1 April. k3: both in time. Five working days after Tuesday 6 January end on the 13th, after
    Saturday the 10th on Friday the 16th, after Tuesday 3 February on the 10th."""
    turns: list[Turn] = [
        ("k1", "start", on(1, 6), on(2, 28)), ("k1", "start", on(1, 10), on(1, 10)),
        ("k2", "start", on(1, 6), on(1, 8)), ("k2", "start", on(2, 3), on(4, 1)),
        ("k3", "start", on(1, 6), on(1, 8)), ("k3", "start", on(1, 10), on(1, 16)),
    ]  # fmt: skip

    found = log(turns).judged(norm(**STARTED), until=day(200))

    assert told(found) == {
        "k1": ("not_met", day(on(1, 6)), day(on(2, 28)), day(on(1, 13))),
        "k2": ("not_met", day(on(2, 3)), day(on(4, 1)), day(on(2, 10))),
        "k3": ("met", day(on(1, 10)), day(on(1, 16)), day(on(1, 16))),
    }
    (one,) = found.cohorts
    assert (one.cases, one.share.value) == (3, pytest.approx(1 / 3))


def test_of_two_that_were_late_the_days_are_those_of_the_latest() -> None:
    turns: list[Turn] = [("1", "start", on(1, 6), on(1, 20)), ("1", "start", on(3, 2), on(4, 30))]

    found = log(turns).judged(norm(**STARTED), until=day(200))

    assert told(found) == {"1": ("not_met", day(on(3, 2)), day(on(4, 30)), day(on(3, 9)))}


def test_what_cannot_be_judged_is_never_kept() -> None:
    """In time is 4, on record on 6; late is 4, on 20; running is 38, seen until 39; early is on record on 30 of 32."""
    kept, late, undated, running, early = (4, 6), (4, 20), (10, None), (38, 60), (32, 30)
    mixes = {
        "kept and undated": (kept, undated), "late and undated": (late, undated), "kept and running": (kept, running),
        "running and undated": (running, undated), "late and running": (late, running), "kept, early": (kept, early),
        "undated, early": (undated, early), "early": (early,), "running": (running,), "undated": (undated,),
    }  # fmt: skip
    turns: list[Turn] = [(name, "start", *one) for name, those in mixes.items() for one in those]

    found = log(turns).judged(norm(**STARTED), until=day(40))

    assert by_case(found) == {
        "kept and undated": "not_recorded", "late and undated": "not_met", "kept and running": "running",
        "running and undated": "running", "late and running": "not_met", "kept, early": "answered_before",
        "undated, early": "not_recorded", "early": "answered_before", "running": "running", "undated": "not_recorded",
    }  # fmt: skip


def test_what_began_outside_the_norm_is_not_held_against_it() -> None:
    """The first start was late, when the norm did not hold yet; what was broken off has no verdict."""
    turns: list[Turn] = [
        ("1", "start", 4, 30), ("1", "start", 20, 22), ("2", "start", 4, 30), ("3", "start", 20, 30),
        ("3", "withdrawn", 21, 21), ("4", "start", 20, 22), ("4", "withdrawn", 24, 24), ("4", "start", 23, 25),
    ]  # fmt: skip
    dated = norm(**STARTED, valid_from=day(10), breaks=("withdrawn",))

    found = log(turns).judged(dated, until=day(100))

    assert by_case(found) == {"1": "met", "2": "not_in_force", "3": "broken_off", "4": "broken_off"}


def test_a_start_that_was_assigned_afterwards_counts_from_the_record_of_the_assignment() -> None:
    """The start of Monday 5 January is on record on 6 February. Five working days after it end on the 12th; after an
    assignment of Monday 2 February on the 9th; after one of Wednesday 28 January on 4 February."""
    late = ("start", on(1, 5), on(2, 6))
    assigned = {
        "assigned after": [("assign", on(1, 5), on(2, 2))], "assigned long after": [("assign", on(1, 5), on(1, 28))],
        "assigned before": [("assign", on(1, 5), on(1, 2))], "not assigned": [],
        "assigned from later": [("assign", on(1, 7), on(2, 2))],
        "one of two": [("assign", on(1, 1), on(1, 2)), ("assign", on(1, 5), on(2, 2))],
        "both late": [("assign", on(1, 1), on(1, 2)), ("assign", on(1, 5), on(1, 28))],
        "assigned undated": [("assign", on(1, 5), None)], "assigned after it": [("assign", on(1, 5), on(2, 20))],
    }  # fmt: skip
    turns: list[Turn] = [(case, *one) for case, those in assigned.items() for one in (*those, late)]
    turns += [("in time", "assign", 4, None), ("in time", "start", 4, 6)]
    after = norm(**STARTED, counts_from=("assign",))

    found = told(log(turns).judged(after, until=day(200)))

    assert {case: row[0] for case, row in found.items()} == {
        "assigned after": "met", "assigned long after": "not_met", "assigned before": "not_met",
        "not assigned": "not_met", "assigned from later": "not_met", "one of two": "not_recorded",
        "both late": "not_met", "assigned undated": "not_recorded", "assigned after it": "met", "in time": "met",
    }  # fmt: skip
    assert found["assigned after"] == ("met", day(on(2, 2)), day(on(2, 6)), day(on(2, 9)))
    assert found["assigned after it"][1:3] == (day(on(2, 6)), day(on(2, 6)))
    assert log(turns).judged(norm(**STARTED, counts_from=("elsewhere",)), until=day(200)).unknown == ("elsewhere",)


def test_a_stop_after_a_pause_that_seems_late_has_no_verdict() -> None:
    """When it was known that the stop is for good, the data do not tell; so only what is in time can be said."""
    turns: list[Turn] = [
        ("late", "stop", 10, 40), ("paused, late", "pause", 4, 5), ("paused, late", "stop", 10, 40),
        ("paused, in time", "pause", 4, 5), ("paused, in time", "stop", 10, 12),
        ("paused later", "stop", 10, 40), ("paused later", "pause", 50, 51),
        ("paused, running", "pause", 80, 81), ("paused, running", "stop", 98, 120),
    ]  # fmt: skip
    stops = norm(trigger=("stop",), answer=("stop",), answered_on="record", unsure_after=("pause",))

    found = log(turns).judged(stops, until=day(100))

    assert by_case(found) == {
        "late": "not_met", "paused, late": "not_recorded", "paused, in time": "met", "paused later": "not_met",
        "paused, running": "running",
    }  # fmt: skip


@pytest.mark.parametrize(("seed", "until"), [(1, 180), (2, 60)])
@pytest.mark.parametrize("rule", RULES, ids=range(len(RULES)))
def test_every_event_by_a_calendar_on_the_wall(seed: int, until: int, rule: dict[str, Any]) -> None:
    turns, rule = drawn(seed), {"closed": frozenset(), **rule}
    own = norm(
        trigger=("t", "a"), answer=("a", "t"), answered_on="record", term=rule["term"], unit=TermUnit(rule["unit"]),
        extends=rule["extends"], valid_from=day(rule["valid_from"]), valid_until=day(rule["valid_until"]),
        workdays=Workdays(closed=rule["closed"]),
    )  # fmt: skip

    found = by_case(log(turns).judged(own, until=day(until)))

    assert found == of_itself(turns, "ta", until, rule)
    assert len(set(found.values())) >= 4


def with_reasons(turns: list[Turn], seed: int) -> list[Turn]:
    """The same with a reason behind some activities, or two; and what only looks like one behind what nobody asks."""
    chance = random.Random(seed)
    behind = ["", "", ": volgens plan", ": voortijdig", ": voortijdig: verhuisd"]
    other = {"y": ["y", "t:a", "ta", "T: x", "a :t"]}
    return [
        (case, chance.choice(other.get(what, [what + one for one in behind])), at, put) for case, what, at, put in turns
    ]


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize(
    "own",
    [
        {"trigger": ("t",), "answer": ("a",), "breaks": ("b",)},
        {"trigger": ("t",), "answer": ("a", "x"), "answered_on": "record", "trigger_at": "last"},
        {"trigger": ("t",), "answer": ("t",), "answered_on": "record", "counts_from": ("a",)},
        {"trigger": ("t",), "answer": ("t",), "answered_on": "record", "unsure_after": ("a", "x"), "breaks": ("b",)},
    ],
    ids=["day", "record", "counts from", "unsure after"],
)
def test_a_norm_judges_alike_with_reasons_behind_activities(seed: int, own: dict[str, Any]) -> None:
    turns = drawn(seed)
    asked = norm(**own)

    plain, found = (log(of).judged(asked, until=day(150)) for of in (turns, with_reasons(turns, seed)))

    assert found.cases == plain.cases
    assert (found.cohorts[0].counts, found.unknown, found.norm) == (plain.cohorts[0].counts, (), asked)
    assert (plain.reasons, found.reasons) == (False, True)
    assert len(set(by_case(found).values())) >= 3


def test_a_norm_with_reasons_by_plain_loops() -> None:
    turns, rule = drawn(9), {"closed": frozenset(), **RULES[0], "valid_from": 0}

    found = log(with_reasons(turns, 9)).judged(norm(trigger=("t",), answer=("a",), breaks=("b",)), until=day(120))

    courses = verdicts(turns, "t", "a", "b", False, 120, rule)
    assert by_case(found) == {case: verdict for case, (verdict, _days, _ended) in courses.items()}


def test_what_was_chosen_among_the_activities_means_itself() -> None:
    turns: list[Turn] = [
        ("1", "t", 4, None), ("1", "a: soon", 5, None), ("1", "a", 20, None), ("2", "t: x", 4, None),
        ("2", "a", 5, None),
    ]  # fmt: skip

    chosen = log(turns).judged(norm(trigger=("t",), answer=("a",), exact=("t", "a")), until=day(40))
    named = log(turns).judged(norm(trigger=("t",), answer=("a",)), until=day(40))

    assert (by_case(chosen), chosen.reasons) == ({"1": "not_met", "2": "no_trigger"}, False)
    assert by_case(named) == {"1": "met", "2": "met"}


def test_every_name_that_the_data_lack_is_told() -> None:
    turns: list[Turn] = [("1", "stop: x", 4, 5), ("1", "pauses", 4, 5)]
    stops = {"trigger": ("stop",), "answer": ("stop",), "counts_from": ("granted",), "unsure_after": ("pause",)}

    found = log(turns).judged(norm(**stops, breaks=("died",), answered_on="record"), until=day(9))

    assert found.unknown == ("died", "granted", "pause")
    assert log(turns).judged(norm(**stops), until=day(9)).unknown == ()  # there it asks neither


def test_reasons_are_joined_as_they_are_read() -> None:
    assert naming.BETWEEN == reasons.BETWEEN
