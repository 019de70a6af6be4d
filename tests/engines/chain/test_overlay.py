"""Saying and seeing: planted truths, what stays unknown, and pair by pair."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date
from statistics import mean, median_low

import pyarrow as pa
import pytest

from sluitend.engines.chain import Answer, EventLog, Intensity, answers_of
from sluitend.engines.chain.questionnaire import Regard, perceived
from tests.engines.chain import twin_network as twin
from tests.engines.chain.test_network import drawn
from tests.engines.chain.test_passing import events
from tests.engines.chain.test_summary import table
from tests.engines.chain.twin import DAY, Event

COORDINATES, KNOWS = 3, 1


def test_what_organisations_say() -> None:
    """A's three respondents: the middle one counts. B and A confirm each other; C says so and B does not."""
    found = perceived(
        [
            Answer("A", "B", 4, trust=5), Answer("A", "B", 2, trust=4), Answer("A", "B", 1),
            Answer("B", "A", 3, value=2), Answer("C", "B", 2), Answer("B", "C", 0),
            Answer("C", "D", None), Answer("A", "C", 1),
        ]
    )  # fmt: skip

    tie = found.ties["A", "B"]
    assert (tie.respondents, tie.answered, tie.intensity, tie.trust, tie.value) == (3, 3, 2, 4.5, None)
    assert found.ties["C", "D"].intensity is None
    assert (found.density, found.confirmed, found.silent) == (3 / 5, 2 / 3, ("D",))


@pytest.mark.parametrize("seed", range(4))
def test_trust_and_value_are_means_of_the_answers_that_say_them(seed: int) -> None:
    chance = random.Random(seed)
    marks = [None, 1, 2, 3.5, 5]
    answers = [
        Answer(*chance.sample("ABCDE", 2), None, trust=chance.choice(marks), value=chance.choice(marks))
        for _ in range(60)
    ]

    found = perceived(answers)

    for one in "ABCDE":
        about = [answer for answer in answers if answer.about == one]
        assert_regard(found.of[one], about)
        for other in "ABCDE":
            either = [answer for answer in answers if {answer.organisation, answer.about} == {one, other}]
            if one < other and either:
                assert_regard(found.between[one, other], either)
    assert all(one < other for one, other in found.between)
    assert len(found.between) == len({frozenset((answer.organisation, answer.about)) for answer in answers})


def assert_regard(found: Regard, answers: list[Answer]) -> None:
    for name in ("trust", "value"):
        said = [getattr(answer, name) for answer in answers if getattr(answer, name) is not None]
        assert getattr(found, f"{name}_answers") == len(said)
        assert getattr(found, name) == (pytest.approx(mean(said)) if said else None)


def test_said_and_seen_laid_over_each_other() -> None:
    log = EventLog(table(events("1", "ABAC") + events("2", "CE") + events("3", "DD")))

    found = log.overlay(
        [
            Answer("A", "B", COORDINATES), Answer("B", "A", None),
            Answer("A", "D", COORDINATES),
            Answer("A", "C", KNOWS), Answer("C", "A", 0),
            Answer("B", "D", KNOWS), Answer("D", "B", KNOWS),
            Answer("C", "D", KNOWS), Answer("D", "C", None),
            Answer("A", "Z", COORDINATES),
        ]
    )  # fmt: skip

    assert {(row["one"], row["other"]): row["match"] for row in found.pairs.to_pylist()} == {
        ("A", "B"): "both",
        ("A", "C"): "seen_not_said",
        ("A", "D"): "said_not_seen",
        ("A", "Z"): "unknown",  # Z has no event: nobody could have seen it
        ("B", "D"): "neither",
        ("C", "D"): "unknown",  # D did not answer, and a "yes" would have been enough
        ("C", "E"): "unknown",  # nobody was asked
    }
    first = found.pairs.to_pylist()[0]
    assert (first["handovers"], first["cases"], first["one_says"], first["other_says"]) == (2, 1, 3, None)
    assert found.counts.to_pylist() == [
        {
            "group": None, "pairs": 7, "both": 1, "said_not_seen": 1, "seen_not_said": 1, "neither": 1,
            "unknown": 3, "agreement": 0.5,
        }
    ]  # fmt: skip


def test_both_have_to_say_so_when_that_is_asked() -> None:
    log = EventLog(table(events("1", "ABC")))
    answers = [Answer("A", "B", 2), Answer("B", "A", None), Answer("B", "C", 2), Answer("C", "B", 1)]

    found = log.overlay(answers, both_say=True)

    assert [row["match"] for row in found.pairs.to_pylist()] == ["unknown", "seen_not_said"]


def test_thresholds_are_chosen() -> None:
    log = EventLog(table(events("1", "ABAB") + events("2", "AB")))

    def match(**choice: object) -> str:
        return log.overlay([Answer("A", "B", 2), Answer("B", "A", 2)], **choice).pairs["match"][0].as_py()  # type: ignore[no-any-return]

    assert match(seen_from=2) == "both"
    assert match(seen_from=3) == "said_not_seen"
    assert match(seen_from=4, weight="handovers") == "both"
    assert match(said_from=Intensity.COORDINATION) == "seen_not_said"


