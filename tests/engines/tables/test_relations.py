"""The report on the answers of a questionnaire, against plain loops on random answers, and against what was planted."""

from __future__ import annotations

import random
from typing import Any

import pytest

from sluitend.engines.chain import Intensity, answers_of, perceived
from sluitend.engines.chain.remarks import LEVELS, Code, Level
from sluitend.engines.tables.questionnaire import SCHEMA, answers, quality
from sluitend.engines.tables.reading import numbers, step

LADDER = {"0": 0, "1": 1, "2": 2, "3": 3, "4": 4, "Samenwerken": 2, "integratie": 4, "GEEN": 0, "2.0": 2}
UNKNOWN = {"onbekend", "nvt", "?"}
Row = dict[str, str | None]
NAMES = ("organisation", "about", "intensity", "trust", "group", "respondent")


def rows_of(seed: int, length: int = 60) -> list[Row]:
    rng = random.Random(seed)
    names = [None, " ", "Wijkteam", "wijkteam", "GI Noord", "GI  Noord", "Veilig Thuis", "n.v.t.", "Onbekend"]
    return [
        {
            "organisation": rng.choice(names),
            "about": rng.choice(names),
            "intensity": rng.choice([None, "", *LADDER, "5", "vaak"]),
            "trust": rng.choice([None, "7", "7,5", "acht", "8"]),
            "group": rng.choice([None, "Oost", "West"]),
            "respondent": rng.choice([None, "r1", "r2", "r3"]),
        }
        for _ in range(length)
    ]


def cells(rows: list[Row]) -> dict[str, list[str | None]]:
    return {name: [row[name] for row in rows] for name in NAMES}


def plain(text: str | None) -> str:
    return " ".join((text or "").split())


def twin(rows: list[Row]) -> dict[tuple[str, str], int]:  # noqa: C901 - a page of loops
    """Every remark as a number, by plain loops over the rows."""
    found: dict[tuple[str, str], int] = {}

    def add(code: str, column: str, many: int = 1) -> None:
        if many:
            found[code, column] = found.get((code, column), 0) + many

    seen: list[tuple[str, ...]] = []
    spoken, speaking, keys = set(), set(), {}
    spellings: dict[str, list[str]] = {}
    for row in rows:
        one, two, said = plain(row["organisation"]), plain(row["about"]), plain(row["intensity"])
        add("no_name", "organisation", not one)
        add("no_name", "about", not two)
        add("itself", "about", bool(one) and one == two)
        add("no_answer", "intensity", not said)
        add("off_ladder", "intensity", bool(said) and said not in LADDER)
        add("bad_number", "trust", row["trust"] == "acht")
        key = tuple(plain(row[name]) for name in ("respondent", "organisation", "about", "group"))
        add("said_twice", "respondent", bool(key[0]) and key in seen)
        seen.append(key)
        for name, word in (("organisation", one), ("about", two), ("group", plain(row["group"]))):
            add("unknown_word", name, word.replace(".", "").lower() in UNKNOWN)
        spoken |= {two} - {""}
        speaking |= {one} if said in LADDER else set()
        keys.setdefault(one, set()).add(plain(row["respondent"]))
        for word in (one, two):
            spellings.setdefault(word.lower(), []).append(word)
    # the columns are counted one after the other, so that of two that are as common the first one of the first wins
    order = [plain(row["organisation"]) for row in rows] + [plain(row["about"]) for row in rows]
    for name in ("organisation", "about"):
        for row in rows:
            word = plain(row[name])
            alike = [other for other in order if other and other.lower() == word.lower()]
            best = max(sorted(set(alike), key=order.index), key=alike.count) if alike else ""
            add("spelled_alike", name, bool(word) and word != best)
    add("silent", "about", len(spoken - speaking))
    add("one_voice", "respondent", sum(len(who) == 1 for one, who in keys.items() if one))
    return found


@pytest.mark.parametrize("seed", range(8))
def test_the_report_is_that_of_plain_loops(seed: int) -> None:
    rows = rows_of(seed)

    found = quality(cells(rows))

    assert {(str(one.code), one.column): one.count for one in found} == twin(rows)
    levels = [LEVELS[one.code] for one in found]
    assert levels == sorted(levels, key=list(Level).index)


def test_rows_are_told_as_a_spreadsheet_numbers_them() -> None:
    rows: Any = [
        {"organisation": "A", "about": "B", "intensity": "2", "trust": None, "group": None, "respondent": "r1"},
        {"organisation": "A", "about": "A", "intensity": "2", "trust": None, "group": None, "respondent": "r1"},
        {"organisation": "B", "about": "A", "intensity": "vijf", "trust": None, "group": None, "respondent": "r2"},
    ]

    found = {one.code: (one.column, one.rows) for one in quality(cells(rows))}

    assert found[Code.ITSELF] == ("about", (3,))
    assert found[Code.OFF_LADDER] == ("intensity", (4,))


def test_a_value_that_the_version_in_use_does_not_have_is_told() -> None:
    rows: Any = [dict.fromkeys(NAMES, None) | {"organisation": "A", "about": "Nieuw", "intensity": "1"}]

    found = quality(cells(rows), {"about": ["a", "b"], "organisation": ["A"]})

    assert [(one.code, one.column) for one in found if one.code is Code.NEW_VALUE] == [(Code.NEW_VALUE, "about")]


@pytest.mark.parametrize("seed", range(4))
def test_what_is_left_is_what_the_engine_reads(seed: int) -> None:
    rows = rows_of(seed)

    left = answers(cells(rows))

    assert left.schema == SCHEMA
    good = [row for row in rows if plain(row["organisation"]) and plain(row["about"])]
    good = [row for row in good if plain(row["organisation"]) != plain(row["about"])]
    assert left["intensity"].to_pylist() == [LADDER.get(plain(row["intensity"])) for row in good]
    assert left["trust"].to_pylist() == [{"7": 7, "7,5": 7.5, "8": 8}.get(row["trust"] or "") for row in good]
    assert perceived(answers_of(left)).said_from is Intensity.COOPERATION


def test_without_respondents_two_rows_of_one_organisation_are_two_people() -> None:
    one = {"organisation": ["A", "A", "B"], "about": ["B", "B", "A"], "intensity": ["2", "2", "3"]}

    found = {remark.code: (remark.column, remark.count) for remark in quality(one)}

    assert Code.SAID_TWICE not in found
    assert found[Code.ONE_VOICE] == ("organisation", 1)


@pytest.mark.parametrize(("text", "expected"), [*LADDER.items(), ("5", None), ("", None), (None, None), ("02", None)])
def test_a_step_is_a_number_or_a_word(text: str | None, expected: int | None) -> None:
    assert step(text) == expected


def test_a_dot_divides_thousands_only_where_a_comma_divides_decimals() -> None:
    assert numbers(["1.500", "2,5"]) == [1500.0, 2.5]
    assert numbers(["1.500", "2.5"]) == [1.5, 2.5]
    assert numbers(["1.50", "2,5", "-3", "12%", "1e5", "inf", None]) == [None, 2.5, -3.0, 12.0, None, None, None]
