"""The list of sources."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sluitend.apps.design.access import may
from sluitend.apps.design.queries import evaluation_for
from sluitend.apps.people.permissions import Action
from sluitend.apps.sources import hooks, queries, seals
from sluitend.apps.sources.forms import FilterForm
from sluitend.apps.sources.models import ApprovalState, Source, SourceKind
from sluitend.apps.sources.names_stage import stages_of
from sluitend.apps.sources.views.shared import user_of

PAGE = 50
_STATES: dict[str, dict[str, Any]] = {
    "released": {"released_at__isnull": False},
    "sealed": {"released_at__isnull": True},
}


@require_safe
def source_list(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """All sources that the user may know of, narrowed by the filters."""
    user = user_of(request)
    evaluation = evaluation_for(user, evaluation_id, action=Action.VIEW_PUBLIC_SOURCE)
    sources = queries.sources_for(user, evaluation)
    form = FilterForm(request.GET, evaluation=evaluation)
    found = filtered(sources, form.cleaned_data if form.is_valid() else {})
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    may_take_out = may(user, evaluation, Action.RELEASE_SOURCE)
    context = {
        "evaluation": evaluation,
        "totals": queries.totals_for(user, evaluation),
        "filter_form": form,
        "page": page,
        "rows": _rows(list(page.object_list), in_team=may_take_out),
        "query": _query_without_page(request),
        "may_add": may(user, evaluation, Action.ADD_SOURCE),
        "may_take_out": may_take_out,
        "counts_codings": bool(hooks.coding_counts),
    }
    return render(request, "sources/list.html", context)


def filtered(sources: QuerySet[Source], chosen: dict[str, Any]) -> QuerySet[Source]:
    """The sources that fit what was chosen in FilterForm."""
    plain = {name: chosen[name] for name in ("kind", "level", "perspective", "place", "phase") if chosen.get(name)}
    sources = sources.filter(**plain)
    state = chosen.get("state", "")
    if state == "unapproved":
        return sources.filter(kind=SourceKind.INTERVIEW_REPORT).exclude(approval=ApprovalState.APPROVED)
    return sources.filter(**_STATES.get(state, {}))


def _rows(sources: list[Source], *, in_team: bool) -> list[dict[str, Any]]:
    codings = hooks.codings_in([source.pk for source in sources])
    stages = stages_of(sources) if in_team else {}
    return [
        {
            "source": source,
            "title": seals.title_of(source),
            "codings": codings.get(source.pk, 0),
            "stage": stages.get(source.pk),
        }
        for source in sources
    ]


def _query_without_page(request: HttpRequest) -> str:
    query = request.GET.copy()
    query.pop("page", None)
    return f"{query.urlencode()}&" if query else ""
