"""What is written about the final measurement, before anything of it is carried out."""

from __future__ import annotations

from typing import Any

import pytest

from sluitend.demo.final_walk import FOLDER as FILES
from sluitend.demo.final_walk import evidence_for
from sluitend.demo.gather import DOCUMENTS
from sluitend.demo.hearing import FOLDER
from sluitend.demo.report_text import NAMED
from tests.demo.planted import CORRECTED, INTERVIEWS, NAME, UNDECIDED, WALK

CHAPTERS: dict[str, str] = WALK["report"]["sections"]
FINDINGS: dict[str, dict[str, Any]] = WALK["findings"]


def text_of(number: int) -> str:
    """An interview or, numbered after them, a document."""
    if number in INTERVIEWS:
        return (FOLDER / str(INTERVIEWS[number]["file"])).read_text("utf-8")
    return (DOCUMENTS / str(WALK["documents"][number - len(INTERVIEWS) - 1]["file"])).read_text("utf-8")


@pytest.mark.parametrize("key", FINDINGS)
def test_a_finding_rests_on_what_stands_once_in_its_source(key: str) -> None:
    rows = evidence_for(FINDINGS[key], but=UNDECIDED)

    assert {row[0]: text_of(row[1]).count(row[2]) for row in rows} == {row[0]: 1 for row in rows}
    assert any(row[3] == "supports" for row in rows)
    assert UNDECIDED not in {row[1] for row in rows}


@pytest.mark.parametrize("key", FINDINGS)
def test_what_contradicts_a_finding_is_answered(key: str) -> None:
    stances = {row[3] for row in evidence_for(FINDINGS[key], but=UNDECIDED)}

    assert bool(FINDINGS[key].get("contradiction")) >= ("contradicts" in stances)


def test_every_key_in_the_chapters_names_something() -> None:
    passages = {row[0] for one in FINDINGS.values() for row in evidence_for(one, but=UNDECIDED)}
    known = {"F": passages, "B": set(FINDINGS), "C": set(WALK["conclusions"])}

    named = [(kind, key) for text in CHAPTERS.values() for kind, key in NAMED.findall(text)]

    assert [(kind, key) for kind, key in named if key not in known[kind]] == []
    assert {key for kind, key in named if kind == "B"} == set(FINDINGS)  # every finding has its place


def test_every_passage_has_one_key() -> None:
    rows = [row for one in FINDINGS.values() for row in evidence_for(one, but=UNDECIDED)]

    assert len({row[0] for row in rows}) == len(rows)


def test_conclusions_and_recommendations_rest_on_what_is_there() -> None:
    conclusions = WALK["conclusions"]

    assert {key for one in conclusions.values() for key in one["findings"]} == set(FINDINGS)
    assert {label for one in WALK["recommendations"].values() for label in one["conclusions"]} <= set(conclusions)


def test_an_agreement_stands_in_the_agreements_and_is_judged_on_real_words() -> None:
    for one in WALK["agreements"]:
        number, words = one["where"]

        assert text_of(number).count(words) == 1
        assert [quote for at, _stance, quote in one["evidence"] if text_of(at).count(quote) != 1] == []


def test_a_recommendation_says_who_what_when_and_how_it_shows() -> None:
    wanted = ("addressee", "action", "term", "measure", "priority", "feasibility")

    missing = [
        (key, name)
        for key, one in WALK["recommendations"].items()
        for name in wanted
        if one.get("kind") != "starting_point" and not one.get(name)
    ]

    assert missing == []


def test_the_summary_counts_the_agreements_as_they_are_judged() -> None:
    states = [one["state"] for one in WALK["agreements"]]

    counts = [states.count(state) for state in ("kept", "in_part", "not_kept", "not_known")]

    assert counts == [1, 4, 3, 2]
    assert "is er één nagekomen. Vier zijn dat voor een deel en drie niet. Van twee weten" in CHAPTERS["Samenvatting"]


def test_every_change_of_the_correction_stands_in_the_interview() -> None:
    content = (FOLDER / INTERVIEWS[CORRECTED]["file"]).read_text("utf-8")

    assert [change["from"] for change in WALK["correction"]["changes"] if content.count(change["from"]) != 1] == []


def test_its_people_and_organisations_are_labelled_fictitious() -> None:
    named = [WALK["title"], *(one["name"] for one in (*WALK["people"], *WALK["organisations"]))]

    assert [name for name in named if "(fictief)" not in name] == []
    written = [FOLDER.parent / "final.yaml", *FILES.rglob("*.*")]
    assert [path.name for path in written if NAME.search(path.read_text("utf-8"))] == []
