"""What the secret of a link opens."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils import timezone

from sluitend.apps.people.access import require_installation
from sluitend.apps.people.models import Invitation, LoginLink, User
from sluitend.apps.people.permissions import InstallationAction
from sluitend.apps.people.secrets_of_links import hash_of
from sluitend.errors import InputError, NotFound


def login_link(token: str) -> LoginLink:
    """The link with this secret, when it can be used.

    Raises InputError("people.link_not_valid"); unknown, used, expired and blocked look the same from outside.
    """
    usable = LoginLink.objects.select_related("user").filter(
        token_hash=hash_of(token), used_at=None, expires_at__gt=timezone.now(), user__is_active=True
    )
    if found := usable.first():
        return found
    raise InputError("people.link_not_valid")


def _usable() -> QuerySet[Invitation]:
    return Invitation.objects.filter(accepted_at=None, withdrawn_at=None, expires_at__gt=timezone.now()).filter(
        Q(invited_by=None) | Q(invited_by__is_active=True)
    )


def invitation(token: str) -> Invitation:
    """The invitation with this secret, when it can be accepted. Raises InputError("people.link_not_valid")."""
    if found := _usable().select_related("invited_by").filter(token_hash=hash_of(token)).first():
        return found
    raise InputError("people.link_not_valid")


def open_invitations(email: str, evaluation_id: int | None) -> QuerySet[Invitation]:
    """Invitations of this address for this evaluation (or for the installation) that can be accepted."""
    return _usable().filter(email=email, evaluation_id=evaluation_id)


def open_invitations_in(evaluation_id: int) -> QuerySet[Invitation]:
    """Invitations for this evaluation that can be accepted; the caller has checked the permission there."""
    return _usable().filter(evaluation_id=evaluation_id).select_related("invited_by").order_by("-id")


def open_invitations_for(user: User) -> QuerySet[Invitation]:
    """Invitations for the installation that can be accepted. Raises NotAllowed."""
    require_installation(user, InstallationAction.MANAGE_USERS)
    return _usable().filter(evaluation_id=None).select_related("invited_by").order_by("-id")


def invitation_for(user: User, invitation_id: int) -> Invitation:
    """One of them. Raises NotAllowed, NotFound."""
    if found := open_invitations_for(user).filter(pk=invitation_id).first():
        return found
    raise NotFound("invitation")
