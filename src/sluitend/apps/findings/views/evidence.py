"""The evidence of one finding: choose fragments, say what they mean, take one off."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from sluitend.apps.coding.queries import codebook_for
from sluitend.apps.design.models import Evaluation
from sluitend.apps.design.views.shared import crumbs, evaluation_of, user_of
from sluitend.apps.findings import actions, queries
from sluitend.apps.findings.forms import ChangeStanceForm, FragmentFilterForm, PickForm, StanceForm
from sluitend.apps.findings.models import EvidenceLink, Finding
from sluitend.apps.findings.views.findings import finding_page, stance_form
from sluitend.apps.findings.views.shared import finding_crumb, findings_crumb
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.apps.sources import seals
from sluitend.apps.sources.queries import sources_for
from sluitend.errors import InputError
from sluitend.web.wording import sentence

A_PAGE = 20


@require_safe
def search(request: HttpRequest, evaluation_id: int, number: int) -> HttpResponse:
    """Fragments to choose from, by code, source and words; several at once."""
    user = user_of(request)
    evaluation = evaluation_of(request, evaluation_id, Action.WRITE_FINDINGS)
    finding = queries.finding_for(user, evaluation, number)
    filters = _filters(request, user, evaluation)
    page = Paginator(queries.candidates_for(user, evaluation, **filters.chosen()), A_PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "evaluation": evaluation,
        "crumbs": crumbs(
            evaluation, findings_crumb(evaluation), finding_crumb(finding), (gettext_lazy("Find passages"), "")
        ),
        "finding": finding,
        "filter_form": filters,
        "page": page,
        "query": _query(request),
        "candidates": queries.described(user, evaluation, page.object_list),
        "linked": set(finding.evidence.values_list("fragment_id", flat=True)),
        "stance_form": StanceForm(),
    }
    return render(request, "findings/search.html", context)


def _filters(request: HttpRequest, user: User, evaluation: Evaluation) -> FragmentFilterForm:
    sources = [(one.number, f"{one} {seals.title_of(one)}") for one in sources_for(user, evaluation)]
    codebook = codebook_for(user, evaluation)
    return FragmentFilterForm(request.GET, codebook=codebook, sources=sources)


def _query(request: HttpRequest) -> str:
    """The filters, for the links to other pages."""
    kept = request.GET.copy()
    kept.pop("page", None)
    return f"{kept.urlencode()}&" if kept else ""


@require_POST
def add(request: HttpRequest, evaluation_id: int, number: int) -> HttpResponse:
    """Link fragments by the labels typed and the boxes ticked; all of them, or none when one does not exist."""
    user = user_of(request)
    evaluation = evaluation_of(request, evaluation_id, Action.WRITE_FINDINGS)
    finding = queries.finding_for(user, evaluation, number)
    form = PickForm(_with_ticked(request))
    if form.is_valid():
        try:
            linked = _link(user, evaluation, finding, form.cleaned_data)
        except InputError as error:
            form.add_error("labels", sentence(error))
        else:
            messages.success(request, _("Linked: %(labels)s.") % {"labels": linked})
            return redirect(finding_crumb(finding)[1])
    return finding_page(request, evaluation, number, form)


def _with_ticked(request: HttpRequest) -> Any:
    data = request.POST.copy()
    data["labels"] = ", ".join(filter(None, [data.get("labels", ""), *data.getlist("fragment")]))
    return data


def _link(user: User, evaluation: Evaluation, finding: Finding, data: dict[str, Any]) -> str:
    fragments = queries.fragments_numbered(user, evaluation, data["labels"])
    stance, note = data["stance"], data["note"]
    actions.link_fragments(actor=user, finding=finding, fragments=fragments, stance=stance, note=note)
    return ", ".join(map(str, fragments))


@require_POST
def change(request: HttpRequest, evaluation_id: int, number: int, fragment: int) -> HttpResponse:
    """Change what a fragment means for the finding."""
    user = user_of(request)
    evaluation = evaluation_of(request, evaluation_id, Action.WRITE_FINDINGS)
    finding = queries.finding_for(user, evaluation, number)
    link = queries.link_for(user, finding, fragment)
    form = stance_form(fragment, request.POST)
    stance = form.cleaned_data["stance"] if form.is_valid() else ""  # which the action refuses, in a sentence
    typed = {"revision": form.cleaned_data.get("revision") or 0, "note": form.cleaned_data.get("note", "")}
    try:
        actions.change_evidence(actor=user, link=link, stance=stance, **typed)
    except InputError as error:
        if error.code != "findings.changed_meanwhile":
            raise
        return finding_page(request, evaluation, number, changing={fragment: _again(form, link, error)})
    messages.success(request, _("Saved."))
    return redirect(f"{finding_crumb(finding)[1]}#F{fragment}")


def _again(form: ChangeStanceForm, link: EvidenceLink, error: InputError) -> ChangeStanceForm:
    """What was typed, with what is wrong; the next try writes over what stands now, which the page shows above it."""
    link.refresh_from_db()
    again = stance_form(link.fragment.number, {**dict(form.data.items()), "revision": str(link.revision)})
    again.add_error(None, sentence(error))
    return again


@require_POST
def unlink(request: HttpRequest, evaluation_id: int, number: int, fragment: int) -> HttpResponse:
    """The finding no longer rests on this fragment; the fragment stays."""
    user = user_of(request)
    evaluation = evaluation_of(request, evaluation_id, Action.WRITE_FINDINGS)
    finding = queries.finding_for(user, evaluation, number)
    actions.unlink_evidence(actor=user, link=queries.link_for(user, finding, fragment))
    said = _("F%(number)s is no longer evidence for %(finding)s.") % {"number": fragment, "finding": finding}
    messages.success(request, said)
    return redirect(finding_crumb(finding)[1])
