"""Who did what outside evaluations, for who manages the installation."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sluitend.apps.people import actions, queries
from sluitend.apps.people.access import require_installation
from sluitend.apps.people.audit_export import csv_response
from sluitend.apps.people.forms import AuditFilterForm
from sluitend.apps.people.permissions import InstallationAction
from sluitend.apps.people.requests import UserRequest
from sluitend.apps.people.views.users import tabs

PAGE = 50


def _filter(request: UserRequest) -> AuditFilterForm:
    require_installation(request.user, InstallationAction.EXPORT_AUDIT)
    return AuditFilterForm(request.GET, evaluation_id=None)


@require_safe
def audit(request: UserRequest) -> HttpResponse:
    """The events, newest first."""
    form = _filter(request)
    events = queries.installation_events(request.user, form.wanted())
    kept = request.GET.copy()
    kept.pop("page", None)
    context = {
        "form": form,
        "page": Paginator(events, PAGE).get_page(request.GET.get("page")),
        "query": f"{kept.urlencode()}&" if kept else "",
        "tabs": tabs("people:audit"),
    }
    return render(request, "people/audit.html", context)


@require_safe
def audit_csv(request: UserRequest) -> StreamingHttpResponse:
    """The same events as a file; recorded."""
    events = queries.installation_events(request.user, _filter(request).wanted())
    actions.note_audit_export(actor=request.user)
    return csv_response(events, "sluitend-installatie.csv")
