"""Coverage: what was planned, heard, coded and used in a finding."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from sluitend.apps.coding.actions import close_round
from sluitend.apps.coding.models import Fragment
from sluitend.apps.design.models import (
    Evaluation,
    Level,
    Place,
    Topic,
)
from sluitend.apps.findings.models import Finding
from sluitend.apps.people.models import User
from sluitend.apps.reporting.coverage import State, cell_for
from sluitend.apps.sources.models import Source
from sluitend.errors import NotAllowed
from tests.coding.rounds.near import opened
from tests.reporting.coverage_field import Field

pytestmark = pytest.mark.django_db

ClientOf = Callable[[User], Client]


@pytest.fixture
def field(evaluation: Evaluation, leader: User) -> Field:
    return Field(evaluation, leader)


def test_from_not_asked_to_in_a_finding(field: Field, leader: User) -> None:
    first, question = field.perspectives[0], field.questions[0]
    states = [field.cell(leader).state]
    field.plan(question, first, 2)
    states.append(field.cell(leader).state)
    version = field.source(perspective=first, level="official")
    states.append(field.cell(leader).state)
    passage = field.passage(version, coded=True)
    states.append(field.cell(leader).state)
    field.finding([question], [passage], "contradicts")
    states.append(field.cell(leader).state)

    cell = field.cell(leader)
    assert states == [State.NOT_ASKED, State.SILENT, State.HEARD, State.CODED, State.FOUND]
    assert (cell.planned, cell.heard.sources, cell.coded.sources, cell.found.sources) == (2, 1, 1, 1)
    assert field.cell(leader, question=1).state is State.NOT_ASKED
    assert field.cell(leader, level="executive").state is State.SILENT
    assert field.cell(leader, level="official").planned == 0  # planned for any level


def test_a_topic_asks_too(field: Field, leader: User) -> None:
    topic = Topic.objects.create(perspective=field.perspectives[1], text="Wie belt er? (fictief)")
    topic.questions.add(field.questions[1])

    assert field.cell(leader, 1, 1).state is State.SILENT
    assert field.cell(leader, 0, 1).state is State.NOT_ASKED


def test_what_was_not_released_or_was_withdrawn_is_not_heard(field: Field, leader: User) -> None:
    first = field.perspectives[0]
    field.plan(field.questions[0], first, 1)
    field.source(released=False, perspective=first)
    gone = field.source(perspective=first)
    Source.objects.filter(pk=gone.source_id).update(withdrawn_at=timezone.now())
    left = field.source([0], perspective=first)
    field.speaker(left, 0, respondent=field.respondent(1, withdrawn_at=timezone.now()))
    lost = field.source(perspective=first)
    passage = field.passage(lost, coded=True)
    Fragment.objects.filter(pk=passage.pk).update(withdrawn_at=timezone.now())

    cell = field.cell(leader)

    assert (cell.heard.sources, cell.coded.sources) == (1, 0)


def test_in_a_group_the_speaker_tells_and_the_interviewer_is_nobody(field: Field, leader: User) -> None:
    first, second, third = field.perspectives
    version = field.source([0, 1, 2, 3], perspective=third, level="official")
    field.speaker(version, 0, is_interviewer=True)
    parent = field.speaker(version, 1, perspective=first)
    field.speaker(version, 2, respondent=field.respondent(1, perspective=second, level="executive"))
    field.speaker(version, 3, merged_into=parent)
    for perspective in field.perspectives:
        field.plan(field.questions[0], perspective, 1)
    asked, answer, same = field.passage(version, 0, coded=True), field.passage(version, 1), field.passage(version, 3)
    field.finding([field.questions[0]], [asked, answer, same])

    cells = field.map(leader).rows[0].cells

    assert [(one.heard.sources, one.heard.voices) for one in cells] == [(1, 1), (1, 1), (0, 0)]
    assert [one.state for one in cells] == [State.FOUND, State.HEARD, State.SILENT]
    assert field.cell(leader, 0, 1, "executive").heard.sources == 1
    assert field.cell(leader, 0, 0, "official").heard.sources == 1  # what is not known is as it is of the source


def test_planned_levels_that_were_not_heard_are_named(field: Field, leader: User) -> None:
    field.plan(field.questions[0], field.perspectives[0], 1, "official")
    field.plan(field.questions[0], field.perspectives[0], 1, "executive")
    field.source(perspective=field.perspectives[0], level="official")

    cell = field.cell(leader)

    assert (cell.planned, cell.missing) == (2, ("bestuurlijk",))


def test_per_place_is_planned_for_every_place(field: Field, leader: User) -> None:
    for name in ("Aa (fictief)", "Bee (fictief)"):
        Place.objects.create(evaluation=field.evaluation, name=name, kind=field.evaluation.place_kind)
    field.plan(field.questions[0], field.perspectives[0], 3, per_place=True)

    assert field.cell(leader).planned == 6


def test_outside_the_team_fewer_than_three_people_are_not_told(field: Field, leader: User, reader: User) -> None:
    field.plan(field.questions[0], field.perspectives[0], 4)
    field.people(2)
    two = field.cell(reader)
    third = field.people(1)[0]
    field.finding([field.questions[0]], [field.passage(third, coded=True)])
    three = field.cell(reader)

    assert (two.state, two.heard.sources, two.planned) == (State.SMALL, None, 4)
    assert (three.state, three.heard.sources) == (State.FOUND, 3)
    assert (three.coded.sources, three.found.sources) == (None, None)
    assert field.cell(leader).found.sources == 1


def test_ten_words_of_one_person_are_one_person(field: Field, reader: User) -> None:
    one = field.respondent(1, perspective=field.perspectives[0])
    field.plan(field.questions[0], field.perspectives[0], 1)
    for _n in range(5):
        field.speaker(field.source([0]), 0, respondent=one)

    assert field.cell(reader).state is State.SMALL


def test_one_small_level_hides_all_levels_of_its_perspective(field: Field, leader: User, reader: User) -> None:
    field.plan(field.questions[0], field.perspectives[0], 1, "managerial")
    field.people(4)
    field.people(1, level="executive")
    field.people(3, perspective=1)
    field.plan(field.questions[0], field.perspectives[1], 1, "official")

    assert field.cell(reader).heard.sources == 5
    assert field.cell(reader).missing == ()
    assert {field.cell(reader, level=level).state for level in Level.values} == {State.SMALL}
    assert field.cell(reader, 0, 1, "official").heard.sources == 3
    assert field.cell(leader, level="executive").heard.sources == 1


def test_what_stands_behind_a_cell(field: Field, leader: User, reader: User, client_of: ClientOf) -> None:
    first = field.perspectives[0]
    field.plan(field.questions[0], first, 2, "official")
    version = field.source(perspective=first, level="official")
    other = field.source(perspective=field.perspectives[1])
    field.finding(field.questions, [field.passage(version, coded=True), field.passage(other)])
    url = reverse("reporting:coverage_cell", args=[field.evaluation.pk, "V1", first.pk])

    found = cell_for(leader, field.evaluation, "V1", first.pk, "official")
    shown = client_of(leader).get(url, {"niveau": "official"}).content.decode()

    assert [(str(one.source), one.voices, one.coded, one.found, one.levels) for one in found.sources] == [
        ("S1", 1, 1, 1, ("ambtelijk",))
    ]
    assert found.passages == ((1, (1,)),)
    assert "2 × Gesprek" in shown
    assert "Wij hoorden het pas laat (fictief)." in shown
    assert reverse("findings:finding", args=[field.evaluation.pk, 1]) in shown
    assert cell_for(leader, field.evaluation, "V1", first.pk, "executive").sources == ()
    assert client_of(reader).get(url).status_code == 403
    with pytest.raises(NotAllowed):
        cell_for(reader, field.evaluation, "V1", first.pk)


def test_a_finding_that_was_merged_no_longer_counts(field: Field, leader: User) -> None:
    first = field.perspectives[0]
    passage = field.passage(field.source(perspective=first, level="official"), coded=True)
    standing, double = field.finding(field.questions[:1], [passage]), field.finding(field.questions, [passage])
    before = field.cell(leader, question=1).found.sources

    Finding.objects.filter(pk=double.pk).update(merged_into=standing)  # what was not moved is still tied to it

    assert (before, field.cell(leader, question=1).found.sources) == (1, 0)
    assert cell_for(leader, field.evaluation, "V2", first.pk).passages == ()
    assert cell_for(leader, field.evaluation, "V1", first.pk).passages == ((1, (standing.number,)),)


@pytest.mark.parametrize(("label", "perspective"), [("V9", 0), ("V1", 10**6)])
def test_a_cell_that_is_not_there_is_not_found(
    field: Field, leader: User, client_of: ClientOf, label: str, perspective: int
) -> None:
    known = perspective or field.perspectives[0].pk
    url = reverse("reporting:coverage_cell", args=[field.evaluation.pk, label, known])

    assert client_of(leader).get(url).status_code == 404


def test_the_page_and_the_overview_show_the_map_in_words(
    field: Field, leader: User, reader: User, client_of: ClientOf
) -> None:
    field.plan(field.questions[0], field.perspectives[0], 2)
    field.people(1)
    field.map(leader)
    pages = [reverse(name, args=[field.evaluation.pk]) for name in ("reporting:coverage", "reporting:coverage_card")]

    inside, card = (client_of(leader).get(page).content.decode() for page in pages)
    for words in ("gepland 2", "gehoord 1", "gecodeerd 0", "in bevindingen 0"):
        assert f"<span>{words}</span>" in inside
    assert "gehoord 1" in " ".join(card.split())
    for page in pages:
        outside = client_of(reader).get(page).content.decode()
        assert "te weinig mensen" in outside
        assert "gehoord 1" not in " ".join(outside.split())
        assert "/dekking/V1/" not in outside
    unknown = client_of(leader).get(pages[0], {"niveau": "hoog"}).content.decode()
    assert "gehoord 1" in unknown


def test_the_page_says_that_a_blind_text_is_heard_and_not_yet_coded(
    field: Field, leader: User, researcher: User, client_of: ClientOf
) -> None:
    field.plan(field.questions[0], field.perspectives[0], 1)
    version = field.source(perspective=field.perspectives[0])
    field.passage(version, coded=True)
    round_ = opened(leader, [version], [leader, researcher])
    page = reverse("reporting:coverage", args=[field.evaluation.pk])
    told = "1 tekst wordt nog blind gecodeerd: wie daarin spreekt, telt als gehoord, en pas als gecodeerd wanneer"

    blind = " ".join(client_of(researcher).get(page).content.decode().split())
    close_round(actor=leader, round_=round_)
    closed = " ".join(client_of(researcher).get(page).content.decode().split())

    assert told in blind
    assert "<span>gehoord 1</span>" in blind
    assert "<span>gecodeerd 0</span>" in blind
    assert told not in closed
    assert "<span>gecodeerd 1</span>" in closed


def test_an_empty_design_says_what_to_do_first(evaluation: Evaluation, leader: User, client_of: ClientOf) -> None:
    shown = client_of(leader).get(reverse("reporting:coverage", args=[evaluation.pk])).content.decode()

    assert "Nog niets te dekken" in shown


def test_queries_do_not_grow(field: Field, leader: User) -> None:
    first = field.source([0])
    field.speaker(first, 0, perspective=field.perspectives[0])
    field.finding(field.questions, [field.passage(first, coded=True)])
    field.map(leader)
    with CaptureQueriesContext(connection) as few:
        field.map(leader)
    for version in field.people(6):
        field.speaker(version, 0, perspective=field.perspectives[1])
        field.finding(field.questions, [field.passage(version, coded=True)])
    with CaptureQueriesContext(connection) as many:
        field.map(leader)

    assert len(many) == len(few)
