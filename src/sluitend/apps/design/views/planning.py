"""When and how: phases and methods."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sluitend.apps.design import actions, queries
from sluitend.apps.design.forms import (
    ChangeMethodForm,
    ChangePhaseForm,
    EmptyForm,
    MethodForm,
    PhaseForm,
    PlanPhasesForm,
)
from sluitend.apps.design.models import Evaluation, Method, Phase
from sluitend.apps.design.views.shared import (
    Crumb,
    Editing,
    edit,
    evaluation_of,
    posted,
    setup_page,
    user_of,
    values_of,
)
from sluitend.apps.design.views.start_page import PhaseLine, state_of
from sluitend.apps.people.permissions import Action


def phases(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """The phases in time."""
    evaluation = evaluation_of(request, evaluation_id)
    today = timezone.localdate()
    rows = [PhaseLine(phase, state_of(phase, today)) for phase in queries.phases_for(user_of(request), evaluation)]
    return setup_page(request, evaluation, "design:phases", {"phases": rows})


def _phases(evaluation: Evaluation) -> Crumb:
    return _("Planning"), reverse("design:phases", args=[evaluation.pk])


def plan_phases(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """Put the phases one after the other from a day."""
    evaluation = evaluation_of(request, evaluation_id, Action.EDIT_DESIGN)
    form = PlanPhasesForm(posted(request), initial={"starts": evaluation.starts or timezone.localdate()})
    editing = Editing(
        title=_("Plan the phases from a date"),
        lead=_("Each phase gets its planned weeks, one after the other. Dates that stand there are replaced."),
        back=_phases(evaluation)[1],
        save=lambda data: actions.plan_phases(actor=user_of(request), evaluation=evaluation, **data),
        done=_("The phases are planned."),
        submit=_("Plan"),
        path=(_phases(evaluation),),
    )
    return edit(request, evaluation, form, editing)


def add_phase(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """Add a phase."""
    evaluation = evaluation_of(request, evaluation_id, Action.EDIT_DESIGN)
    editing = Editing(
        title=_("Add a phase"),
        back=_phases(evaluation)[1],
        save=lambda data: actions.add_phase(actor=user_of(request), evaluation=evaluation, **data),
        done=_("The phase has been added."),
        path=(_phases(evaluation),),
    )
    return edit(request, evaluation, PhaseForm(posted(request)), editing)


def change_phase(request: HttpRequest, evaluation_id: int, phase_id: int) -> HttpResponse:
    """Change a phase."""
    evaluation, found = _phase(request, evaluation_id, phase_id)

    def now() -> dict[str, Any]:
        newest = queries.phase_for(user_of(request), evaluation, phase_id)
        return values_of(newest, "name", "kind", "weeks", "starts", "ends", "revision")

    editing = Editing(
        title=_("Change the phase"),
        back=_phases(evaluation)[1],
        save=lambda data: actions.change_phase(actor=user_of(request), phase=found, **data),
        done=_("The phase is saved."),
        now=now,
        path=(_phases(evaluation),),
    )
    return edit(request, evaluation, ChangePhaseForm(posted(request), initial=now()), editing)


def delete_phase(request: HttpRequest, evaluation_id: int, phase_id: int) -> HttpResponse:
    """Remove a phase."""
    evaluation, found = _phase(request, evaluation_id, phase_id)
    editing = Editing(
        title=_("Remove “%(name)s”") % {"name": found.name},
        back=_phases(evaluation)[1],
        save=lambda data: actions.delete_phase(actor=user_of(request), phase=found),
        done=_("The phase has been removed."),
        submit=_("Remove"),
        danger=True,
        path=(_phases(evaluation),),
    )
    return edit(request, evaluation, EmptyForm(posted(request)), editing)


def _phase(request: HttpRequest, evaluation_id: int, phase_id: int) -> tuple[Evaluation, Phase]:
    evaluation = evaluation_of(request, evaluation_id, Action.EDIT_DESIGN)
    return evaluation, queries.phase_for(user_of(request), evaluation, phase_id)


def methods(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """The ways of gathering evidence."""
    evaluation = evaluation_of(request, evaluation_id)
    rows = queries.methods_for(user_of(request), evaluation)
    return setup_page(request, evaluation, "design:methods", {"rows": rows})


def _methods(evaluation: Evaluation) -> Crumb:
    return _("Methods"), reverse("design:methods", args=[evaluation.pk])


def add_method(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """Add a method."""
    evaluation = evaluation_of(request, evaluation_id, Action.EDIT_DESIGN)
    editing = Editing(
        title=_("Add a method"),
        back=_methods(evaluation)[1],
        save=lambda data: actions.add_method(actor=user_of(request), evaluation=evaluation, **data),
        done=_("The method has been added. Plan it in the matrix."),
        path=(_methods(evaluation),),
    )
    return edit(request, evaluation, MethodForm(posted(request)), editing)


def change_method(request: HttpRequest, evaluation_id: int, method_id: int) -> HttpResponse:
    """Change a method."""
    evaluation, found = _method(request, evaluation_id, method_id)

    def now() -> dict[str, Any]:
        newest = queries.method_for(user_of(request), evaluation, method_id)
        return values_of(newest, "name", "kind", "note", "revision")

    editing = Editing(
        title=_("Change the method"),
        back=_methods(evaluation)[1],
        save=lambda data: actions.change_method(actor=user_of(request), method=found, **data),
        done=_("The method is saved."),
        now=now,
        path=(_methods(evaluation),),
    )
    return edit(request, evaluation, ChangeMethodForm(posted(request), initial=now()), editing)


def delete_method(request: HttpRequest, evaluation_id: int, method_id: int) -> HttpResponse:
    """Remove a method."""
    evaluation, found = _method(request, evaluation_id, method_id)
    editing = Editing(
        title=_("Remove “%(name)s”") % {"name": found.name},
        lead=_("What the matrix plans by this method goes too."),
        back=_methods(evaluation)[1],
        save=lambda data: actions.delete_method(actor=user_of(request), method=found),
        done=_("The method has been removed."),
        submit=_("Remove"),
        danger=True,
        path=(_methods(evaluation),),
    )
    return edit(request, evaluation, EmptyForm(posted(request)), editing)


def _method(request: HttpRequest, evaluation_id: int, method_id: int) -> tuple[Evaluation, Method]:
    evaluation = evaluation_of(request, evaluation_id, Action.EDIT_DESIGN)
    return evaluation, queries.method_for(user_of(request), evaluation, method_id)
