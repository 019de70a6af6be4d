"""Permission within an evaluation: the one way in for every room."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser

from sluitend.apps.design.models import Evaluation, Membership
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action, Role, is_allowed
from sluitend.errors import NotAllowed, NotFound


def role_of(user: User | AnonymousUser, evaluation: Evaluation | int) -> Role | None:
    """The user's role in this evaluation, if any. Asked of the database every time: a role can be taken away."""
    if not isinstance(user, User) or not user.is_active:
        return None
    identifier = evaluation if isinstance(evaluation, int) else evaluation.pk
    role = Membership.objects.filter(evaluation_id=identifier, user=user).values_list("role", flat=True).first()
    return Role(role) if role else None


def may(user: User | AnonymousUser, evaluation: Evaluation | int, action: Action) -> bool:
    """Whether the user may do this here."""
    return is_allowed(role_of(user, evaluation), action)


def require(user: User | AnonymousUser, evaluation: Evaluation | int, action: Action) -> Role:
    """The user's role when it allows this.

    Raises NotFound without a role here (its existence is not told), NotAllowed when the role may not do this.
    """
    role = role_of(user, evaluation)
    if role is None:
        raise NotFound("evaluation")
    if not is_allowed(role, action):
        raise NotAllowed(action)
    return role
