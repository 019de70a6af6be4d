"""The page "Zoeken": passages by their words; other ways of searching are tabs beside it (``search.ways``)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from sluitend.apps.coding.search import finding
from sluitend.apps.coding.search.finding import Hit
from sluitend.apps.coding.search.forms import SearchForm, form_for
from sluitend.apps.coding.search.ways import tabs, way_of
from sluitend.apps.coding.views.common import user_of
from sluitend.apps.coding.views.lines import is_by_line, kept, shown_lines, ways_of_looking
from sluitend.apps.design.access import may
from sluitend.apps.design.models import Evaluation
from sluitend.apps.design.queries import evaluation_for
from sluitend.apps.people.permissions import Action

_LAST_PAGE = finding.CANDIDATES // finding.PER_PAGE


@require_safe
def search(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """Search in the texts of an evaluation, in the way of ``?op=``."""
    evaluation = evaluation_for(user_of(request), evaluation_id, Action.VIEW_PUBLIC_SOURCE)
    return way_of(request, evaluation).show(request, evaluation)


def by_words(request: HttpRequest, evaluation: Evaluation) -> HttpResponse:
    """``?q=``, narrowed by kind of source, perspective and code; ``?toon=vindplaatsen`` line by line."""
    user = user_of(request)
    form = form_for(request.GET, user, evaluation)
    context: dict[str, Any] = {
        "evaluation": evaluation,
        "tabs": tabs(request, evaluation),
        "form": form,
        "kept": kept(request),
        "waiting": finding.waiting_for(user, evaluation),
    }
    if form.is_valid() and form.cleaned_data["q"] is not None:
        show = shown_lines if is_by_line(request) else _shown
        context |= {"ways_of_looking": ways_of_looking(request), **show(request, evaluation, form)}
    return render(request, "coding/search/page.html", context)


def _shown(request: HttpRequest, evaluation: Evaluation, form: SearchForm) -> dict[str, Any]:
    """Passages, the best first."""
    user = user_of(request)
    found = finding.search(user, evaluation, form.cleaned_data["q"], form.choice, page=_page(request))
    lines = [_line(hit) for hit in found.hits]
    may_code = may(user, evaluation, Action.CODE)
    return {"found": found, "lines": lines, "may_code": may_code, "query": _kept(request)}


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
