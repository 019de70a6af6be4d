"""One object of this room, by the number that people see."""

from __future__ import annotations

from typing import TypeVar

from django.db.models import Model, Prefetch, QuerySet

from sluitend.apps.design.access import require
from sluitend.apps.design.models import Evaluation
from sluitend.apps.findings.models import Conclusion, EvidenceLink, Finding, Recommendation
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.errors import NotFound

M = TypeVar("M", bound=Model)


def finding_for(user: User, evaluation: Evaluation, number: int) -> Finding:
    """Raises NotFound."""
    return _one(user, evaluation, evaluation.findings.all(), "finding", number)


def conclusion_for(user: User, evaluation: Evaluation, number: int) -> Conclusion:
    """Raises NotFound."""
    return _one(user, evaluation, evaluation.conclusions.select_related("question"), "conclusion", number)


def recommendation_for(user: User, evaluation: Evaluation, number: int) -> Recommendation:
    """Raises NotFound."""
    return _one(user, evaluation, _with_conclusions(evaluation), "recommendation", number)


def conclusions_for(user: User, evaluation: Evaluation) -> QuerySet[Conclusion]:
    """All conclusions with their questions. Raises NotFound, NotAllowed."""
    require(user, evaluation, Action.VIEW_FINDINGS)
    return evaluation.conclusions.select_related("question").order_by("number")


def recommendations_for(user: User, evaluation: Evaluation) -> QuerySet[Recommendation]:
    """All recommendations, each with the conclusions that it rests on."""
    require(user, evaluation, Action.VIEW_FINDINGS)
    return _with_conclusions(evaluation)


def link_for(user: User, finding: Finding, fragment_number: int) -> EvidenceLink:
    """What a fragment means for a finding. Raises NotFound."""
    require(user, finding.evaluation_id, Action.VIEW_FINDINGS)
    link = finding.evidence.select_related("fragment", "finding").filter(fragment__number=fragment_number).first()
    if link is None:
        raise NotFound("evidence")
    return link


def _with_conclusions(evaluation: Evaluation) -> QuerySet[Recommendation]:
    conclusions = Prefetch("conclusions", Conclusion.objects.select_related("question").order_by("number"))
    return evaluation.recommendations.prefetch_related(conclusions)


def _one(user: User, evaluation: Evaluation, rows: QuerySet[M], what: str, number: int) -> M:
    require(user, evaluation, Action.VIEW_FINDINGS)
    found = rows.filter(number=number).first()
    if found is None:
        raise NotFound(what)
    return found
