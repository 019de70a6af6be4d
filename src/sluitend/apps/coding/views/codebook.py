"""The codebook: the tree, and adding, changing, ordering and archiving codes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sluitend.apps.coding import actions, queries
from sluitend.apps.coding.forms import COLOURS, ChangeCodeForm, NewCodeForm, PlaceForm, RulesForm, initial_of
from sluitend.apps.coding.models import Code
from sluitend.apps.coding.views.common import codebook_crumb, user_of
from sluitend.apps.design.models import Evaluation
from sluitend.apps.design.queries import evaluation_for
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.errors import InputError
from sluitend.web.wording import sentence


@require_safe
def codebook(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """The codes as a nested list, with how often each was used."""
    user = user_of(request)
    evaluation = evaluation_for(user, evaluation_id, Action.VIEW_CODING)
    context = {
        "evaluation": evaluation,
        "nodes": queries.codebook_for(user, evaluation, with_sources=True),
        "archived": queries.archived_codes_for(user, evaluation),
    }
    return render(request, "coding/codebook.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def add_code(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """A new code; ``?parent=`` says under which."""
    user = user_of(request)
    evaluation = evaluation_for(user, evaluation_id, Action.EDIT_CODEBOOK)
    nodes = queries.codebook_for(user, evaluation)
    form = NewCodeForm(request.POST or None, initial={"parent": request.GET.get("parent", "")}, nodes=nodes)
    if form.is_valid():
        try:
            code = _added(user, evaluation, form.cleaned_data)
        except InputError as error:
            form.add_error(None, sentence(error))
        else:
            messages.success(request, _("Code “%(name)s” added.") % {"name": code.name})
            return _to_code_in_book(code)
    context = {
        "evaluation": evaluation,
        "form": form,
        "crumbs": [codebook_crumb(evaluation), (_("Add a code"), "")],
    }
    return render(request, "coding/code_form.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def change_code(request: HttpRequest, evaluation_id: int, code_id: int) -> HttpResponse:
    """A code's name, rules and colour; its place has a form of its own, beside it."""
    user = user_of(request)
    evaluation = evaluation_for(user, evaluation_id, Action.EDIT_CODEBOOK)
    code = queries.code_for(user, evaluation, code_id)
    form: RulesForm = ChangeCodeForm(request.POST or None, initial=initial_of(code))
    now: list[tuple[Any, Any]] = []
    if form.is_valid():
        try:
            actions.change_code(actor=user, code=code, **form.cleaned_data)
        except InputError as error:
            now = _present(form, code) if error.code == "coding.changed_meanwhile" else []
            form = _on_top_of(form, code) if now else form
            form.add_error(None, sentence(error))
        else:
            messages.success(request, _("Code “%(name)s” changed.") % {"name": code.name})
            return redirect("coding:code", evaluation.pk, code.pk)
    return _change_page(request, code, form, _place_form(user, code), now)


@require_POST
def move_code(request: HttpRequest, evaluation_id: int, code_id: int) -> HttpResponse:
    """Under another code, or to the top."""
    user = user_of(request)
    evaluation = evaluation_for(user, evaluation_id, Action.EDIT_CODEBOOK)
    code = queries.code_for(user, evaluation, code_id)
    place = _place_form(user, code, request.POST)
    if place.is_valid():
        try:
            _moved(user, code, place.cleaned_data["parent"])
        except InputError as error:
            place.add_error(None, sentence(error))
        else:
            messages.success(request, _("Code “%(name)s” moved.") % {"name": code.name})
            return _to_code_in_book(code)
    return _change_page(request, code, ChangeCodeForm(initial=initial_of(code)), place)


@require_POST
def shift_code(request: HttpRequest, evaluation_id: int, code_id: int) -> HttpResponse:
    """One place up or down; back to the same place on the page."""
    user = user_of(request)
    evaluation = evaluation_for(user, evaluation_id, Action.EDIT_CODEBOOK)
    code = queries.code_for(user, evaluation, code_id)
    up = request.POST.get("direction") == "up"
    if not actions.shift_code(actor=user, code=code, up=up):
        messages.info(request, _("“%(name)s” cannot move further here.") % {"name": code.name})
    return _to_code_in_book(code)


