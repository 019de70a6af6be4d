"""The beginning of an evaluation."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from sluitend.apps.design.actions.changing import check_dates
from sluitend.apps.design.actions.from_template import fill
from sluitend.apps.design.models import Evaluation, Membership
from sluitend.apps.design.template_store import template as template_of
from sluitend.apps.people.access import require_installation
from sluitend.apps.people.audit import record
from sluitend.apps.people.models import Organisation, User
from sluitend.apps.people.permissions import InstallationAction, Role
from sluitend.errors import InputError
from sluitend.web import registry
from sluitend.work import vault


def create_evaluation(
    *,
    actor: User,
    template_key: str,
    title: str,
    fictitious: bool = False,
    commissioner: Organisation | None = None,
    starts: date | None = None,
    ends: date | None = None,
) -> Evaluation:
    """Make an evaluation with everything that its template holds, in every room; the actor becomes project leader.

    Raises NotAllowed, InputError("design.template_unknown" | "design.title_missing" | "design.ends_before_start").
    """
    require_installation(actor, InstallationAction.START_EVALUATION)
    template = template_of(template_key)
    check_dates(starts, ends)
    if not title.strip():
        raise InputError("design.title_missing")
    with transaction.atomic():
        evaluation = Evaluation.objects.create(
            title=title.strip(),
            template_key=template_key,
            fictitious=fictitious,
            commissioner=commissioner,
            place_kind=template.places.kind,
            starts=starts,
            ends=ends,
            wrapped_key=vault.new_wrapped_key(),
            created_by=actor,
        )
        Membership.objects.create(evaluation=evaluation, user=actor, role=Role.LEADER)
        fill(evaluation, template, actor)
        registry.run_starters(actor, evaluation, template)
        record(actor, "design.evaluation_created", evaluation, evaluation=evaluation.pk, template=template_key)
    return evaluation
