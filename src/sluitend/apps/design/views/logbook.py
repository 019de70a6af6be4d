"""The logbook: what happened on the way."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sluitend.apps.design import actions, hooks, queries
from sluitend.apps.design.access import may
from sluitend.apps.design.forms import ChangeLogbookForm, LogbookFilter, LogbookForm
from sluitend.apps.design.models import Evaluation
from sluitend.apps.design.template_store import known
from sluitend.apps.design.views.shared import (
    Crumb,
    Editing,
    crumbs,
    edit,
    evaluation_of,
    posted,
    user_of,
    values_of,
)
from sluitend.apps.design.views.timeline import months_of
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action

PER_PAGE = 50


def logbook(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """Every line, or those of one kind, by page."""
    user = user_of(request)
    evaluation = evaluation_of(request, evaluation_id)
    form = LogbookFilter(request.GET)
    template = known(evaluation.template_key)
    lines = queries.logbook_for(user, evaluation, kind=form.wanted())
    page = Paginator(lines, PER_PAGE).get_page(request.GET.get("page") or _page_with(lines, request.GET.get("entry")))
    _tell(user, evaluation, list(page.object_list))
    kept = request.GET.copy()
    for name in ("page", "entry"):
        kept.pop(name, None)
    context = {
        "evaluation": evaluation,
        "crumbs": crumbs(evaluation, (_("Logbook"), "")),
        "months": months_of(list(page.object_list), queries.phases_for(user, evaluation)),
        "page": page,
        "query": f"{kept.urlencode()}&" if kept else "",
        "filter_form": form,
        "prompts": template.logbook_prompts if template else (),
        "may_write": may(user, evaluation, Action.WRITE_LOGBOOK),
    }
    return render(request, "design/logbook.html", context)


def _tell(user: User, evaluation: Evaluation, lines: list[queries.LogbookLine]) -> None:
    """Give each entry what it helps to explain, as lower rooms tell it."""
    entries = [line.entry for line in lines if line.entry]
    for told in hooks.entries_told:
        found = told(user, evaluation, [entry.pk for entry in entries])
        for entry in entries:
            entry.__dict__.setdefault("told", []).extend(found.get(entry.pk, ()))


def _page_with(lines: list[queries.LogbookLine], number: str | None) -> int:
    """The page on which the entry with this number stands; the first when there is none."""
    places = (place for place, line in enumerate(lines) if line.entry and str(line.entry.number) == number)
    return next(places, 0) // PER_PAGE + 1


def _list(evaluation: Evaluation) -> Crumb:
    return _("Logbook"), reverse("design:logbook", args=[evaluation.pk])


def add_entry(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """Write an entry."""
    evaluation = evaluation_of(request, evaluation_id, Action.WRITE_LOGBOOK)
    form = LogbookForm(posted(request), initial={"date": timezone.localdate()})
    editing = Editing(
        title=_("Add to the logbook"),
        lead=_("What may explain a finding later. Write no names of children, parents or professionals."),
        back=_list(evaluation)[1],
        save=lambda data: actions.add_entry(actor=user_of(request), evaluation=evaluation, **data),
        done=_("It stands in the logbook."),
        path=(_list(evaluation),),
    )
    return edit(request, evaluation, form, editing)


def change_entry(request: HttpRequest, evaluation_id: int, entry_id: int) -> HttpResponse:
    """Correct an entry."""
    user = user_of(request)
    evaluation = evaluation_of(request, evaluation_id, Action.WRITE_LOGBOOK)
    entry = queries.entry_for(user, evaluation, entry_id)

    def now() -> dict[str, Any]:
        newest = queries.entry_for(user, evaluation, entry_id)
        return values_of(newest, "date", "kind", "title", "text", "revision")

    editing = Editing(
        title=_("Change the logbook entry"),
        back=_list(evaluation)[1],
        save=lambda data: actions.change_entry(actor=user, entry=entry, **data),
        done=_("The entry is saved."),
        now=now,
        path=(_list(evaluation),),
    )
    return edit(request, evaluation, ChangeLogbookForm(posted(request), initial=now()), editing)
