"""What the computer suggests, and what a person says of it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from sluitend.apps.coding.actions.meaning import keeping
from sluitend.apps.coding.actions.suggestions import deciding, learning
from sluitend.apps.coding.suggestions import queries
from sluitend.apps.coding.views.common import coding_crumb, user_of
from sluitend.apps.coding.views.meaning import address_of
from sluitend.apps.design.models import Evaluation
from sluitend.apps.design.queries import evaluation_for
from sluitend.apps.people.permissions import Action
from sluitend.digits import whole
from sluitend.errors import InputError, NotFound
from sluitend.web.wording import sentence

NARROWED = ("code", "bron", "pagina")


@require_safe
def suggestions(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """``?code=…`` and ``?bron=…`` narrow it down."""
    user = user_of(request)
    evaluation = evaluation_for(user, evaluation_id, Action.VIEW_CODING)
    learned = queries.learned_for(user, evaluation)
    code, source, page = (_whole(request.GET, name) for name in NARROWED)
    lines, has_more = queries.suggestions_for(user, evaluation, code=code, source=source, page=page or 1)
    progress = keeping.progress_for(user, evaluation)
    context = {
        "evaluation": evaluation,
        "learned": learned,
        "meaning_url": address_of(evaluation),
        "progress": progress,
        "refusal": _refusal(evaluation) if progress.can_ask else "",
        "lines": lines,
        "code": code,
        "page": page or 1,
        "next": _query(request.GET, pagina=(page or 1) + 1) if has_more else "",
        "previous": _query(request.GET, pagina=page - 1) if page and page > 1 else "",
        "here": _query(request.GET),
        "crumbs": [coding_crumb(evaluation), (_("Suggestions"), "")],
    }
    return render(request, "coding/suggestions.html", context)


def _refusal(evaluation: Evaluation) -> str:
    """Why there is nothing to learn from, in a sentence."""
    code = learning.why_not(evaluation)
    return sentence(InputError(code)) if code else ""


@require_POST
def learn_suggestions(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """Have the computer learn from the codings as they are now."""
    user = user_of(request)
    evaluation = evaluation_for(user, evaluation_id, Action.CODE)
    try:
        learning.start_learning(actor=user, evaluation=evaluation)
        messages.success(request, _("The computer learns from your team's codings. Load this page again in a minute."))
    except InputError as error:
        messages.error(request, sentence(error))
    return redirect(reverse("coding:suggestions", args=[evaluation.pk]))


@require_POST
def accept_suggestion(request: HttpRequest, evaluation_id: int, suggestion_id: int) -> HttpResponse:
    """It becomes the person's own coding."""
    return _decided(request, evaluation_id, suggestion_id, is_accepted=True)


@require_POST
def reject_suggestion(request: HttpRequest, evaluation_id: int, suggestion_id: int) -> HttpResponse:
    """It is not suggested there again."""
    return _decided(request, evaluation_id, suggestion_id, is_accepted=False)


def _decided(request: HttpRequest, evaluation_id: int, suggestion_id: int, *, is_accepted: bool) -> HttpResponse:
    user = user_of(request)
    evaluation = evaluation_for(user, evaluation_id, Action.CODE)
    try:
        found = queries.suggestion_for(user, evaluation, suggestion_id)
        if is_accepted:
            deciding.accept_suggestion(actor=user, suggestion=found)
            messages.success(request, _("Taken over as your own code: %(code)s.") % {"code": found.code.name})
        else:
            deciding.reject_suggestion(actor=user, suggestion=found)
            messages.success(request, _("Rejected: %(code)s is not suggested here again.") % {"code": found.code.name})
    except NotFound:
        messages.info(request, _("Somebody answered this suggestion already, or it was made anew."))
    except InputError as error:
        messages.error(request, sentence(error))
    return redirect(reverse("coding:suggestions", args=[evaluation.pk]) + _query(request.GET))


def _whole(given: QueryDict, name: str) -> int | None:
    return whole(given.get(name, "")) or None


def _query(given: QueryDict, **other: int) -> str:
    """The same narrowing as an address, of whole numbers only."""
    kept = {name: value for name in NARROWED if (value := _whole(given, name))} | other
    return "?" + "&".join(f"{name}={value}" for name, value in kept.items()) if kept else ""
