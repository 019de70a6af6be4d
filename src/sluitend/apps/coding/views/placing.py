"""Fragments that a person places, because their words do not stand in the corrected text."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from sluitend.apps.coding import actions, queries
from sluitend.apps.coding.models import ToPlace
from sluitend.apps.coding.placing_forms import PassageForm
from sluitend.apps.coding.queries.blindness import refuse_while_blind
from sluitend.apps.coding.views.common import Crumb, coding_crumb, place_of, user_of
from sluitend.apps.design.models import Evaluation
from sluitend.apps.design.queries import evaluation_for
from sluitend.apps.people.permissions import Action
from sluitend.apps.sources.actions import open_source
from sluitend.apps.sources.models import SourceVersion
from sluitend.errors import InputError, NotFound
from sluitend.web.wording import sentence

PER_PAGE = 20
TITLE = gettext_lazy("Fragments to place")


@require_safe
def to_place(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """All that waits: what it was, what is nearest now, and what can be done."""
    user = user_of(request)
    evaluation = evaluation_for(user, evaluation_id, Action.CODE)
    page = Paginator(queries.waiting_for(user, evaluation), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "evaluation": evaluation,
        "page": page,
        "lines": [_shown(line) for line in queries.waiting_lines(list(page.object_list))],
        "crumbs": [coding_crumb(evaluation), (TITLE, "")],
    }
    return render(request, "coding/to_place.html", context)


def _shown(line: queries.WaitingLine) -> dict[str, Any]:
    """A line with its form, which carries the suggestion."""
    waiting = line.waiting
    form = PassageForm(
        initial={"version": waiting.to_version.number, "start": waiting.start, "end": waiting.end}, auto_id=False
    )
    return {"line": line, "fragment": waiting.fragment, "form": form, "place": place_of(waiting.fragment)}


@require_http_methods(["GET", "HEAD", "POST"])
def place(request: HttpRequest, evaluation_id: int, number: int) -> HttpResponse:
    """Choose the passage in the newest text; a POST places the fragment there."""
    user = user_of(request)
    evaluation = evaluation_for(user, evaluation_id, Action.CODE)
    if request.method == "POST":
        return _place(request, evaluation, number)
    waiting = queries.one_waiting_for(user, evaluation, number)
    text = open_source(actor=user, source=waiting.fragment.version.source)
    if text.pk != waiting.to_version_id:
        raise NotFound("fragment")
    start, end = waiting.start or 0, waiting.end or 0
    context = {
        "evaluation": evaluation,
        "fragment": waiting.fragment,
        "line": queries.waiting_lines([waiting])[0],
        "text": text.text,
        "form": PassageForm(initial={"version": text.number, "start": start, "end": end}),
        "crumbs": [coding_crumb(evaluation), _list_crumb(evaluation), (str(waiting.fragment), "")],
    }
    return render(request, "coding/place.html", context)


def _place(request: HttpRequest, evaluation: Evaluation, number: int) -> HttpResponse:
    """Back to the list, at what comes next."""
    user = user_of(request)
    fragment = queries.fragment_for(user, evaluation, number)
    following = _next(request, evaluation, number)
    form = PassageForm(request.POST)
    try:
        if not form.is_valid():
            raise InputError("coding.bad_request")
        version = _version(fragment.version, form.cleaned_data["version"])
        start, end = form.cleaned_data["start"], form.cleaned_data["end"]
        if start >= end:
            raise InputError("coding.span_blank")
        actions.place_fragment(actor=user, fragment=fragment, version=version, start=start, end=end)
    except InputError as error:
        messages.error(request, sentence(error))
        following = f"#F{number}"
    else:
        messages.success(request, _("%(fragment)s was placed.") % {"fragment": fragment})
    return redirect(reverse("coding:to_place", args=[evaluation.pk]) + following)


def _version(known: SourceVersion, number: int) -> SourceVersion:
    found = known.source.versions.select_related("source").filter(number=number).first()
    if found is None:
        raise InputError("coding.bad_request")
    return found


def _next(request: HttpRequest, evaluation: Evaluation, number: int) -> str:
    """Where the one after this stands on the page: the keyboard goes on from there."""
    numbers = list(queries.waiting_for(user_of(request), evaluation).values_list("fragment__number", flat=True))
    after = numbers[numbers.index(number) + 1 :] if number in numbers else []
    return f"#F{after[0]}" if after else ""


@require_http_methods(["GET", "HEAD", "POST"])
def lapse(request: HttpRequest, evaluation_id: int, number: int) -> HttpResponse:
    """Asks first: the fragment goes with its codes and memos."""
    user = user_of(request)
    evaluation = evaluation_for(user, evaluation_id, Action.CODE)
    waiting = queries.one_waiting_for(user, evaluation, number)
    list_url = reverse("coding:to_place", args=[evaluation.pk])
    if request.method == "POST":
        following = _next(request, evaluation, number)
        try:
            actions.lapse_fragment(actor=user, fragment=waiting.fragment)
        except InputError as error:
            messages.error(request, sentence(error))
            following = f"#F{number}"
        else:
            messages.success(request, _("%(fragment)s has lapsed.") % {"fragment": waiting.fragment})
        return redirect(list_url + following)
    refuse_while_blind([waiting.fragment.version.source_id])  # what would go tells what others coded
    context = {
        "title": _("Let %(fragment)s lapse?") % {"fragment": waiting.fragment},
        "text": _what_goes(waiting),
        "action": _("Let it lapse"),
        "danger": True,
        "cancel_url": f"{list_url}#F{number}",
    }
    return render(request, "web/confirm.html", context)


def _what_goes(waiting: ToPlace) -> str:
    counts = {"codings": waiting.fragment.codings.count(), "memos": waiting.fragment.memos.count()}
    return (
        _(
            "The fragment goes for good, with its codes (%(codings)s) and memos (%(memos)s), whoever made them. "
            "This cannot be undone."
        )
        % counts
    )


def _list_crumb(evaluation: Evaluation) -> Crumb:
    return (TITLE, reverse("coding:to_place", args=[evaluation.pk]))
