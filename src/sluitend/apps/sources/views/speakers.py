"""Who is who in a source."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sluitend.apps.people.permissions import Action
from sluitend.apps.sources import actions, queries, seals
from sluitend.apps.sources.models import Source
from sluitend.apps.sources.queries import SpeakerRow
from sluitend.apps.sources.speaker_forms import SpeakerForm, choices_for, speaker_forms
from sluitend.apps.sources.views.shared import crumbs, opened, user_of
from sluitend.errors import InputError
from sluitend.web.wording import sentence

PAGE = 50


@require_http_methods(["GET", "HEAD", "POST"])
def speakers(request: HttpRequest, evaluation_id: int, number: int) -> HttpResponse:
    """Say who is who, for all speakers at once."""
    evaluation, source = opened(request, evaluation_id, number, Action.EDIT_SOURCE)
    page, choices = _page(request, source)
    rows = list(page.object_list)
    shown = speaker_forms(request.POST or None, rows, choices)
    problem, changed_meanwhile = "", False
    if request.method == "POST" and not any(form.errors for form in shown):
        problem, changed_meanwhile = _change(request, source, shown)
        if not problem:
            messages.success(request, _("Saved."))
            return redirect("sources:source", evaluation_id=evaluation.pk, number=number)
        if changed_meanwhile:
            shown = speaker_forms(request.POST, rows, choices, newest=True)
    context = {
        "evaluation": evaluation,
        "source": source,
        "title": seals.title_of(source),
        "crumbs": crumbs(evaluation, _("Speakers"), source),
        "forms": shown,
        "page": page,
        "problem": problem,
        "changed_meanwhile": changed_meanwhile,
    }
    return render(request, "sources/speakers.html", context)


def _page(request: HttpRequest, source: Source) -> tuple[Page[SpeakerRow], dict[str, list[tuple[str, object]]]]:
    user = user_of(request)
    rows = queries.speaker_rows_for(user, source)
    return Paginator(rows, PAGE).get_page(request.GET.get("page")), choices_for(user, source.evaluation, source, rows)


def _change(request: HttpRequest, source: Source, shown: list[SpeakerForm]) -> tuple[str, bool]:
    """What stands in the way, and whether it is that somebody else was first."""
    changes = {form.row.speaker.number: form.change() for form in shown}
    try:
        actions.change_speakers(actor=user_of(request), source=source, changes=changes)
    except InputError as error:
        return sentence(error), error.code == "sources.speakers_changed"
    return "", False
