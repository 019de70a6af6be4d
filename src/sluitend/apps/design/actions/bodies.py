"""The bodies around the evaluation: their mandate and who sits in them."""

from __future__ import annotations

from django.db import transaction

from sluitend.apps.design.access import require
from sluitend.apps.design.actions.changing import change, next_order, remove, unique_name
from sluitend.apps.design.models import Body, BodyMember, Evaluation
from sluitend.apps.people.audit import record
from sluitend.apps.people.models import Organisation, User
from sluitend.apps.people.permissions import Action
from sluitend.errors import InputError


def add_body(*, actor: User, evaluation: Evaluation, name: str, kind: str, mandate: str = "") -> Body:
    """Add a body at the end. Raises InputError("design.name_taken")."""
    require(actor, evaluation, Action.EDIT_DESIGN)
    with transaction.atomic():
        order = next_order(evaluation.bodies.all())
        with unique_name(name):
            body = Body.objects.create(evaluation=evaluation, name=name, kind=kind, mandate=mandate, order=order)
        record(actor, "design.body_added", body, evaluation=evaluation.pk, kind=kind)
    return body


def change_body(*, actor: User, body: Body, revision: int, name: str, kind: str, mandate: str) -> Body:
    """Change a body. Raises InputError("design.name_taken" | "design.changed_meanwhile")."""
    require(actor, body.evaluation_id, Action.EDIT_DESIGN)
    with transaction.atomic():
        with unique_name(name):
            change(body, revision=revision, name=name, kind=kind, mandate=mandate)
        record(actor, "design.body_changed", body, evaluation=body.evaluation_id, kind=kind)
    return body


def delete_body(*, actor: User, body: Body) -> None:
    """Take away a body that has not met. Raises InputError("design.body_has_met")."""
    require(actor, body.evaluation_id, Action.EDIT_DESIGN)
    if body.meetings.exists():
        raise InputError("design.body_has_met")
    with transaction.atomic():
        record(actor, "design.body_deleted", body, evaluation=body.evaluation_id)
        remove(body)


def seat(*, actor: User, body: Body, name_or_function: str, organisation: Organisation | None = None) -> BodyMember:
    """Say who sits in a body, by function."""
    require(actor, body.evaluation_id, Action.EDIT_DESIGN)
    with transaction.atomic():
        member = BodyMember.objects.create(body=body, name_or_function=name_or_function, organisation=organisation)
        record(actor, "design.body_member_added", member, evaluation=body.evaluation_id)
    return member


def unseat(*, actor: User, member: BodyMember) -> None:
    """Say that somebody sits in a body no longer."""
    require(actor, member.body.evaluation_id, Action.EDIT_DESIGN)
    with transaction.atomic():
        record(actor, "design.body_member_removed", member, evaluation=member.body.evaluation_id)
        member.delete()
