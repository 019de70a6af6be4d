from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sluitend.apps.design import actions, hooks, queries
from sluitend.apps.design.hooks import Progress, WalkStep
from sluitend.apps.design.models import Evaluation, EvaluationStatus, Place
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.errors import NotAllowed, NotFound
from sluitend.web import registry


def test_only_members_see_an_evaluation(begun: Evaluation, outsider: User, owner: User, reader: User) -> None:
    for nobody in (outsider, owner):  # managing the installation opens no evaluation
        with pytest.raises(NotFound):
            queries.evaluation_for(nobody, begun.pk)
        assert queries.evaluations_for(nobody) == []
    assert queries.evaluation_for(reader, begun.pk) == begun
    with pytest.raises(NotAllowed):
        queries.evaluation_for(reader, begun.pk, Action.EDIT_DESIGN)


def test_a_blocked_member_sees_nothing(begun: Evaluation, reader: User) -> None:
    User.objects.filter(pk=reader.pk).update(is_active=False)

    with pytest.raises(NotFound):
        queries.evaluation_for(reader, begun.pk)


def test_a_role_that_was_taken_away_counts_no_longer(begun: Evaluation, leader: User, researcher: User) -> None:
    evaluation = queries.evaluation_for(researcher, begun.pk)
    actions.remove_member(actor=leader, membership=begun.memberships.get(user=researcher))

    with pytest.raises(NotFound):
        actions.add_method(actor=researcher, evaluation=evaluation, name="x", kind="expert")


def test_the_matrix_counts_for_each_place_of_the_kind_that_is_compared(begun: Evaluation, leader: User) -> None:
    plan = {"question": begun.questions.get(label="V1.2"), "perspective": begun.perspectives.all()[0]}
    method = begun.methods.all()[0]
    actions.set_cell(actor=leader, **plan, plans=[actions.Plan(method, 2, per_place=True)])

    def total() -> int | None:
        cells = queries.matrix_for(leader, begun)
        return next(
            cell.total
            for cell in cells
            if (cell.question_label, cell.method_id) == ("V1.2", method.pk)
            and cell.perspective_id == plan["perspective"].pk
        )

    assert total() is None
    for number in range(3):
        Place.objects.create(evaluation=begun, name=f"Plaats {number}", kind="municipality")
    Place.objects.create(evaluation=begun, name="Regio", kind="region")
    assert total() == 6


def test_the_grid_tells_which_questions_rest_on_too_little(begun: Evaluation, leader: User) -> None:
    question = begun.questions.get(label="V1.2")
    assert queries.grid_for(leader, begun).gaps == []

    for perspective in list(begun.perspectives.all())[1:]:
        actions.set_cell(actor=leader, question=question, perspective=perspective, plans=[])

    gaps = queries.grid_for(leader, begun).gaps
    assert [(row.question.label, row.perspectives) for row in gaps] == [("V1.2", 1)]


def test_the_least_fieldwork_is_the_largest_cell_of_a_method(begun: Evaluation, leader: User) -> None:
    perspective, method = begun.perspectives.all()[0], begun.methods.all()[1]
    begun.perspectives.get(pk=perspective.pk).cells.all().delete()
    for label, number in (("V1.2", 5), ("V1.3", 9), ("V1.4", 2)):
        actions.set_cell(
            actor=leader,
            question=begun.questions.get(label=label),
            perspective=perspective,
            plans=[actions.Plan(method, number)],
        )

    needs = queries.grid_for(leader, begun).at_least[0]

    assert [(need.method, need.number) for need in needs] == [(method.name, 9)]


def test_questions_with_parts_and_main_questions_are_not_planned(begun: Evaluation, leader: User) -> None:
    labels = [row.question.label for row in queries.grid_for(leader, begun).rows]

    assert "V1" not in labels
    assert "V1.6" not in labels
    assert "V1.6.1" in labels


def test_the_setup_tells_what_is_missing(begun: Evaluation, leader: User) -> None:
    gaps = {part.url_name: [str(gap) for gap in part.gaps] for part in queries.parts_for(leader, begun)}

    assert gaps["design:general"] == ["De opdrachtgever is nog niet ingevuld.", "De begin- of einddatum ontbreekt."]
    assert gaps["design:object"] == ["De afbakening is nog niet beschreven."]
    assert gaps["design:places"] == ["Er zijn nog geen plaatsen toegevoegd."]
    assert "Criterium “De wachttijd blijft binnen de afgesproken norm”: vul de bron in." in gaps["design:framework"]
    assert gaps["design:matrix"] == gaps["design:phases"] == gaps["design:perspectives"] == []


