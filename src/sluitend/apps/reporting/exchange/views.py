"""The pages of exchange: what goes out, what comes in, and what does not."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sluitend.apps.design.models import Evaluation
from sluitend.apps.design.views.shared import Editing, crumbs, edit, evaluation_of, posted, user_of
from sluitend.apps.people.permissions import Action
from sluitend.apps.reporting.actions.exchange import asking, groups, links, receiving
from sluitend.apps.reporting.exchange import queries
from sluitend.apps.reporting.exchange.forms import ExportForm, ImportForm, UploadForm
from sluitend.errors import InputError
from sluitend.web.wording import sentence

TITLE = _("Exchange")


@require_safe
def exchange(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """Files that went and that came; only the lists, for the page to renew while one is being worked on."""
    user, evaluation = user_of(request), evaluation_of(request, evaluation_id, Action.EXCHANGE)
    context = {"evaluation": evaluation, "overview": queries.overview_for(user, evaluation)}
    part = "reporting/exchange/lists.html" if request.headers.get("HX-Request") else "reporting/exchange/exchange.html"
    return render(request, part, context)


@require_http_methods(["GET", "HEAD", "POST"])
def export(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """What goes along and what does not, and the button."""
    user, evaluation = user_of(request), evaluation_of(request, evaluation_id, Action.EXCHANGE)
    back = reverse("reporting:exchange", args=[evaluation.pk])
    editing = Editing(
        title=_("Export for another tool"),
        lead=_(
            "Codes, released texts, codings, memos, respondents by number, and findings as notes. Who has the file "
            "reads every released text."
        ),
        back=back,
        save=lambda data: asking.request_export(actor=user, evaluation=evaluation, **data),
        done=_("The file is being made. It appears in the list."),
        submit=_("Make the file"),
        path=((TITLE, back),),
        template="reporting/exchange/export.html",
        context={"losses": queries.losses_for(user, evaluation)},
    )
    return edit(request, evaluation, ExportForm(posted(request)), editing)


@require_POST
def fetch(request: HttpRequest, evaluation_id: int, export_id: int) -> HttpResponse:
    """The file; recorded."""
    user, evaluation = user_of(request), evaluation_of(request, evaluation_id, Action.EXCHANGE)
    asked = queries.export_for(user, evaluation, export_id)
    try:
        content = asking.open_export(actor=user, asked=asked)
    except InputError as error:
        return _told(request, evaluation, error)
    return _file(content, evaluation, "qdpx", "application/zip")


@require_POST
def code_book(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """The codebook alone; recorded."""
    user, evaluation = user_of(request), evaluation_of(request, evaluation_id, Action.EXCHANGE)
    try:
        content = asking.code_book(actor=user, evaluation=evaluation)
    except InputError as error:
        return _told(request, evaluation, error)
    return _file(content, evaluation, "qdc", "application/xml")


def _told(request: HttpRequest, evaluation: Evaluation, error: InputError) -> HttpResponse:
    messages.error(request, sentence(error))
    return redirect("reporting:exchange", evaluation_id=evaluation.pk)


def _file(content: bytes, evaluation: Evaluation, suffix: str, media_type: str) -> HttpResponse:
    name = f"{slugify(evaluation.title)[:60].strip('-')}.{suffix}"
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response


@require_POST
def discard_export(request: HttpRequest, evaluation_id: int, export_id: int) -> HttpResponse:
    """Destroy one that nobody needs any more, or stop the work on it."""
    user, evaluation = user_of(request), evaluation_of(request, evaluation_id, Action.EXCHANGE)
    asked = queries.export_for(user, evaluation, export_id)
    if not asking.discard_export(actor=user, asked=asked):
        return _told(request, evaluation, InputError(asking.GONE))
    messages.success(request, gettext("The file has been destroyed."))
    return redirect("reporting:exchange", evaluation_id=evaluation.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """Choose a file of another tool."""
    user, evaluation = user_of(request), evaluation_of(request, evaluation_id, Action.EXCHANGE)
    back = reverse("reporting:exchange", args=[evaluation.pk])
    editing = Editing(
        title=_("Bring in from another tool"),
        lead=_("First you see what is in the file and what of it cannot come along. Then you choose."),
        back=back,
        further=lambda made: reverse("reporting:imported", args=[evaluation.pk, made.pk]),
        save=lambda data: receiving.take_in(
            actor=user, evaluation=evaluation, file=data["file"].received, filename=data["file"].name
        ),
        done=_("The file is being read."),
        submit=_("Read the file"),
        path=((TITLE, back),),
        template="reporting/upload.html",
    )
    return edit(request, evaluation, UploadForm(posted(request), request.FILES or None), editing)


@require_http_methods(["GET", "HEAD", "POST"])
def look(request: HttpRequest, evaluation_id: int, import_id: int) -> HttpResponse:
    """What a file holds, what of it does not come along, and the choices; afterwards what came of it."""
    user, evaluation = user_of(request), evaluation_of(request, evaluation_id, Action.EXCHANGE)
    found = queries.look_for(user, evaluation, import_id)
    form = None
    if found.taken is not None:
        coders = queries.coders_for(user, evaluation, found.taken)
        has = {"has_cases": bool(found.taken.cases), "has_texts": bool(found.taken.sources)}
        has["has_sets"] = bool(found.taken.sets or found.taken.links) and found.taken.sidecar is None
        variables = queries.variables_for(user, evaluation, found.taken)
        form = ImportForm(posted(request), coders=coders, variables=variables, **has)
        if request.method == "POST" and form.is_valid():
            imported = queries.import_for(user, evaluation, import_id)
            try:
                receiving.start_import(actor=user, imported=imported, **form.chosen)
            except InputError as error:
                return _told(request, evaluation, error)
            messages.success(request, gettext("The file is being brought in."))
            return redirect("reporting:imported", evaluation_id=evaluation.pk, import_id=import_id)
    elif request.method == "POST":
        return _told(request, evaluation, InputError(receiving.GONE))
    title = gettext("What is in the file") if found.taken is not None else gettext("File of another tool")
    path = crumbs(evaluation, (TITLE, reverse("reporting:exchange", args=[evaluation.pk])), (title, ""))
    context = {"evaluation": evaluation, "look": found, "form": form, "title": title, "crumbs": path}
    return render(request, "reporting/exchange/look.html", context)


@require_POST
def discard_import(request: HttpRequest, evaluation_id: int, import_id: int) -> HttpResponse:
    """Destroy what was read, before it is brought in."""
    user, evaluation = user_of(request), evaluation_of(request, evaluation_id, Action.EXCHANGE)
    imported = queries.import_for(user, evaluation, import_id)
    if not receiving.discard_import(actor=user, imported=imported):
        return _told(request, evaluation, InputError(receiving.GONE))
    messages.success(request, gettext("What was read of the file has been destroyed."))
    return redirect("reporting:exchange", evaluation_id=evaluation.pk)


@require_POST
def delete_group(request: HttpRequest, evaluation_id: int, group_id: int) -> HttpResponse:
    """Forget a group that came in; its codes and sources stay."""
    user, evaluation = user_of(request), evaluation_of(request, evaluation_id, Action.EXCHANGE)
    groups.delete_group(actor=user, group=queries.group_for(user, evaluation, group_id))
    messages.success(request, gettext("The group has been removed. Its codes and sources stay."))
    return redirect("reporting:exchange", evaluation_id=evaluation.pk)


@require_POST
def delete_link(request: HttpRequest, evaluation_id: int, link_id: int) -> HttpResponse:
    """Forget a link of another tool."""
    user, evaluation = user_of(request), evaluation_of(request, evaluation_id, Action.EXCHANGE)
    links.delete_link(actor=user, link=queries.link_for(user, evaluation, link_id))
    messages.success(request, gettext("The link has been removed. What it led to stays."))
    return redirect("reporting:exchange", evaluation_id=evaluation.pk)
