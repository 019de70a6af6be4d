"""The assessment framework with its current content and its history."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Prefetch

from sluitend.apps.design.access import check
from sluitend.apps.design.models import Criterion, CriterionVersion, Evaluation
from sluitend.apps.design.queries.finding_one import one
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action

TO_FILL = "in te vullen:"  # so begins, in a template, a source that the evaluator has to name


@dataclass(frozen=True, slots=True)
class CriterionLine:
    """A criterion with the content of its newest version."""

    criterion: Criterion
    current: CriterionVersion
    versions: list[CriterionVersion]

    @property
    def id(self) -> int:
        return self.criterion.pk

    @property
    def question_id(self) -> int:
        return self.criterion.question_id

    @property
    def name(self) -> str:
        return self.current.name

    @property
    def to_fill(self) -> bool:
        """Whether the source still has to be named."""
        return self.current.source.lower().startswith(TO_FILL)

    @property
    def is_dropped(self) -> bool:
        return self.criterion.dropped_at is not None


def criteria_for(user: User, evaluation: Evaluation, *, with_dropped: bool = False) -> list[CriterionLine]:
    """The criteria, in order; two queries. Dropped ones when asked for."""
    check(user, evaluation, Action.VIEW_EVALUATION)
    versions = Prefetch("versions", CriterionVersion.objects.select_related("author"))
    rows = evaluation.criteria.select_related("question").prefetch_related(versions)
    if not with_dropped:
        rows = rows.filter(dropped_at__isnull=True)
    return [_line(row) for row in rows]


def _line(criterion: Criterion) -> CriterionLine:
    versions = list(criterion.versions.all())
    return CriterionLine(criterion, versions[-1], versions)


def criterion_for(user: User, evaluation: Evaluation, criterion_id: int) -> CriterionLine:
    """One criterion. Raises NotFound."""
    check(user, evaluation, Action.VIEW_EVALUATION)
    versions = Prefetch("versions", CriterionVersion.objects.select_related("author"))
    rows = evaluation.criteria.select_related("question", "evaluation").prefetch_related(versions)
    return _line(one(rows, "criterion", pk=criterion_id))
