"""Who works on an evaluation, and as what. An evaluation always keeps a project leader."""

from __future__ import annotations

from django.db import transaction

from sluitend.apps.design.access import require
from sluitend.apps.design.models import Evaluation, Membership
from sluitend.apps.people import actions as people_actions
from sluitend.apps.people import queries as people_queries
from sluitend.apps.people.audit import record
from sluitend.apps.people.models import Invitation, User
from sluitend.apps.people.permissions import Action, Role
from sluitend.errors import InputError


def add_member(*, actor: User, evaluation: Evaluation, user: User, role: str) -> Membership:
    """Give somebody with an account a role. Raises InputError("design.already_member")."""
    require(actor, evaluation, Action.MANAGE_MEMBERS)
    with transaction.atomic():
        membership, made = Membership.objects.get_or_create(
            evaluation=evaluation, user=user, defaults={"role": Role(role)}
        )
        if not made:
            raise InputError("design.already_member", name=user.name)
        record(actor, "design.member_added", membership, evaluation=evaluation.pk, user=user.pk, role=role)
    return membership


def invite_member(
    *, actor: User, evaluation: Evaluation, email: str, role: str, name: str = ""
) -> tuple[Membership | None, Invitation | None, str]:
    """Add whoever has this address: at once when there is an account, else by an invitation with a secret link.

    Gives the membership, or the invitation and its secret. Raises InputError("design.already_member").
    """
    require(actor, evaluation, Action.MANAGE_MEMBERS)
    known = people_queries.user_by_email(email)
    if known is not None and known.is_active:
        return add_member(actor=actor, evaluation=evaluation, user=known, role=role), None, ""
    invitation, token = people_actions.invite(
        actor=actor, email=email, name=name, evaluation_id=evaluation.pk, role=role
    )
    return None, invitation, token


def withdraw_invitation(*, actor: User, evaluation: Evaluation, invitation: Invitation) -> None:
    """Make an invitation to this evaluation useless."""
    require(actor, evaluation, Action.MANAGE_MEMBERS)
    people_actions.withdraw_invitation(actor=actor, invitation=invitation)


def change_role(*, actor: User, membership: Membership, role: str) -> Membership:
    """Give a member another role. Raises InputError("design.last_leader")."""
    require(actor, membership.evaluation_id, Action.MANAGE_MEMBERS)
    with transaction.atomic():
        if role != Role.LEADER:
            _keep_a_leader(membership)
        membership.role = Role(role)
        membership.save(update_fields=["role"])
        record(
            actor,
            "design.member_role_changed",
            membership,
            evaluation=membership.evaluation_id,
            user=membership.user_id,
            role=role,
        )
    return membership


def remove_member(*, actor: User, membership: Membership) -> None:
    """Take somebody's role away; what they wrote stays. Raises InputError("design.last_leader")."""
    require(actor, membership.evaluation_id, Action.MANAGE_MEMBERS)
    with transaction.atomic():
        _keep_a_leader(membership)
        evaluation_id, user_id = membership.evaluation_id, membership.user_id
        record(actor, "design.member_removed", membership, evaluation=evaluation_id, user=user_id)
        membership.delete()


def _keep_a_leader(membership: Membership) -> None:
    leaders = Membership.objects.select_for_update().filter(evaluation_id=membership.evaluation_id, role=Role.LEADER)
    if set(leaders.values_list("pk", flat=True)) <= {membership.pk}:
        raise InputError("design.last_leader")


def join_by_invitation(invitation: Invitation, user: User) -> None:
    """An accepted invitation to an evaluation makes the membership (a hook of the people room, in its transaction).

    Whoever invited had the permission then (`invite_member`); that this person may have left since changes nothing.
    """
    if invitation.evaluation_id is None:
        return
    membership, made = Membership.objects.get_or_create(
        evaluation_id=invitation.evaluation_id, user=user, defaults={"role": Role(invitation.role)}
    )
    if made:
        evaluation_id = invitation.evaluation_id
        record(user, "design.member_joined", membership, evaluation=evaluation_id, role=invitation.role)
