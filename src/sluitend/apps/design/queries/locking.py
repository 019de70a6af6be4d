"""Whether the assessment framework is fixed, and what changed in it since."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, Subquery

from sluitend.apps.design import hooks
from sluitend.apps.design.access import check
from sluitend.apps.design.models import CriterionVersion, Evaluation, FrameworkAmendment
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action


@dataclass(frozen=True, slots=True)
class FrameworkState:
    """From when the framework is fixed (None: it is not), and how many changes followed."""

    locked_at: datetime | None
    amended: int


def framework_state_for(user: User, evaluation: Evaluation) -> FrameworkState:
    """One query, none while the framework is not fixed."""
    check(user, evaluation, Action.VIEW_EVALUATION)
    locked_at = evaluation.framework_locked_at
    return FrameworkState(locked_at, evaluation.amendments.count() if locked_at else 0)


def amendments_for(user: User, evaluation: Evaluation) -> list[FrameworkAmendment]:
    """The changes after fixing, newest first, each with its author; one query, none while it is not fixed.

    Each has a `name`: that of the criterion's version at the time.
    """
    check(user, evaluation, Action.VIEW_EVALUATION)
    if evaluation.framework_locked_at is None:
        return []
    then = CriterionVersion.objects.filter(criterion=OuterRef("criterion"), number=OuterRef("version"))
    return list(evaluation.amendments.select_related("author").annotate(name=Subquery(then.values("name")[:1])))


def lock_is_overdue(user: User, evaluation: Evaluation) -> bool:
    """Whether the fieldwork has begun, as the lower rooms tell, while the framework is not fixed."""
    check(user, evaluation, Action.VIEW_EVALUATION)
    return evaluation.framework_locked_at is None and any(begun(evaluation) for begun in hooks.fieldwork_begun)
