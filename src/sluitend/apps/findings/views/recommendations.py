"""Recommendations and starting points."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from sluitend.apps.design.access import may
from sluitend.apps.design.models import Evaluation
from sluitend.apps.design.views.shared import Editing, crumbs, edit, evaluation_of, posted, user_of
from sluitend.apps.findings import actions, queries
from sluitend.apps.findings.forms import RecommendationForm
from sluitend.apps.findings.models import Conclusion, Recommendation
from sluitend.apps.findings.views.findings import FORM, confirm_delete
from sluitend.apps.people.permissions import Action


@require_GET
def listing(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """Every recommendation with its addressee and what it rests on."""
    user = user_of(request)
    evaluation = evaluation_of(request, evaluation_id, Action.VIEW_FINDINGS)
    context = {
        "evaluation": evaluation,
        "crumbs": crumbs(evaluation, (_("Recommendations"), "")),
        "recommendations": queries.recommendations_for(user, evaluation),
        "may_write": may(user, evaluation, Action.WRITE_FINDINGS),
    }
    return render(request, "findings/recommendations.html", context)


@require_GET
def recommendation(request: HttpRequest, evaluation_id: int, number: int) -> HttpResponse:
    """One recommendation."""
    user = user_of(request)
    evaluation = evaluation_of(request, evaluation_id, Action.VIEW_FINDINGS)
    found = queries.recommendation_for(user, evaluation, number)
    context = {
        "evaluation": evaluation,
        "crumbs": crumbs(evaluation, _list(evaluation), (str(found), "")),
        "recommendation": found,
        "conclusions": found.conclusions.select_related("question").order_by("number"),
        "may_write": may(user, evaluation, Action.WRITE_FINDINGS),
    }
    return render(request, "findings/recommendation.html", context)


def _list(evaluation: Evaluation) -> tuple[Any, str]:
    return _("Recommendations"), reverse("findings:recommendations", args=[evaluation.pk])


def _here(found: Recommendation) -> str:
    return reverse("findings:recommendation", args=[found.evaluation_id, found.number])


def _conclusions(evaluation: Evaluation) -> list[Conclusion]:
    return list(evaluation.conclusions.select_related("question").order_by("number"))


def _content(evaluation: Evaluation, data: dict[str, Any]) -> dict[str, Any]:
    kept = {key: data[key] for key in ("title", "kind", "addressee", "text")}
    return {**kept, "conclusions": list(evaluation.conclusions.filter(number__in=data["conclusions"]))}


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """Write a recommendation."""
    user = user_of(request)
    evaluation = evaluation_of(request, evaluation_id, Action.WRITE_FINDINGS)
    form = RecommendationForm(posted(request), conclusions=_conclusions(evaluation))
    editing = Editing(
        title=_("Add a recommendation"),
        back=_list(evaluation)[1],
        save=lambda data: actions.add_recommendation(actor=user, evaluation=evaluation, **_content(evaluation, data)),
        done=_("Saved."),
        path=(_list(evaluation),),
        template=FORM,
    )
    return edit(request, evaluation, form, editing)


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, evaluation_id: int, number: int) -> HttpResponse:
    """Change a recommendation."""
    user = user_of(request)
    evaluation = evaluation_of(request, evaluation_id, Action.WRITE_FINDINGS)
    found = queries.recommendation_for(user, evaluation, number)

    def save(data: dict[str, Any]) -> None:
        content = _content(evaluation, data)
        revision = data["revision"] or 0
        actions.change_recommendation(actor=user, recommendation=found, revision=revision, **content)

    form = RecommendationForm(posted(request), conclusions=_conclusions(evaluation), initial=_values(found))
    editing = Editing(
        title=_("Change"),
        back=_here(found),
        save=save,
        done=_("Saved."),
        now=lambda: _values(queries.recommendation_for(user, evaluation, number)),
        path=(_list(evaluation), (str(found), _here(found))),
        template=FORM,
    )
    return edit(request, evaluation, form, editing)


def _values(found: Recommendation) -> dict[str, Any]:
    names = ("title", "kind", "addressee", "text", "revision")
    rests_on = list(found.conclusions.order_by("number").values_list("number", flat=True))
    return {**{name: getattr(found, name) for name in names}, "conclusions": rests_on}


@require_http_methods(["GET", "POST"])
def delete(request: HttpRequest, evaluation_id: int, number: int) -> HttpResponse:
    """Delete a recommendation, after asking."""
    user = user_of(request)
    evaluation = evaluation_of(request, evaluation_id, Action.WRITE_FINDINGS)
    found = queries.recommendation_for(user, evaluation, number)
    return confirm_delete(
        request,
        evaluation,
        text=_("%(label)s disappears. The conclusions that it rests on stay.") % {"label": found},
        delete=lambda: actions.delete_recommendation(actor=user, recommendation=found),
        back=_here(found),
        onward=_list(evaluation)[1],
        path=(_list(evaluation), (str(found), _here(found))),
    )
