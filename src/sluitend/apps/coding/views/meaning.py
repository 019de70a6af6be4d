"""Searching by meaning: a question in plain words, or a fragment to find more like."""

from __future__ import annotations

import re
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from sluitend.apps.coding import queries
from sluitend.apps.coding.actions.meaning import keeping, starting
from sluitend.apps.coding.meaning import searching
from sluitend.apps.coding.models import Fragment
from sluitend.apps.coding.search.ways import tabs
from sluitend.apps.coding.views.common import user_of
from sluitend.apps.design.access import may
from sluitend.apps.design.models import Evaluation
from sluitend.apps.design.queries import evaluation_for
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.errors import InputError
from sluitend.web.wording import sentence

KEY = "betekenis"


def by_meaning(request: HttpRequest, evaluation: Evaluation) -> HttpResponse:
    """A tab of the page "Zoeken": ``?vraag=…`` for a question, ``?fragment=F12`` for more like that fragment."""
    user = user_of(request)
    question = request.GET.get("vraag", "").strip()
    fragment = _fragment(request, user, evaluation)
    progress = keeping.progress_for(user, evaluation)
    context: dict[str, Any] = {
        "evaluation": evaluation,
        "question": question,
        "fragment": fragment,
        "progress": progress,
        "may_start": may(user, evaluation, Action.SEND_TEXT_OUT if progress.leaves else Action.CODE),
        "most": searching.LONGEST_QUESTION,
        "asked": bool(question or fragment),
        "tabs": tabs(request, evaluation),
    }
    if context["asked"] and progress.can_ask:
        context |= _found(user, evaluation, question, fragment)
    if fragment is not None:
        context["words"] = queries.quotes_for(user, evaluation, [fragment])[fragment.pk]
    return render(request, "coding/meaning.html", context)


def _found(user: User, evaluation: Evaluation, question: str, fragment: Fragment | None) -> dict[str, Any]:
    try:
        if fragment is not None:
            return {"near": searching.similar(user, evaluation, fragment)}
        return {"near": searching.search(user, evaluation, question)}
    except InputError as error:
        return {"error": sentence(error)}


def _fragment(request: HttpRequest, user: User, evaluation: Evaluation) -> Fragment | None:
    asked = re.fullmatch(r"F?(\d{1,9})", request.GET.get("fragment", ""))
    return queries.fragment_for(user, evaluation, int(asked[1])) if asked else None


@require_safe
def similar(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """More like ``?fragment=F12``: the address that the workbench and pages of fragments lead to."""
    evaluation = evaluation_for(user_of(request), evaluation_id, Action.VIEW_SOURCES)
    asked = re.fullmatch(r"F?(\d{1,9})", request.GET.get("fragment", ""))
    return redirect(address_of(evaluation) + (f"&fragment=F{asked[1]}" if asked else ""))


def address_of(evaluation: Evaluation) -> str:
    """The tab."""
    return reverse("coding:search", args=[evaluation.pk]) + f"?op={KEY}"


@require_POST
def start_meaning(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """Somebody wants to search by meaning here: the texts are read for it in the background."""
    user = user_of(request)
    evaluation = evaluation_for(user, evaluation_id, Action.CODE)
    try:
        starting.start_reading(actor=user, evaluation=evaluation)
        messages.success(request, _("The texts are being read for their meaning. You can go on working meanwhile."))
    except InputError as error:
        messages.error(request, sentence(error))
    return redirect(address_of(evaluation))


@require_POST
def stop_meaning(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """Take all of it away again."""
    user = user_of(request)
    evaluation = evaluation_for(user, evaluation_id, Action.CODE)
    starting.stop_reading(actor=user, evaluation=evaluation)
    messages.success(request, _("What was made for searching by meaning has been destroyed."))
    return redirect(address_of(evaluation))
