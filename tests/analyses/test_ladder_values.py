"""Heavier and lighter help by an attribute of cases, as care categories are. Everything is fictitious."""

from __future__ import annotations

import random
from collections import Counter
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

import pyarrow as pa
import pytest

from sluitend.apps.analyses.discovery import analysis
from sluitend.apps.analyses.kit.analysis import checked, inputs_of
from sluitend.apps.analyses.kit.outside import outside
from sluitend.apps.analyses.kit.result import Result
from sluitend.apps.analyses.kit.tables import records
from sluitend.apps.analyses.kit.vocabulary import vocabulary_of
from sluitend.engines.chain import EventLog
from sluitend.errors import InputError

LIGHT, DAY, STAY, CRISIS = "45 ambulant", "41 dagbehandeling", "44 verblijf", "46 crisis"
WEIGHTS = {LIGHT: 1, DAY: 2, STAY: 3, CRISIS: 3}
LADDER: dict[str, Any] = {
    "light_values": [f"categorie={LIGHT}"],
    "middle_values": [f"categorie={DAY}"],
    "heavy_values": [f"categorie={STAY}", f"categorie={CRISIS}"],
    "per": "kind",
}
Assignment = tuple[str, int, str | None]  # of which child, from which day, what help


def log(assignments: list[Assignment]) -> EventLog:
    """A case for every assignment: it is given, and starts a week later."""
    rows = [
        (f"t{at}", name, datetime(2024, 1, 1) + timedelta(days=day + more), "Gemeente", child, what)  # noqa: DTZ001
        for at, (child, day, what) in enumerate(assignments)
        for name, more in (("toegewezen", 0), ("gestart", 7))
    ]
    names = ("case", "activity", "time", "resource", "kind", "categorie")
    made = pa.table(dict(zip(names, map(list, zip(*rows, strict=True)), strict=True)))
    return EventLog(made.set_column(2, "time", made["time"].cast(pa.timestamp("us"))), attributes=["kind", "categorie"])


def ask(of: EventLog, **given: Any) -> tuple[Result, Result]:
    """Exact, and as it leaves the team."""
    entry, vocabulary = analysis("zwaarder-lichter"), vocabulary_of(of)
    parameters = checked(entry, given, vocabulary)
    exact = entry.run(inputs_of(of, vocabulary, parameters), parameters, lambda percent: None)
    return exact, outside(entry, exact, parameters)


def rows(result: Result, key: str) -> list[dict[str, Any]]:
    return [row for one in result.tables if one.key == key for row in records(one)]


def moved(result: Result) -> dict[tuple[str, str], tuple[int, int, str]]:
    return {
        (row["source"], row["target"]): (row["count"], row["units"], row["direction"]) for row in rows(result, "moves")
    }


def test_care_categories_are_a_ladder() -> None:
    """Ann gets heavier help and lighter again, Bo the same once more, Cas no help of the ladder."""
    result, _told = ask(
        log(
            [
                ("Ann", 0, LIGHT), ("Ann", 60, STAY), ("Ann", 200, LIGHT), ("Bo", 0, DAY), ("Bo", 90, DAY),
                ("Cas", 0, "50 vervoer"), ("Dex", 0, STAY), ("Dex", 30, CRISIS), ("Dex", 40, None),
            ]
        ),
        **LADDER,
    )  # fmt: skip

    assert moved(result) == {
        (LIGHT, STAY): (1, 1, "zwaarder"), (STAY, LIGHT): (1, 1, "lichter"), (STAY, CRISIS): (1, 1, "even zwaar")
    }  # fmt: skip
    assert result.sentences[0] == (
        "Van 3 eenheden (kind) met hulp van deze ladder kreeg er 1 ooit zwaardere hulp en 1 ooit lichtere."
    )
    assert any(one.startswith("Elke casus telt als één vorm van hulp, vanaf de dag") for one in result.caveats)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_same_as_by_loops(seed: int) -> None:
    chance = random.Random(seed)
    days = chance.sample(range(3000), 600)
    assignments = [(f"k{chance.randrange(150)}", day, chance.choice([*WEIGHTS, "50 vervoer", None])) for day in days]

    result, told = ask(log(assignments), **LADDER)

    expected: Counter[tuple[str, str]] = Counter()
    for child in {child for child, *_ in assignments}:
        had = [what for own, _day, what in sorted(assignments, key=lambda one: one[1]) if own == child]
        expected.update((one, two) for one, two in pairwise(what for what in had if what in WEIGHTS) if one != two)
    assert {pair: count for pair, (count, *_) in moved(result).items()} == dict(expected)
    for (one, two), (_count, _units, way) in moved(result).items():
        assert (
            way
            == {1: "zwaarder", -1: "lichter", 0: "even zwaar"}[
                (WEIGHTS[two] > WEIGHTS[one]) - (WEIGHTS[two] < WEIGHTS[one])
            ]
        )
    assert moved(told).keys() <= moved(result).keys()
    assert all(units is None or units % 5 == 0 for _count, units, _way in moved(told).values())


def test_activities_are_a_ladder_as_before() -> None:
    result, _told = ask(log([("Ann", 0, LIGHT), ("Ann", 60, STAY)]), light=["toegewezen"], heavy=["gestart"])

    assert moved(result) == {("toegewezen", "gestart"): (2, 2, "zwaarder")}
    assert not any("één vorm van hulp" in one for one in result.caveats)


@pytest.mark.parametrize(
    ("given", "code", "where"),
    [
        ({}, "analyses.parameter", "light"),
        ({"light": ["gestart"]}, "analyses.parameter", "heavy"),
        ({**LADDER, "heavy_values": []}, "analyses.parameter", "heavy"),
        ({**LADDER, "per": ""}, "analyses.parameter", "per"),
        ({**LADDER, "heavy": ["gestart"]}, "analyses.one_ladder", "light_values"),
        ({**LADDER, "heavy_values": ["kind=Ann"]}, "analyses.one_ladder", "light_values"),
        ({**LADDER, "heavy_values": ["categorie=onzin"]}, "analyses.not_in_data", "heavy_values"),
    ],
)
def test_what_is_no_ladder_is_refused(given: dict[str, Any], code: str, where: str) -> None:
    of = log([("Ann", 0, LIGHT), ("Ann", 60, STAY), ("Bo", 0, DAY), ("Bo", 90, CRISIS)])

    with pytest.raises(InputError) as refused:
        ask(of, **given)

    assert (refused.value.code, refused.value.where) == (code, where)
