"""Agreements: whether they were kept, and what shows it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from sluitend.apps.design.access import may
from sluitend.apps.design.models import Evaluation
from sluitend.apps.design.queries import agreement_for
from sluitend.apps.design.views.shared import crumbs, evaluation_of, user_of
from sluitend.apps.findings import actions, queries
from sluitend.apps.findings.forms import KeptForm, ShowsForm, WrittenForm
from sluitend.apps.findings.models import Kept
from sluitend.apps.findings.queries import AgreementLine
from sluitend.apps.people.permissions import Action
from sluitend.errors import InputError
from sluitend.web.registry import Text
from sluitend.web.wording import sentence

STATES: tuple[tuple[str, Text], ...] = (*Kept.choices, ("", gettext_lazy("not judged yet")))


def _crumb(evaluation: Evaluation) -> tuple[Text, str]:
    return gettext_lazy("Agreements"), reverse("findings:agreements", args=[evaluation.pk])


def _page(evaluation_id: int, number: int) -> str:
    return reverse("findings:agreement", args=[evaluation_id, number])


@require_safe
def listing(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """Every agreement with its judgement, and how many were kept; ?state= shows one kind."""
    user = user_of(request)
    evaluation = evaluation_of(request, evaluation_id, Action.VIEW_FINDINGS)
    lines = queries.agreement_lines_for(user, evaluation)
    counts = queries.kept_counts(lines)
    wanted = request.GET.get("state", "all")
    shown = [one for one in lines if wanted == "all" or (one.judgement.state if one.judgement else "") == wanted]
    context = {
        "evaluation": evaluation,
        "lines": shown,
        "total": len(lines),
        "wanted": wanted,
        "counts": [(state, words, counts[state]) for state, words in STATES],
        "may_write": may(user, evaluation, Action.WRITE_FINDINGS),
    }
    return render(request, "findings/agreements.html", context)


@require_safe
def agreement(request: HttpRequest, evaluation_id: int, number: int) -> HttpResponse:
    """One agreement with all that shows whether it was kept."""
    evaluation = evaluation_of(request, evaluation_id, Action.VIEW_FINDINGS)
    return _agreement_page(request, evaluation, number)


def _agreement_page(request: HttpRequest, evaluation: Evaluation, number: int, **typed: forms.Form) -> HttpResponse:
    user = user_of(request)
    line = queries.agreement_line_for(user, evaluation, number)
    context = {
        "evaluation": evaluation,
        "crumbs": crumbs(evaluation, _crumb(evaluation), (line.agreement.label, "")),
        "line": line,
        "may_write": may(user, evaluation, Action.WRITE_FINDINGS),
        "kept_form": KeptForm(initial=_judged(line)),
        "shows_form": ShowsForm(auto_id="id_shows_%s"),
        "written_form": WrittenForm(initial={"label": line.written_in.fragment if line.written_in else ""}),
        **typed,
    }
    return render(request, "findings/agreement.html", context)


def _judged(line: AgreementLine) -> dict[str, Any]:
    found = line.judgement
    return {"state": found.state, "reason": found.reason, "revision": found.revision} if found else {"revision": 0}


@require_POST
def judge(request: HttpRequest, evaluation_id: int, number: int) -> HttpResponse:
    """Say whether it was kept, with the reason."""
    user = user_of(request)
    evaluation = evaluation_of(request, evaluation_id, Action.WRITE_FINDINGS)
    found = agreement_for(user, evaluation, number)
    form = KeptForm(request.POST)
    if form.is_valid():
        try:
            actions.judge_agreement(actor=user, agreement=found, **form.cleaned_data)
        except InputError as error:
            form = _again(form, queries.agreement_line_for(user, evaluation, number), error)
        else:
            messages.success(request, _("Saved."))
            return redirect(_page(evaluation_id, number))
    return _agreement_page(request, evaluation, number, kept_form=form)


def _again(form: KeptForm, line: AgreementLine, error: InputError) -> KeptForm:
    """What was typed, over what stands by now, which the page shows above it."""
    again = KeptForm({**dict(form.data.items()), "revision": _judged(line)["revision"]})
    again.is_valid()
    again.add_error(None, sentence(error))
    return again


@require_POST
def show(request: HttpRequest, evaluation_id: int, number: int) -> HttpResponse:
    """Link passages that show whether it was kept; all of them or none."""
    user = user_of(request)
    evaluation = evaluation_of(request, evaluation_id, Action.WRITE_FINDINGS)
    found = agreement_for(user, evaluation, number)
    form = ShowsForm(request.POST, auto_id="id_shows_%s")
    if form.is_valid():
        data = form.cleaned_data
        try:
            fragments = queries.fragments_numbered(user, evaluation, data["labels"])
        except InputError as error:
            form.add_error("labels", sentence(error))
        else:
            shows = {"stance": data["stance"], "note": data["note"]}
            actions.link_to_agreement(actor=user, agreement=found, fragments=fragments, **shows)
            return redirect(_page(evaluation_id, number))
    return _agreement_page(request, evaluation, number, shows_form=form)


@require_POST
def unshow(request: HttpRequest, evaluation_id: int, number: int, fragment: int) -> HttpResponse:
    """The judgement no longer rests on this fragment; the fragment stays."""
    user = user_of(request)
    evaluation = evaluation_of(request, evaluation_id, Action.WRITE_FINDINGS)
    found = agreement_for(user, evaluation, number)
    actions.unlink_from_agreement(actor=user, link=queries.agreement_link_for(user, found, fragment))
    return redirect(_page(evaluation_id, number))


@require_POST
def written(request: HttpRequest, evaluation_id: int, number: int) -> HttpResponse:
    """Name the passage in which it is written, or none."""
    user = user_of(request)
    evaluation = evaluation_of(request, evaluation_id, Action.WRITE_FINDINGS)
    found = agreement_for(user, evaluation, number)
    form = WrittenForm(request.POST)
    if form.is_valid():
        label = form.cleaned_data["label"]
        try:
            fragments = queries.fragments_numbered(user, evaluation, [label] if label else [])
        except InputError as error:
            form.add_error("label", sentence(error))
        else:
            actions.say_where_written(actor=user, agreement=found, fragment=next(iter(fragments), None))
            return redirect(_page(evaluation_id, number))
    return _agreement_page(request, evaluation, number, written_form=form)
