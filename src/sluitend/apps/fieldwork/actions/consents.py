"""Consent is recorded, never overwritten."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db import transaction
from django.utils import timezone

from sluitend.apps.design.access import require
from sluitend.apps.fieldwork.actions.respondents import still_there
from sluitend.apps.fieldwork.models import AgeGroup, Consent, InformationLetter, Purpose, Respondent
from sluitend.apps.fieldwork.queries.consent import sufficient
from sluitend.apps.people.audit import record
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.errors import InputError

_WHO_IS_MISSING = {AgeGroup.CHILD: "fieldwork.consent_of_parent", AgeGroup.TWELVE: "fieldwork.consent_of_both"}


def record_consent(
    *,
    actor: User,
    respondent: Respondent,
    purposes: Collection[str],
    how: str,
    given_on: date,
    retain_until: date,
    recording: bool = False,
    quoting: bool = False,
    by_self: bool = True,
    by_parent: bool = False,
    letter: InformationLetter | None = None,
) -> Consent:
    """Record what somebody agreed to; it takes the place of what was agreed before, which stays to be seen.

    Raises NotFound, NotAllowed, InputError("fieldwork.respondent_gone" | "fieldwork.no_purpose" |
    "fieldwork.consent_of_parent" | "fieldwork.consent_of_both" | "fieldwork.consent_of_self" |
    "fieldwork.given_in_future" | "fieldwork.kept_too_short" | "fieldwork.unknown_value").
    """
    require(actor, respondent.evaluation_id, Action.EDIT_FIELDWORK)
    _check(purposes, given_on, retain_until)
    with transaction.atomic():
        row = still_there(respondent)
        if not sufficient(row.age_group, by_self=by_self, by_parent=by_parent):
            raise InputError(_WHO_IS_MISSING.get(AgeGroup(row.age_group), "fieldwork.consent_of_self"))
        if letter is not None and letter.evaluation_id != row.evaluation_id:
            raise InputError("fieldwork.unknown_value")
        consent = Consent.objects.create(
            respondent=row,
            letter=letter,
            purposes=sorted(purposes),
            recording=recording,
            quoting=quoting,
            by_self=by_self,
            by_parent=by_parent,
            how=how,
            given_on=given_on,
            retain_until=retain_until,
            recorded_by=actor,
        )
        record(
            actor,
            "fieldwork.consent_recorded",
            row,
            evaluation=row.evaluation_id,
            recording=recording,
            quoting=quoting,
            how=how,
        )
    return consent


def _check(purposes: Collection[str], given_on: date, retain_until: date) -> None:
    if Purpose.EVALUATION not in purposes:
        raise InputError("fieldwork.no_purpose")
    if not set(purposes) <= set(Purpose.values):
        raise InputError("fieldwork.unknown_value")
    if given_on > timezone.localdate():
        raise InputError("fieldwork.given_in_future")
    if retain_until < given_on:
        raise InputError("fieldwork.kept_too_short")