@require_http_methods(["GET", "HEAD", "POST"])
def archive_code(request: HttpRequest, evaluation_id: int, code_id: int) -> HttpResponse:
    """Asks first; what was coded stays."""
    user = user_of(request)
    evaluation = evaluation_for(user, evaluation_id, Action.EDIT_CODEBOOK)
    code = queries.code_for(user, evaluation, code_id)
    if request.method == "POST":
        count = actions.archive_code(actor=user, code=code)
        text = ngettext("%(count)s code archived.", "%(count)s codes archived.", count)
        messages.success(request, text % {"count": count})
        return redirect("coding:codebook", evaluation.pk)
    context = {
        "title": _("Archive “%(name)s”?") % {"name": code.name},
        "text": _("The code and all below it can no longer be applied. What was coded with them stays."),
        "action": _("Archive"),
        "cancel_url": reverse("coding:code", args=[evaluation.pk, code.pk]),
    }
    return render(request, "web/confirm.html", context)


@require_POST
def restore_code(request: HttpRequest, evaluation_id: int, code_id: int) -> HttpResponse:
    """An archived code comes back."""
    user = user_of(request)
    evaluation = evaluation_for(user, evaluation_id, Action.EDIT_CODEBOOK)
    code = queries.code_for(user, evaluation, code_id)
    try:
        actions.restore_code(actor=user, code=code)
    except InputError as error:
        messages.error(request, sentence(error))
    else:
        messages.success(request, _("Code “%(name)s” can be used again.") % {"name": code.name})
    return redirect("coding:codebook", evaluation.pk)


def _added(user: User, evaluation: Evaluation, values: dict[str, Any]) -> Code:
    under = values.pop("parent")
    parent = queries.code_for(user, evaluation, under) if under else None
    return actions.add_code(actor=user, evaluation=evaluation, parent=parent, **values)


def _moved(user: User, code: Code, under: int | None) -> None:
    parent = queries.code_for(user, code.evaluation, under) if under else None
    actions.move_code(actor=user, code=code, parent=parent)


def _place_form(user: User, code: Code, data: QueryDict | None = None) -> PlaceForm:
    nodes = queries.codebook_for(user, code.evaluation)
    return PlaceForm(data, initial={"parent": code.parent_id or ""}, nodes=nodes, itself=code)


def _present(form: RulesForm, code: Code) -> list[tuple[Any, Any]]:
    """Label and present value of the fields in which somebody else's value differs from the entered one."""
    present = initial_of(code)
    differs = (bound for bound in form.visible_fields() if present[bound.name] != form.cleaned_data.get(bound.name))
    return [
        (bound.label, COLOURS.get(code.colour) if bound.name == "colour" else present[bound.name]) for bound in differs
    ]


def _on_top_of(form: RulesForm, code: Code) -> ChangeCodeForm:
    """The same entries, ready to be saved over what is there now."""
    return ChangeCodeForm({**dict(form.data.items()), "revision": str(code.revision)})


def _change_page(
    request: HttpRequest, code: Code, form: RulesForm, place: PlaceForm, now: Sequence[tuple[Any, Any]] = ()
) -> HttpResponse:
    here = (code.name, reverse("coding:code", args=[code.evaluation_id, code.pk]))
    context = {
        "evaluation": code.evaluation,
        "code": code,
        "form": form,
        "place": place,
        "now": now,
        "crumbs": [codebook_crumb(code.evaluation), here, (_("Change"), "")],
    }
    return render(request, "coding/code_form.html", context)


def _to_code_in_book(code: Code) -> HttpResponse:
    return redirect(reverse("coding:codebook", args=[code.evaluation_id]) + f"#code-{code.pk}")
