"""Completed decisions of a round are opened again: something was decided wrongly, or more was coded since."""

from __future__ import annotations

from django.db import transaction

from sluitend.apps.coding.actions.consensus import reason_of
from sluitend.apps.coding.models import CodingRound, Reopening
from sluitend.apps.coding.queries.consensus import decided_places
from sluitend.apps.design.access import require
from sluitend.apps.people.audit import record
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.errors import InputError


def reopen(*, actor: User, round_: CodingRound, reason: str) -> Reopening:
    """Let decisions of an adjudicated round be changed again. They stay; until they are completed once more everybody's
    own codes count.

    Raises NotFound, NotAllowed, InputError("coding.not_adjudicated"), ("coding.reason_empty") and
    ("coding.reason_too_long").
    """
    require(actor, round_.evaluation_id, Action.PLAN_ROUNDS)
    reason = reason_of(reason)
    with transaction.atomic():
        now = CodingRound.objects.select_for_update(of=("self",)).get(pk=round_.pk)
        if now.adjudicated_at is None or now.adjudicated_by_id is None:
            raise InputError("coding.not_adjudicated", round=now.number)
        made = Reopening.objects.create(
            round=now,
            reason=reason,
            completed_by_id=now.adjudicated_by_id,
            completed_at=now.adjudicated_at,
            decisions=decided_places(now),
            reopened_by=actor,
        )
        now.adjudicated_at = now.adjudicated_by = None
        now.save(update_fields=["adjudicated_at", "adjudicated_by"])
        about = {"round": now.number, "decisions": made.decisions}
        record(actor, "coding.round_reopened", now, evaluation=now.evaluation_id, **about)
    return made
