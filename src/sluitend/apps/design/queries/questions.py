"""Questions with their current wording, and their history."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import IntegerField, OuterRef, QuerySet, Subquery, TextField

from sluitend.apps.design.access import check
from sluitend.apps.design.models import Evaluation, Question, QuestionVersion
from sluitend.apps.design.queries.finding_one import one
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action


@dataclass(frozen=True, slots=True)
class QuestionLine:
    """A question as people see it: label ("V1.2"), current wording, and its place in the tree."""

    id: int
    label: str
    text: str
    parent_id: int | None
    kind: str
    kind_label: str
    why: str
    no_criterion: str
    version: int
    depth: int  # 0 for a main question
    has_parts: bool  # answered through the questions below it, so neither planned nor judged itself
    dropped_at: date | None
    dropped_reason: str

    @property
    def is_main(self) -> bool:
        return self.parent_id is None

    @property
    def is_dropped(self) -> bool:
        return self.dropped_at is not None


def questions_for(user: User, evaluation: Evaluation, *, with_dropped: bool = False) -> list[QuestionLine]:
    """Every question, parents before children, in the order of the design; one query. Dropped ones when asked for."""
    check(user, evaluation, Action.VIEW_EVALUATION)
    questions = _with_wording(evaluation.questions.all())
    if not with_dropped:
        questions = questions.filter(dropped_at__isnull=True)
    children: dict[int | None, list[Question]] = {}
    for question in questions:
        children.setdefault(question.parent_id, []).append(question)
    return list(_lines(children, None, 0))


def _with_wording(questions: QuerySet[Question]) -> QuerySet[Question]:
    newest = QuestionVersion.objects.filter(question=OuterRef("pk")).order_by("-number")
    return questions.annotate(
        text=Subquery(newest.values("text")[:1], output_field=TextField()),
        version=Subquery(newest.values("number")[:1], output_field=IntegerField()),
    )


def _lines(children: dict[int | None, list[Question]], parent: int | None, depth: int) -> Iterator[QuestionLine]:
    for question in children.get(parent, []):
        parts = [part for part in children.get(question.pk, []) if part.dropped_at is None]
        yield _line(question, depth, bool(parts))
        yield from _lines(children, question.pk, depth + 1)


def _line(question: Question, depth: int, has_parts: bool) -> QuestionLine:
    found = question.__dict__  # text and version are annotations
    return QuestionLine(
        id=question.pk,
        label=question.label,
        text=found["text"],
        parent_id=question.parent_id,
        kind=question.kind,
        kind_label=question.get_kind_display(),
        why=question.why,
        no_criterion=question.no_criterion,
        version=found["version"],
        depth=depth,
        has_parts=has_parts,
        dropped_at=question.dropped_at,
        dropped_reason=question.dropped_reason,
    )


def answered(questions: list[QuestionLine]) -> list[QuestionLine]:
    """The questions that are answered themselves: neither dropped nor divided into parts."""
    return [line for line in questions if not line.has_parts and not line.is_dropped]


def question_for(user: User, evaluation: Evaluation, label: str) -> Question:
    """A question by its label ("V1.2"). Raises NotFound."""
    check(user, evaluation, Action.VIEW_EVALUATION)
    return one(evaluation.questions.select_related("parent", "evaluation"), "question", label=label)


def question_history(user: User, question: Question) -> list[QuestionVersion]:
    """Every wording, oldest first, each with its author."""
    check(user, question.evaluation, Action.VIEW_EVALUATION)
    return list(question.versions.select_related("author"))
