"""The shell without rooms: its own pages, an evaluation's page, and pages that fail."""

from __future__ import annotations

from types import SimpleNamespace

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
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


def fail(request: HttpRequest, how: str) -> HttpResponse:
    raise FAILURES[how]


def part(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    evaluation = SimpleNamespace(pk=evaluation_id, title="Sluitende keten (fictief)", fictitious=True)
    return render(request, "web/evaluation_page.html", {"evaluation": evaluation})


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
