"""Norms: planted truths first, then case by case with a calendar; and the table that an evaluation starts with."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from sluitend.engines.chain import (
    STARTING_NORMS,
    EventLog,
    Grammar,
    Judged,
    Kind,
    Norm,
    Source,
    TermUnit,
    Verdict,
    Workdays,
)
from sluitend.engines.chain.norms import in_force
from tests.engines.chain.twin_norms import FIRST, Turn, cases_of, deadline, verdicts, violations
from tests.engines.chain.twin_returning import product_limit

DOCUMENTS = Path(__file__).parents[3].parent / "shared" / "real"
SOURCE = Source("Afspraak (fictief)", "1")


def log(turns: list[Turn], *, registered: bool = True, place: dict[str, str] | None = None) -> EventLog:
    moments = [datetime.combine(FIRST + timedelta(days=turn[2]), datetime.min.time()) for turn in turns]
    columns: dict[str, Any] = {
        "case": pa.array([turn[0] for turn in turns], pa.string()),
        "activity": pa.array([turn[1] for turn in turns], pa.string()),
        "time": pa.array(moments, pa.timestamp("us")),
        "resource": pa.nulls(len(turns), pa.string()),
        "put_in": pa.array(
            [None if turn[3] is None else FIRST + timedelta(days=turn[3]) for turn in turns], pa.date32()
        ),
    }
    if place is not None:
        columns["place"] = pa.array([place.get(turn[0]) for turn in turns], pa.string())
    attributes = [] if place is None else ["place"]
    return EventLog(pa.table(columns), attributes=attributes, registered="put_in" if registered else None)


def norm(**changed: Any) -> Norm:
    values: dict[str, Any] = {
        "key": "answer", "title": "Antwoord", "trigger": ("ask",), "answer": ("answer",), "addressee": "gemeente",
        "term": 5, "unit": TermUnit.WORKING_DAYS, "kind": Kind.AGREEMENT, "source": SOURCE,
    }  # fmt: skip
    return Norm(**values | changed)


def day(number: int) -> date:
    return FIRST + timedelta(days=number)


def by_case(found: Judged) -> dict[str, str]:
    return dict(zip(found.cases["case"].to_pylist(), found.cases["verdict"].to_pylist(), strict=True))


def test_planted_verdicts() -> None:
    """From Monday 5 January (day 4): five working days end on Monday 12 January (day 11)."""
    turns: list[Turn] = [
        ("in time", "ask", 4, None), ("in time", "answer", 11, None),
        ("late", "ask", 4, None), ("late", "answer", 12, None),
        ("never", "ask", 4, None),
        ("just asked", "ask", 18, None),
        ("no ask", "answer", 5, None), ("no ask", "other", 6, None),
        ("before", "answer", 3, None), ("before", "ask", 4, None),
        ("withdrawn", "ask", 4, None), ("withdrawn", "stop", 6, None), ("withdrawn", "answer", 7, None),
        ("NA", "ask", 30, None),
    ]  # fmt: skip

    found = log(turns).judged(norm(breaks=("stop",)), until=day(21))

    assert by_case(found) == {
        "in time": "met", "late": "not_met", "never": "not_met", "just asked": "running", "no ask": "no_trigger",
        "before": "answered_before", "withdrawn": "broken_off",
    }  # fmt: skip
    (one,) = found.cohorts
    assert (one.cases, one.counts[Verdict.MET], one.counts[Verdict.NOT_MET]) == (7, 1, 2)
    assert found.unknown == ()
    assert found.cases.to_pylist()[1] == {
        "case": "in time", "group": None, "verdict": "met", "trigger": day(4), "answer": day(11), "deadline": day(11)
    }  # fmt: skip


def test_who_is_running_counts_in_the_share_by_kaplan_and_meier() -> None:
    """Two answer after 3 days, one after 9; one has waited 2 days, so it tells nothing of the third day."""
    turns: list[Turn] = [
        ("1", "ask", 0, None), ("1", "answer", 3, None), ("2", "ask", 0, None), ("2", "answer", 3, None),
        ("3", "ask", 0, None), ("3", "answer", 9, None), ("4", "ask", 17, None),
    ]  # fmt: skip

    (one,) = log(turns).judged(norm(unit=TermUnit.DAYS), until=day(20)).cohorts

    assert one.counts[Verdict.RUNNING] == 1
    assert one.share.value == pytest.approx(2 / 3)


def test_an_answer_on_a_free_day_after_the_term_is_late() -> None:
    """Five working days after Friday 2 January end on Friday the 9th; Saturday has as many working days behind it."""
    turns: list[Turn] = [("1", "ask", 1, None), ("1", "answer", 9, None)]

    found = log(turns).judged(norm(), until=day(40))

    assert by_case(found) == {"1": "not_met"}
    assert found.cohorts[0].share.value == 0


def test_a_term_of_a_law_that_ends_on_a_holiday_goes_on() -> None:
    """Six weeks after Sunday 22 February end on Easter Sunday (5 April), so on Tuesday the 7th: Monday is free too."""
    turns: list[Turn] = [("1", "ask", 52, None), ("1", "answer", 96, None)]
    weeks = {"term": 6, "unit": TermUnit.WEEKS, "kind": Kind.LAW}

    extended = log(turns).judged(norm(**weeks, extends=True), until=day(200))
    plain = log(turns).judged(norm(**weeks), until=day(200))

    assert (by_case(extended), by_case(plain)) == ({"1": "met"}, {"1": "not_met"})
    assert extended.cases["deadline"].to_pylist() == [date(2026, 4, 7)]
    assert (extended.cohorts[0].share.value, plain.cohorts[0].share.value) == (1, 0)


def test_a_norm_holds_from_a_day_until_a_day() -> None:
    turns: list[Turn] = [(str(at), activity, at, None) for at in (4, 5, 6, 7) for activity in ("ask", "answer")]
    dated = norm(valid_from=day(5), valid_until=day(7))

    assert by_case(log(turns).judged(dated, until=day(40))) == {
        "4": "not_in_force", "5": "met", "6": "met", "7": "not_in_force"
    }  # fmt: skip
    assert [bool(in_force((dated,), day(at))) for at in (4, 5, 6, 7)] == [False, True, True, False]


def test_where_the_log_has_no_answers_there_is_no_verdict() -> None:
    found = log([("1", "ask", 4, None), ("2", "other", 4, None)]).judged(norm(), until=day(200))

    assert by_case(found) == {"1": "not_recorded", "2": "no_trigger"}
    assert found.unknown == ("answer",)
    assert found.cohorts[0].share.value is None


def test_where_the_log_has_no_triggers_there_is_no_verdict() -> None:
    found = log([("1", "answer", 4, None)]).judged(norm(), until=day(200))

    assert (by_case(found), found.unknown) == ({"1": "no_trigger"}, ("ask",))


def test_an_answer_on_record_counts_before_it_begins() -> None:
    """An assignment that was sent within the term, for help from a day after the last one that is looked at."""
    turns = [("sent", "ask", 0, 0), ("sent", "grant", 50, 3), ("later", "ask", 0, 0), ("later", "grant", 50, 45)]
    granted = norm(trigger=("ask",), answer=("grant",), answered_on="record")

    assert by_case(log(turns).judged(granted, until=day(40))) == {"sent": "met", "later": "not_met"}
    assert by_case(log(turns).judged(granted, until=day(60))) == {"sent": "met", "later": "not_met"}


def test_reported_in_time() -> None:
    """A start must be on record within five working days: what counts is the day of the record, not of the start."""
    turns: list[Turn] = [("soon", "start", 4, 6), ("late", "start", 4, 20), ("unknown", "start", 4, None)]
    reported = norm(trigger=("start",), answer=("start",), answered_on="record")

    found = log(turns).judged(reported, until=day(40))

    assert by_case(found) == {"soon": "met", "late": "not_met", "unknown": "not_recorded"}
    assert by_case(log(turns, registered=False).judged(reported, until=day(40))) == dict.fromkeys(
        ("soon", "late", "unknown"), "not_recorded"
    )


def test_cohorts_and_own_closing_days() -> None:
    turns: list[Turn] = [
        ("1", "ask", 4, None),
        ("1", "answer", 12, None),
        ("2", "ask", 4, None),
        ("2", "answer", 12, None),
    ]
    events = log(turns, place={"1": "noord"})

    found = events.judged(norm(), until=day(40), by="place", workdays=Workdays(closed=frozenset({day(6)})))
    before, after = events.judged(norm(), until=day(40), split=day(4)).cohorts

    assert [(one.name, one.cases, one.counts[Verdict.MET]) for one in found.cohorts] == [("noord", 1, 1), (None, 1, 1)]
    assert (before.cases, after.counts[Verdict.NOT_MET]) == (0, 2)
    assert (
        events.judged(norm(workdays=Workdays(closed=frozenset({day(6)}))), until=day(40)).cohorts[0].counts[Verdict.MET]
        == 2
    )
    with pytest.raises(KeyError):
        events.judged(norm(), until=day(40), by="nowhere")


def test_a_norm_that_cannot_be() -> None:
    for wrong in ({"trigger": ()}, {"answer": ()}, {"term": -1}, {"valid_from": day(3), "valid_until": day(3)}):
        with pytest.raises(ValueError):
            norm(**wrong)


def drawn(seed: int) -> list[Turn]:
    """Cases of up to eight turns in the first half year of 2026, many on one day; with free days and late records."""
    chance = random.Random(seed)
    turns: list[Turn] = []
    for case in range(220):
        begin = chance.randint(0, 150)
        for _ in range(chance.randint(1, 8)):
            at = begin + chance.randint(0, 14)
            recorded = chance.choice([None, at + chance.randint(-3, 12), at])
            turns.append((f"c{case}", chance.choice("ttaaabxy"), at, recorded))
    return chance.sample(turns, len(turns))


RULES: list[dict[str, Any]] = [
    {"term": 5, "unit": "working_days", "extends": False, "valid_from": -1, "valid_until": 999, "on_record": False},
    {"term": 1, "unit": "weeks", "extends": True, "valid_from": 20, "valid_until": 120, "on_record": False},
    {"term": 3, "unit": "days", "extends": True, "valid_from": -1, "valid_until": 999, "on_record": True},
    {"term": 2, "unit": "working_days", "extends": False, "valid_from": 40, "valid_until": 999, "on_record": True},
    {"term": 0, "unit": "days", "extends": False, "valid_from": -1, "valid_until": 90, "on_record": False},
    {"term": 6, "unit": "days", "extends": False, "valid_from": 10, "valid_until": 999, "on_record": True},
    {"term": 4, "unit": "working_days", "extends": False, "valid_from": -1, "valid_until": 999, "on_record": False,
     "closed": frozenset(FIRST + timedelta(days=at) for at in (*range(18, 25), 41, 42, 60, 90, 91, 92))},
    {"term": 7, "unit": "days", "extends": True, "valid_from": -1, "valid_until": 999, "on_record": False,
     "closed": frozenset(FIRST + timedelta(days=at) for at in range(150))},
]  # fmt: skip
FOLLOWED = ("met", "not_met", "running", "broken_off")


@pytest.mark.parametrize(
    ("seed", "breaks", "last", "until"), [(1, "", False, 180), (2, "b", True, 120), (3, "b", False, 60)]
)
@pytest.mark.parametrize("rule", RULES, ids=range(len(RULES)))
def test_case_by_case(seed: int, breaks: str, last: bool, until: int, rule: dict[str, Any]) -> None:
    turns, rule = drawn(seed), {"closed": frozenset(), **rule}
    own = norm(
        trigger=("t",), answer=("a",), breaks=tuple(breaks), trigger_at="last" if last else "first", term=rule["term"],
        unit=TermUnit(rule["unit"]), extends=rule["extends"], answered_on="record" if rule["on_record"] else "day",
        valid_from=day(rule["valid_from"]), valid_until=day(rule["valid_until"]),
        workdays=Workdays(closed=rule["closed"]),
    )  # fmt: skip

    found = log(turns).judged(own, until=day(until))

    courses = verdicts(turns, "t", "a", breaks, last, until, rule)
    expected = {case: verdict for case, (verdict, _, _) in courses.items()}
    assert by_case(found) == expected
    (one,) = found.cohorts
    assert {verdict: count for verdict, count in one.counts.items() if count} == Counter(expected.values())
    assert len(set(expected.values())) >= 4
    if rule["unit"] == "days" and not rule["extends"]:  # where a term has as many days in every case
        followed = [(days, ended) for verdict, days, ended in courses.values() if verdict in FOLLOWED]
        assert one.share.value == pytest.approx(product_limit(followed, rule["term"]))
    for row in found.cases.to_pylist():
        if row["trigger"] is not None:
            assert row["deadline"] == deadline(
                row["trigger"], rule["term"], rule["unit"], extends=rule["extends"], closed=rule["closed"]
            )


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_grammar_by_an_automaton(seed: int) -> None:
    turns = drawn(seed)

    found = log(turns).violations(Grammar(("t",), ("a",), ("b", "x")), until=day(120))

    expected = violations(turns, "t", "a", "bx", 120)
    assert [(row["case"], row["position"], row["activity"], row["rule"]) for row in found.found.to_pylist()] == expected
    counts = Counter(rule for _, _, _, rule in expected)
    assert {row["rule"]: row["count"] for row in found.rules.to_pylist()} == counts
    assert sum(row["cases"] for row in found.rules.to_pylist()) == len({(case, rule) for case, _, _, rule in expected})
    assert found.checked == sum(any(row[1] in "tabx" for row in rows) for rows in cases_of(turns, 120).values())
    assert len(counts) == 3


def test_a_planted_grammar() -> None:
    """Help starts, pauses, stops for good and starts again: all of that may be. A second start and a stop may not."""
    turns: list[Turn] = [
        ("1", "start", 0, None), ("1", "pause", 3, None), ("1", "stop", 9, None), ("1", "start", 20, None),
        ("2", "start", 0, None), ("2", "start", 4, None), ("3", "stop", 5, None),
    ]  # fmt: skip

    found = log(turns).violations(Grammar(("start",), ("pause",), ("stop",)), until=day(30))

    assert found.found.to_pylist() == [
        {"case": "2", "position": 1, "day": day(4), "activity": "start", "rule": "double_start"},
        {"case": "3", "position": 0, "day": day(5), "activity": "stop", "rule": "stop_without_start"},
    ]
    assert (found.checked, found.rules.to_pylist()[2]) == (3, {"rule": "pause_after_pause", "count": 0, "cases": 0})
    with pytest.raises(ValueError):
        Grammar(("a",), ("a",), ())


def test_the_starting_table() -> None:
    """Every key once; whoever checked a norm says where it stands, and whoever did not, says so."""
    keys = [one.key for one in STARTING_NORMS]

    assert len(set(keys)) == len(keys)
    assert {one.kind for one in STARTING_NORMS} == set(Kind)
    for one in STARTING_NORMS:
        assert (one.source.place == "vindplaats niet nagekeken") is not one.source.checked
        assert one.kind is not Kind.LAW or one.source.checked
        assert not one.extends or one.kind is Kind.LAW
        assert one.found_in
    assert [one.key for one in STARTING_NORMS][-1] == "stopbericht_tijdelijk"  # the others keep their numbers


# From which day a norm holds, by the source that says so. Whoever looks up another one puts it here.
RELEASED = (date(2023, 4, 3), "documents/Casusbeschrijvingen_bij_de_releases_iWmo_en_iJw_3.2.md", "op 3 april 2023 van")
DATED = dict.fromkeys(
    ("retourbericht", "antwoord_toewijzing", "antwoord_wijziging", "besluit_wijziging", "startbericht", "stopbericht",
     "stopbericht_tijdelijk", "woonplaatsbeginsel"), RELEASED
)  # fmt: skip
NOT_LOOKED_UP = {
    "plan", "plan_gesloten", "informatie_woonplaats", "overdracht_gi", "verzoek_na_beschikking",
    "veiligheidsbeoordeling", "onderzoek_veilig_thuis", "start_raadsonderzoek", "jeugdbeschermer", "eerste_contact",
}  # fmt: skip


def test_every_norm_of_the_table_is_dated_or_nobody_looked_it_up() -> None:
    """Results say which (tests/analyses/test_norms.py). A norm that is added stands in one of the two."""
    assert {one.key: one.valid_from for one in STARTING_NORMS if one.key not in NOT_LOOKED_UP} == {
        key: since for key, (since, _path, _words) in DATED.items()
    }
    assert {one.key for one in STARTING_NORMS if one.valid_from is None} == NOT_LOOKED_UP


def test_a_message_from_before_the_release_is_not_held_against_it() -> None:
    (starts,) = (one for one in STARTING_NORMS if one.key == "startbericht")
    begins = (date(2023, 4, 3) - FIRST).days
    turns: list[Turn] = [(str(at), "Gestart", begins + at, begins + at + 40) for at in (-1, 0)]

    assert by_case(log(turns).judged(starts, until=day(0))) == {"-1": "not_in_force", "0": "not_met"}


@pytest.mark.parametrize(("path", "words"), {(path, words) for _, path, words in DATED.values()})
def test_the_day_stands_in_its_source(path: str, words: str) -> None:
    if not DOCUMENTS.exists():
        pytest.skip("the sources are not here")

    assert words in (DOCUMENTS / path).read_text()


@pytest.mark.parametrize(
    ("key", "path", "words"),
    [
        ("plan", "documents/Jeugdwet.md", "uiterlijk binnen zes weken nadat is komen vast te staan"),
        ("plan_gesloten", "documents/Jeugdwet.md", "binnen zes weken na opname in de gesloten accommodatie"),
        (
            "informatie_woonplaats",
            "documents/Regeling_Jeugdwet.md",
            "binnen twee weken na ontvangst van een informatieverzoek",
        ),
        ("overdracht_gi", "ijw/beleidsinformatie_jeugd_cbs.md", "Deze dag is één dag later dan de datum overgedragen"),
        ("retourbericht", "ijw/bedrijfsregels/OP090.md", "binnen drie werkdagen na ontvangst een retourbericht"),
        ("antwoord_toewijzing", "ijw/bedrijfsregels/OP274.md", "binnen vijf werkdagen"),
        ("antwoord_wijziging", "ijw/bedrijfsregels/OP346.md", "binnen vijf werkdagen"),
        (
            "besluit_wijziging",
            "ijw/bedrijfsregels/OP346.md",
            "uiterlijk binnen acht weken na dagtekening van het verzoek",
        ),
        ("startbericht", "ijw/bedrijfsregels/OP271.md", "binnen vijf werkdagen na daadwerkelijke start"),
        ("startbericht", "ijw/bedrijfsregels/OP271.md", "binnen vijf werkdagen na ontvangst van het toewijzingbericht"),
        ("stopbericht", "ijw/bedrijfsregels/OP272.md", "binnen vijf werkdagen na daadwerkelijke beëindiging"),
        ("stopbericht", "ijw/bedrijfsregels/OP272.md", "nadat bekend is dat de levering definitief beëindigd is"),
        ("stopbericht_tijdelijk", "ijw/bedrijfsregels/OP272.md", "binnen vijf werkdagen na daadwerkelijke beëindiging"),
        ("woonplaatsbeginsel", "ijw/procesbeschrijving-ijw-3.2.md", "(binnen 2 weken) met een antwoordbericht"),
        ("verzoek_na_beschikking", "ijw/handreikingen/SAP-GI", "uiterlijk binnen 5 werkdagen na ontvangst beschikking"),
    ],
)
def test_what_is_checked_stands_in_its_source(key: str, path: str, words: str) -> None:
    if not DOCUMENTS.exists():
        pytest.skip("the sources are not here")

    (one,) = (row for row in STARTING_NORMS if row.key == key)
    assert one.source.checked
    assert words in (DOCUMENTS / path).read_text()
