"""One fragment by its label: its words, its place, and what rests on it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sluitend.apps.coding import queries
from sluitend.apps.coding.views.common import coding_crumb, place_of, user_of
from sluitend.apps.coding.words import OUTWARD, QUOTING
from sluitend.apps.design.models import Evaluation
from sluitend.apps.design.queries import evaluation_for
from sluitend.apps.people.models import User
from sluitend.errors import NotAllowed, NotFound
from sluitend.web import registry
from sluitend.web.registry import Reference


@require_safe
def fragment(request: HttpRequest, evaluation_id: int, number: int) -> HttpResponse:
    """The page behind a reference; a reader sees the words only when they are public or released."""
    user = user_of(request)
    evaluation = evaluation_for(user, evaluation_id)
    view = queries.fragment_view_for(user, evaluation, number)
    context = {
        "evaluation": evaluation,
        "view": view,
        "place": place_of(view.fragment) if view.may_open_source else "",
        "marks": [(mark, _url_of(user, evaluation, mark)) for mark in view.marks],
        "quoting": QUOTING[queries.quoting_rule(view.fragment)] if view.quote else "",
        "outward": OUTWARD[view.is_outward],
        "crumbs": [coding_crumb(evaluation), (str(view.fragment), "")] if view.is_team else [],
    }
    return render(request, "coding/fragment.html", context)


def _url_of(user: User, evaluation: Evaluation, mark: str) -> str:
    """Where a mark such as "B4 ondersteunt" leads; empty when it leads nowhere for this user."""
    reference = Reference.parse(mark.split(" ", 1)[0])
    if reference is None:
        return ""
    try:
        return registry.resolve(user, evaluation, reference).url
    except (NotFound, NotAllowed):
        return ""
