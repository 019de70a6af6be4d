"""What was asked so far, and what can be asked."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from sluitend.apps.analyses import discovery, queries
from sluitend.apps.analyses.kit.analysis import CODINGS, Analysis
from sluitend.apps.analyses.kit.parameters import beside
from sluitend.apps.analyses.views.shared import crumbs
from sluitend.apps.datasets.models import DatasetKind
from sluitend.apps.design.access import may
from sluitend.apps.design.views.shared import evaluation_of, user_of
from sluitend.apps.people.permissions import Action

AT_ONCE = 50


def needs(analysis: Analysis) -> set[str]:
    """The kinds of datasets that it takes."""
    _field, kind = beside(analysis.parameters)
    return {analysis.data, kind} - {""}


def _needed(analysis: Analysis) -> str:
    """The same in words; nothing of an event log alone, which most take."""
    kinds = sorted(needs(analysis) - {DatasetKind.EVENT_LOG, CODINGS})
    return ", ".join(str(DatasetKind(one).label) for one in kinds)


def _group(of_codings: bool, ready: set[str]) -> list[tuple[Analysis, bool, str]]:
    """The analyses of coded texts, or those of datasets: each with whether it can be asked, and what it needs."""
    known = (one for one in discovery.analyses().values() if one.asks_codings == of_codings)
    return [(one, needs(one) <= ready, _needed(one)) for one in known]


@require_safe
def listing(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """The results, the newest first, with what is stale."""
    evaluation = evaluation_of(request, evaluation_id, Action.VIEW_OUTSIDE_RESULTS)
    in_team = may(user_of(request), evaluation, Action.VIEW_RESULTS)
    find = queries.results_for if in_team else queries.outside_results_for
    pages = Paginator(find(user_of(request), evaluation), AT_ONCE)
    page = pages.get_page(request.GET.get("page"))
    context = {
        "evaluation": evaluation,
        "in_team": in_team,
        "page": page,
        "lines": queries.lines_of(page.object_list),
        "crumbs": crumbs(evaluation),
    }
    return render(request, "analyses/list.html", context)


@require_safe
def catalogue(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """Every analysis, with the question that it answers."""
    evaluation = evaluation_of(request, evaluation_id, Action.RUN_ANALYSES)
    ready = queries.ready_kinds(user_of(request), evaluation)
    context = {
        "evaluation": evaluation,
        "groups": [(of_codings, _group(of_codings, ready)) for of_codings in (ready == {CODINGS}, ready != {CODINGS})],
        "has_data": bool(ready - {CODINGS}),
        "has_codings": CODINGS in ready,
        "crumbs": crumbs(evaluation, (_("New analysis"), "")),
    }
    return render(request, "analyses/catalogue.html", context)
