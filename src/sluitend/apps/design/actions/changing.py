"""What the actions of this room share: writing over a known revision, names that are taken, reasons, dates."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from django.db import IntegrityError, models, transaction
from django.db.models import F, ProtectedError

from sluitend.apps.design.models import Evaluation, EvaluationStatus
from sluitend.apps.design.models.revised import Revised
from sluitend.errors import InputError


def change(target: Revised, *, revision: int, **changes: Any) -> None:
    """Write over the revision that the author saw.

    Raises InputError("design.changed_meanwhile") when somebody else wrote since.
    """
    rows = type(target)._default_manager.filter(pk=target.pk, revision=revision)
    if not rows.update(**changes, revision=F("revision") + 1):
        raise InputError("design.changed_meanwhile")
    target.refresh_from_db()


@contextmanager
def unique_name(name: str) -> Iterator[None]:
    """Raises InputError("design.name_taken") when the database refuses the name as taken."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError:
        raise InputError("design.name_taken", name=name) from None


def remove(target: models.Model) -> None:
    """Delete what nothing further down uses. Raises InputError("design.in_use")."""
    try:
        with transaction.atomic():
            target.delete()
    except ProtectedError:
        raise InputError("design.in_use") from None


def next_order(rows: models.QuerySet[Any]) -> int:
    """The place after the last of these rows."""
    return (rows.aggregate(last=models.Max("order"))["last"] or 0) + 1


def check_dates(starts: date | None, ends: date | None) -> None:
    """Raises InputError("design.ends_before_start")."""
    if starts and ends and ends < starts:
        raise InputError("design.ends_before_start")


def needs_reason(evaluation: Evaluation) -> bool:
    """Whether an addition to questions or framework must be explained: from the moment that the work is under way."""
    return evaluation.status != EvaluationStatus.PREPARING


def framework_needs_reason(evaluation: Evaluation) -> bool:
    """Whether an addition to the framework must be explained: also from the moment that it was fixed."""
    return needs_reason(evaluation) or evaluation.framework_locked_at is not None


def check_reason(reason: str, *, needed: bool = True) -> None:
    """Raises InputError("design.reason_needed")."""
    if needed and not reason.strip():
        raise InputError("design.reason_needed")


def check_version(newest: int, seen: int) -> None:
    """Raises InputError("design.changed_meanwhile") when the author saw another version than the newest."""
    if newest != seen:
        raise InputError("design.changed_meanwhile")