def test_by_subregion_and_before_and_after() -> None:
    rows = [*events("1", "AB"), *events("2", "BC")]
    rows = [*rows, ("3", "x", 5 * DAY, "A"), ("3", "x", 12 * DAY, "C")]
    place = pa.array([{"1": "north", "2": "south"}.get(row[0]) for row in rows], pa.string())
    log = EventLog(table(rows).append_column("place", place), attributes=["place"])
    answers = [Answer("A", "B", 3, group="south"), Answer("B", "C", 3), Answer("C", "B", 0, group="before")]

    regions = log.overlay(answers, by="place").pairs.to_pylist()
    found = log.overlay(answers, split=date(1970, 1, 11))
    moments = found.pairs.to_pylist()

    assert [(row["group"], row["one"] + row["other"], row["match"]) for row in regions] == [
        ("north", "AB", "unknown"), ("north", "BC", "said_not_seen"),
        ("south", "AB", "said_not_seen"), ("south", "BC", "both"),
        (None, "AC", "unknown"), (None, "BC", "said_not_seen"),
    ]  # fmt: skip
    assert {(row["group"], row["one"] + row["other"]): (row["seen"], row["other_says"]) for row in moments} == {
        ("before", "AB"): (True, None),
        ("before", "BC"): (True, 0),
        ("after", "AC"): (True, None),
        ("after", "BC"): (False, None),
    }
    assert found.counts["group"].to_pylist() == ["before", "after"]
    with pytest.raises(ValueError, match="not by both"):
        log.overlay(answers, by="place", split=date(1970, 1, 11))
    with pytest.raises(KeyError):
        log.overlay(answers, by="region")


def test_a_choice_of_cases_tells_the_same_as_its_group() -> None:
    """A has no event in the south: it could have been seen there, since the log knows it."""
    rows = [*events("1", "AB"), *events("2", "BC")]
    place = pa.array([{"1": "north", "2": "south"}[row[0]] for row in rows], pa.string())
    log = EventLog(table(rows).append_column("place", place), attributes=["place"])
    answers = [Answer("A", "B", 3), Answer("B", "C", 3), Answer("A", "Z", 3)]

    grouped = [row for row in log.overlay(answers, by="place").pairs.to_pylist() if row["group"] == "south"]
    chosen = log.where(place=["south"]).overlay(answers).pairs.to_pylist()

    assert [{**row, "group": None} for row in grouped] == chosen
    assert [row["match"] for row in chosen] == ["said_not_seen", "unknown", "both"]


def test_answers_from_a_table() -> None:
    columns = {"organisation": ["A"], "about": ["B"], "intensity": pa.array([None], pa.int64()), "trust": [3.0]}

    assert answers_of(pa.table(columns)) == [Answer("A", "B", None, trust=3.0)]
    with pytest.raises(KeyError):
        answers_of(pa.table({"organisation": ["A"], "about": ["B"]}))
    with pytest.raises(ValueError, match="nothing of itself"):
        Answer("A", "A", 1)
    for wrong in (5, -1, 2.5):
        with pytest.raises(ValueError, match="step of the ladder"):
            Answer("A", "B", wrong)  # type: ignore[arg-type]


@pytest.mark.parametrize(("seed", "both"), [(1, False), (2, True), (3, False)])
def test_the_same_as_pair_by_pair(seed: int, both: bool) -> None:
    rows: list[Event] = drawn(seed, 25, "ABCDEF")
    chance = random.Random(seed)
    answers = [
        Answer(*chance.sample("ABCDEFZ", 2), chance.choice([None, 0, 1, 2, 3, 4]))  # type: ignore[misc]
        for _ in range(30)
    ]

    found = EventLog(table(rows)).overlay(answers, both_say=both, seen_from=2)

    cases = Counter(
        pair for pair in {(case, min(one, two), max(one, two)) for case, one, two, _ in twin.handovers(rows)}
    )
    weights = Counter((one, two) for _, one, two in cases)
    said: dict[tuple[str, str], bool | None] = {}
    for answer in answers:
        steps = [
            other.intensity for other in answers
            if (other.organisation, other.about) == (answer.organisation, answer.about) and other.intensity is not None
        ]  # fmt: skip
        said[answer.organisation, answer.about] = median_low(steps) >= 2 if steps else None
    for row in found.pairs.to_pylist():
        one, other = row["one"], row["other"]
        says = [said.get((one, other)), said.get((other, one))]
        quorum = 2 if both else 1
        if says.count(True) >= quorum:
            expected = True
        elif says.count(True) + says.count(None) < quorum:
            expected = False
        else:
            expected = None
        assert row["said"] is expected
        assert row["seen"] is (None if "Z" in (one, other) else weights[one, other] >= 2)
    listed = {(row["one"], row["other"]) for row in found.pairs.to_pylist()}
    assert listed == {*weights, *((min(pair), max(pair)) for pair in said)}
