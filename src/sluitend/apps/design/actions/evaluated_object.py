"""What is evaluated, and its dated versions."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from sluitend.apps.design.access import require
from sluitend.apps.design.actions.changing import change, check_reason, check_version
from sluitend.apps.design.models import EvaluatedObject, EvaluatedObjectVersion
from sluitend.apps.people.audit import record
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.errors import InputError


def rename_object(*, actor: User, evaluated_object: EvaluatedObject, name: str) -> EvaluatedObject:
    """Give the evaluated object another name."""
    require(actor, evaluated_object.evaluation_id, Action.EDIT_DESIGN)
    with transaction.atomic():
        evaluated_object.name = name
        evaluated_object.save(update_fields=["name"])
        record(actor, "design.object_renamed", evaluated_object, evaluation=evaluated_object.evaluation_id)
    return evaluated_object


def describe_object_version(
    *,
    actor: User,
    version: EvaluatedObjectVersion,
    revision: int,
    name: str,
    description: str,
    scope: str,
    starts: date,
) -> EvaluatedObjectVersion:
    """Describe a version better. When the object itself has changed, add a version instead.

    Raises InputError("design.changed_meanwhile" | "design.object_order").
    """
    evaluation_id = version.evaluated_object.evaluation_id
    require(actor, evaluation_id, Action.EDIT_DESIGN)
    with transaction.atomic():
        _check_between(version, starts)
        change(version, revision=revision, name=name, description=description, scope=scope, starts=starts)
        record(actor, "design.object_described", version, evaluation=evaluation_id, version=version.number)
    return version


def _check_between(version: EvaluatedObjectVersion, starts: date) -> None:
    others = version.evaluated_object.versions
    earlier = others.filter(number__lt=version.number, starts__gte=starts).exists()
    later = others.filter(number__gt=version.number, starts__lte=starts).exists()
    if earlier or later:
        raise InputError("design.object_order")


def add_object_version(
    *,
    actor: User,
    evaluated_object: EvaluatedObject,
    name: str,
    description: str,
    scope: str,
    starts: date,
    reason: str,
    seen: int,
) -> EvaluatedObjectVersion:
    """Record that the object is another one from a date, and why. `seen` is the number of the version shown.

    Raises InputError("design.reason_needed" | "design.changed_meanwhile" | "design.date_before").
    """
    require(actor, evaluated_object.evaluation_id, Action.EDIT_DESIGN)
    check_reason(reason)
    with transaction.atomic():
        newest = evaluated_object.versions.order_by("-number")[0]
        check_version(newest.number, seen)
        if starts <= newest.starts:
            raise InputError("design.object_order")
        version = EvaluatedObjectVersion.objects.create(
            evaluated_object=evaluated_object,
            number=newest.number + 1,
            name=name,
            description=description,
            scope=scope,
            starts=starts,
            reason=reason,
            author=actor,
        )
        evaluation_id = evaluated_object.evaluation_id
        record(actor, "design.object_changed", version, evaluation=evaluation_id, version=version.number)
    return version
