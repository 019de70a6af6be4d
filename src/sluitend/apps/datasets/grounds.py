"""The ground that counts now, and who may key by it."""

from __future__ import annotations

from sluitend.apps.datasets.models import MessageGround
from sluitend.apps.design.access import check
from sluitend.apps.design.models import Evaluation, Membership
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import ALLOWED, Action
from sluitend.errors import InputError


def ground_of(evaluation_id: int) -> MessageGround | None:
    """For a caller that was allowed the evaluation."""
    current = MessageGround.objects.filter(evaluation=evaluation_id, ended_at=None)
    return current.select_related("key_holder", "recorded_by").first()


def ground_for(user: User, evaluation: Evaluation) -> MessageGround | None:
    """The ground that counts now. Raises NotFound, NotAllowed."""
    check(user, evaluation, Action.VIEW_DATASETS)
    return ground_of(evaluation.pk)


def holders_for(user: User, evaluation: Evaluation) -> list[User]:
    """The members who could hold the key: who may add data. Raises NotFound, NotAllowed."""
    check(user, evaluation, Action.RECORD_GROUND)
    return holders_of(evaluation.pk)


def holders_of(evaluation_id: int) -> list[User]:
    """The same for a caller that was allowed."""
    roles = ALLOWED[Action.EDIT_DATASETS]
    rows = Membership.objects.filter(evaluation=evaluation_id, role__in=roles).select_related("user")
    return [row.user for row in rows.order_by("user__name")]


def refuse_key_holder(user: User, evaluation_id: int) -> None:
    """Who keyed the numbers of people does not analyse what comes of them, also when somebody else keys now.

    Raises InputError("datasets.key_holder").
    """
    if MessageGround.objects.filter(evaluation=evaluation_id, key_holder=user).exists():
        raise InputError("datasets.key_holder")
