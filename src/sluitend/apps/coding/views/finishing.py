"""Saying that one is finished with a text of a round."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sluitend.apps.coding import actions
from sluitend.apps.coding.models import CodingRound, RoundState
from sluitend.apps.coding.queries.rounds import is_without_code, round_for
from sluitend.apps.coding.views.common import user_of
from sluitend.apps.design.queries import evaluation_for
from sluitend.apps.people.permissions import Action
from sluitend.errors import InputError
from sluitend.web.wording import sentence


@require_POST
def finish_text(request: HttpRequest, evaluation_id: int, number: int, source_number: int) -> HttpResponse:
    """A coder is finished with a text, or after all is not; ``finished`` is 1 or 0, ``back`` says where to go.

    Who gave no code in it is asked first, since that counts as a judgment of every unit: ``confirmed`` is 1 after that.
    """
    user = user_of(request)
    evaluation = evaluation_for(user, evaluation_id, Action.CODE)
    one = round_for(user, evaluation, number, Action.CODE)
    is_finished = request.POST.get("finished") == "1"
    if is_finished and _is_to_confirm(request, one, source_number):
        return _ask(request, one, source_number)
    try:
        actions.finish_text(actor=user, round_=one, source=source_number, is_finished=is_finished)
    except InputError as error:
        messages.error(request, sentence(error))
    else:
        told = _("S%(source)s is finished.") if is_finished else _("S%(source)s is on your list again.")
        messages.success(request, told % {"source": source_number})
    return redirect(_back(request, one))


def _is_to_confirm(request: HttpRequest, one: CodingRound, source: int) -> bool:
    """A round that is not open is left to the action, which refuses."""
    is_asked = request.POST.get("confirmed") == "1" or one.state != RoundState.OPEN
    return not is_asked and is_without_code(user_of(request), one, source)


def _ask(request: HttpRequest, one: CodingRound, source: int) -> HttpResponse:
    context = {"number": source, "back": request.POST.get("back", ""), "cancel_url": _back(request, one)}
    return render(request, "coding/rounds/without_code.html", context)


def _back(request: HttpRequest, one: CodingRound) -> str:
    if request.POST.get("back") == "round":
        return reverse("coding:round", args=[one.evaluation_id, one.number])
    return reverse("coding:progress", args=[one.evaluation_id])
