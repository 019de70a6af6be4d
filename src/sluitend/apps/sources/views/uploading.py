"""Adding files: many in one form, or one a request when the browser sends them one by one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sluitend.apps.design.models import Evaluation
from sluitend.apps.design.queries import evaluation_for
from sluitend.apps.people.permissions import Action
from sluitend.apps.sources import actions, queries
from sluitend.apps.sources.forms import BatchForm
from sluitend.apps.sources.models import Upload, UploadState
from sluitend.apps.sources.receiving import SealedUpload
from sluitend.apps.sources.refusals import refusal_of
from sluitend.apps.sources.views.shared import crumbs, user_of
from sluitend.digits import whole


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """Choose files and what they have in common; below it, what became of them."""
    evaluation = evaluation_for(user_of(request), evaluation_id, action=Action.ADD_SOURCE)
    form = BatchForm(request.POST or None, request.FILES or None, evaluation=evaluation)
    if request.method == "POST" and form.is_valid():
        uploads = _take_in(request, evaluation, form)
        return _taken_in(request, evaluation, uploads)
    if request.method == "POST" and _wants_json(request):
        return JsonResponse({"message": _first_error(form)}, status=400)
    context = {
        "evaluation": evaluation,
        "form": form,
        "crumbs": crumbs(evaluation, _("Add sources")),
        **_results(request, evaluation),
    }
    return render(request, "sources/add.html", context)


def _take_in(request: HttpRequest, evaluation: Evaluation, form: BatchForm) -> list[Upload]:
    files: Iterable[SealedUpload] = form.cleaned_data["documents"]
    return [
        actions.take_in(
            actor=user_of(request),
            evaluation=evaluation,
            file=file,
            filename=file.name or "",
            attributes=form.attributes(),
        )
        for file in files
    ]


def _taken_in(request: HttpRequest, evaluation: Evaluation, uploads: list[Upload]) -> HttpResponse:
    if _wants_json(request):
        return JsonResponse({"uploads": [{"id": upload.pk, "state": upload.state} for upload in uploads]})
    received = sum(upload.state == UploadState.WAITING for upload in uploads)
    said = ngettext("%(count)s file received.", "%(count)s files received.", received) % {"count": received}
    if received:
        messages.success(request, said)
    return redirect("sources:add", evaluation_id=evaluation.pk)


def _wants_json(request: HttpRequest) -> bool:
    return request.accepts("application/json") and not request.accepts("text/html")


def _first_error(form: BatchForm) -> str:
    for name, errors in form.errors.items():
        label = form.fields[name].label if name in form.fields else ""
        return f"{label}: {errors[0]}" if label else str(errors[0])
    return ""


@require_safe
def results(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """The list of what became of one's files; asks for itself again while some are busy."""
    evaluation = evaluation_for(user_of(request), evaluation_id, action=Action.ADD_SOURCE)
    return _results_page(request, evaluation)


@require_POST
def clear(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """Take one result, or all finished ones, off the list."""
    evaluation = evaluation_for(user_of(request), evaluation_id, action=Action.ADD_SOURCE)
    chosen = request.POST.get("upload")
    upload_id = None if chosen is None else whole(chosen) or 0
    actions.clear_uploads(actor=user_of(request), evaluation=evaluation, upload_id=upload_id)
    if request.headers.get("HX-Request"):
        return _results_page(request, evaluation)
    return redirect("sources:add", evaluation_id=evaluation.pk)


def _results_page(request: HttpRequest, evaluation: Evaluation) -> HttpResponse:
    """The list alone, for the page to put in its place."""
    return render(request, "sources/results.html", {"evaluation": evaluation, **_results(request, evaluation)})


def _results(request: HttpRequest, evaluation: Evaluation) -> dict[str, Any]:
    found = queries.upload_results_for(user_of(request), evaluation)
    rows = [{"result": result, "refusal": refusal_of(result.upload)} for result in found]
    busy = sum(result.is_busy for result in found)
    return {"results": rows, "busy": busy, "done": len(found) - busy}
