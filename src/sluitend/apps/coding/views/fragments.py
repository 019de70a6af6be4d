"""One fragment by its label: its words, its place, and what rests on it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sluitend.apps.coding import queries
from sluitend.apps.coding.views.common import crumbs, place_of, user_of
from sluitend.apps.coding.words import QUOTING
from sluitend.apps.design.queries import evaluation_for


@require_safe
def fragment(request: HttpRequest, evaluation_id: int, number: int) -> HttpResponse:
    """The page behind a reference; a reader sees the words only when they are public or released."""
    user = user_of(request)
    evaluation = evaluation_for(user, evaluation_id)
    view = queries.fragment_view_for(user, evaluation, number)
    context = {
        "evaluation": evaluation,
        "view": view,
        "place": place_of(view.fragment) if view.is_team or view.source.is_public else "",
        "quoting": QUOTING[queries.quoting_rule(view.fragment)],
        "crumbs": crumbs(evaluation, (str(view.fragment), "")),
    }
    return render(request, "coding/fragment.html", context)
