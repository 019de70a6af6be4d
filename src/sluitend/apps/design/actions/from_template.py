"""Fill a new evaluation from its template: called inside the transaction of `create_evaluation`, which checks."""

from __future__ import annotations

from collections import Counter as Tally
from collections.abc import Iterator
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from sluitend.apps.design.actions.planning import one_after_the_other
from sluitend.apps.design.models import (
    Counter,
    Criterion,
    CriterionVersion,
    EvaluatedObject,
    EvaluatedObjectVersion,
    Evaluation,
    MatrixCell,
    Method,
    Perspective,
    Phase,
    Question,
    QuestionKind,
    QuestionVersion,
    Topic,
)
from sluitend.apps.design.numbers import Numbered
from sluitend.apps.people.models import User
from sluitend.formats import template as templates

MAIN = "V1"
Questions = dict[str, Question]
Perspectives = dict[str, Perspective]


def fill(evaluation: Evaluation, template: templates.Template, author: User) -> None:
    """Everything of the design that the template holds."""
    questions = _questions(evaluation, template, author)
    perspectives = _perspectives(evaluation, template)
    methods = _methods(evaluation, template)
    _topics(template, perspectives, questions)
    _matrix(template, questions, perspectives, methods)
    _criteria(evaluation, template, questions, author)
    _phases(evaluation, template)
    _object(evaluation, template, author)


def _questions(evaluation: Evaluation, template: templates.Template, author: User) -> Questions:
    main = Question.objects.create(evaluation=evaluation, label=MAIN, kind=QuestionKind.EVALUATIVE, order=1)
    made = {MAIN: main}
    for depth in (1, 2):
        layer = [item for item in template.all_questions() if item.key.count(".") == depth]
        rows = Question.objects.bulk_create(_question(evaluation, item, made) for item in layer)
        made |= {row.label: row for row in rows}
    texts = {MAIN: template.main_question} | {item.key: item.text for item in template.all_questions()}
    since = _since(evaluation)
    QuestionVersion.objects.bulk_create(
        QuestionVersion(question=made[label], number=1, text=text, date=since, author=author)
        for label, text in texts.items()
    )
    _count(evaluation, made)
    return made


def _since(evaluation: Evaluation) -> date:
    """From when first versions hold: an evaluation may be entered here after it began."""
    today = timezone.localdate()
    return min(evaluation.starts or today, today)


def _question(evaluation: Evaluation, item: templates.Question, made: Questions) -> Question:
    above, _dot, place = item.key.rpartition(".")
    return Question(
        evaluation=evaluation,
        parent=made[above],
        label=item.key,
        kind=item.kind,
        why=item.why,
        no_criterion=item.no_criterion or "",
        order=int(place),
    )


def _count(evaluation: Evaluation, made: Questions) -> None:
    """Let `next_number` go on after the labels of the template."""
    below = Tally(label.rpartition(".")[0] for label in made)
    Counter.objects.bulk_create(
        Counter(evaluation=evaluation, kind=label or Numbered.QUESTION.value, last=last)
        for label, last in below.items()
    )


def _perspectives(evaluation: Evaluation, template: templates.Template) -> Perspectives:
    rows = Perspective.objects.bulk_create(
        Perspective(
            evaluation=evaluation,
            name=item.name,
            description=item.description,
            is_client=item.client,
            levels=[level.key for level in template.levels if item.key in level.perspectives],
            order=order,
        )
        for order, item in enumerate(template.perspectives, start=1)
    )
    return {item.key: row for item, row in zip(template.perspectives, rows, strict=True)}


def _methods(evaluation: Evaluation, template: templates.Template) -> dict[str, Method]:
    rows = Method.objects.bulk_create(
        Method(evaluation=evaluation, name=item.name, kind=item.kind, note=item.note, order=order)
        for order, item in enumerate(template.methods, start=1)
    )
    return {item.key: row for item, row in zip(template.methods, rows, strict=True)}


def _topics(template: templates.Template, perspectives: Perspectives, questions: Questions) -> None:
    items = [
        (perspectives[owner.key], order, item)
        for owner in template.perspectives
        for order, item in enumerate(owner.topics, start=1)
    ]
    rows = Topic.objects.bulk_create(
        Topic(perspective=owner, text=item.text, prompts=list(item.prompts), order=order)
        for owner, order, item in items
    )
    links = Topic.questions.through
    links._default_manager.bulk_create(
        links(topic_id=row.pk, question_id=questions[key].pk)
        for row, (_owner, _order, item) in zip(rows, items, strict=True)
        for key in item.questions
    )


def _matrix(
    template: templates.Template, questions: Questions, perspectives: Perspectives, methods: dict[str, Method]
) -> None:
    MatrixCell.objects.bulk_create(
        MatrixCell(
            question=questions[row.question],
            perspective=perspectives[row.perspective],
            method=methods[row.method],
            level=row.level or "",
            per_place=row.per_place,
            planned=row.planned,
        )
        for row in template.matrix
    )


def _criteria(evaluation: Evaluation, template: templates.Template, questions: Questions, author: User) -> None:
    rows = Criterion.objects.bulk_create(
        Criterion(evaluation=evaluation, question=questions[item.question], order=order)
        for order, item in enumerate(template.criteria, start=1)
    )
    CriterionVersion.objects.bulk_create(_criterion_versions(template, rows, author))


def _criterion_versions(
    template: templates.Template, rows: list[Criterion], author: User
) -> Iterator[CriterionVersion]:
    for item, row in zip(template.criteria, rows, strict=True):
        yield CriterionVersion(
            criterion=row,
            number=1,
            name=item.name,
            source=item.source,
            good=item.good,
            insufficient=item.insufficient,
            author=author,
        )


def _phases(evaluation: Evaluation, template: templates.Template) -> None:
    phases = [
        Phase(evaluation=evaluation, name=item.name, kind=item.kind, weeks=item.weeks, order=order)
        for order, item in enumerate(template.phases, start=1)
    ]
    if evaluation.starts:
        phases = one_after_the_other(phases, evaluation.starts)
    Phase.objects.bulk_create(phases)


def _object(evaluation: Evaluation, template: templates.Template, author: User) -> None:
    item = template.object
    evaluated = EvaluatedObject.objects.create(
        evaluation=evaluation, name=item.name, scope_prompts=list(item.scope_prompts)
    )
    EvaluatedObjectVersion.objects.create(
        evaluated_object=evaluated,
        number=1,
        name=_("First version"),
        description=item.description,
        starts=_since(evaluation),
        author=author,
    )
