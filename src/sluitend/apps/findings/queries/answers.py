"""Every question with its answer, if there is one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import DateTimeField, OuterRef, Prefetch, QuerySet, Subquery

from sluitend.apps.design import queries as design
from sluitend.apps.design.access import require
from sluitend.apps.design.models import Evaluation, QuestionVersion
from sluitend.apps.design.queries import CriterionLine, QuestionLine
from sluitend.apps.findings.models import Conclusion, Finding, Recommendation
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.errors import NotFound


@dataclass(frozen=True, slots=True)
class ConclusionLine:
    """A question with its answer, if there is one yet."""

    question: QuestionLine
    conclusion: Conclusion | None
    findings: tuple[Finding, ...]  # that the conclusion rests on: their numbers, the rest is read when it is asked for
    criterion: CriterionLine | None
    recommendations: tuple[Recommendation, ...]
    reworded_at: datetime | None = None  # when the question got other words after its answer was last changed


def answers_for(user: User, evaluation: Evaluation) -> list[ConclusionLine]:
    """In the order of the questions; a dropped question too. Raises NotFound, NotAllowed."""
    require(user, evaluation, Action.VIEW_FINDINGS)
    questions = design.questions_for(user, evaluation, with_dropped=True)
    criteria = design.criteria_for(user, evaluation, with_dropped=True)
    return list(answer_lines(evaluation, questions, criteria))


def answer_for(user: User, evaluation: Evaluation, label: str) -> ConclusionLine:
    """The answer to the question with this label. Raises NotFound, NotAllowed."""
    require(user, evaluation, Action.VIEW_FINDINGS)
    questions = design.questions_for(user, evaluation, with_dropped=True)
    criteria = design.criteria_for(user, evaluation, with_dropped=True)
    for line in answer_lines(evaluation, [one for one in questions if one.label == label], criteria):
        return line
    raise NotFound("question")


def answer_lines(
    evaluation: Evaluation, questions: Sequence[QuestionLine], criteria: Sequence[CriterionLine]
) -> Iterator[ConclusionLine]:
    """For a caller that has checked who asks."""
    by_question = {row.question_id: row for row in _conclusions(evaluation, questions)}
    by_id = {line.id: line for line in criteria}
    for question in questions:
        row = by_question.get(question.id)
        yield _line(question, row, by_id.get(row.criterion_id or 0)) if row else _open(question)


def _conclusions(evaluation: Evaluation, questions: Sequence[QuestionLine]) -> QuerySet[Conclusion]:
    wordings = QuestionVersion.objects.filter(question=OuterRef("question"), number__gt=1).order_by("-number")
    reworded = Subquery(wordings.values("created_at")[:1], output_field=DateTimeField())
    wanted = evaluation.conclusions.filter(question__in=[one.id for one in questions])
    return wanted.annotate(reworded_at=reworded).prefetch_related(
        Prefetch("findings", Finding.objects.only("number").order_by("number")),
        Prefetch("recommendations", Recommendation.objects.order_by("number")),
    )


def _open(question: QuestionLine) -> ConclusionLine:
    return ConclusionLine(question, None, (), None, ())


def _line(question: QuestionLine, row: Conclusion, criterion: CriterionLine | None) -> ConclusionLine:
    reworded: datetime | None = row.__dict__["reworded_at"]  # an annotation
    return ConclusionLine(
        question=question,
        conclusion=row,
        findings=tuple(row.findings.all()),
        criterion=criterion,
        recommendations=tuple(row.recommendations.all()),
        reworded_at=reworded if reworded and reworded > row.changed_at else None,
    )
