"""Completed decisions of a round are opened again, with a reason."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sluitend.apps.coding.actions import reopening
from sluitend.apps.coding.comparing_forms import ReopenForm
from sluitend.apps.coding.views.agreement import round_here, shared
from sluitend.apps.coding.views.common import user_of
from sluitend.apps.design.queries import evaluation_for
from sluitend.apps.people.permissions import Action
from sluitend.errors import InputError
from sluitend.web.wording import sentence


@require_http_methods(["GET", "HEAD", "POST"])
def reopen(request: HttpRequest, evaluation_id: int, number: int) -> HttpResponse:
    """Asks why first; the decisions stay, and can be changed again."""
    evaluation_for(user_of(request), evaluation_id, Action.PLAN_ROUNDS)
    found = round_here(request, evaluation_id, number)
    if isinstance(found, HttpResponseRedirect):
        return found
    evaluation, round_ = found
    form = ReopenForm(request.POST or None)
    if form.is_valid():
        try:
            reopening.reopen(actor=user_of(request), round_=round_, reason=form.cleaned_data["reason"])
        except InputError as error:
            form.add_error(None, sentence(error))
        else:
            told = _("The decisions of round %(round)s can be changed again.") % {"round": round_.number}
            messages.success(request, told)
            return redirect("coding:comparing", evaluation.pk, round_.number)
    context = shared(evaluation, round_, "comparing", _("Open the decisions again")) | {"form": form}
    return render(request, "coding/comparing/reopen.html", context)
