"""Codes put together and taken apart, and what happened to a code."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sluitend.apps.coding import actions, queries
from sluitend.apps.coding.forms import COLOURS, MergeForm, RulesForm, SplitForm
from sluitend.apps.coding.models import Code, CodeChange, CodeChangeKind
from sluitend.apps.coding.views.common import Crumb, codebook_crumb, user_of
from sluitend.apps.design.models import Evaluation
from sluitend.apps.design.queries import evaluation_for
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.errors import InputError
from sluitend.web.wording import sentence

MOST = 400  # passages to choose from at once


@require_http_methods(["GET", "HEAD", "POST"])
def merge_code(request: HttpRequest, evaluation_id: int, code_id: int) -> HttpResponse:
    """Make a code part of another one."""
    user = user_of(request)
    evaluation, code = _opened(request, evaluation_id, code_id)
    form = MergeForm(request.POST or None, nodes=queries.codebook_for(user, evaluation), itself=code)
    if form.is_valid():
        try:
            into = queries.code_for(user, evaluation, form.cleaned_data["into"])
            change = actions.merge_codes(actor=user, code=code, into=into)
        except InputError as error:
            form.add_error(None, sentence(error))
        else:
            messages.success(request, _told(_("“%(code)s” is now part of “%(other)s”."), change))
            return redirect("coding:code", evaluation.pk, into.pk)
    context = {"form": form, "count": queries.fragments_of_code_for(user, code).count()}
    return render(request, "coding/merge.html", _context(evaluation, code, _("Merge"), **context))


@require_http_methods(["GET", "HEAD", "POST"])
def split_code(request: HttpRequest, evaluation_id: int, code_id: int) -> HttpResponse:
    """Give some of a code's passages another code."""
    user = user_of(request)
    evaluation, code = _opened(request, evaluation_id, code_id)
    fragments = list(queries.fragments_of_code_for(user, code)[:MOST])
    nodes, ids = queries.codebook_for(user, evaluation), {one.number: one.pk for one in fragments}
    form = SplitForm(request.POST or None, nodes=nodes, itself=code, fragments=ids)
    if form.is_valid():
        try:
            values = form.cleaned_data
            into = queries.code_for(user, evaluation, values["into"]) if values["into"] else None
            change = actions.split_code(
                actor=user, code=code, fragments=values["fragments"], name=values["name"], into=into
            )
        except InputError as error:
            form.add_error(None, sentence(error))
        else:
            messages.success(request, _told(_("Passages of “%(code)s” now carry “%(other)s”."), change))
            return redirect("coding:code", evaluation.pk, change.other_id)
    words = queries.quotes(fragments)
    context = {
        "form": form,
        "lines": [(one, words.get(one.pk, "")) for one in fragments],
        "chosen": set(request.POST.getlist("fragments")),
        "most": MOST,
    }
    return render(request, "coding/split.html", _context(evaluation, code, _("Split"), **context))


@require_safe
def code_history(request: HttpRequest, evaluation_id: int, code_id: int) -> HttpResponse:
    """Who changed what, when; a merge and a split can be undone here."""
    user = user_of(request)
    evaluation = evaluation_for(user, evaluation_id, Action.VIEW_CODING)
    code = queries.code_for(user, evaluation, code_id)
    lines = [_line(code, change) for change in queries.history_of_code_for(user, code)]
    return render(request, "coding/code_history.html", _context(evaluation, code, _("History"), lines=lines))


@require_POST
def undo_merge(request: HttpRequest, evaluation_id: int, code_id: int, change_id: int) -> HttpResponse:
    """Take two codes apart again, or put together what was split."""
    user = user_of(request)
    evaluation, code = _opened(request, evaluation_id, code_id)
    try:
        text = _undone(user, queries.code_change_for(user, code, change_id))
    except InputError as error:
        messages.error(request, sentence(error))
        return redirect("coding:code_history", evaluation.pk, code.pk)
    messages.success(request, text)
    return redirect("coding:code", evaluation.pk, code.pk)


def _undone(user: User, change: CodeChange) -> str:
    if change.kind == CodeChangeKind.SPLIT:
        actions.undo_split(actor=user, change=change)
        return _("The passages carry “%(code)s” again.") % {"code": change.code.name}
    actions.undo_merge(actor=user, change=change)
    return _("“%(code)s” is a code of its own again.") % {"code": change.code.name}


def _opened(request: HttpRequest, evaluation_id: int, code_id: int) -> tuple[Evaluation, Code]:
    user = user_of(request)
    evaluation = evaluation_for(user, evaluation_id, Action.EDIT_CODEBOOK)
    return evaluation, queries.code_for(user, evaluation, code_id)


def _context(evaluation: Evaluation, code: Code, here: str, **more: Any) -> dict[str, Any]:
    way: list[Crumb] = [codebook_crumb(evaluation), (code.name, reverse("coding:code", args=[evaluation.pk, code.pk]))]
    return {"evaluation": evaluation, "code": code, "crumbs": [*way, (here, "")], **more}


def _told(text: str, change: CodeChange) -> str:
    """What was done, and how many codings it was about."""
    moved, folded = len(change.moved["codings"]), len(change.moved["folded"])
    parts = [text % {"code": change.code, "other": change.other}]
    parts.append(ngettext("%(count)s code moved along.", "%(count)s codes moved along.", moved) % {"count": moved})
    if folded:
        told = ngettext("%(count)s stood there already.", "%(count)s stood there already.", folded)
        parts.append(told % {"count": folded})
    return " ".join(parts)


def _line(code: Code, change: CodeChange) -> dict[str, Any]:
    """A change as a sentence, with the texts that it changed."""
    is_mine = change.code_id == code.pk
    return {
        "change": change,
        "other": change.other if is_mine else change.code,
        "is_mine": is_mine,
        "may_undo": is_mine and change.kind in _UNDONE_HERE and change.undone_at is None,
        "texts": list(_texts(change)),
    }


_UNDONE_HERE = (CodeChangeKind.MERGED, CodeChangeKind.SPLIT)


def _texts(change: CodeChange) -> list[tuple[Any, str, str]]:
    """Label, before and after of what differs."""
    labels = {name: field.label for name, field in RulesForm.base_fields.items()} | {"parent": _("Falls under")}
    shown = []
    for field, label in labels.items():
        before, after = change.before.get(field, ""), change.after.get(field, "")
        if before != after:
            shown.append((label, _value(field, before), _value(field, after)))
    return shown


def _value(field: str, value: Any) -> str:
    return str(COLOURS.get(value, "")) if field == "colour" else str(value)
