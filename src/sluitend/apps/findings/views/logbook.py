"""What happened on the way, with the finding that it may explain."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sluitend.apps.design.queries import entry_for
from sluitend.apps.design.views.shared import evaluation_of, user_of
from sluitend.apps.findings import actions, queries
from sluitend.apps.findings.forms import TieForm
from sluitend.apps.findings.views.findings import finding_page
from sluitend.apps.findings.views.shared import finding_crumb
from sluitend.apps.people.permissions import Action


@require_POST
def tie(request: HttpRequest, evaluation_id: int, number: int) -> HttpResponse:
    """Tie an entry to the finding."""
    user = user_of(request)
    evaluation = evaluation_of(request, evaluation_id, Action.WRITE_FINDINGS)
    found = queries.finding_for(user, evaluation, number)
    form = TieForm(request.POST, entries=queries.entries_to_tie(user, found))
    if not form.is_valid():
        return finding_page(request, evaluation, number, tie_form=form)
    entry = entry_for(user, evaluation, form.cleaned_data["entry"])
    actions.tie_entry(actor=user, finding=found, entry=entry, note=form.cleaned_data["note"])
    messages.success(request, _("Saved."))
    return redirect(f"{finding_crumb(found)[1]}#logboek")


@require_POST
def untie(request: HttpRequest, evaluation_id: int, number: int, entry_id: int) -> HttpResponse:
    """Take an entry off the finding; it stays in the logbook."""
    user = user_of(request)
    evaluation = evaluation_of(request, evaluation_id, Action.WRITE_FINDINGS)
    found = queries.finding_for(user, evaluation, number)
    actions.untie_entry(actor=user, link=queries.logbook_link_for(user, found, entry_id))
    messages.success(request, _("The entry was taken off this finding. It stays in the logbook."))
    return redirect(f"{finding_crumb(found)[1]}#logboek")
