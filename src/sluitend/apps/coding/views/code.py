"""One code: its rules, memos on it, and everything that was coded with it."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sluitend.apps.coding import actions, queries
from sluitend.apps.coding.forms import MemoForm
from sluitend.apps.coding.models import Code, Fragment
from sluitend.apps.coding.views.common import codebook_crumb, place_of, user_of
from sluitend.apps.design.queries import evaluation_for
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.apps.sources.queries import speakers_in
from sluitend.errors import InputError
from sluitend.web.wording import sentence

PER_PAGE = 25


@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest, evaluation_id: int, code_id: int) -> HttpResponse:
    """The code's page; a POST writes a memo on it."""
    user = user_of(request)
    evaluation = evaluation_for(user, evaluation_id, Action.VIEW_CODING)
    found = queries.code_for(user, evaluation, code_id)
    form = MemoForm(request.POST or None)
    if form.is_valid() and _wrote(user, found, form):
        messages.success(request, _("Memo written."))
        return redirect("coding:code", evaluation.pk, found.pk)
    page = Paginator(queries.fragments_of_code_for(user, found), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "evaluation": evaluation,
        "code": found,
        "form": form,
        "memos": queries.memos_of_code_for(user, found),
        "page": page,
        "lines": _lines(page.object_list),
        "crumbs": [codebook_crumb(evaluation), (found.name, "")],
    }
    return render(request, "coding/code.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def delete_code_memo(request: HttpRequest, evaluation_id: int, code_id: int, memo_id: int) -> HttpResponse:
    """Asks first: a memo on a code has no undo."""
    user = user_of(request)
    evaluation = evaluation_for(user, evaluation_id, Action.CODE)
    found = queries.code_for(user, evaluation, code_id)
    memo = queries.memo_for(user, found, memo_id)
    if request.method == "POST":
        actions.delete_memo(actor=user, memo=memo)
        messages.success(request, _("Memo deleted."))
        return redirect("coding:code", evaluation.pk, found.pk)
    context = {
        "title": _("Delete this memo?"),
        "text": memo.text,
        "action": _("Delete"),
        "danger": True,
        "cancel_url": reverse("coding:code", args=[evaluation.pk, found.pk]),
    }
    return render(request, "web/confirm.html", context)


def _wrote(user: User, about: Code, form: MemoForm) -> bool:
    try:
        actions.write_memo(actor=user, about=about, text=form.cleaned_data["text"])
    except InputError as error:
        form.add_error("text", sentence(error))
        return False
    return True


def _lines(fragments: Iterable[Fragment]) -> list[dict[str, object]]:
    listed = list(fragments)
    words = queries.quotes(listed)
    spoken = speakers_in([(one.version, one.start, one.end) for one in listed])
    return [
        {
            "fragment": one,
            "quote": words[one.pk],
            "place": place_of(one),
            "said_by": [view for view in views if not view.is_interviewer],
        }
        for one, views in zip(listed, spoken, strict=True)
    ]
