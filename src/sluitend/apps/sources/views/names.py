"""The screen on which a person decides about every name; what it shows and does goes through the JSON of `api`."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from sluitend.apps.people.permissions import Action
from sluitend.apps.sources import seals
from sluitend.apps.sources.models import Source
from sluitend.apps.sources.views.shared import crumbs, opened

ASKS = ("review", "propose", "decide", "move", "add", "undo", "rename", "finish")


@require_safe
def review(request: HttpRequest, evaluation_id: int, number: int) -> HttpResponse:
    """The frame of the screen; the text comes after it, and fetching that is what is recorded as opening the source."""
    evaluation, source = opened(request, evaluation_id, number, Action.RELEASE_SOURCE)
    context = {
        "evaluation": evaluation,
        "source": source,
        "title": seals.title_of(source),
        "crumbs": crumbs(evaluation, _("Take names out"), source),
        "names": {"urls": _urls(source)},
    }
    return render(request, "sources/names/review.html", context)


def _urls(source: Source) -> dict[str, str]:
    return {name: reverse(f"sources:names_{name}", args=[source.evaluation_id, source.number]) for name in ASKS}
