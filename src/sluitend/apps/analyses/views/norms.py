"""The table of norms: the list, one norm with its history, and adding, changing and ending one."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from sluitend.apps.analyses import actions, norm_file, queries
from sluitend.apps.analyses.models import Binding
from sluitend.apps.analyses.norm_forms import ChangeNormForm, EndNormForm, NormForm
from sluitend.apps.analyses.norm_table import CONTENT, NormLine, text_of
from sluitend.apps.analyses.views.shared import crumbs
from sluitend.apps.design.models import Evaluation
from sluitend.apps.design.views.shared import Crumb, Editing, edit, evaluation_of, posted, user_of
from sluitend.apps.people.permissions import Action
from sluitend.digits import whole

_asking = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def norms(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """The table, by how binding a norm is."""
    evaluation = evaluation_of(request, evaluation_id, Action.VIEW_RESULTS)
    lines = queries.norms_for(user_of(request), evaluation)
    today = timezone.localdate()
    groups = [(kind.label, [(line, line.holds(today)) for line in lines if line.text.kind == kind]) for kind in Binding]
    context = {"evaluation": evaluation, "groups": groups, "crumbs": crumbs(evaluation, (_("Norms"), ""))}
    return render(request, "analyses/norms.html", context)


@require_safe
def norm(request: HttpRequest, evaluation_id: int, number: int) -> HttpResponse:
    """What a norm says, and everything that it said before, each with the reason why."""
    evaluation = evaluation_of(request, evaluation_id, Action.VIEW_RESULTS)
    line = queries.norm_for(user_of(request), evaluation, number)
    context = {
        "evaluation": evaluation,
        "line": line,
        "kind": Binding(line.text.kind).label,
        "holds": line.holds(timezone.localdate()),
        "earlier": [(row, text_of(line.text.key, row)) for row in line.versions],
        "crumbs": crumbs(evaluation, _list(evaluation), (line.label, "")),
    }
    return render(request, "analyses/norm.html", context)


@require_safe
def norms_file(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """The table as a csv that a spreadsheet opens and the command line reads."""
    evaluation = evaluation_of(request, evaluation_id, Action.VIEW_RESULTS)
    lines = queries.norms_for(user_of(request), evaluation)
    response = HttpResponse(norm_file.csv([one.text for one in lines]), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = content_disposition_header(True, "normen.csv") or "attachment"
    return response


@_asking
def add_norm(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """Another norm; filled in with what an earlier one says when the address names it."""
    evaluation = evaluation_of(request, evaluation_id, Action.EDIT_NORMS)
    form = NormForm(posted(request), initial=_like(request, evaluation))
    editing = Editing(
        title=_("Add a norm"),
        lead=_("Who must have done what within which time, and where that stands?"),
        back=_list(evaluation)[1],
        save=lambda data: actions.add_norm(
            actor=user_of(request), evaluation=evaluation, content=form.content(), reason=data["reason"]
        ),
        done=_("The norm has been added."),
        path=(_list(evaluation),),
    )
    return edit(request, evaluation, form, editing)


def _like(request: HttpRequest, evaluation: Evaluation) -> dict[str, Any]:
    number = whole(request.GET.get("als", ""))
    if number is None:
        return {}
    return _content(queries.norm_for(user_of(request), evaluation, number)) | {"valid_until": None}


def _content(line: NormLine) -> dict[str, Any]:
    return {name: getattr(line.text, name) for name in CONTENT}


@_asking
def change_norm(request: HttpRequest, evaluation_id: int, number: int) -> HttpResponse:
    """Let a norm say something else."""
    evaluation, line = _to_change(request, evaluation_id, number)

    def now() -> dict[str, Any]:
        found = queries.norm_for(user_of(request), evaluation, number)
        return _content(found) | {"seen": found.version}

    form = ChangeNormForm(posted(request), initial=now())
    editing = Editing(
        title=_("Change %(label)s") % {"label": line.label},
        lead=_("Results that were computed with this norm are marked: the norm changed since."),
        back=_page(evaluation, line),
        save=lambda data: actions.change_norm(
            actor=user_of(request),
            evaluation=evaluation,
            number=number,
            seen=data["seen"],
            content=form.content(),
            reason=data["reason"],
        ),
        done=_("The norm is saved."),
        now=now,
        path=(_list(evaluation), (line.label, _page(evaluation, line))),
    )
    return edit(request, evaluation, form, editing)


@_asking
def end_norm(request: HttpRequest, evaluation_id: int, number: int) -> HttpResponse:
    """Let a norm hold no longer from a day on; it stays in the table."""
    evaluation, line = _to_change(request, evaluation_id, number)
    form = EndNormForm(posted(request), initial={"seen": line.version, "valid_until": line.text.valid_until})
    editing = Editing(
        title=_("End %(label)s") % {"label": line.label},
        lead=line.text.title,
        back=_page(evaluation, line),
        save=lambda data: actions.end_norm(actor=user_of(request), evaluation=evaluation, number=number, **data),
        done=_("The norm has an end."),
        now=lambda: {"seen": queries.norm_for(user_of(request), evaluation, number).version},
        submit=_("End the norm"),
        path=(_list(evaluation), (line.label, _page(evaluation, line))),
    )
    return edit(request, evaluation, form, editing)


def _to_change(request: HttpRequest, evaluation_id: int, number: int) -> tuple[Evaluation, NormLine]:
    evaluation = evaluation_of(request, evaluation_id, Action.EDIT_NORMS)
    return evaluation, queries.norm_for(user_of(request), evaluation, number)


def _list(evaluation: Evaluation) -> Crumb:
    return _("Norms"), reverse("analyses:norms", args=[evaluation.pk])


def _page(evaluation: Evaluation, line: NormLine) -> str:
    return reverse("analyses:norm", args=[evaluation.pk, line.number])
