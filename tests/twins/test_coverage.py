"""The coverage map beside a twin by another hand, on random evaluations, for the team and for a reader."""

from __future__ import annotations

import pytest
from django.utils import timezone

from sluitend.apps.design.models import Evaluation, Level, Perspective
from sluitend.apps.fieldwork import actions as fieldwork
from sluitend.apps.people.audit import record
from sluitend.apps.people.models import User
from sluitend.apps.reporting.coverage import Cell, State, map_for
from tests.twins import coverage
from tests.twins.conftest import Drawn
from tests.twins.stored import Stored, store
from tests.twins.world import Finding, Label, Passage, Person, Question, Text, Where, World

pytestmark = pytest.mark.django_db


def shown(cell: Cell) -> coverage.Cell:
    told = [cell.heard.sources, cell.coded.sources, cell.found.sources]
    return coverage.Cell(str(cell.state), cell.planned, told, set(cell.missing))


def expected(world: World, stored: Stored, cell: Cell, level: str, in_team: bool) -> coverage.Cell:
    group = stored.groups.index(cell.perspective)
    wanted = coverage.cell(world, cell.question.label, group, level, len(stored.places), in_team)
    wanted.missing = {str(Level(one).label) for one in wanted.missing}
    return wanted


@pytest.mark.parametrize("seed", range(8))
def test_every_cell_at_every_level(seed: int, draw: Drawn, leader: User, reader: User) -> None:
    world, stored = draw(seed)
    record(leader, "design.object_renamed", leader, evaluation=stored.evaluation.pk)  # what was kept is too old

    for user in (leader, reader):
        for level in ("", *Level.values):
            found = map_for(user, stored.evaluation, level)
            assert {row.question.label for row in found.rows} == coverage.rows(world)
            for cell in found.cells:
                at = f"{cell.question.label} × {cell.perspective} × {level or 'all'}"
                assert shown(cell) == expected(world, stored, cell, level, user == leader), at


def one_group(texts: list[Text], people: int = 3, passages: list[Passage] | None = None) -> World:
    """Everything from the first group; one question, planned there."""
    world = World(people=[Person(number, Where()) for number in range(1, people + 1)], texts=texts)
    world.questions = [Question("V1")]
    world.plans = {("V1", 0, ""): (1, False)}
    world.passages = passages or []
    world.findings = [Finding(1, {"V1"}, {one.number: "supports" for one in world.passages})]
    return world


def cell_of(world: World, evaluation: Evaluation, leader: User, user: User) -> Cell:
    store(world, evaluation, leader)
    record(leader, "design.object_renamed", leader, evaluation=evaluation.pk)
    return map_for(user, evaluation).cells[0]


def report(number: int, named: list[int], kind: str = "interview_report") -> Text:
    return Text(number, kind, False, True, Where(group=0), named=named)


def test_one_person_in_three_reports_is_one_person(evaluation: Evaluation, leader: User, reader: User) -> None:
    world = one_group([report(number, [1]) for number in (1, 2, 3)])

    cell = cell_of(world, evaluation, leader, reader)

    assert (cell.state, cell.heard.sources) == (State.SMALL, None)


def test_documents_are_nobody_to_hide_behind(evaluation: Evaluation, leader: User, reader: User) -> None:
    """Three sources, of which a reader sees two: the third is one person."""
    documents = [Text(number, "document", True, True, Where(group=0)) for number in (1, 2)]
    world = one_group([*documents, report(3, [1])])

    cell = cell_of(world, evaluation, leader, reader)

    assert (cell.state, cell.heard.sources) == (State.SMALL, None)


def test_documents_alone_hide_nobody(evaluation: Evaluation, leader: User, reader: User) -> None:
    world = one_group([Text(1, "document", True, True, Where(group=0))])

    cell = cell_of(world, evaluation, leader, reader)

    assert (cell.state, cell.heard.sources) == (State.HEARD, 1)


def test_who_withdrew_from_a_group_is_no_longer_heard(evaluation: Evaluation, leader: User) -> None:
    """The label stays in its place, without anybody; it is not the source's own perspective that is heard there."""
    labels = [Label(person=1), Label(person=2, where=Where(group=1))]
    group = Text(1, "transcript", False, True, Where(group=0), labels, [(0, 40, 0), (40, 80, 1)])
    stored = store(one_group([group]), evaluation, leader)
    stored.people[1].refresh_from_db()
    before = map_for(leader, evaluation).cells

    fieldwork.withdraw(actor=leader, respondent=stored.people[1], asked_on=timezone.localdate())
    after = map_for(leader, evaluation).cells

    assert [cell.heard.sources for cell in before] == [1, 1, 0]
    assert [cell.heard.sources for cell in after] == [0, 1, 0]
    assert Perspective.objects.filter(evaluation=evaluation).count() == len(after)
