"""Sets a rule aside for one object, with a reason, and takes that back."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils import timezone

from sluitend.apps.design.access import require
from sluitend.apps.design.models import Evaluation
from sluitend.apps.people.audit import record
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.apps.reporting.checker.rule import Problem
from sluitend.apps.reporting.checker.running import check
from sluitend.apps.reporting.models import Waiver
from sluitend.errors import InputError, NotFound

LONGEST_REASON = 2_000  # characters


def waive(*, actor: User, evaluation: Evaluation, rule: str, key: str, reason: str) -> Waiver:
    """Set a problem that the checker finds now aside; the reason stands in the report's annex.

    Raises NotFound, NotAllowed,
    InputError("reporting.waiver_reason_missing" | "reporting.waiver_reason_too_long" | "reporting.problem_gone").
    """
    require(actor, evaluation, Action.WRITE_REPORT)
    why = _checked(reason)
    problem = _problem(actor, evaluation, rule, key)
    try:
        with transaction.atomic():
            waiver = Waiver.objects.create(
                evaluation=evaluation,
                rule=rule,
                object_key=key,
                object_label=problem.label[:120],
                reason=why,
                by=actor,
            )
            record(actor, "reporting.waived", waiver, evaluation=evaluation.pk, rule=rule)
    except IntegrityError:  # somebody else did so in the same moment
        raise InputError("reporting.problem_gone") from None
    return waiver


def withdraw_waiver(*, actor: User, waiver: Waiver) -> None:
    """Let the rule count again for this object; what was waived, and why, is kept. Raises NotFound, NotAllowed."""
    require(actor, waiver.evaluation_id, Action.WRITE_REPORT)
    with transaction.atomic():
        changes = {"withdrawn_at": timezone.now(), "withdrawn_by": actor}
        if Waiver.objects.filter(pk=waiver.pk, withdrawn_at=None).update(**changes):
            record(actor, "reporting.waiver_withdrawn", waiver, evaluation=waiver.evaluation_id, rule=waiver.rule)


def waiver_for(user: User, evaluation: Evaluation, pk: int) -> Waiver:
    """One that is in force. Raises NotFound, NotAllowed."""
    require(user, evaluation, Action.VIEW_CHECKS)
    waiver = Waiver.objects.filter(evaluation=evaluation, pk=pk, withdrawn_at=None).first()
    if waiver is None:
        raise NotFound("waiver")
    return waiver


def _checked(reason: str) -> str:
    text = reason.strip().replace("\x00", "")
    if not text:
        raise InputError("reporting.waiver_reason_missing")
    if len(text) > LONGEST_REASON:
        raise InputError("reporting.waiver_reason_too_long", most=LONGEST_REASON)
    return text


def _problem(user: User, evaluation: Evaluation, rule: str, key: str) -> Problem:
    for one in check(user, evaluation).problems:
        if (one.rule.code, one.key) == (rule, key):
            return one
    raise InputError("reporting.problem_gone")
