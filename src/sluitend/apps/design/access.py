"""Permission within an evaluation: the one way in for every room."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser

from sluitend.apps.design.models import Evaluation, Membership
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action, Role, is_allowed
from sluitend.errors import NotAllowed, NotFound

Visitor = User | AnonymousUser


def role_of(user: Visitor, evaluation: Evaluation | int) -> Role | None:
    """The user's role in this evaluation, if any. Asked of the database every time: a role can be taken away."""
    if not isinstance(user, User) or not user.is_active:
        return None
    identifier = evaluation if isinstance(evaluation, int) else evaluation.pk
    role = Membership.objects.filter(evaluation_id=identifier, user=user).values_list("role", flat=True).first()
    return Role(role) if role else None


def require(user: Visitor, evaluation: Evaluation | int, action: Action) -> Role:
    """The user's role when it allows this. What every action asks.

    Raises NotFound without a role here (its existence is not told), NotAllowed when the role may not do this.
    """
    return _allowed(role_of(user, evaluation), action)


def may(user: Visitor, evaluation: Evaluation | int, action: Action) -> bool:
    """Whether the user may do this here: to show or to leave out."""
    return is_allowed(role_here(user, evaluation), action)


def check(user: Visitor, evaluation: Evaluation, action: Action) -> Role:
    """As `require`, with the role that this page has read already: for queries, of which a page asks many."""
    return _allowed(role_here(user, evaluation), action)


def role_here(user: Visitor, evaluation: Evaluation | int) -> Role | None:
    """The user's role, read once for each loaded evaluation that `remember_role` was told of."""
    known = evaluation.__dict__.get("_role_of", {}) if isinstance(evaluation, Evaluation) else {}
    return known[user.pk] if user.pk in known else role_of(user, evaluation)


def remember_role(user_id: int, evaluation: Evaluation, role: Role) -> None:
    """Let this loaded evaluation know the role; `evaluation_for` does, which every view starts with."""
    evaluation.__dict__["_role_of"] = {user_id: role}


def _allowed(role: Role | None, action: Action) -> Role:
    if role is None:
        raise NotFound("evaluation")
    if not is_allowed(role, action):
        raise NotAllowed(action)
    return role
