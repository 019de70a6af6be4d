"""The evaluation's own list of names: who is looked for in every text, and what comes in the place."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from sluitend.apps.design.models import Evaluation
from sluitend.apps.design.queries import evaluation_for
from sluitend.apps.people.permissions import Action
from sluitend.apps.sources import actions, pseudonyms, queries_names
from sluitend.apps.sources.models import ListedName, NameKind
from sluitend.apps.sources.names_forms import ChangeNameForm, NameForm, PasteForm, initial_of, lines_of
from sluitend.apps.sources.names_lines import read_lines
from sluitend.apps.sources.queries_names import ListedView
from sluitend.apps.sources.views.shared import Crumbs, crumbs, user_of
from sluitend.errors import InputError
from sluitend.web.wording import sentence

PAGE = 50


def _opened(request: HttpRequest, evaluation_id: int) -> Evaluation:
    return evaluation_for(user_of(request), evaluation_id, action=Action.RELEASE_SOURCE)


def _to_list(evaluation_id: int) -> HttpResponse:
    return redirect("sources:names_list", evaluation_id=evaluation_id)


def _way(evaluation: Evaluation, here: str) -> Crumbs:
    way = crumbs(evaluation, here)
    return [way[0], (_("List of names"), reverse("sources:names_list", args=[evaluation.pk])), way[-1]]


@require_http_methods(["GET", "HEAD", "POST"])
def listed(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """The list, and a name to add to it."""
    evaluation = _opened(request, evaluation_id)
    form = NameForm(request.POST or None, initial={"kind": NameKind.PERSON})
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.add_name(actor=user_of(request), evaluation=evaluation, **form.wanted())
        except InputError as error:
            form.add_error(None, sentence(error))
        else:
            instead = made.pseudonym or pseudonyms.FIXED[made.kind]
            messages.success(request, _("Added. In its place comes “%(pseudonym)s”.") % {"pseudonym": instead})
            return _to_list(evaluation_id)
    rows = actions.open_list(actor=user_of(request), evaluation=evaluation)
    wanted = " ".join(request.GET.get("q", "").split())
    context = {
        "evaluation": evaluation,
        "crumbs": crumbs(evaluation, _("List of names")),
        "page": Paginator(_found(rows, wanted), PAGE).get_page(request.GET.get("page")),
        "count": len(rows),
        "wanted": wanted,
        "query": f"{urlencode({'q': wanted})}&" if wanted else "",
        "form": form,
        "roles": pseudonyms.ROLES,
        "unlisted": queries_names.unlisted_respondents(evaluation).count(),
    }
    return render(request, "sources/names/list.html", context)


def _found(rows: list[ListedView], wanted: str) -> list[ListedView]:
    """What says this, as a name, a pseudonym or a respondent; by kind, then by what comes in the place."""
    order = [str(kind) for kind in NameKind.values]
    words = wanted.casefold()
    found = [row for row in rows if any(words in one.casefold() for one in (*row.forms, row.instead, row.respondent))]
    return sorted(found, key=lambda row: (order.index(row.kind), row.instead.casefold(), row.forms))


@require_http_methods(["GET", "HEAD", "POST"])
def paste(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """Many names at once: all of them, or none."""
    evaluation = _opened(request, evaluation_id)
    form = PasteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            names = read_lines(form.cleaned_data["lines"])
            added = actions.add_names(actor=user_of(request), evaluation=evaluation, names=names)
        except InputError as error:
            form.add_error("lines", sentence(error))
        else:
            messages.success(request, _added(added, len(names) - added))
            return _to_list(evaluation_id)
    kinds = [label for _value, label in NameKind.choices]
    context = {"evaluation": evaluation, "crumbs": _way(evaluation, _("Paste names")), "form": form, "kinds": kinds}
    return render(request, "sources/names/paste.html", context)


def _added(added: int, known: int) -> str:
    words = ngettext("%(count)s name added.", "%(count)s names added.", added) % {"count": added}
    if not known:
        return words
    passed = ngettext("%(count)s was on the list already.", "%(count)s were on the list already.", known)
    return f"{words} {passed % {'count': known}}"


@require_POST
def respondents(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """Everybody whose name is known among the respondents."""
    evaluation = _opened(request, evaluation_id)
    added = actions.list_respondents(actor=user_of(request), evaluation=evaluation)
    messages.success(request, _added(added, 0))
    return _to_list(evaluation_id)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, evaluation_id: int, entry_id: int) -> HttpResponse:
    """Another pseudonym, or other ways of saying the name."""
    evaluation = _opened(request, evaluation_id)
    entry = queries_names.entry_for(user_of(request), evaluation, entry_id)
    present = initial_of(entry, actions.open_name(actor=user_of(request), entry=entry))
    form = ChangeNameForm(request.POST or None, entry=entry, initial=present)
    now: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        try:
            _change(request, entry, form)
        except InputError as error:
            now = present if error.code == "sources.names_entry_changed" else {}
            form = _on_top_of(form, entry, sentence(error))
        else:
            messages.success(request, _("Saved."))
            return _to_list(evaluation_id)
    context = {"evaluation": evaluation, "entry": entry, "form": form, "now": now}
    context["crumbs"] = _way(evaluation, _("Change a name"))
    return render(request, "sources/names/change.html", context)


def _change(request: HttpRequest, entry: ListedName, form: ChangeNameForm) -> None:
    actions.change_name(
        actor=user_of(request),
        entry=entry,
        forms=lines_of(form.cleaned_data["said"]),
        pseudonym=form.cleaned_data.get("pseudonym"),
        revision=form.cleaned_data["revision"],
    )


def _on_top_of(form: ChangeNameForm, entry: ListedName, problem: str) -> ChangeNameForm:
    """The same entries with what stood in the way, ready to be saved over what is there now."""
    again = ChangeNameForm({**dict(form.data.items()), "revision": str(entry.revision)}, entry=entry)
    again.add_error(None, problem)
    return again


@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: HttpRequest, evaluation_id: int, entry_id: int) -> HttpResponse:
    """Take a name off the list, after having seen where it was replaced."""
    evaluation = _opened(request, evaluation_id)
    entry = queries_names.entry_for(user_of(request), evaluation, entry_id)
    if request.method == "POST":
        actions.remove_name(actor=user_of(request), entry=entry)
        messages.success(request, _("Taken off the list."))
        return _to_list(evaluation_id)
    context = {
        "evaluation": evaluation,
        "instead": entry.pseudonym or pseudonyms.FIXED[entry.kind],
        "use": queries_names.uses_of(user_of(request), entry),
        "crumbs": _way(evaluation, _("Take a name off the list")),
    }
    return render(request, "sources/names/remove.html", context)
