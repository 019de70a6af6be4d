"""The ten conversations about a pilot hold what was planted in them, and share no words with each other or the rest."""

from __future__ import annotations

import re
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
import yaml

from sluitend.demo.gather import DOCUMENTS
from sluitend.demo.hearing import FOLDER as OTHERS
from sluitend.formats import transcripts

FOLDER = OTHERS.parent / "pilot"
PLANTED: dict[str, Any] = yaml.safe_load((FOLDER / "truths.yaml").read_text("utf-8"))
INTERVIEWS: list[dict[str, Any]] = PLANTED["interviews"]
TEMPLATE: dict[str, Any] = yaml.safe_load(
    (OTHERS.parents[1] / "apps/design/templates_data/pilot.yaml").read_text("utf-8")
)
MOST_SHARED = 0.02

each = pytest.mark.parametrize("interview", INTERVIEWS, ids=lambda one: one["file"])


@cache
def content(path: Path) -> str:
    return path.read_text("utf-8")


def text(interview: dict[str, Any]) -> str:
    return content(FOLDER / "interviews" / interview["file"])


def shingles(path: Path) -> set[tuple[str, ...]]:
    """Eight words in a row; times and markers of a subtitle are no words that somebody said."""
    words = re.findall(r"[^\W\d]+", content(path).lower())
    return set(zip(*(words[start:] for start in range(8)), strict=False))


def stances(truth: str) -> list[tuple[str, dict[str, Any]]]:
    """The phase and the stance of everybody who speaks of a truth."""
    return [(one["phase"], found) for one in INTERVIEWS for found in one["stances"] if found["truth"] == truth]


def test_every_file_is_in_the_plan() -> None:
    assert {path.name for path in (FOLDER / "interviews").iterdir()} == {one["file"] for one in INTERVIEWS}
    assert len(INTERVIEWS) == 10


@each
def test_it_is_long_enough_and_says_that_it_is_invented(interview: dict[str, Any]) -> None:
    assert 1_500 <= len(text(interview).split()) <= 3_000
    assert "fictief" in text(interview).splitlines()[0]


@each
def test_its_quotes_stand_once_and_are_said_by_who_said_them(interview: dict[str, Any]) -> None:
    found = transcripts.read(text(interview))
    assert found is not None
    labels = {one["label"] for one in interview["speakers"]}

    assert set(found.speakers) == labels
    for stance in interview["stances"]:
        said = [
            found.text[one.start : one.end] for one in found.turns if found.speakers[one.speaker] == stance["speaker"]
        ]
        for quote in stance["quotes"]:
            assert text(interview).count(quote) == 1, quote
            assert any(quote in turn for turn in said), quote


@each
def test_who_is_silent_was_asked(interview: dict[str, Any]) -> None:
    for stance in interview["stances"]:
        if stance["stance"] == "silent":
            question, answer = text(interview).index(stance["asked"]), text(interview).index(stance["quotes"][0])

            assert 0 < answer - question < 400, "the answer comes at once"


@each
def test_it_fits_the_template(interview: dict[str, Any]) -> None:
    perspectives = {one["key"] for one in TEMPLATE["perspectives"]}
    speakers = [one for one in interview["speakers"] if not one.get("interviewer")]

    assert {one["perspective"] for one in speakers} <= perspectives
    assert interview["phase"] in {one["key"] for one in TEMPLATE["phases"]}
    assert {one["truth"] for one in interview["stances"]} <= set(PLANTED["truths"])


def test_no_text_of_the_demo_shares_its_words_with_one_of_these() -> None:
    mine = [FOLDER / "interviews" / one["file"] for one in INTERVIEWS]
    others = [*(path for path in OTHERS.iterdir() if path.suffix != ".yaml"), *DOCUMENTS.iterdir()]
    sets = {path: shingles(path) for path in (*mine, *others)}
    pairs = [*combinations(mine, 2), *((one, other) for one in mine for other in others)]

    shared = {pair: len(sets[pair[0]] & sets[pair[1]]) / min(len(sets[path]) for path in pair) for pair in pairs}

    assert {pair: share for pair, share in shared.items() if share > MOST_SHARED} == {}


def test_every_truth_is_spoken_of_and_those_of_change_in_both_phases() -> None:
    for key, truth in PLANTED["truths"].items():
        phases = {phase for phase, _stance in stances(key)}

        assert len(stances(key)) >= 3, key
        assert truth["kind"] != "change_in_time" or phases == {"tussen", "eind"}, key


def test_nobody_who_was_asked_knows_what_it_costs() -> None:
    assert {found["stance"] for _phase, found in stances("kosten")} == {"silent"}


def test_the_interim_measurement_heard_no_clients() -> None:
    heard = {
        (one["phase"], who["perspective"])
        for one in INTERVIEWS
        for who in one["speakers"]
        if not who.get("interviewer")
    }

    assert {who for phase, who in heard if phase == "tussen"} == {"consulenten", "regiehouders", "intern"}
    assert {who for phase, who in heard if phase == "eind"} >= {"ouders", "jeugdigen", "intern", "extern"}
