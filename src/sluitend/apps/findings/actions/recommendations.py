"""Recommendations and starting points: what to do, for whom, because of which conclusions."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction

from sluitend.apps.design.access import require
from sluitend.apps.design.models import Evaluation
from sluitend.apps.design.numbers import Numbered, next_number
from sluitend.apps.findings.actions.shared import require_same_evaluation, require_text, take_revision
from sluitend.apps.findings.models import Conclusion, Recommendation, RecommendationKind
from sluitend.apps.people.audit import record
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action

CONTENT = (
    *("title", "kind", "text", "addressee", "priority", "feasibility", "action", "term", "measure_of_success"),
    "changed_at",
)


def add_recommendation(
    *,
    actor: User,
    evaluation: Evaluation,
    title: str,
    kind: str = RecommendationKind.RECOMMENDATION,
    text: str = "",
    addressee: str = "",
    conclusions: Collection[Conclusion] = (),
    priority: int | None = None,
    feasibility: str = "",
    action: str = "",
    term: str = "",
    measure_of_success: str = "",
) -> Recommendation:
    """Write a recommendation. Raises NotAllowed, InputError("findings.title_missing", "findings.other_evaluation")."""
    require(actor, evaluation, Action.WRITE_FINDINGS)
    title = require_text(title, "findings.title_missing")
    require_same_evaluation(evaluation.pk, conclusions)
    with transaction.atomic():
        recommendation = Recommendation.objects.create(
            evaluation=evaluation,
            number=next_number(evaluation.pk, Numbered.RECOMMENDATION),
            kind=kind,
            title=title,
            text=text.strip(),
            addressee=addressee.strip(),
            priority=priority,
            feasibility=feasibility,
            action=action.strip(),
            term=term.strip(),
            measure_of_success=measure_of_success.strip(),
            created_by=actor,
        )
        recommendation.conclusions.set(conclusions)
        record(actor, "findings.recommendation_added", recommendation, evaluation=evaluation.pk, kind=str(kind))
    return recommendation


def change_recommendation(
    *,
    actor: User,
    recommendation: Recommendation,
    revision: int,
    title: str,
    kind: str,
    text: str,
    addressee: str,
    conclusions: Collection[Conclusion],
    priority: int | None = None,
    feasibility: str = "",
    action: str = "",
    term: str = "",
    measure_of_success: str = "",
) -> Recommendation:
    """Change a recommendation that was read at `revision`. Raises as adding does, and "findings.changed_meanwhile"."""
    evaluation_id = recommendation.evaluation_id
    require(actor, evaluation_id, Action.WRITE_FINDINGS)
    title = require_text(title, "findings.title_missing")
    require_same_evaluation(evaluation_id, conclusions)
    with transaction.atomic():
        take_revision(Recommendation, recommendation.pk, revision)
        recommendation.refresh_from_db()
        recommendation.title, recommendation.kind = title, kind
        recommendation.text, recommendation.addressee = text.strip(), addressee.strip()
        recommendation.priority, recommendation.feasibility = priority, feasibility
        recommendation.action, recommendation.term = action.strip(), term.strip()
        recommendation.measure_of_success = measure_of_success.strip()
        recommendation.save(update_fields=CONTENT)
        recommendation.conclusions.set(conclusions)
        record(actor, "findings.recommendation_changed", recommendation, evaluation=evaluation_id, kind=str(kind))
    return recommendation


def delete_recommendation(*, actor: User, recommendation: Recommendation) -> None:
    """Remove a recommendation; its number is not used again. Raises NotAllowed."""
    require(actor, recommendation.evaluation_id, Action.WRITE_FINDINGS)
    with transaction.atomic():
        record(
            actor,
            "findings.recommendation_deleted",
            recommendation,
            evaluation=recommendation.evaluation_id,
            number=recommendation.number,
        )
        recommendation.delete()
