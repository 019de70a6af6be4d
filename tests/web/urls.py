"""The shell without rooms: its own pages, an evaluation's page, and pages that fail."""

from __future__ import annotations

from types import SimpleNamespace

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import include, path

from sluitend.errors import InputError, NotAllowed, NotFound
from sluitend.web import views

FAILURES: dict[str, Exception] = {
    "400": SuspiciousOperation(),
    "403": PermissionDenied(),
    "invoer": InputError("test.bad"),
    "verboden": NotAllowed("test"),
    "weg": NotFound("test"),
    "fout": ValueError("geheim"),
}

PART = engines["django"].from_string(
    """{% extends "web/evaluation_page.html" %}
    {% block title %}Onderdeel{% endblock %}
    {% block heading %}<h1 class="nl-heading nl-heading--level-1">Onderdeel</h1>{% endblock %}"""
)


def fail(request: HttpRequest, how: str) -> HttpResponse:
    raise FAILURES[how]


def part(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    evaluation = SimpleNamespace(pk=evaluation_id, title="Sluitende keten (fictief)", fictitious=True)
    return HttpResponse(PART.render({"evaluation": evaluation}, request))


handler400 = views.bad_request
handler403 = views.forbidden
handler404 = views.not_found
handler500 = views.server_error

urlpatterns = [
    path("", include("sluitend.web.urls")),
    path("", views.privacy, name="home"),
    path("mis/<str:how>/", fail, name="fail"),
    path("evaluaties/<int:evaluation_id>/", part, name="start"),
    path("evaluaties/<int:evaluation_id>/bronnen/", part, name="sources"),
]
