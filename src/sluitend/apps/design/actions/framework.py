"""The assessment framework: criteria, each with its history."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from sluitend.apps.design.access import require
from sluitend.apps.design.actions.changing import (
    check_reason,
    check_version,
    framework_needs_reason,
    next_order,
)
from sluitend.apps.design.actions.locking import amend
from sluitend.apps.design.models import AmendmentKind, Criterion, CriterionVersion, Question
from sluitend.apps.people.audit import record
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action


def add_criterion(
    *, actor: User, question: Question, name: str, source: str, good: str, insufficient: str, reason: str = ""
) -> Criterion:
    """Add a criterion to a question; a reason is needed once the evaluation is under way or the framework is fixed.

    Raises InputError("design.reason_needed").
    """
    require(actor, question.evaluation_id, Action.EDIT_DESIGN)
    check_reason(reason, needed=framework_needs_reason(question.evaluation))
    with transaction.atomic():
        criterion = Criterion.objects.create(
            evaluation_id=question.evaluation_id, question=question, order=next_order(question.criteria.all())
        )
        _add_version(criterion, 1, actor, reason, name=name, source=source, good=good, insufficient=insufficient)
        amend(criterion, AmendmentKind.ADDED, actor, reason)
        record(actor, "design.criterion_added", criterion, evaluation=question.evaluation_id)
    return criterion


def _add_version(criterion: Criterion, number: int, author: User, reason: str, **content: str) -> CriterionVersion:
    return CriterionVersion.objects.create(criterion=criterion, number=number, author=author, reason=reason, **content)


def change_criterion(
    *,
    actor: User,
    criterion: Criterion,
    name: str,
    source: str,
    good: str,
    insufficient: str,
    reason: str,
    seen: int,
) -> CriterionVersion:
    """Give a criterion other content, with the reason; the old content stays. `seen` is the version shown.

    Raises InputError("design.reason_needed" | "design.changed_meanwhile").
    """
    require(actor, criterion.evaluation_id, Action.EDIT_DESIGN)
    check_reason(reason)
    with transaction.atomic():
        newest = criterion.versions.order_by("-number")[0]
        check_version(newest.number, seen)
        content = {"name": name, "source": source, "good": good, "insufficient": insufficient}
        version = _add_version(criterion, newest.number + 1, actor, reason, **content)
        amend(criterion, AmendmentKind.CHANGED, actor, reason)
        evaluation_id = criterion.evaluation_id
        record(actor, "design.criterion_changed", criterion, evaluation=evaluation_id, version=version.number)
    return version


def drop_criterion(*, actor: User, criterion: Criterion, reason: str, date: date) -> Criterion:
    """Judge no longer by this criterion; it stays visible. Raises InputError("design.reason_needed")."""
    require(actor, criterion.evaluation_id, Action.EDIT_DESIGN)
    check_reason(reason)
    with transaction.atomic():
        criterion.dropped_at, criterion.dropped_reason = date, reason
        criterion.save(update_fields=["dropped_at", "dropped_reason"])
        amend(criterion, AmendmentKind.DROPPED, actor, reason)
        record(actor, "design.criterion_dropped", criterion, evaluation=criterion.evaluation_id)
    return criterion


def restore_criterion(*, actor: User, criterion: Criterion, reason: str = "") -> Criterion:
    """Judge by a dropped criterion again; once the framework is fixed, with a reason.

    Raises InputError("design.reason_needed").
    """
    require(actor, criterion.evaluation_id, Action.EDIT_DESIGN)
    with transaction.atomic():
        criterion.dropped_at, criterion.dropped_reason = None, ""
        criterion.save(update_fields=["dropped_at", "dropped_reason"])
        amend(criterion, AmendmentKind.RESTORED, actor, reason)
        record(actor, "design.criterion_restored", criterion, evaluation=criterion.evaluation_id)
    return criterion
