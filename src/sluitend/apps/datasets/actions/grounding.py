"""The project leader records why messages with numbers of people may be keyed here, and who does that."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from sluitend.apps.datasets import grounds, hooks
from sluitend.apps.datasets.actions.exporting import EXPORTED
from sluitend.apps.datasets.models import MessageGround
from sluitend.apps.design.access import require
from sluitend.apps.design.models import Evaluation
from sluitend.apps.people.audit import record
from sluitend.apps.people.models import AuditEvent, User
from sluitend.apps.people.permissions import Action
from sluitend.errors import InputError


def record_ground(
    *, actor: User, evaluation: Evaluation, legal_ground: str, dpia_reference: str, key_holder: User
) -> MessageGround:
    """From now on the key-holder can bring messages in; an earlier ground ends.

    Raises NotFound, NotAllowed, InputError("datasets.ground_needed", "datasets.holder_no_member",
    "datasets.holder_analyses").
    """
    require(actor, evaluation, Action.RECORD_GROUND)
    ground, reference = (" ".join(text.split()) for text in (legal_ground, dpia_reference))
    if not (ground and reference):
        raise InputError("datasets.ground_needed")
    _check_holder(evaluation.pk, key_holder)
    with transaction.atomic():
        Evaluation.objects.select_for_update().get(pk=evaluation.pk)  # of two leaders at once the second replaces
        _end(evaluation.pk)
        told = {"legal_ground": ground, "dpia_reference": reference, "key_holder": key_holder, "recorded_by": actor}
        row = MessageGround.objects.create(evaluation=evaluation, **told)
        record(actor, "datasets.ground_recorded", row, evaluation=evaluation.pk, key_holder=key_holder.pk)
    return row


def _check_holder(evaluation_id: int, holder: User) -> None:
    if holder not in grounds.holders_of(evaluation_id):
        raise InputError("datasets.holder_no_member")
    taken = AuditEvent.objects.filter(evaluation_id=evaluation_id, action=EXPORTED, actor_id=holder.pk).exists()
    if taken or any(holder.pk in analysts(evaluation_id) for analysts in hooks.analysts):
        raise InputError("datasets.holder_analyses")


def end_ground(*, actor: User, evaluation: Evaluation) -> None:
    """No messages come in any more; what was keyed stays. Raises NotFound, NotAllowed."""
    require(actor, evaluation, Action.RECORD_GROUND)
    with transaction.atomic():
        row = grounds.ground_of(evaluation.pk)
        if row is not None:
            _end(evaluation.pk)
            record(actor, "datasets.ground_ended", row, evaluation=evaluation.pk)


def _end(evaluation_id: int) -> None:
    MessageGround.objects.filter(evaluation=evaluation_id, ended_at=None).update(ended_at=timezone.now())
