"""The chain of evidence of one label: what it rests on down to the passage, and what rests on it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from sluitend.apps.design.views.shared import evaluation_of, user_of
from sluitend.apps.people.permissions import Action
from sluitend.apps.reporting import queries
from sluitend.apps.reporting.chain import chain_of
from sluitend.apps.reporting.views.shared import crumbs


@require_safe
def chain(request: HttpRequest, evaluation_id: int, label: str) -> HttpResponse:
    """From a statement in the report down to the words it rests on."""
    user = user_of(request)
    evaluation = evaluation_of(request, evaluation_id, Action.VIEW_REPORT)
    material = queries.material_for(user, evaluation, unsaved=f"[[{label}]]")
    context = {
        "evaluation": evaluation,
        "label": label,
        "link": chain_of(user, evaluation, material, label),
        "crumbs": crumbs(evaluation, (_("Read"), _reading(evaluation.pk)), (label, "")),
    }
    return render(request, "reporting/chain.html", context)


def _reading(evaluation_id: int) -> str:
    return reverse("reporting:read", args=[evaluation_id])
