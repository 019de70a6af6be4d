"""The overview of the design with what is missing, the general data and the status."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sluitend.apps.design import actions, queries
from sluitend.apps.design.forms import GeneralForm, StatusForm
from sluitend.apps.design.models import Evaluation, EvaluationStatus
from sluitend.apps.design.template_store import known
from sluitend.apps.design.views.shared import (
    Editing,
    edit,
    evaluation_of,
    posted,
    setup_page,
    user_of,
    values_of,
)
from sluitend.apps.people.permissions import Action


def setup(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """The parts of the design, each with what stands there and what is missing."""
    evaluation = evaluation_of(request, evaluation_id)
    parts = queries.parts_for(user_of(request), evaluation)
    template = known(evaluation.template_key)
    context = {
        "parts": parts,
        "gap_count": sum(len(part.gaps) for part in parts),
        "pitfalls": template.pitfalls if template else (),
        "running": EvaluationStatus.RUNNING,
    }
    return setup_page(request, evaluation, "design:setup", context)


def general(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """Title, commissioner, dates, what is compared."""
    evaluation = evaluation_of(request, evaluation_id, Action.EDIT_DESIGN)
    user = user_of(request)
    form = GeneralForm(posted(request), user=user, initial=_values(evaluation))

    def save(data: dict[str, Any]) -> None:
        commissioner = actions.organisation_named(actor=user, name=data.pop("commissioner"))
        actions.change_evaluation(actor=user, evaluation=evaluation, commissioner=commissioner, **data)

    editing = Editing(
        title=_("General data"),
        back=reverse("design:setup", args=[evaluation.pk]),
        save=save,
        done=_("The general data are saved."),
        now=lambda: _values(evaluation_of(request, evaluation_id)),
    )
    return edit(request, evaluation, form, editing)


def _values(evaluation: Evaluation) -> dict[str, Any]:
    name = evaluation.commissioner.name if evaluation.commissioner else ""
    fields = values_of(evaluation, "title", "summary", "starts", "ends", "place_kind", "revision")
    return {**fields, "commissioner": name}


def status(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """Say how far the evaluation is."""
    evaluation = evaluation_of(request, evaluation_id, Action.EDIT_DESIGN)
    initial = {"status": request.GET.get("status", evaluation.status)}
    form = StatusForm(posted(request), initial=initial)
    editing = Editing(
        title=_("Status of the evaluation"),
        lead=_("Once an evaluation is under way, every addition to questions and assessment framework needs a reason."),
        back=reverse("design:evaluation", args=[evaluation.pk]),
        save=lambda data: actions.set_status(actor=user_of(request), evaluation=evaluation, **data),
        done=_("The status is saved."),
    )
    return edit(request, evaluation, form, editing)
