"""What an evaluation's design consists of."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product

from sluitend.apps.design.models import (
    Criterion,
    CriterionVersion,
    EvaluatedObject,
    EvaluatedObjectVersion,
    Evaluation,
    Level,
    MatrixCell,
    Method,
    MethodKind,
    Perspective,
    Phase,
    PhaseKind,
    Place,
    PlaceKind,
    Question,
    QuestionVersion,
    Topic,
)
from sluitend.apps.people.models import Municipality, User


def add(evaluation: Evaluation, leader: User, amount: int, questions: int) -> None:
    """`amount` of everything, and `questions` sub-questions, each worded twice."""
    asked = _questions(evaluation, leader, max(amount, questions))
    perspectives = _perspectives(evaluation, asked, amount)
    places = _places(evaluation, amount)
    methods = _methods(evaluation, amount)
    _cells(asked[:amount], perspectives, places, methods)
    _criteria(asked[:amount], leader)
    _phases(evaluation, amount)
    _object_versions(evaluation, leader, amount)


def _questions(evaluation: Evaluation, leader: User, amount: int) -> list[Question]:
    parent = evaluation.questions.filter(parent=None).first()
    assert parent is not None
    known = evaluation.questions.count()
    asked = Question.objects.bulk_create(
        Question(evaluation=evaluation, parent=parent, label=f"{parent.label}.{n}", order=n)
        for n in range(100 + known, 100 + known + amount)
    )
    QuestionVersion.objects.bulk_create(
        QuestionVersion(
            question=question,
            number=number,
            text=f"Hoe werkt {question.label} in de praktijk (fictief)?",
            reason="Scherper gesteld (fictief)" if number > 1 else "",
            date=date(2026, number, 1),
            author=leader,
        )
        for question in asked
        for number in (1, 2)
    )
    return asked


def _perspectives(evaluation: Evaluation, asked: list[Question], amount: int) -> list[Perspective]:
    known = evaluation.perspectives.count()
    made = Perspective.objects.bulk_create(
        Perspective(evaluation=evaluation, name=f"Groep {n} (fictief)", levels=Level.values, order=n)
        for n in range(known, known + amount)
    )
    first = evaluation.perspectives.filter(topics__isnull=False).first()
    assert first is not None
    topics = Topic.objects.bulk_create(
        Topic(perspective=perspective, text=f"Onderwerp {n} (fictief)", prompts=["Hoe ging dat?"], order=n)
        for perspective in (first, *made)
        for n in range(amount)
    )
    asks = Topic.questions.through
    asks.objects.bulk_create(
        asks(topic_id=topic.pk, question_id=asked[n % len(asked)].pk) for n, topic in enumerate(topics)
    )
    return made


def _places(evaluation: Evaluation, amount: int) -> list[Place]:
    known = evaluation.places.count()
    towns = Municipality.objects.exclude(place__evaluation=evaluation)[:amount]
    return Place.objects.bulk_create(
        Place(
            evaluation=evaluation,
            name=f"{town.name} {known}",
            kind=PlaceKind.MUNICIPALITY,
            municipality=town,
        )
        for town in towns
    )


def _methods(evaluation: Evaluation, amount: int) -> list[Method]:
    known = evaluation.methods.count()
    return Method.objects.bulk_create(
        Method(evaluation=evaluation, name=f"Methode {n} (fictief)", kind=MethodKind.INTERVIEW, order=n)
        for n in range(known, known + amount)
    )


def _cells(asked: list[Question], perspectives: list[Perspective], places: list[Place], methods: list[Method]) -> None:
    MatrixCell.objects.bulk_create(
        MatrixCell(
            question=question,
            perspective=perspective,
            method=method,
            level=Level.OFFICIAL,
            place=places[question.pk % len(places)],
            planned=2,
        )
        for question, perspective, method in product(asked, perspectives, methods[:3])
    )


def _criteria(asked: list[Question], leader: User) -> None:
    made = Criterion.objects.bulk_create(
        Criterion(evaluation_id=question.evaluation_id, question=question, order=question.order) for question in asked
    )
    CriterionVersion.objects.bulk_create(
        CriterionVersion(
            criterion=criterion,
            number=number,
            name=f"Criterium {criterion.pk} (fictief)",
            source="Plan (fictief)",
            good="Het lukt",
            insufficient="Het lukt niet",
            reason="Scherper (fictief)" if number > 1 else "",
            author=leader,
        )
        for criterion in made
        for number in (1, 2)
    )


def _phases(evaluation: Evaluation, amount: int) -> None:
    known = evaluation.phases.count()
    Phase.objects.bulk_create(
        Phase(
            evaluation=evaluation,
            name=f"Fase {n} (fictief)",
            kind=PhaseKind.FIELDWORK,
            weeks=2,
            starts=date(2026, 1, 1),
            ends=date(2026, 1, 1) + timedelta(weeks=2),
            order=n,
        )
        for n in range(known, known + amount)
    )


def _object_versions(evaluation: Evaluation, leader: User, amount: int) -> None:
    evaluated, _made = EvaluatedObject.objects.get_or_create(evaluation=evaluation, defaults={"name": "Proef"})
    last = evaluated.versions.order_by("-number").first()
    start = last.number + 1 if last else 1
    EvaluatedObjectVersion.objects.bulk_create(
        EvaluatedObjectVersion(
            evaluated_object=evaluated,
            number=number,
            name=f"Versie {number} (fictief)",
            starts=date(2030, 1, 1) + timedelta(days=number),
            reason="Bijgesteld (fictief)",
            author=leader,
        )
        for number in range(start, start + amount)
    )
