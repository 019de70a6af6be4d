"""Destroying an original, or a whole source: with a reason, by the project leader."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sluitend.apps.people.permissions import Action
from sluitend.apps.sources import actions, seals
from sluitend.apps.sources.forms import DestroyForm
from sluitend.apps.sources.views.shared import crumbs, opened, user_of
from sluitend.errors import InputError
from sluitend.web.wording import sentence


@require_http_methods(["GET", "HEAD", "POST"])
def original(request: HttpRequest, evaluation_id: int, number: int) -> HttpResponse:
    """Destroy the file; the text stays."""
    evaluation, source = opened(request, evaluation_id, number, Action.DESTROY_SOURCE)
    form = DestroyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.destroy_original(actor=user_of(request), source=source, reason=form.cleaned_data["reason"])
        except InputError as error:
            form.add_error(None, sentence(error))
        else:
            messages.success(request, _("The original was destroyed. Its hash, size and the reason were kept."))
            return redirect("sources:source", evaluation_id=evaluation.pk, number=number)
    context = {"evaluation": evaluation, "source": source, "title": seals.title_of(source), "form": form}
    context["crumbs"] = crumbs(evaluation, _("Destroy the original"), source)
    return render(request, "sources/destroy_original.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def source(request: HttpRequest, evaluation_id: int, number: int) -> HttpResponse:
    """Delete the source with everything in it, when nothing rests on it."""
    evaluation, chosen = opened(request, evaluation_id, number, Action.DESTROY_SOURCE)
    form = DestroyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.delete_source(actor=user_of(request), source=chosen, reason=form.cleaned_data["reason"])
        except InputError as error:
            form.add_error(None, sentence(error))
        else:
            messages.success(request, _("S%(number)s was deleted.") % {"number": number})
            return redirect("sources:list", evaluation_id=evaluation.pk)
    context = {"evaluation": evaluation, "source": chosen, "title": seals.title_of(chosen), "form": form}
    context["crumbs"] = crumbs(evaluation, _("Delete this source"), chosen)
    return render(request, "sources/delete.html", context)
