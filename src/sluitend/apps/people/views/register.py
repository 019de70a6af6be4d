"""Organisations, municipalities and regions: list, add, change, remove, import."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.core.files.uploadhandler import MemoryFileUploadHandler, TemporaryFileUploadHandler
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from sluitend.apps.people import actions, queries
from sluitend.apps.people.access import may, require_installation
from sluitend.apps.people.actions.register import Entry
from sluitend.apps.people.forms import FORMS, ImportForm, SearchForm
from sluitend.apps.people.municipality_list import RowsRefused
from sluitend.apps.people.permissions import InstallationAction
from sluitend.apps.people.requests import UserRequest
from sluitend.apps.people.views.kinds import KINDS, Kind, address_of, tabs
from sluitend.errors import InputError
from sluitend.web import wording

PAGE = 50
EDIT = InstallationAction.EDIT_REGISTER


@require_safe
def entries(request: UserRequest, kind: str) -> HttpResponse:
    """One list, with a search field."""
    what, form = KINDS[kind], SearchForm(request.GET)
    text = form.text()
    page = Paginator(what.found(request.user, text), PAGE).get_page(request.GET.get("page"))
    context = {
        "kind": what,
        "form": form,
        "searched": text,
        "page": page,
        "rows": [(entry, address_of(entry), what.cells(entry)) for entry in page],
        "query": f"q={text}&" if text else "",
        "may_edit": may(request.user, EDIT),
        "tabs": tabs(kind),
    }
    return render(request, "people/register_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: UserRequest, kind: str) -> HttpResponse:
    """The form of a new entry."""
    return _edit(request, KINDS[kind], None)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: UserRequest, kind: str, entry_id: int) -> HttpResponse:
    """The form of an entry."""
    require_installation(request.user, EDIT)
    return _edit(request, KINDS[kind], KINDS[kind].one(request.user, entry_id))


def _edit(request: UserRequest, kind: Kind, entry: Entry | None) -> HttpResponse:
    require_installation(request.user, EDIT)
    form = FORMS[kind.key](request.POST or None, instance=entry)
    if form.is_valid():
        try:
            saved = actions.save_entry(actor=request.user, entry=cast(Entry, form.instance))
            messages.success(request, str(kind.added))
            return redirect(address_of(saved) if kind.key == "region" else kind.url)
        except InputError as error:
            form.add_error(None, wording.sentence(error))
    remove_url = reverse(f"people:remove_{kind.key}", args=[entry.pk]) if entry else ""
    context = {"kind": kind, "form": form, "entry": entry, "remove_url": remove_url}
    return render(request, "people/register_form.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: UserRequest, kind: str, entry_id: int) -> HttpResponse:
    """Asks first; an entry that is used stays, and says where."""
    require_installation(request.user, EDIT)
    what = KINDS[kind]
    entry = what.one(request.user, entry_id)
    if request.method != "POST":
        return render(request, "web/confirm.html", _question(entry))
    try:
        actions.remove_entry(actor=request.user, entry=entry)
        messages.success(request, _("%(name)s has been removed.") % {"name": entry})
    except InputError as error:
        messages.error(request, wording.sentence(error))
        return redirect(address_of(entry))
    return redirect(what.url)


def _question(entry: Entry) -> dict[str, object]:
    return {
        "title": _("Remove %(name)s?") % {"name": entry},
        "text": _("It disappears from the register. What is used somewhere cannot be removed."),
        "action": _("Remove"),
        "cancel_url": address_of(entry),
        "danger": True,
    }


@csrf_exempt  # only for what follows to come before the body is read; `_import` checks the token
def import_municipalities(request: UserRequest) -> HttpResponse:
    """A csv file in one go: everything, or nothing with what is wrong in which row.

    A list of municipalities is public and is read at once, so it takes Django's way in, not the sealed one of sources.
    """
    require_installation(request.user, EDIT)
    request.upload_handlers = [MemoryFileUploadHandler(request), TemporaryFileUploadHandler(request)]
    return _import(request)


@csrf_protect
@require_http_methods(["GET", "HEAD", "POST"])
def _import(request: UserRequest) -> HttpResponse:
    form = ImportForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        try:
            added, renamed = actions.import_municipalities(actor=request.user, file=form.cleaned_data["file"])
            messages.success(request, _imported(added, renamed))
            return redirect("people:municipalities")
        except RowsRefused as refused:
            form.add_error("file", [wording.sentence(error) for error in [refused, *refused.errors]])
        except InputError as error:
            form.add_error("file", wording.sentence(error))
    return render(request, "people/import_municipalities.html", {"form": form})


def _imported(added: int, renamed: int) -> str:
    first = ngettext("%(count)s municipality added", "%(count)s municipalities added", added) % {"count": added}
    return _("%(added)s, %(renamed)s renamed.") % {"added": first, "renamed": renamed}


@require_safe
def division(request: UserRequest) -> HttpResponse:
    """Municipality × product: which region, today."""
    products, rows = queries.memberships_by_product(request.user)
    context = {"products": products, "rows": rows, "tabs": tabs("division"), "regions": reverse("people:regions")}
    return render(request, "people/division.html", context)
