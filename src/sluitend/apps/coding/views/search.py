"""The page "Zoeken": passages by their words; other ways of searching are tabs beside it (``search.ways``)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from sluitend.apps.coding import queries
from sluitend.apps.coding.models import Code
from sluitend.apps.coding.search import finding
from sluitend.apps.coding.search.finding import Hit
from sluitend.apps.coding.search.forms import SearchForm
from sluitend.apps.coding.search.ways import tabs, way_of
from sluitend.apps.coding.views.common import user_of
from sluitend.apps.design.access import may
from sluitend.apps.design.models import Evaluation
from sluitend.apps.design.queries import evaluation_for, perspectives_for
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action

_LAST_PAGE = finding.CANDIDATES // finding.PER_PAGE


@require_safe
def search(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """Search in the texts of an evaluation, in the way of ``?op=``."""
    evaluation = evaluation_for(user_of(request), evaluation_id, Action.VIEW_PUBLIC_SOURCE)
    return way_of(request, evaluation).show(request, evaluation)


def by_words(request: HttpRequest, evaluation: Evaluation) -> HttpResponse:
    """``?q=``, narrowed by kind of source, perspective and code."""
    user = user_of(request)
    form = SearchForm(request.GET, perspectives_for(user, evaluation), _codes(user, evaluation))
    question = form.cleaned_data.get("q") if form.is_valid() else None
    found = None
    if question is not None:
        found = finding.search(user, evaluation, question, form.choice, page=_page(request))
    context = {
        "evaluation": evaluation,
        "tabs": tabs(request, evaluation),
        "form": form,
        "found": found,
        "lines": [_line(hit) for hit in found.hits] if found else [],
        "may_code": may(user, evaluation, Action.CODE),
        "waiting": finding.waiting_for(user, evaluation),
        "query": _kept(request),
    }
    return render(request, "coding/search/page.html", context)


def _codes(user: User, evaluation: Evaluation) -> list[tuple[Code, str]]:
    if not may(user, evaluation, Action.VIEW_CODING):
        return []
    return [(node.code, node.path) for node in queries.flat(queries.codebook_for(user, evaluation))]


def _line(hit: Hit) -> Mapping[str, Any]:
    """A hit with the address of its place; of who asks the questions there is nothing to tell."""
    workbench = reverse("coding:workbench", args=[hit.source.evaluation_id, hit.source.number])
    said_by = [view for view in hit.said_by if not view.is_interviewer]
    return {"hit": hit, "said_by": said_by, "place": f"{workbench}?plaats={hit.start}-{hit.end}"}


def _page(request: HttpRequest) -> int:
    asked = request.GET.get("page", "")
    return min(int(asked), _LAST_PAGE) if asked.isdecimal() and len(asked) < 6 and int(asked) else 1


def _kept(request: HttpRequest) -> str:
    """The question, to go on with."""
    kept = request.GET.copy()
    kept.pop("page", None)
    return f"{kept.urlencode()}&" if kept else ""