def test_changes_appear_in_the_logbook_by_themselves(begun: Evaluation, leader: User) -> None:
    question = begun.questions.get(label="V1.3")
    actions.reword_question(
        actor=leader, question=question, text="Waar?", reason="Korter.", date=date(2026, 3, 1), seen=1
    )
    actions.drop_question(actor=leader, question=question, reason="Elders.", date=date(2026, 5, 1))
    actions.add_object_version(
        actor=leader,
        evaluated_object=begun.evaluated_object,
        name="Smaller",
        description="",
        scope="",
        starts=date(2026, 4, 1),
        reason="Tussenstand.",
        seen=1,
    )
    actions.add_entry(actor=leader, evaluation=begun, date=date(2026, 2, 1), kind="event", title="Nieuwe wethouder")

    lines = queries.logbook_for(leader, begun)

    assert [(line.date.month, line.kind, str(line.title), line.text) for line in lines] == [
        (5, "question", "Vraag V1.3 vervallen", "Elders."),
        (4, "object", "Het object werd: Smaller", "Tussenstand."),
        (3, "question", "Vraag V1.3 anders geformuleerd", "Korter."),
        (2, "event", "Nieuwe wethouder", ""),
    ]
    assert begun.logbook.count() == 1
    assert [line.kind for line in queries.logbook_for(leader, begun, kind="object")] == ["object"]


@pytest.fixture
def walk(monkeypatch: pytest.MonkeyPatch) -> registry.Registry[WalkStep]:
    fresh: registry.Registry[WalkStep] = registry.Registry("walk")
    fresh.add(hooks.walk["setup"])
    done = {"done": False}

    def progress(user: User, evaluations: object) -> dict[int, Progress]:
        return {one.pk: Progress(done=done["done"], note="3 bronnen") for one in evaluations}  # type: ignore[attr-defined]

    fresh.add(WalkStep("later", "Bronnen toevoegen", "design:logbook", Action.ADD_SOURCE, progress, order=90))
    monkeypatch.setattr("sluitend.apps.design.queries.walk.walk", fresh)
    return fresh


def test_the_walk_says_what_comes_next(begun: Evaluation, leader: User, reader: User, walk: object) -> None:
    assert [(step.label, step.current) for step in queries.steps_for(leader, begun)] == [
        ("Opzet nakijken", True),
        ("Bronnen toevoegen", False),
    ]
    actions.set_status(actor=leader, evaluation=begun, status=EvaluationStatus.RUNNING)
    assert queries.next_steps(leader, [begun])[begun.pk].label == "Bronnen toevoegen"
    checked = queries.steps_for(leader, begun)[0].progress
    assert (checked.done, checked.note) == (True, "")  # it is the evaluation that is under way, not this step
    assert queries.steps_for(reader, begun) == []
    actions.set_status(actor=leader, evaluation=begun, status=EvaluationStatus.CLOSED)
    assert queries.next_steps(leader, [begun]) == {}


def test_home_takes_as_many_queries_for_five_evaluations_as_for_one(begun: Evaluation, leader: User) -> None:
    def count() -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            queries.overviews_for(leader)
        return len(captured)

    before = count()
    for number in range(3):
        actions.create_evaluation(actor=leader, template_key="pilot", title=f"Proef {number} (fictief)")

    assert count() == before


def test_a_question_is_an_object_of_the_evidence_chain(
    begun: Evaluation, leader: User, outsider: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hooks, "question_links", [lambda user, evaluation, number: [registry.Reference("V", number)]])

    found = registry.resolve(leader, begun, registry.Reference("V", "1.2"))

    assert found.title == begun.questions.get(label="V1.2").versions.get().text
    assert found.url == f"/evaluaties/{begun.pk}/opzet/vragen/V1.2/"
    assert list(registry.evidence_kinds["V"].down_links(leader, begun, "1.2")) == [registry.Reference("V", "1.2")]
    with pytest.raises(NotFound):
        registry.resolve(outsider, begun, registry.Reference("V", "1.2"))
