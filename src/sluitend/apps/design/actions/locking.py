"""Fixing the assessment framework before the fieldwork, and remembering what changed in it afterwards."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from sluitend.apps.design.access import require
from sluitend.apps.design.actions.changing import check_reason
from sluitend.apps.design.models import AmendmentKind, Criterion, Evaluation, FrameworkAmendment
from sluitend.apps.people.audit import record
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.errors import InputError


def lock_framework(*, actor: User, evaluation: Evaluation) -> Evaluation:
    """Fix the framework; nothing undoes this, and every change after it is kept with its reason.

    Raises InputError("design.framework_locked" | "design.framework_empty").
    """
    require(actor, evaluation, Action.LOCK_FRAMEWORK)
    with transaction.atomic():
        if not evaluation.criteria.filter(dropped_at__isnull=True).exists():
            raise InputError("design.framework_empty")
        rows = Evaluation.objects.filter(pk=evaluation.pk, framework_locked_at__isnull=True)
        if not rows.update(framework_locked_at=timezone.now(), framework_locked_by=actor):
            raise InputError("design.framework_locked")
        record(actor, "design.framework_locked", evaluation, evaluation=evaluation.pk)
    evaluation.refresh_from_db(fields=["framework_locked_at", "framework_locked_by"])
    return evaluation


def amend(criterion: Criterion, kind: AmendmentKind, author: User, reason: str) -> None:
    """Keep that the framework changed after it was fixed; before that nothing happens.

    Call it inside the transaction of the change. Raises InputError("design.reason_needed").
    """
    if not Evaluation.objects.filter(pk=criterion.evaluation_id, framework_locked_at__isnull=False).exists():
        return
    check_reason(reason)
    newest = criterion.versions.order_by("-number").values_list("number", flat=True)[0]
    FrameworkAmendment.objects.create(
        evaluation_id=criterion.evaluation_id,
        criterion=criterion,
        kind=kind,
        version=newest,
        reason=reason,
        author=author,
    )
