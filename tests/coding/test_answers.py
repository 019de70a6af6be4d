"""Open answers in the workbench: a window on the chosen ones, with what is known of who gave them."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from sluitend.apps.coding import actions
from sluitend.apps.coding.models import Code, Fragment
from sluitend.apps.coding.queries import answers as answers_queries
from sluitend.apps.design import actions as design
from sluitend.apps.design.models import Evaluation, PlaceKind
from sluitend.apps.findings import actions as findings
from sluitend.apps.findings import queries as findings_queries
from sluitend.apps.people.models import User
from sluitend.apps.sources import actions as sources
from sluitend.apps.sources.answer_sets import AnswerSet, Choice
from sluitend.apps.sources.answers.plan import Role
from sluitend.apps.sources.models import GroundKind, ReleaseGround, SourceVersion
from sluitend.work import runs
from tests.clearing import open_gate

PAGE = 4
ROWS = 6


@pytest.fixture(autouse=True)
def small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answers_queries, "PAGE", PAGE)


@pytest.fixture
def version(evaluation: Evaluation, researcher: User) -> SourceVersion:
    """Six respondents in two places, two questions each: twelve answers."""
    design.add_places(
        actor=researcher, evaluation=evaluation, names=["Voorbeeldstad", "Fictieveen"], kind=PlaceKind.OTHER
    )
    lines = ["Gemeente;Wat gaat er goed?;Wat kan er beter?"]
    lines += [
        f"{('Voorbeeldstad', 'Fictieveen')[n % 2]};Goed antwoord {n}.;Beter <b>{n}</b> & meer." for n in range(ROWS)
    ]
    row = sources.take_in_answers(
        actor=researcher, evaluation=evaluation, file=io.BytesIO("\n".join(lines).encode()), filename="a.csv"
    )
    sources.place_columns(actor=researcher, row=row, roles=[Role.PLACE, Role.QUESTION, Role.QUESTION])
    upload = sources.start_reading(actor=researcher, row=row)
    runs.drain()
    upload.refresh_from_db()
    assert upload.source is not None, upload.refusal_code
    open_gate(evaluation)
    sources.set_ground(
        actor=researcher, source=upload.source, kind=GroundKind.ANONYMOUS, reason="Zonder naam (fictief).", revision=0
    )
    made = upload.source.versions.get()
    return sources.release_version(actor=researcher, version=made, ground=ReleaseGround.NO_PERSONAL_DATA)


@pytest.fixture
def code(evaluation: Evaluation, researcher: User) -> Code:
    return actions.add_code(actor=researcher, evaluation=evaluation, name="Proefcode (fictief)")


Show = Callable[..., tuple[str, dict[str, object]]]


@pytest.fixture
def show(version: SourceVersion, researcher: User, client_of: Callable[..., Client]) -> Show:
    """``show(page=2)``: the page, and what it hands to the browser."""

    def shown(**query: int | str) -> tuple[str, dict[str, object]]:
        address = reverse("coding:workbench", args=[version.source.evaluation_id, version.source.number])
        page = client_of(researcher).get(address, query).content.decode()
        found = re.search(r'id="workbench-data" type="application/json">(.*?)</script>', page, re.S)
        assert found is not None
        return page, json.loads(found[1])

    return shown


def test_the_list_of_texts_counts_answers(
    version: SourceVersion, code: Code, researcher: User, client_of: Callable[..., Client]
) -> None:
    put(researcher, version, code, 0, 3)

    page = client_of(researcher).get(reverse("coding:progress", args=[version.source.evaluation_id])).content.decode()

    assert "2 van 12 antwoorden" in page


def starts(page: str) -> list[int]:
    return [int(start) for start in re.findall(r'data-start="(\d+)"', page)]


def put(researcher: User, version: SourceVersion, code: Code, *answers: int) -> None:
    for answer in answers:
        start, end, *_rest = version.turns[answer]
        actions.apply_code(actor=researcher, version=version, start=start, end=end, code=code)


def test_a_page_holds_a_window_and_its_own_fragments(
    show: Show, version: SourceVersion, researcher: User, code: Code
) -> None:
    put(researcher, version, code, 0, 5)

    first, data = show()
    second, more = show(page=2)

    assert starts(first) == [turn[0] for turn in version.turns[:4]]
    assert starts(second) == [turn[0] for turn in version.turns[4:8]]
    assert [one["start"] for one in data["fragments"]] == [version.turns[0][0]]  # type: ignore[attr-defined]
    assert [one["start"] for one in more["fragments"]] == [version.turns[5][0]]  # type: ignore[attr-defined]
    assert "2 van 12 antwoorden gecodeerd" in first
    assert "Beter &lt;b&gt;0&lt;/b&gt; &amp; meer." in first
    assert "<strong>Inzending 1</strong> Voorbeeldstad" in first


def test_answers_are_chosen_by_question_place_words_and_codes(
    show: Show, version: SourceVersion, evaluation: Evaluation, researcher: User, code: Code
) -> None:
    put(researcher, version, code, 1, 3)
    place = evaluation.places.get(name="Fictieveen").pk

    def chosen(**query: int | str) -> list[int]:
        return [[turn[0] for turn in version.turns].index(start) for start in starts(show(**query)[0])]

    assert chosen(question=1, place=place) == [3, 7, 11]
    assert chosen(words="ANTWOORD 4") == [8]
    assert chosen(coded="yes") == [1, 3]
    assert chosen(coded=code.pk) == [1, 3]
    assert chosen(coded="no", question=1) == [5, 7, 9, 11]
    assert chosen(words="staat er niet") == []
    assert chosen(place="onzin", page="x", coded="7.5") == [0, 1, 2, 3]


def test_the_next_answer_without_a_code_is_found_on_any_page(
    show: Show, version: SourceVersion, researcher: User, code: Code
) -> None:
    put(researcher, version, code, *range(4, 12))

    def following(**query: int | str) -> str:
        return str(re.findall(r'data-next="(.*?)"', show(**query)[0])[0])

    assert following(page=2) == "?page=1&begin=1"
    assert following() == ""
    put(researcher, version, code, 0, 1, 2, 3)
    assert following(page=2) == ""


def test_a_fragment_is_opened_on_its_page_whatever_was_chosen(
    show: Show, version: SourceVersion, researcher: User, code: Code
) -> None:
    put(researcher, version, code, 9)

    page, data = show(fragment="F1", question=0)

    assert version.turns[9][0] in starts(page)
    assert data["focus"] == 1


def test_the_page_of_a_fragment_tells_who_said_it(
    version: SourceVersion, researcher: User, code: Code, client_of: Callable[..., Client]
) -> None:
    put(researcher, version, code, 2)

    page = (
        client_of(researcher).get(reverse("coding:fragment", args=[version.source.evaluation_id, 1])).content.decode()
    )

    assert "<dt>Wie het zegt</dt>" in page
    assert "Inzending 2 · Fictieveen" in " ".join(page.split())


def test_a_span_belongs_to_every_answer_that_it_touches(version: SourceVersion) -> None:
    answers = AnswerSet(version)
    turns = answers.turns

    assert list(answers.at(turns[2].start, turns[2].end)) == [2]
    assert list(answers.at(turns[2].end - 1, turns[4].start + 1)) == [2, 3, 4]
    assert list(answers.at(turns[2].end, turns[3].start)) == []
    assert list(answers.at(0, turns[0].start)) == []
    assert answers.chosen(Choice(question=0)) == [0, 2, 4, 6, 8, 10]


def test_evidence_tells_where_who_said_it_is_from(
    version: SourceVersion, evaluation: Evaluation, researcher: User, code: Code
) -> None:
    put(researcher, version, code, 2)
    finding = findings.add_finding(actor=researcher, evaluation=evaluation, title="Bevinding (fictief)", questions=[])
    findings.link_evidence(
        actor=researcher, finding=finding, fragment=Fragment.objects.get(), stance="supports", note=""
    )

    line = findings_queries.finding_line_for(researcher, evaluation, finding.number)

    assert [one.where for one in line.evidence] == [("Fictieveen",)]
