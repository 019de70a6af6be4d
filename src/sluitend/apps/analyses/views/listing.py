"""What was asked so far, and what can be asked."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from sluitend.apps.analyses import discovery, queries
from sluitend.apps.analyses.views.shared import crumbs
from sluitend.apps.design.views.shared import evaluation_of, user_of
from sluitend.apps.people.permissions import Action

AT_ONCE = 50


@require_safe
def listing(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """The results, the newest first, with what is stale."""
    evaluation = evaluation_of(request, evaluation_id, Action.VIEW_RESULTS)
    pages = Paginator(queries.results_for(user_of(request), evaluation), AT_ONCE)
    page = pages.get_page(request.GET.get("page"))
    context = {
        "evaluation": evaluation,
        "page": page,
        "lines": queries.lines_of(page.object_list),
        "crumbs": crumbs(evaluation),
    }
    return render(request, "analyses/list.html", context)


@require_safe
def catalogue(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """Every analysis, with the question that it answers."""
    evaluation = evaluation_of(request, evaluation_id, Action.RUN_ANALYSES)
    context = {
        "evaluation": evaluation,
        "analyses": list(discovery.analyses().values()),
        "has_data": bool(queries.ready_datasets(user_of(request), evaluation)),
        "crumbs": crumbs(evaluation, (_("New analysis"), "")),
    }
    return render(request, "analyses/catalogue.html", context)
