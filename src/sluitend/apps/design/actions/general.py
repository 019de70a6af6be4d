"""The general data of an evaluation, and how far it is."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from sluitend.apps.design.access import require
from sluitend.apps.design.actions.changing import change, check_dates
from sluitend.apps.design.models import Evaluation, EvaluationStatus
from sluitend.apps.people import actions as people_actions
from sluitend.apps.people.access import may as may_in_installation
from sluitend.apps.people.audit import record
from sluitend.apps.people.models import Organisation, OrganisationKind, User
from sluitend.apps.people.permissions import Action, InstallationAction
from sluitend.errors import InputError


def change_evaluation(
    *,
    actor: User,
    evaluation: Evaluation,
    revision: int,
    title: str,
    summary: str,
    commissioner: Organisation | None,
    starts: date | None,
    ends: date | None,
    place_kind: str,
) -> Evaluation:
    """Change title, commissioner, dates and what is compared.

    Raises InputError("design.ends_before_start" | "design.changed_meanwhile").
    """
    require(actor, evaluation, Action.EDIT_DESIGN)
    check_dates(starts, ends)
    with transaction.atomic():
        change(
            evaluation,
            revision=revision,
            title=title,
            summary=summary,
            commissioner=commissioner,
            starts=starts,
            ends=ends,
            place_kind=place_kind,
        )
        record(actor, "design.evaluation_changed", evaluation, evaluation=evaluation.pk)
    return evaluation


def set_status(*, actor: User, evaluation: Evaluation, status: str) -> Evaluation:
    """Say how far the evaluation is: in preparation, under way, closed."""
    require(actor, evaluation, Action.EDIT_DESIGN)
    with transaction.atomic():
        evaluation.status = EvaluationStatus(status)
        evaluation.save(update_fields=["status"])
        record(actor, "design.status_changed", evaluation, evaluation=evaluation.pk, status=status)
    return evaluation


def organisation_named(*, actor: User, name: str) -> Organisation | None:
    """The organisation of the register by this name; who may keep the register adds one that is not there.

    No name gives None. Raises InputError("design.organisation_unknown").
    """
    name = name.strip()
    if not name:
        return None
    if known := Organisation.objects.filter(name__iexact=name).first():
        return known
    if not may_in_installation(actor, InstallationAction.EDIT_REGISTER):
        raise InputError("design.organisation_unknown", name=name)
    made = Organisation(name=name, kind=_kind_of(name))
    people_actions.save_entry(actor=actor, entry=made)
    return made


def _kind_of(name: str) -> OrganisationKind:
    """A first guess, to be corrected in the register."""
    return OrganisationKind.MUNICIPALITY if name.lower().startswith("gemeente ") else OrganisationKind.OTHER
