"""Who did what in this evaluation: for the project leader."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from sluitend.apps.design.actions import note_audit_export
from sluitend.apps.design.views.shared import crumbs, evaluation_of, user_of
from sluitend.apps.people import queries as people_queries
from sluitend.apps.people.audit_export import csv_response
from sluitend.apps.people.forms import AuditFilterForm
from sluitend.apps.people.permissions import Action

PER_PAGE = 50


def audit(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """The audit trail, newest first, by page and filter."""
    evaluation = evaluation_of(request, evaluation_id, Action.EXPORT_AUDIT)
    user = user_of(request)
    form = AuditFilterForm(request.GET, evaluation_id=evaluation.pk, user=user)
    events = people_queries.audit_events(evaluation.pk, form.wanted(), user=user)
    page = Paginator(events, PER_PAGE).get_page(request.GET.get("page"))
    kept = request.GET.copy()
    kept.pop("page", None)
    context = {
        "evaluation": evaluation,
        "crumbs": crumbs(evaluation, (_("Audit trail"), "")),
        "filter_form": form,
        "page": page,
        "query": f"{kept.urlencode()}&" if kept else "",
    }
    return render(request, "design/audit.html", context)


def audit_export(request: HttpRequest, evaluation_id: int) -> HttpResponseBase:
    """The audit trail as a csv file, with the filter of the page."""
    evaluation = evaluation_of(request, evaluation_id, Action.EXPORT_AUDIT)
    user = user_of(request)
    wanted = AuditFilterForm(request.GET, evaluation_id=evaluation.pk, user=user).wanted()
    note_audit_export(actor=user, evaluation=evaluation)
    events = people_queries.audit_events(evaluation.pk, wanted, user=user)
    return csv_response(events, f"controlespoor-{evaluation.pk}.csv")
