"""Who works on an evaluation."""

from __future__ import annotations

from django.db.models import QuerySet

from sluitend.apps.design.access import check
from sluitend.apps.design.models import Evaluation, Membership
from sluitend.apps.design.queries.finding_one import one
from sluitend.apps.people import queries as people_queries
from sluitend.apps.people.models import Invitation, User
from sluitend.apps.people.permissions import Action


def members_for(user: User, evaluation: Evaluation) -> QuerySet[Membership]:
    """The members, by name."""
    check(user, evaluation, Action.VIEW_EVALUATION)
    return evaluation.memberships.select_related("user__organisation")


def member_for(user: User, evaluation: Evaluation, membership_id: int) -> Membership:
    """One member. Raises NotFound."""
    return one(members_for(user, evaluation), "member", pk=membership_id)


def invitations_for(user: User, evaluation: Evaluation) -> QuerySet[Invitation]:
    """The invitations that nobody accepted yet. Raises NotAllowed."""
    check(user, evaluation, Action.MANAGE_MEMBERS)
    return people_queries.open_invitations_in(evaluation.pk)


def invitation_for(user: User, evaluation: Evaluation, invitation_id: int) -> Invitation:
    """One of them. Raises NotAllowed, NotFound."""
    return one(invitations_for(user, evaluation), "invitation", pk=invitation_id)
