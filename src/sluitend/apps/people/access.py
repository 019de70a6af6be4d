"""Permission outside evaluations."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser

from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import InstallationAction
from sluitend.errors import NotAllowed

_MEMBERS = frozenset({InstallationAction.VIEW_REGISTER})


def may(user: User | AnonymousUser, action: InstallationAction) -> bool:
    """Whether this user may do this in the installation as a whole."""
    if not isinstance(user, User) or not user.is_active:
        return False
    if action is InstallationAction.START_EVALUATION:
        return user.is_owner or user.may_start_evaluations
    if action is InstallationAction.EDIT_REGISTER:
        return user.is_owner or user.may_start_evaluations
    return user.is_owner or action in _MEMBERS


def require_installation(user: User, action: InstallationAction) -> None:
    """Raise NotAllowed unless the user may do this."""
    if not may(user, action):
        raise NotAllowed(action)
