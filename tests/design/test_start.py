from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest

from sluitend.apps.design import actions, queries
from sluitend.apps.design.models import Evaluation, MatrixCell, Topic
from sluitend.apps.design.template_store import templates
from sluitend.apps.people.models import AuditEvent, Municipality, Organisation, OrganisationKind, User
from sluitend.apps.people.permissions import Role
from sluitend.errors import InputError, NotAllowed
from sluitend.web import registry
from sluitend.web.wording import sentence
from sluitend.work import vault


@pytest.mark.parametrize("key", ["actieonderzoek", "budget", "keten", "pilot", "samenwerking"])
def test_everything_of_the_template_is_there(leader: User, key: str) -> None:
    template = templates()[key]

    evaluation = actions.create_evaluation(actor=leader, template_key=key, title="Proef (fictief)")

    questions = queries.questions_for(leader, evaluation)
    assert [line.text for line in questions] == [
        template.main_question,
        *(question.text for question in template.all_questions()),
    ]
    assert [line.label for line in questions][1:] == [question.key for question in template.all_questions()]
    assert MatrixCell.objects.filter(question__evaluation=evaluation).count() == len(template.matrix)
    assert Topic.objects.filter(perspective__evaluation=evaluation).count() == sum(
        len(perspective.topics) for perspective in template.perspectives
    )
    assert len(queries.criteria_for(leader, evaluation)) == len(template.criteria)
    assert evaluation.methods.count() == len(template.methods)
    assert queries.object_for(leader, evaluation).scope_prompts == list(template.object.scope_prompts)
    assert evaluation.place_kind == template.places.kind


def test_topics_keep_their_questions_and_perspectives_their_levels(begun: Evaluation, leader: User) -> None:
    template = templates()["keten"]

    found = queries.perspective_for(leader, begun, begun.perspectives.get(name=template.perspectives[0].name).pk)

    assert [
        ([question.label for question in topic.questions.all()], topic.prompts) for topic in found.topics.all()
    ] == [(sorted(topic.questions), list(topic.prompts)) for topic in template.perspectives[0].topics]
    levels = {one.name: set(one.levels) for one in begun.perspectives.all()}
    assert levels == {
        one.name: {level.key for level in template.levels if one.key in level.perspectives}
        for one in template.perspectives
    }


def test_numbering_goes_on_after_the_template(begun: Evaluation, leader: User) -> None:
    main = queries.question_for(leader, begun, "V1")
    nested = queries.question_for(leader, begun, "V1.6")

    labels = [
        actions.add_question(actor=leader, evaluation=begun, text="Hoe dan?", kind="descriptive", parent=parent).label
        for parent in (main, nested, None)
    ]

    assert labels == ["V1.10", "V1.6.3", "V2"]


def test_phases_follow_each_other_from_the_start(begun: Evaluation) -> None:
    phases = list(begun.phases.all())

    assert phases[0].starts == date(2026, 1, 5)
    assert all(one.ends - one.starts + timedelta(days=1) == timedelta(weeks=one.weeks) for one in phases)
    assert all(later.starts - one.ends == timedelta(days=1) for one, later in pairwise(phases))


def test_who_begins_is_project_leader_with_a_key_of_the_evaluation(begun: Evaluation, leader: User) -> None:
    assert begun.memberships.get(user=leader).role == Role.LEADER
    assert len(vault.unwrap(begun.wrapped_key)) == 32
    event = AuditEvent.objects.get(evaluation_id=begun.pk, action="design.evaluation_created")
    assert (event.actor_id, event.data) == (leader.pk, {"template": "keten"})


def test_starters_of_lower_rooms_run_in_the_same_transaction(leader: User, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[object, ...]] = []

    def break_down(actor: User, evaluation: Evaluation, template: object) -> None:
        seen.append((actor, evaluation.title, evaluation.questions.count(), template))
        raise RuntimeError("starter")

    monkeypatch.setattr(registry, "starters", registry.Registry("starters"))
    registry.starters.add(registry.Starter("test", break_down))
    before = Evaluation.objects.count()

    with pytest.raises(RuntimeError, match="starter"):
        actions.create_evaluation(actor=leader, template_key="keten", title="Proef (fictief)")

    assert seen == [(leader, "Proef (fictief)", 12, templates()["keten"])]
    assert Evaluation.objects.count() == before


def test_not_everybody_may_begin(researcher: User) -> None:
    with pytest.raises(NotAllowed):
        actions.create_evaluation(actor=researcher, template_key="keten", title="Proef (fictief)")


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (
            {"template_key": "onbekend"},
            "Er is geen sjabloon “onbekend”. Kies een van deze: actieonderzoek, budget, keten, pilot, samenwerking.",
        ),
        ({"title": "  "}, "De titel is leeg. Geef de evaluatie een titel."),
        (
            {"starts": date(2026, 2, 1), "ends": date(2026, 1, 1)},
            "De einddatum ligt vóór de begindatum. Verbeter een van de twee.",
        ),
    ],
)
def test_what_cannot_begin_is_said(leader: User, change: dict[str, object], expected: str) -> None:
    with pytest.raises(InputError) as caught:
        actions.create_evaluation(actor=leader, **{"template_key": "keten", "title": "Proef (fictief)", **change})

    assert sentence(caught.value) == expected


def test_a_commissioner_is_found_or_added_by_name(leader: User, researcher: User) -> None:
    known = Organisation.objects.create(name="Regio Voorbeeld (fictief)", kind=OrganisationKind.REGIONAL_SERVICE)

    assert actions.organisation_named(actor=researcher, name=" regio voorbeeld (FICTIEF)") == known
    assert actions.organisation_named(actor=researcher, name="") is None
    made = actions.organisation_named(actor=leader, name="Gemeente Aardam (fictief)")
    assert made is not None
    assert made.kind == OrganisationKind.MUNICIPALITY
    with pytest.raises(InputError) as caught:
        actions.organisation_named(actor=researcher, name="Niemand (fictief)")
    assert sentence(caught.value) == (
        "“Niemand (fictief)” staat niet in het register. Kies een naam uit de lijst, of vraag de beheerder van het "
        "register om haar toe te voegen."
    )
    assert not Municipality.objects.exists()
