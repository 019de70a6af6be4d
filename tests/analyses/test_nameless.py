"""Cases without a value stand beside those whose value is “onbekend”, never under one name. All is fictitious."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pyarrow as pa
import pytest

from sluitend.apps.analyses.discovery import analysis
from sluitend.apps.analyses.kit import words
from sluitend.apps.analyses.kit.analysis import checked, inputs_of
from sluitend.apps.analyses.kit.outside import outside
from sluitend.apps.analyses.kit.result import Result
from sluitend.apps.analyses.kit.tables import records
from sluitend.apps.analyses.kit.vocabulary import vocabulary_of
from sluitend.engines.chain import EventLog
from sluitend.engines.tables.questionnaire import SCHEMA

PLACES = [None, "onbekend", "Oost", "West"]
NAMES = {"onbekend", "onbekend *", "Oost", "West"}
NOTE = "“onbekend *” is wat geen waarde heeft. “onbekend” zonder sterretje staat als waarde in de gegevens."
OPENS, CLOSES = {"opens": ["open"]}, {"closes": ["dicht"]}
ENTRIES: list[tuple[str, str, dict[str, Any]]] = [
    ("wachten", "cohorts", {"start": ["open"], "end": ["dicht"]}),
    ("wachten", "curve", {"start": ["open"], "end": ["dicht"]}),
    ("normen", "cohorts", {"trigger": ["open"], "answer": ["dicht"], "term": 12}),
    ("stroom", "little", CLOSES),
    ("stroom", "periods", CLOSES),
    ("stroom", "ages", CLOSES),
    ("zonder-regiehouder", "groups", {"takes": ["dicht"]}),
    ("zonder-regiehouder", "states", {"takes": ["dicht"]}),
    ("vertraging", "groups", {"start": ["open"], "then": ["dicht"], **CLOSES}),
    ("vertraging", "periods", {"start": ["open"], "then": ["dicht"], **CLOSES}),
    ("einde", "endings", {"planned": ["dicht"]}),
    ("terug", "cohorts", {"compare": "attribute", **CLOSES}),
    ("procesgrafiek", "points", CLOSES),
    ("rond-een-gezin", "groups", {"per": "gezin", "starts": ["open"], "closes": ["dicht"]}),
    ("doorgegeven", "side_by_side", {}),
    ("zeggen-en-doen", "counts", {"questionnaire": "D2"}),
]


def log(places: list[str | None], cases: int = 480) -> EventLog:
    rows = []
    for at in range(cases):
        begin, place = datetime(2024, 1, 1) + timedelta(days=at), places[at % len(places)]  # noqa: DTZ001
        for name, who, days in (("open", "X", 0), ("dicht", "Y", 10 + at % 7)):
            rows.append((f"k{at}", name, begin + timedelta(days=days), who, place, f"g{at // len(places)}{place}"))
    names = ["case", "activity", "time", "resource", "gemeente", "gezin"]
    made = pa.table(dict(zip(names, map(list, zip(*rows, strict=True)), strict=True)))
    moments = made["time"].cast(pa.timestamp("us"))
    return EventLog(made.set_column(2, "time", moments), attributes=["gemeente", "gezin"])


def answers() -> pa.Table:
    given = {"organisation": "X", "about": "Y", "intensity": 1}
    return pa.table({name: [given.get(name)] for name in SCHEMA.names}).cast(SCHEMA)


def ask(of: EventLog, key: str, **given: Any) -> tuple[Result, Result]:
    """Exact, and as it leaves the team."""
    vocabulary = vocabulary_of(of)
    parameters = checked(analysis(key), {"by": "gemeente", **given}, vocabulary)
    beside = answers() if key == "zeggen-en-doen" else None
    exact = analysis(key).run(inputs_of(of, vocabulary, parameters, beside), parameters, lambda percent: None)
    return exact, outside(analysis(key), exact, parameters)


def names_in(result: Result, key: str) -> set[Any]:
    return {row[one.columns[0].key] for one in result.tables if one.key == key for row in records(one)}


@pytest.mark.parametrize(("key", "table", "given"), ENTRIES)
def test_nobody_knows_and_it_says_unknown_are_two_groups(key: str, table: str, given: dict[str, Any]) -> None:
    exact, told = ask(log(PLACES), key, **given)

    assert names_in(exact, table) == NAMES
    assert NOTE in exact.caveats
    assert names_in(told, table) in (NAMES, set())
    for one in (*exact.tables, *told.tables):
        keys = [tuple(row[name] for name in one.by) for row in records(one)]
        assert len(set(keys)) == len(keys), one.key


@pytest.mark.parametrize(("key", "table", "given"), ENTRIES)
def test_without_such_a_value_it_is_called_unknown(key: str, table: str, given: dict[str, Any]) -> None:
    exact, _told = ask(log([None, "Oost", "West"]), key, **given)

    assert names_in(exact, table) == {"onbekend", "Oost", "West"}
    assert NOTE not in exact.caveats


@pytest.mark.parametrize("said", ["onbekend", " Onbekend"])
def test_in_the_funnel_unknown_is_no_place(said: str) -> None:
    exact, told = ask(log([None, said, "Oost", "West"]), "trechter", having=["dicht"])

    (whole,) = [row for one in exact.tables if one.key == "whole" for row in records(one)]
    assert names_in(exact, "places") == {"Oost", "West"}
    assert (exact.n, whole["cases"], whole["unknown"]) == (480, 240, 240)
    assert names_in(told, "places") <= {"Oost", "West"}


def test_a_name_that_is_taken_too_gets_another_star() -> None:
    assert words.nameless(["onbekend", "onbekend *", None]) == "onbekend * *"
