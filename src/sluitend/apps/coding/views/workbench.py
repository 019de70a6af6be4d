"""The text with its codes, and the list of texts to code."""

from __future__ import annotations

import re
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sluitend.apps.coding import payloads, queries
from sluitend.apps.coding.models import Fragment
from sluitend.apps.coding.queries.live import cursor_of
from sluitend.apps.coding.queries.rounds import decided_in, work_for, work_in
from sluitend.apps.coding.rendering import text_html
from sluitend.apps.coding.views.answers import AnswersPage, answers_page
from sluitend.apps.coding.views.common import Crumb, coding_crumb, user_of
from sluitend.apps.design.access import may
from sluitend.apps.design.models import Evaluation
from sluitend.apps.design.queries import evaluation_for
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.apps.sources.actions import open_source, open_unreleased
from sluitend.apps.sources.answer_sets import is_answer_set
from sluitend.apps.sources.models import Source, SourceVersion
from sluitend.apps.sources.queries import source_for
from sluitend.errors import InputError
from sluitend.web.wording import sentence


@require_safe
def progress(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """Which texts there are to code, and how far each is."""
    user = user_of(request)
    evaluation = evaluation_for(user, evaluation_id, Action.VIEW_CODING)
    lines, work = queries.progress_for(user, evaluation), work_for(user, evaluation)
    context = {
        "evaluation": evaluation,
        "lines": lines,
        "work": [(line, work[line.source.pk]) for line in lines if line.source.pk in work],
        "has_codes": bool(queries.codebook_for(user, evaluation)),
        "waiting": queries.waiting_for(user, evaluation).count(),
    }
    return render(request, "coding/progress.html", context)


@require_safe
def workbench(request: HttpRequest, evaluation_id: int, source_number: int) -> HttpResponse:
    """One text to code; for a reader a public document to read.

    ``?fragment=F12`` opens at a fragment, ``?plaats=120-180`` at these code points of the newest text.
    """
    user = user_of(request)
    evaluation = evaluation_for(user, evaluation_id)
    source = source_for(user, evaluation, source_number)
    try:
        newest = open_source(actor=user, source=source)
    except InputError as error:
        messages.info(request, sentence(error))
        return redirect("sources:source", evaluation.pk, source.number)
    focus = _focus(request, source, newest)
    version = newest if focus is None or focus.version_id == newest.pk else focus.version
    may_code = version == newest and may(user, evaluation, Action.CODE)
    place = _place(request, newest) if focus is None else None
    answers = answers_page(request, user, version, focus or place) if is_answer_set(version) else None
    context = {
        "evaluation": evaluation,
        "source": source,
        "version": version,
        "text": answers.html if answers else text_html(version, version.text or ""),
        "answers": answers,
        "workbench": _data(user, evaluation, source, version, may_code, focus, answers)
        | {"place": [place.start, place.end] if place else None},
        "work": work_in(user, source) if may_code else None,
        "decided": decided_in(source) if may_code else None,
        "waiting": queries.waiting_in(source, user) if may(user, evaluation, Action.CODE) else 0,
        "crumbs": [_start(evaluation), _way_here(user, evaluation), (str(source), "")],
    }
    return render(request, "coding/answers.html" if answers else "coding/workbench.html", context)


def _focus(request: HttpRequest, source: Source, newest: SourceVersion) -> Fragment | None:
    """The fragment of ``?fragment=F12``. For the team it may lie in an older text, which is then opened: recorded."""
    asked = re.fullmatch(r"F?(\d{1,9})", request.GET.get("fragment", ""))
    found = queries.fragment_in_opened(user_of(request), source, int(asked[1])) if asked else None
    if found is None or found.version_id == newest.pk:
        return found
    user = user_of(request)
    if not may(user, source.evaluation, Action.VIEW_SOURCES):
        return None
    open_unreleased(actor=user, version=found.version)
    return found


def _place(request: HttpRequest, version: SourceVersion) -> Fragment | None:
    """What ``?plaats=`` asks for, as a fragment that is not kept; None when no such words stand there."""
    asked = re.fullmatch(r"(\d{1,9})-(\d{1,9})", request.GET.get("plaats", ""))
    if asked is None or not int(asked[1]) < int(asked[2]) <= version.length:
        return None
    return Fragment(version=version, start=int(asked[1]), end=int(asked[2]))


def _data(
    user: User,
    evaluation: Evaluation,
    source: Source,
    version: SourceVersion,
    may_code: bool,
    focus: Fragment | None,
    answers: AnswersPage | None,
) -> dict[str, Any]:
    """What the browser's side of the workbench starts from; a reader gets neither codes nor memos."""
    data = {
        "source": payloads.source_data(source, version),
        "mayCode": may_code,
        "codes": [],
        "fragments": [payloads.bare_fragment_data(focus)] if focus else [],
        "actions": [],
        "user": user.pk,
        "cursor": None,
        "canUndo": False,
        "canRedo": False,
        "urls": payloads.urls_data(source),
        "focus": focus.number if focus else None,
    }
    if may(user, evaluation, Action.VIEW_CODING):
        data |= _team_data(user, evaluation, version, answers)
    if not may_code:
        data["cursor"] = None  # an older text changes no more
    return data


def _team_data(
    user: User, evaluation: Evaluation, version: SourceVersion, answers: AnswersPage | None
) -> dict[str, Any]:
    # Before the rest: what comes meanwhile comes again.
    cursor = answers.cursor if answers else str(cursor_of(user, evaluation.pk, version.source_id))
    fragments = payloads.fragments_data(user, [version.pk], numbers=answers.window.fragments if answers else None)
    used = {coding["code"] for fragment in fragments for coding in fragment["codings"]}
    used |= {code for fragment in fragments for code in fragment["consensus"]}
    return {
        "codes": payloads.codes_data(user, evaluation, keep=used),
        "fragments": fragments,
        "cursor": cursor,
        "textMemos": payloads.text_memos_data(user, version.source),
        "actions": payloads.actions_data(evaluation),
        **payloads.history_data(user, version),
    }


def _start(evaluation: Evaluation) -> Crumb:
    """The workbench has the whole width, without the evaluation's navigation."""
    return (evaluation.title, reverse("design:evaluation", args=[evaluation.pk]))


def _way_here(user: User, evaluation: Evaluation) -> Crumb:
    """A reader comes from the list of sources, the team from the list of texts to code."""
    if may(user, evaluation, Action.VIEW_CODING):
        return coding_crumb(evaluation)
    return (_("Sources"), reverse("sources:list", args=[evaluation.pk]))
