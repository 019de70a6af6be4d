"""Respondents are added and changed; who they are goes its own, sealed way."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from sluitend.apps.design.access import require
from sluitend.apps.design.actions.changing import change
from sluitend.apps.design.models import Evaluation
from sluitend.apps.design.numbers import Numbered, next_number
from sluitend.apps.fieldwork.models import AgeGroup, Respondent
from sluitend.apps.fieldwork.seals import Identity, seal_identity
from sluitend.apps.people.audit import record
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.errors import InputError

MOST_AT_ONCE = 500
_FUNCTION_LENGTH = 120


def add_respondent(
    *,
    actor: User,
    evaluation: Evaluation,
    identity: Identity | None = None,
    function: str = "",
    age_group: str = AgeGroup.ADULT,
    perspective: Any = None,
    level: str = "",
    place: Any = None,
    organisation: Any = None,
) -> Respondent:
    """Add somebody to hear. Raises InputError("fieldwork.unknown_value")."""
    require(actor, evaluation, Action.EDIT_FIELDWORK)
    check_place(evaluation.pk, perspective, place)
    with transaction.atomic():
        respondent = Respondent(
            evaluation=evaluation,
            number=next_number(evaluation.pk, Numbered.RESPONDENT),
            function=function.strip(),
            age_group=age_group,
            perspective=perspective,
            level=level,
            place=place,
            organisation=organisation,
            created_by=actor,
        )
        seal_identity(respondent, identity or Identity())
        respondent.save()
        record(actor, "fieldwork.respondent_added", respondent, evaluation=evaluation.pk)
    return respondent


def add_respondents(*, actor: User, evaluation: Evaluation, text: str, **attributes: Any) -> list[Respondent]:
    """Add everybody of a list, a line each: "Naam; e-mail; functie". All of them, or nobody.

    Raises InputError("fieldwork.list_empty" | "fieldwork.list_too_long" | "fieldwork.line_unclear") and those of
    ``add_respondent``.
    """
    require(actor, evaluation, Action.EDIT_FIELDWORK)
    lines = [(number, line.strip()) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    if not lines:
        raise InputError("fieldwork.list_empty")
    if len(lines) > MOST_AT_ONCE:
        raise InputError("fieldwork.list_too_long", count=len(lines), most=MOST_AT_ONCE)
    people = [_person(number, line) for number, line in lines]
    with transaction.atomic():
        return [
            add_respondent(actor=actor, evaluation=evaluation, identity=identity, function=function, **attributes)
            for identity, function in people
        ]


def _person(number: int, line: str) -> tuple[Identity, str]:
    """Name, e-mail address and function; a table that was copied has tabs instead of semicolons."""
    parts = [part.strip() for part in line.replace("\t", ";").split(";")]
    name, email, function, *more = [*parts, "", ""]
    if not name or (email and "@" not in email) or any(more) or len(function) > _FUNCTION_LENGTH:
        raise InputError("fieldwork.line_unclear", number=number)
    return Identity(name=name, email=email), function


def change_respondent(
    *,
    actor: User,
    respondent: Respondent,
    revision: int,
    function: str,
    age_group: str,
    perspective: Any,
    level: str,
    place: Any,
    organisation: Any,
) -> Respondent:
    """Change from which place somebody speaks.

    Raises InputError("fieldwork.respondent_gone" | "fieldwork.unknown_value" | "design.changed_meanwhile").
    """
    require(actor, respondent.evaluation_id, Action.EDIT_FIELDWORK)
    check_place(respondent.evaluation_id, perspective, place)
    with transaction.atomic():
        still_there(respondent)
        change(
            respondent,
            revision=revision,
            function=function.strip(),
            age_group=age_group,
            perspective=perspective,
            level=level,
            place=place,
            organisation=organisation,
        )
        record(actor, "fieldwork.respondent_changed", respondent, evaluation=respondent.evaluation_id)
    return respondent


def still_there(respondent: Respondent) -> Respondent:
    """The row as it is now, locked. Raises InputError("fieldwork.respondent_gone") when everything was destroyed."""
    row = Respondent.objects.select_for_update(of=("self",)).get(pk=respondent.pk)
    if row.emptied_at is not None:
        raise InputError("fieldwork.respondent_gone", number=row.number)
    return row


def check_place(evaluation_id: int, *chosen: Any) -> None:
    """Raises InputError("fieldwork.unknown_value") for a perspective or place of another evaluation."""
    if any(one is not None and one.evaluation_id != evaluation_id for one in chosen):
        raise InputError("fieldwork.unknown_value")
