"""When and how: phases and methods."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction

from sluitend.apps.design.access import require
from sluitend.apps.design.actions.changing import change, check_dates, next_order, remove, unique_name
from sluitend.apps.design.models import Evaluation, Method, Phase
from sluitend.apps.people.audit import record
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action


def add_phase(
    *,
    actor: User,
    evaluation: Evaluation,
    name: str,
    kind: str,
    weeks: int = 0,
    starts: date | None = None,
    ends: date | None = None,
) -> Phase:
    """Add a phase at the end. Raises InputError("design.name_taken" | "design.ends_before_start")."""
    require(actor, evaluation, Action.EDIT_DESIGN)
    check_dates(starts, ends)
    with transaction.atomic():
        with unique_name(name):
            phase = Phase.objects.create(
                evaluation=evaluation,
                name=name,
                kind=kind,
                weeks=weeks,
                starts=starts,
                ends=ends,
                order=next_order(evaluation.phases.all()),
            )
        record(actor, "design.phase_added", phase, evaluation=evaluation.pk)
    return phase


def change_phase(
    *,
    actor: User,
    phase: Phase,
    revision: int,
    name: str,
    kind: str,
    weeks: int,
    starts: date | None,
    ends: date | None,
) -> Phase:
    """Change a phase.

    Raises InputError("design.name_taken" | "design.ends_before_start" | "design.changed_meanwhile").
    """
    require(actor, phase.evaluation_id, Action.EDIT_DESIGN)
    check_dates(starts, ends)
    with transaction.atomic():
        with unique_name(name):
            change(phase, revision=revision, name=name, kind=kind, weeks=weeks, starts=starts, ends=ends)
        record(actor, "design.phase_changed", phase, evaluation=phase.evaluation_id)
    return phase


def delete_phase(*, actor: User, phase: Phase) -> None:
    """Remove a phase. Raises InputError("design.in_use") when sources name it."""
    require(actor, phase.evaluation_id, Action.EDIT_DESIGN)
    with transaction.atomic():
        record(actor, "design.phase_deleted", phase, evaluation=phase.evaluation_id)
        remove(phase)


def plan_phases(*, actor: User, evaluation: Evaluation, starts: date) -> None:
    """Put the phases one after the other from a day, each as long as its planned weeks."""
    require(actor, evaluation, Action.EDIT_DESIGN)
    with transaction.atomic():
        phases = one_after_the_other(list(evaluation.phases.all()), starts)
        for phase in phases:
            phase.revision += 1
        Phase.objects.bulk_update(phases, ["starts", "ends", "revision"])
        record(actor, "design.phases_planned", evaluation, evaluation=evaluation.pk)


def one_after_the_other(phases: list[Phase], starts: date) -> list[Phase]:
    """The phases that have weeks, with dates from `starts` on; the others keep theirs."""
    for phase in phases:
        if phase.weeks:
            phase.starts, phase.ends = starts, starts + timedelta(weeks=phase.weeks, days=-1)
            starts = phase.ends + timedelta(days=1)
    return phases


def add_method(*, actor: User, evaluation: Evaluation, name: str, kind: str, note: str = "") -> Method:
    """Add a way of gathering evidence. Raises InputError("design.name_taken")."""
    require(actor, evaluation, Action.EDIT_DESIGN)
    with transaction.atomic():
        with unique_name(name):
            order = next_order(evaluation.methods.all())
            method = Method.objects.create(evaluation=evaluation, name=name, kind=kind, note=note, order=order)
        record(actor, "design.method_added", method, evaluation=evaluation.pk)
    return method


def change_method(*, actor: User, method: Method, revision: int, name: str, kind: str, note: str) -> Method:
    """Change a method. Raises InputError("design.name_taken" | "design.changed_meanwhile")."""
    require(actor, method.evaluation_id, Action.EDIT_DESIGN)
    with transaction.atomic():
        with unique_name(name):
            change(method, revision=revision, name=name, kind=kind, note=note)
        record(actor, "design.method_changed", method, evaluation=method.evaluation_id)
    return method


def delete_method(*, actor: User, method: Method) -> None:
    """Remove a method and its matrix cells. Raises InputError("design.in_use") when sources name it."""
    require(actor, method.evaluation_id, Action.EDIT_DESIGN)
    with transaction.atomic():
        record(actor, "design.method_deleted", method, evaluation=method.evaluation_id)
        remove(method)
