"""The evaluations in which somebody has a role."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max

from sluitend.apps.design.access import check, remember_role
from sluitend.apps.design.models import Evaluation, Membership
from sluitend.apps.design.queries.walk import NextStep, next_steps
from sluitend.apps.people.models import AuditEvent, User
from sluitend.apps.people.permissions import Action, Role
from sluitend.apps.people.queries import known_to
from sluitend.errors import NotFound


def evaluations_for(user: User) -> list[Evaluation]:
    """The user's evaluations, newest first; one query, roles remembered."""
    memberships = Membership.objects.filter(user=user).select_related("evaluation__commissioner")
    return [_with_role(one) for one in memberships.order_by("-evaluation_id")]


def evaluation_for(user: User, evaluation_id: int, action: Action = Action.VIEW_EVALUATION) -> Evaluation:
    """The evaluation, when the user's role here allows this.

    Raises NotFound without a role here, NotAllowed when the role may not do this.
    """
    memberships = Membership.objects.select_related("evaluation__commissioner")
    found = memberships.filter(user=user, evaluation_id=evaluation_id, user__is_active=True).first()
    if found is None:
        raise NotFound("evaluation")
    evaluation = _with_role(found)
    check(user, evaluation, action)
    return evaluation


def _with_role(membership: Membership) -> Evaluation:
    evaluation = membership.evaluation
    remember_role(membership.user_id, evaluation, Role(membership.role))
    return evaluation


@dataclass(frozen=True, slots=True)
class Overview:
    """A line of the home page."""

    evaluation: Evaluation
    role: Role
    last_activity: datetime
    next: NextStep | None


def overviews_for(user: User) -> list[Overview]:
    """The user's evaluations, most recently worked on first, with what needs doing."""
    evaluations = evaluations_for(user)
    activity = last_activity(user, evaluations)
    steps = next_steps(user, evaluations)
    lines = [
        Overview(one, check(user, one, Action.VIEW_EVALUATION), activity.get(one.pk, one.created_at), steps.get(one.pk))
        for one in evaluations
    ]
    return sorted(lines, key=lambda line: line.last_activity, reverse=True)


def last_activity(user: User, evaluations: list[Evaluation]) -> dict[int, datetime]:
    """When something was last written that the user may know of, by evaluation; from the audit trail."""
    events = AuditEvent.objects.filter(evaluation_id__in=[one.pk for one in evaluations])
    rows = known_to(user, events).order_by().values_list("evaluation_id").annotate(last=Max("at"))
    return {identifier: last for identifier, last in rows if identifier is not None}
