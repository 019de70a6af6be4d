"""Exact events as a file for another program."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sluitend.apps.datasets import actions
from sluitend.apps.datasets.actions.exporting import Export, is_exportable
from sluitend.apps.datasets.choice_forms import ExportForm
from sluitend.apps.datasets.views.shared import crumbs, opened_version, user_of
from sluitend.apps.people.permissions import Action
from sluitend.errors import InputError
from sluitend.web.wording import sentence


@require_http_methods(["GET", "HEAD", "POST"])
def export(request: HttpRequest, evaluation_id: int, number: int, version: int) -> HttpResponseBase:
    """By what right they are used and until when; then the file."""
    evaluation, one = opened_version(request, evaluation_id, number, version, Action.OPEN_CASES)
    if not is_exportable(one):
        return redirect("datasets:version", evaluation.pk, number, version)
    data = request.POST if request.method == "POST" else None
    form = ExportForm(one.mapping.get("attributes", []), data)
    if request.method == "POST" and form.is_valid():
        try:
            return _file(actions.export_events(actor=user_of(request), version=one, **form.asked()))
        except InputError as error:
            form.add_error(None, sentence(error))
    context = {"evaluation": evaluation, "version": one, "dataset": one.dataset, "form": form}
    context["crumbs"] = crumbs(evaluation, _("Take the events along"), one.dataset)
    return render(request, "datasets/export.html", context)


def _file(found: Export) -> StreamingHttpResponse:
    response = StreamingHttpResponse(found.content, content_type="application/octet-stream")
    response["Content-Disposition"] = content_disposition_header(True, found.filename) or "attachment"
    response["Cache-Control"] = "no-store"
    return response
