"""What has been arranged is stated by the project leader, line by line."""

from __future__ import annotations

from datetime import date as Date  # noqa: N812 - a parameter has this name

from django.db import IntegrityError, transaction

from sluitend.apps.design.access import require
from sluitend.apps.design.actions.changing import change
from sluitend.apps.design.models import Evaluation
from sluitend.apps.fieldwork.models import GateItem, GateItemState, GateKind
from sluitend.apps.fieldwork.models.gate import PER_MEMBER
from sluitend.apps.people.audit import record
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.errors import InputError


def set_gate_line(
    *,
    actor: User,
    evaluation: Evaluation,
    kind: str,
    state: str,
    revision: int,
    member: User | None = None,
    date: Date | None = None,
    reference: str = "",
    reason: str = "",
) -> GateItem:
    """State how one line of the start gate stands; ``revision`` is 0 for a line that nobody has written yet.

    Raises NotFound, NotAllowed, InputError("fieldwork.unknown_value" | "fieldwork.done_needs_proof" |
    "fieldwork.not_needed_needs_reason" | "design.changed_meanwhile").
    """
    require(actor, evaluation, Action.MANAGE_GATE)
    _check_kind(evaluation, kind, member)
    values = _values(state, date, reference.strip(), reason.strip())
    with transaction.atomic():
        item = _written(actor, evaluation, kind, member, revision, values)
        record(
            actor,
            "fieldwork.gate_line_set",
            item,
            evaluation=evaluation.pk,
            kind=kind,
            state=state,
            member=member.pk if member else None,
        )
    return item


def _check_kind(evaluation: Evaluation, kind: str, member: User | None) -> None:
    here = member is None or evaluation.memberships.filter(user=member).exists()
    if kind not in GateKind.values or (kind in PER_MEMBER) != (member is not None) or not here:
        raise InputError("fieldwork.unknown_value")


def _values(state: str, date: Date | None, reference: str, reason: str) -> dict[str, object]:
    """What belongs to this state; the rest is left empty."""
    match state:
        case GateItemState.DONE:
            if date is None or not reference:
                raise InputError("fieldwork.done_needs_proof")
            return {"state": state, "date": date, "reference": reference, "reason": ""}
        case GateItemState.NOT_NEEDED:
            if not reason:
                raise InputError("fieldwork.not_needed_needs_reason")
            return {"state": state, "date": None, "reference": "", "reason": reason}
        case GateItemState.OPEN:
            return {"state": state, "date": None, "reference": "", "reason": ""}
    raise InputError("fieldwork.unknown_value")


def _written(
    actor: User, evaluation: Evaluation, kind: str, member: User | None, revision: int, values: dict[str, object]
) -> GateItem:
    if revision == 0:
        try:
            with transaction.atomic():
                return GateItem.objects.create(
                    evaluation=evaluation, kind=kind, member=member, changed_by=actor, **values
                )
        except IntegrityError:  # somebody else was first
            raise InputError("design.changed_meanwhile") from None
    item = GateItem.objects.get(evaluation=evaluation, kind=kind, member=member)
    change(item, revision=revision, changed_by=actor, **values)
    return item
