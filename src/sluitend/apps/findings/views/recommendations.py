"""Recommendations and starting points."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from sluitend.apps.design.access import may
from sluitend.apps.design.models import Evaluation
from sluitend.apps.design.views.shared import Editing, crumbs, edit, evaluation_of, posted, user_of
from sluitend.apps.findings import actions, queries
from sluitend.apps.findings.forms import OrderForm, RecommendationForm
from sluitend.apps.findings.models import Priority, Recommendation
from sluitend.apps.findings.views.shared import FORM, confirm_delete, recommendation_crumb, recommendations_crumb
from sluitend.apps.people.permissions import Action

WORDS = ("title", "kind", "addressee", "text", "action", "term", "measure_of_success", "priority", "feasibility")


@require_safe
def listing(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """Every recommendation with its addressee and what it rests on."""
    user = user_of(request)
    evaluation = evaluation_of(request, evaluation_id, Action.VIEW_FINDINGS)
    recommendations = list(queries.recommendations_for(user, evaluation))
    form = OrderForm(request.GET or None)
    context = {
        "evaluation": evaluation,
        "crumbs": crumbs(evaluation, (recommendations_crumb(evaluation)[0], "")),
        "recommendations": recommendations,
        "groups": _groups(recommendations, form.order()),
        "filter_form": form,
        "may_write": may(user, evaluation, Action.WRITE_FINDINGS),
    }
    return render(request, "findings/recommendations.html", context)


def _groups(found: list[Recommendation], order: str) -> list[tuple[str, list[Recommendation]]]:
    """With their headings: by addressee (nobody named last), by priority (none chosen last), or as numbered."""
    if order == OrderForm.NUMBER:
        return [("", found)]
    by_priority = sorted(found, key=_priority)
    groups: dict[str, list[Recommendation]] = {}
    for one in by_priority:
        heading = one.addressee if order == OrderForm.ADDRESSEE else str(one.get_priority_display() or "")
        groups.setdefault(heading, []).append(one)
    if order == OrderForm.PRIORITY:
        return list(groups.items())
    return sorted(groups.items(), key=lambda group: (not group[0], group[0].casefold()))


def _priority(one: Recommendation) -> tuple[int, int]:
    return one.priority or len(Priority) + 1, one.number


@require_safe
def recommendation(request: HttpRequest, evaluation_id: int, number: int) -> HttpResponse:
    """One recommendation."""
    user = user_of(request)
    evaluation = evaluation_of(request, evaluation_id, Action.VIEW_FINDINGS)
    found = queries.recommendation_for(user, evaluation, number)
    context = {
        "evaluation": evaluation,
        "crumbs": crumbs(evaluation, recommendations_crumb(evaluation), (str(found), "")),
        "recommendation": found,
        "conclusions": found.conclusions.all(),
        "may_write": may(user, evaluation, Action.WRITE_FINDINGS),
    }
    return render(request, "findings/recommendation.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """Write a recommendation."""
    user = user_of(request)
    evaluation = evaluation_of(request, evaluation_id, Action.WRITE_FINDINGS)
    form = RecommendationForm(posted(request), conclusions=queries.conclusions_for(user, evaluation))
    editing = Editing(
        title=_("Add a recommendation"),
        back=recommendations_crumb(evaluation)[1],
        save=lambda data: actions.add_recommendation(actor=user, evaluation=evaluation, **_content(evaluation, data)),
        done=_("Saved."),
        further=lambda found: recommendation_crumb(found)[1],
        path=(recommendations_crumb(evaluation),),
        template=FORM,
    )
    return edit(request, evaluation, form, editing)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, evaluation_id: int, number: int) -> HttpResponse:
    """Change a recommendation."""
    user = user_of(request)
    evaluation = evaluation_of(request, evaluation_id, Action.WRITE_FINDINGS)
    found = queries.recommendation_for(user, evaluation, number)

    def save(data: dict[str, Any]) -> None:
        content = _content(evaluation, data)
        actions.change_recommendation(actor=user, recommendation=found, revision=data["revision"], **content)

    conclusions = queries.conclusions_for(user, evaluation)
    form = RecommendationForm(posted(request), conclusions=conclusions, initial=_values(found))
    editing = Editing(
        title=_("Change %(label)s") % {"label": found},
        back=recommendation_crumb(found)[1],
        save=save,
        done=_("Saved."),
        now=lambda: _values(queries.recommendation_for(user, evaluation, number)),
        path=(recommendations_crumb(evaluation), recommendation_crumb(found)),
        template=FORM,
    )
    return edit(request, evaluation, form, editing)


def _content(evaluation: Evaluation, data: dict[str, Any]) -> dict[str, Any]:
    kept = {key: data[key] for key in WORDS}
    return {**kept, "conclusions": list(evaluation.conclusions.filter(number__in=data["conclusions"]))}


def _values(found: Recommendation) -> dict[str, Any]:
    rests_on = [conclusion.number for conclusion in found.conclusions.all()]
    return {**{name: getattr(found, name) for name in (*WORDS, "revision")}, "conclusions": rests_on}


@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, evaluation_id: int, number: int) -> HttpResponse:
    """Delete a recommendation, after asking."""
    user = user_of(request)
    evaluation = evaluation_of(request, evaluation_id, Action.WRITE_FINDINGS)
    found = queries.recommendation_for(user, evaluation, number)
    return confirm_delete(
        request,
        evaluation,
        what=_("The recommendation disappears. The conclusions that it rests on stay."),
        delete=lambda: actions.delete_recommendation(actor=user, recommendation=found),
        path=(recommendations_crumb(evaluation), recommendation_crumb(found)),
    )
