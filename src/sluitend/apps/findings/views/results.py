"""The results under one finding: choose one, say what it means, take one off."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sluitend.apps.analyses import queries as analyses
from sluitend.apps.design.views.shared import evaluation_of, user_of
from sluitend.apps.findings import actions, queries
from sluitend.apps.findings.forms import ChangeResultForm
from sluitend.apps.findings.models import ResultLink
from sluitend.apps.findings.views.findings import finding_page, pick_result_form, result_form
from sluitend.apps.findings.views.shared import finding_crumb
from sluitend.apps.people.permissions import Action
from sluitend.digits import whole
from sluitend.errors import InputError
from sluitend.web.wording import sentence


@require_POST
def add(request: HttpRequest, evaluation_id: int, number: int) -> HttpResponse:
    """Let the finding rest on the result that was chosen."""
    user = user_of(request)
    evaluation = evaluation_of(request, evaluation_id, Action.WRITE_FINDINGS)
    finding = queries.finding_for(user, evaluation, number)
    form = pick_result_form(user, evaluation, finding, request.POST)
    if form.is_valid():
        result = analyses.result_for(user, evaluation, form.cleaned_data["result"])
        try:
            actions.use_result(actor=user, finding=finding, result=result, **form.words())
        except InputError as error:
            form.add_error("result", sentence(error))
        else:
            messages.success(request, _("Linked: %(labels)s.") % {"labels": result})
            return redirect(f"{finding_crumb(finding)[1]}#{result}")
    return finding_page(request, evaluation, number, pick_result=form)


@require_POST
def change(request: HttpRequest, evaluation_id: int, number: int, result: int) -> HttpResponse:
    """Change what a result means for the finding."""
    user = user_of(request)
    evaluation = evaluation_of(request, evaluation_id, Action.WRITE_FINDINGS)
    finding = queries.finding_for(user, evaluation, number)
    link = queries.result_link_for(user, finding, result)
    form = result_form(link, request.POST)
    refused = {} if form.is_valid() else {"stance": ""}  # which the action refuses, in a sentence
    revision = form.cleaned_data.get("revision") or 0
    try:
        actions.change_result_link(actor=user, link=link, revision=revision, **form.words() | refused)
    except InputError as error:
        if error.code != "findings.changed_meanwhile":
            raise
        return finding_page(request, evaluation, number, changing_results={result: _again(form, link, error)})
    messages.success(request, _("Saved."))
    return redirect(f"{finding_crumb(finding)[1]}#{link.result}")


def _again(form: ChangeResultForm, link: ResultLink, error: InputError) -> ChangeResultForm:
    """What was typed, with what is wrong; the next try writes over what stands now, which the page shows above it."""
    link.refresh_from_db(fields=["stance", "note", "sample_outcome", "revision"])
    again = result_form(link, {**dict(form.data.items()), "revision": str(link.revision)})
    again.add_error(None, sentence(error))
    return again


@require_POST
def newer(request: HttpRequest, evaluation_id: int, number: int, result: int) -> HttpResponse:
    """Let the finding rest on what the same question gave later, which the form names."""
    user = user_of(request)
    evaluation = evaluation_of(request, evaluation_id, Action.WRITE_FINDINGS)
    finding = queries.finding_for(user, evaluation, number)
    link = queries.result_link_for(user, finding, result)
    later = analyses.result_for(user, evaluation, _whole(request.POST.get("newer", "")))
    revision = _whole(request.POST.get("revision", ""))
    actions.take_newer_result(actor=user, link=link, revision=revision, newer=later)
    said = _("%(finding)s rests on %(newer)s now, instead of U%(older)s.")
    messages.success(request, said % {"finding": finding, "newer": later, "older": result})
    return redirect(f"{finding_crumb(finding)[1]}#{later}")


def _whole(text: str) -> int:
    return whole(text) or 0


@require_POST
def unlink(request: HttpRequest, evaluation_id: int, number: int, result: int) -> HttpResponse:
    """The finding no longer rests on this result; the result stays."""
    user = user_of(request)
    evaluation = evaluation_of(request, evaluation_id, Action.WRITE_FINDINGS)
    finding = queries.finding_for(user, evaluation, number)
    actions.remove_result(actor=user, link=queries.result_link_for(user, finding, result))
    said = _("U%(number)s is no longer evidence for %(finding)s.") % {"number": result, "finding": finding}
    messages.success(request, said)
    return redirect(finding_crumb(finding)[1])
