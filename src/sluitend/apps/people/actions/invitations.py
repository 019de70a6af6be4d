"""Accounts by invitation."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from sluitend.apps.people import hooks, queries
from sluitend.apps.people.access import require_installation
from sluitend.apps.people.actions.accounts import make_account
from sluitend.apps.people.audit import record
from sluitend.apps.people.models import Invitation, User
from sluitend.apps.people.permissions import InstallationAction
from sluitend.apps.people.secrets_of_links import hash_of, new_token
from sluitend.errors import InputError

VALID_FOR = timedelta(days=14)


def invite(
    *,
    actor: User,
    email: str,
    name: str = "",
    evaluation_id: int | None = None,
    role: str = "",
    may_start_evaluations: bool = False,
) -> tuple[Invitation, str]:
    """Invite somebody, and give the secret of the link. An earlier open invitation for the same is withdrawn.

    For an evaluation the caller has checked the permission there.
    Raises NotAllowed, InputError("people.account_exists") when there is nothing to invite an account for.
    """
    if evaluation_id is None or may_start_evaluations:
        require_installation(actor, InstallationAction.MANAGE_USERS)
    email = email.strip().lower()
    if evaluation_id is None and queries.user_by_email(email):
        raise InputError("people.account_exists", email=email)
    token = new_token()
    with transaction.atomic():
        queries.open_invitations(email, evaluation_id).update(withdrawn_at=timezone.now())
        invitation = Invitation.objects.create(
            email=email,
            name=name,
            token_hash=hash_of(token),
            evaluation_id=evaluation_id,
            role=role,
            may_start_evaluations=may_start_evaluations,
            invited_by=actor,
            expires_at=timezone.now() + VALID_FOR,
        )
        record(actor, "people.invited", invitation, evaluation=evaluation_id, role=role)
    return invitation, token


def withdraw_invitation(*, actor: User, invitation: Invitation) -> None:
    """Make an invitation useless. For an evaluation the caller has checked the permission there. Raises NotAllowed."""
    if invitation.evaluation_id is None:
        require_installation(actor, InstallationAction.MANAGE_USERS)
    with transaction.atomic():
        invitation.withdrawn_at = timezone.now()
        invitation.save(update_fields=["withdrawn_at"])
        record(actor, "people.invitation_withdrawn", invitation, evaluation=invitation.evaluation_id)


def accept_invitation(*, token: str, name: str, password: str) -> User:
    """Make the account that was offered.

    Raises InputError("people.link_not_valid", "people.log_in_to_accept") when there is an account by this address.
    """
    with transaction.atomic():
        invitation = queries.invitation(token)
        if queries.user_by_email(invitation.email):
            raise InputError("people.log_in_to_accept", email=invitation.email)
        may_start = invitation.may_start_evaluations
        user = make_account(email=invitation.email, name=name, password=password, may_start_evaluations=may_start)
        record(user, "people.account_made", user, invitation=invitation.pk)
        _accept(invitation, user)
    return user


def accept_invitation_as(*, actor: User, token: str) -> None:
    """Accept with the account that one has.

    Raises InputError("people.link_not_valid", "people.invitation_for_other").
    """
    with transaction.atomic():
        invitation = queries.invitation(token)
        if invitation.email != actor.email:
            raise InputError("people.invitation_for_other")
        if invitation.may_start_evaluations and not actor.may_start_evaluations:
            actor.may_start_evaluations = True
            actor.save(update_fields=["may_start_evaluations"])
        _accept(invitation, actor)


def _accept(invitation: Invitation, user: User) -> None:
    now = timezone.now()
    # One statement decides who was first when a link is used twice at the same moment.
    if not Invitation.objects.filter(pk=invitation.pk, accepted_at__isnull=True).update(
        accepted_at=now, accepted_by=user
    ):
        raise InputError("people.link_not_valid")
    invitation.accepted_at, invitation.accepted_by = now, user
    for hook in hooks.on_invitation_accepted:
        hook(invitation, user)
    record(user, "people.invitation_accepted", invitation, evaluation=invitation.evaluation_id)
