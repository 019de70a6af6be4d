"""Evidence: from a fragment to a finding with one key, and from a finding to its fragments."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from sluitend.apps.coding import queries as coding
from sluitend.apps.coding.models import Fragment
from sluitend.apps.design.models import Evaluation
from sluitend.apps.design.views.shared import crumbs, evaluation_of, posted, user_of
from sluitend.apps.findings import actions, queries
from sluitend.apps.findings.forms import PickForm, StanceForm, UseForm
from sluitend.apps.findings.models import Finding
from sluitend.apps.findings.views.findings import here
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.errors import InputError, NotFound
from sluitend.web.wording import sentence

LAST_FINDING = "last_finding"  # in the session: what the next fragment is most likely for


@require_http_methods(["GET", "POST"])
def use(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """Use a fragment (?fragment=F12) for a finding: a page of its own, or a dialog over the text being coded."""
    user = user_of(request)
    evaluation = evaluation_of(request, evaluation_id, Action.WRITE_FINDINGS)
    fragment = _fragment(user, evaluation, request.GET.get("fragment", ""))
    chain = queries.evidence_for(user, evaluation)
    last = request.session.get(f"{LAST_FINDING}_{evaluation.pk}")
    form = UseForm(posted(request), chain=chain, last=last)
    if request.method == "POST" and form.is_valid():
        finding = _use(user, evaluation, fragment, form.cleaned_data)
        request.session[f"{LAST_FINDING}_{evaluation.pk}"] = finding.number
        return _used(request, fragment, finding)
    context = {
        "evaluation": evaluation,
        "crumbs": crumbs(evaluation, (gettext_lazy("Use as evidence"), "")),
        "form": form,
        "fragment": fragment,
        "quote": coding.quotes_for(user, evaluation, [fragment])[fragment.pk],
    }
    template = "findings/parts/use.html" if is_dialog(request) else "findings/use.html"
    return render(request, template, context)


def is_dialog(request: HttpRequest) -> bool:
    """Whether only the form is wanted, for a dialog."""
    return request.GET.get("dialog") == "1" or bool(getattr(request, "htmx", False))


def _fragment(user: User, evaluation: Evaluation, label: str) -> Fragment:
    number = label.lstrip("Ff")
    if not number.isdecimal():
        raise NotFound("fragment")
    return coding.fragment_for(user, evaluation, int(number))


def _use(user: User, evaluation: Evaluation, fragment: Fragment, data: dict[str, Any]) -> Finding:
    if data["finding"]:
        finding = queries.finding_for(user, evaluation, data["finding"])
    else:
        questions = evaluation.questions.filter(pk=data["question"]) if data["question"] else ()
        finding = actions.add_finding(actor=user, evaluation=evaluation, title=data["title"], questions=list(questions))
    actions.link_evidence(actor=user, finding=finding, fragment=fragment, stance=data["stance"], note=data["note"])
    return finding


def _used(request: HttpRequest, fragment: Fragment, finding: Finding) -> HttpResponse:
    said = _("%(fragment)s is evidence for %(finding)s.") % {"fragment": fragment, "finding": finding}
    if is_dialog(request):
        return HttpResponse(said, content_type="text/plain; charset=utf-8", headers={"X-Sluitend-Done": "1"})
    messages.success(request, said)
    return redirect(here(finding))


@require_POST
def pick(request: HttpRequest, evaluation_id: int, number: int) -> HttpResponse:
    """Link fragments by their labels; all of them, or none when one does not exist."""
    user = user_of(request)
    evaluation = evaluation_of(request, evaluation_id, Action.WRITE_FINDINGS)
    finding = queries.finding_for(user, evaluation, number)
    form = PickForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
        return redirect(here(finding))
    try:
        fragments = _fragments(user, evaluation, form.cleaned_data["labels"])
    except InputError as error:
        messages.error(request, sentence(error))
        return redirect(here(finding))
    for fragment in fragments:
        actions.link_evidence(
            actor=user,
            finding=finding,
            fragment=fragment,
            stance=form.cleaned_data["stance"],
            note=form.cleaned_data["note"],
        )
    messages.success(request, _("Saved."))
    return redirect(here(finding))


def _fragments(user: User, evaluation: Evaluation, numbers: list[int]) -> list[Fragment]:
    fragments = []
    for number in numbers:
        try:
            fragments.append(coding.fragment_for(user, evaluation, number))
        except NotFound:
            raise InputError("findings.no_such_fragment", label=f"F{number}") from None
    return fragments


@require_POST
def change(request: HttpRequest, evaluation_id: int, number: int, fragment: int) -> HttpResponse:
    """Change what a fragment means for the finding."""
    user = user_of(request)
    evaluation = evaluation_of(request, evaluation_id, Action.WRITE_FINDINGS)
    finding = queries.finding_for(user, evaluation, number)
    link = queries.link_for(user, finding, fragment)
    form = StanceForm(request.POST)
    if form.is_valid():
        actions.change_evidence(actor=user, link=link, **form.cleaned_data)
        messages.success(request, _("Saved."))
    return redirect(f"{here(finding)}#F{fragment}")


@require_POST
def unlink(request: HttpRequest, evaluation_id: int, number: int, fragment: int) -> HttpResponse:
    """The finding no longer rests on this fragment; the fragment stays."""
    user = user_of(request)
    evaluation = evaluation_of(request, evaluation_id, Action.WRITE_FINDINGS)
    finding = queries.finding_for(user, evaluation, number)
    actions.unlink_evidence(actor=user, link=queries.link_for(user, finding, fragment))
    messages.success(
        request, _("F%(number)s is no longer evidence for %(finding)s.") % {"number": fragment, "finding": finding}
    )
    return redirect(here(finding))
