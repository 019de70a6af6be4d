"""The interviews of the demo hold what was planted in them, and nothing was said twice in the same words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
import yaml

from sluitend.demo.build import WALK
from sluitend.formats import transcripts
from sluitend.formats.documents.model import Turn
from sluitend.formats.transcripts import subtitles

FOLDER = WALK.parent / "interviews"
TEMPLATE = yaml.safe_load((WALK.parents[1] / "apps/design/templates_data/keten.yaml").read_text("utf-8"))
TRUTHS = yaml.safe_load((FOLDER / "truths.yaml").read_text("utf-8"))
INTERVIEWS: list[dict[str, Any]] = TRUTHS["interviews"]
NAMES: dict[str, list[dict[str, Any]]] = yaml.safe_load((FOLDER / "names.yaml").read_text("utf-8"))
CODED: dict[int, dict[str, list[dict[str, Any]]]] = {
    number: coders
    for file in sorted(FOLDER.glob("codings*.yaml"))
    for number, coders in yaml.safe_load(file.read_text("utf-8"))["interviews"].items()
}
CODEBOOK = {code["name"] for group in TEMPLATE["codes"] for code in [group, *group.get("children", [])]}
CALLS_NOBODY_KNOWS = re.compile(
    r"(geheim|onbekend|afgeschermd|privé)e?\s?-?nummer|anonie\w+ (bel|op)|geen nummer in beeld", re.IGNORECASE
)
YOUNG_PEOPLE = {"jeugdigen"}

each = pytest.mark.parametrize("interview", INTERVIEWS, ids=lambda one: one["file"])


@cache
def content(name: str) -> str:
    return (FOLDER / name).read_text("utf-8")


@cache
def said(name: str) -> tuple[str, tuple[Turn, ...], tuple[str, ...]]:
    """The text that people will code, its turns and its speakers; a report has no turns."""
    suffix = Path(name).suffix
    if suffix in {".vtt", ".srt"}:
        document = subtitles.read(content(name), suffix, "text/plain")
        return document.text, document.turns, document.speakers
    found = transcripts.read(content(name))
    return (found.text, found.turns, found.speakers) if found else (content(name), (), ())


def spoken(name: str) -> str:
    text, turns, _ = said(name)
    return " ".join(text[turn.start : turn.end] for turn in turns) if turns else text


def turns_of(interview: dict[str, Any], label: str) -> list[str]:
    text, turns, speakers = said(interview["file"])
    return [text[turn.start : turn.end] for turn in turns if speakers[turn.speaker] == label]


def shingles(name: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", spoken(name).lower())
    return set(zip(*(words[start:] for start in range(8)), strict=False))


def stances(**wanted: str) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    for interview in INTERVIEWS:
        for stance in interview["stances"]:
            if wanted.items() <= stance.items():
                yield interview, stance


def speaker_of(interview: dict[str, Any], label: str) -> dict[str, Any]:
    return next(one for one in interview["speakers"] if one["label"] == label)


def test_every_file_is_in_the_plan_and_all_are_coded() -> None:
    written = {file.name for file in FOLDER.iterdir() if file.suffix != ".yaml"}

    assert written == {one["file"] for one in INTERVIEWS}
    assert sorted(CODED) == [one["number"] for one in INTERVIEWS] == list(range(1, 19))


@each
def test_it_is_as_long_as_a_real_interview_and_says_that_it_is_invented(interview: dict[str, Any]) -> None:
    words = len(spoken(interview["file"]).split())

    head = "\n".join(content(interview["file"]).splitlines()[:3])

    assert 1_500 <= words <= 4_000
    assert "fictief" in head


@each
def test_its_speakers_are_recognised(interview: dict[str, Any]) -> None:
    _, turns, speakers = said(interview["file"])

    labels = {one["label"] for one in interview["speakers"]}

    assert set(speakers) == (set() if interview["layout"] == "report" else labels)
    assert bool(turns) == (interview["layout"] != "report")


@each
def test_its_quotes_stand_once_and_are_said_by_who_said_them(interview: dict[str, Any]) -> None:
    for stance in interview["stances"]:
        assert stance["quotes"], stance
        for quote in stance["quotes"]:
            assert content(interview["file"]).count(quote) == 1, quote
            if interview["layout"] != "report":
                assert any(quote in turn for turn in turns_of(interview, stance["speaker"])), quote


@pytest.mark.parametrize(
    ("interview", "stance"),
    list(stances(stance="silent")),
    ids=lambda one: str(one.get("file", one.get("truth"))),
)
def test_who_is_silent_was_asked(interview: dict[str, Any], stance: dict[str, Any]) -> None:
    text = content(interview["file"])

    question, answer = text.index(stance["asked"]), text.index(stance["quotes"][0])

    assert 0 < answer - question < 400, "the answer comes at once"


@each
def test_its_people_fit_the_template(interview: dict[str, Any]) -> None:
    perspectives = {one["key"] for one in TEMPLATE["perspectives"]}

    respondents = [one for one in interview["speakers"] if not one.get("interviewer")]

    assert {one["perspective"] for one in respondents} <= perspectives
    assert {one["truth"] for one in interview["stances"]} <= set(TRUTHS["truths"])
    for one in respondents:
        assert one["name"] in {entry["name"] for entry in NAMES["names"]}


def test_no_two_interviews_share_their_words() -> None:
    sets = {one["file"]: shingles(one["file"]) for one in INTERVIEWS}

    shares = {
        pair: len(sets[pair[0]] & sets[pair[1]]) / min(len(sets[name]) for name in pair)
        for pair in combinations(sets, 2)
    }

    assert {pair: share for pair, share in shares.items() if share > 0.02} == {}


def test_only_young_people_say_why_they_do_not_answer_the_phone() -> None:
    planted = {one["file"] for one, _ in stances(truth="onbekend_nummer")}

    spoken_of = {one["file"] for one in INTERVIEWS if CALLS_NOBODY_KNOWS.search(content(one["file"]))}

    assert spoken_of == planted
    for interview, stance in stances(truth="onbekend_nummer"):
        assert speaker_of(interview, stance["speaker"])["perspective"] in YOUNG_PEOPLE


def test_one_school_wants_to_direct_and_the_others_do_not() -> None:
    supporters = {one["number"] for one, _ in stances(truth="school_regie", stance="supports")}

    opponents = {one["number"] for one, _ in stances(truth="school_regie", stance="contradicts")}

    assert supporters == {10}
    assert len(opponents) >= 3


def test_who_governs_contradicts_who_works_with_families() -> None:
    def levels(stance: str) -> set[str | None]:
        return {
            speaker_of(one, found["speaker"]).get("level") for one, found in stances(truth="regie_gat", stance=stance)
        }

    assert levels("contradicts") == {"executive"}
    assert levels("supports") == {None}


def test_the_list_of_names_keeps_one_pseudonym_for_one_name() -> None:
    pseudonyms = [entry["pseudonym"] for entry in NAMES["names"]]

    assert len(pseudonyms) == len(set(pseudonyms))


@pytest.mark.parametrize("entry", NAMES["names"] + NAMES["unlisted"], ids=lambda one: one["name"])
def test_every_name_is_said_where_the_list_says(entry: dict[str, Any]) -> None:
    said_in = {
        one["number"]
        for one in INTERVIEWS
        if any(re.search(rf"\b{re.escape(form)}\b", content(one["file"])) for form in spelled(entry))
    }

    assert set(entry["in"]) <= said_in


def spelled(entry: dict[str, Any]) -> list[str]:
    return [entry["name"], *entry.get("forms", [])]


@pytest.mark.parametrize("number", CODED)
def test_the_coders_quote_to_the_character(number: int) -> None:
    file = next(one["file"] for one in INTERVIEWS if one["number"] == number)
    coders = CODED[number]

    quotes = [one["quote"] for codings in coders.values() for one in codings]

    assert 12 <= len(coders["A"]) <= 20
    for text in (content(file), said(file)[0]):
        assert {quote: text.count(quote) for quote in quotes} == dict.fromkeys(quotes, 1)


@pytest.mark.parametrize("number", CODED)
def test_the_coders_use_the_codebook(number: int) -> None:
    codes = {code for codings in CODED[number].values() for one in codings for code in one["codes"]}

    assert codes <= CODEBOOK


def test_two_coders_agree_and_disagree() -> None:
    both = [coders for coders in CODED.values() if "B" in coders]
    pairs = [(one, other) for coders in both for one in coders["A"] for other in coders["B"] if overlap(one, other)]

    agreeing = [pair for pair in pairs if set(pair[0]["codes"]) & set(pair[1]["codes"])]
    borders = [pair for pair in pairs if pair[0]["quote"] != pair[1]["quote"]]

    assert len(both) >= 5
    assert 0.4 < len(agreeing) / len(pairs) < 0.9
    assert len(borders) / len(pairs) > 0.5


def overlap(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether one quote lies within the other; quotes that share only a part are left out of the count."""
    return one["quote"] in other["quote"] or other["quote"] in one["quote"]
