"""Who has an account."""

from __future__ import annotations

from django.db.models import QuerySet

from sluitend.apps.people.access import require_installation
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import InstallationAction
from sluitend.errors import NotFound


def owner() -> User | None:
    """Who manages the installation (the first of them); for the command line, which acts as a user."""
    return User.objects.filter(is_owner=True, is_active=True).order_by("pk").first()


def user_by_email(email: str) -> User | None:
    """The account by this address; for the command line and for invitations."""
    return User.objects.filter(email=email.strip().lower()).first()


def users_for(user: User) -> QuerySet[User]:
    """All accounts, for who manages the installation. Raises NotAllowed."""
    require_installation(user, InstallationAction.MANAGE_USERS)
    return User.objects.select_related("organisation")


def user_for(user: User, user_id: int) -> User:
    """One account. Raises NotAllowed, NotFound."""
    if found := users_for(user).filter(pk=user_id).first():
        return found
    raise NotFound("user")
