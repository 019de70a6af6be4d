"""One delivery: how far it is, what its columns hold, the report, and what a person decides."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sluitend.apps.datasets import actions, queries, store
from sluitend.apps.datasets.actions.exporting import is_exportable
from sluitend.apps.datasets.choice_forms import ObjectsForm
from sluitend.apps.datasets.forms import ColumnsForm, RefuseForm, WaiveForm
from sluitend.apps.datasets.kinds import kind_of
from sluitend.apps.datasets.mapping import suggested
from sluitend.apps.datasets.models import DatasetVersion, VersionState
from sluitend.apps.datasets.report import lines_of
from sluitend.apps.datasets.views.shared import crumbs, opened_version, user_of
from sluitend.apps.datasets.views.showing import shown_lines, shown_mapping
from sluitend.apps.datasets.wording import refusal_of
from sluitend.apps.design.access import may
from sluitend.apps.design.models import Evaluation
from sluitend.apps.people.permissions import Action
from sluitend.errors import InputError
from sluitend.web.wording import sentence

_MAPPABLE = (VersionState.MAPPING, VersionState.REPORTED)


@require_safe
def version_page(request: HttpRequest, evaluation_id: int, number: int, version: int) -> HttpResponse:
    """How far it is; the report, once it is there."""
    evaluation, one = opened_version(request, evaluation_id, number, version, Action.VIEW_DATASETS)
    return _page(request, evaluation, one)


def _page(request: HttpRequest, evaluation: Evaluation, one: DatasetVersion, **more: Any) -> HttpResponse:
    lines = lines_of(one)
    context = {
        "evaluation": evaluation,
        "dataset": one.dataset,
        "version": one,
        "refusal": refusal_of(one),
        "lines": shown_lines(one, lines),
        "mapping": shown_mapping(one),
        "kind": kind_of(one.dataset.kind),
        "may_add": one.dataset.removed_at is None and not queries.has_open_version(one.dataset),
        "may_export": is_exportable(one) and may(user_of(request), evaluation, Action.OPEN_CASES),
        "waiting": sum(line.blocks for line in lines),
        "crumbs": crumbs(evaluation, _("Delivery %(number)s") % {"number": one.number}, one.dataset),
        **more,
    }
    return render(request, "datasets/version.html", context)


@require_safe
def progress(request: HttpRequest, evaluation_id: int, number: int, version: int) -> HttpResponse:
    """What is shown while the worker has it; once it is done the page opens anew."""
    evaluation, one = opened_version(request, evaluation_id, number, version, Action.VIEW_DATASETS)
    response = render(request, "datasets/progress.html", {"evaluation": evaluation, "version": one})
    if not one.is_busy:
        response["HX-Refresh"] = "true"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def columns(request: HttpRequest, evaluation_id: int, number: int, version: int) -> HttpResponse:
    """What each column holds."""
    evaluation, one = opened_version(request, evaluation_id, number, version, Action.EDIT_DATASETS)
    if one.state not in _MAPPABLE:
        return redirect("datasets:version", evaluation.pk, number, version)
    found = store.open_columns(one)
    roles = queries.roles_of(one) or suggested(evaluation, one, found)
    data, kind = request.POST if request.method == "POST" else None, kind_of(one.dataset.kind)
    form = ColumnsForm(data, columns=found, roles=roles, kind=kind)
    if request.method == "POST" and form.is_valid():
        try:
            actions.map_columns(actor=user_of(request), version=one, roles=form.roles())
            return redirect("datasets:version", evaluation.pk, number, version)
        except InputError as error:
            form.add_error(None, sentence(error))
    context = {"evaluation": evaluation, "version": one, "form": form, "problem": refusal_of(one), "kind": kind}
    context["name"] = store.filename_of(one)
    if told := store.open_objects(one):
        context["objects"] = ObjectsForm(told)
    context["crumbs"] = crumbs(evaluation, _("What do the columns hold?"), one.dataset)
    return render(request, "datasets/columns.html", context)


@require_POST
def objects(request: HttpRequest, evaluation_id: int, number: int, version: int) -> HttpResponse:
    """Of which objects the cases are made; the file is read anew."""
    evaluation, one = opened_version(request, evaluation_id, number, version, Action.EDIT_DATASETS)
    chosen = {name: request.POST.get(name, "") for name in ObjectsForm.base_fields}
    try:
        actions.choose_objects(actor=user_of(request), version=one, **chosen)
    except InputError as error:
        messages.error(request, sentence(error))
        return redirect("datasets:columns", evaluation.pk, number, version)
    return redirect("datasets:version", evaluation.pk, number, version)


@require_POST
def waive(request: HttpRequest, evaluation_id: int, number: int, version: int) -> HttpResponse:
    """Let an error pass; without a reason the page says so, with what was typed."""
    evaluation, one = opened_version(request, evaluation_id, number, version, Action.EDIT_DATASETS)
    form = WaiveForm(request.POST)
    if not form.is_valid():
        return _page(request, evaluation, one, failed=form)
    try:
        actions.waive(actor=user_of(request), version=one, **form.cleaned_data)
    except InputError as error:
        messages.error(request, sentence(error))
    return redirect("datasets:version", evaluation.pk, number, version)


@require_POST
def take_back_waiver(request: HttpRequest, evaluation_id: int, number: int, version: int) -> HttpResponse:
    """Do not let an error pass after all."""
    evaluation, one = opened_version(request, evaluation_id, number, version, Action.EDIT_DATASETS)
    code, column = request.POST.get("code", ""), request.POST.get("column", "")
    try:
        actions.take_back_waiver(actor=user_of(request), version=one, code=code, column=column)
    except InputError as error:
        messages.error(request, sentence(error))
    return redirect("datasets:version", evaluation.pk, number, version)


@require_POST
def accept(request: HttpRequest, evaluation_id: int, number: int, version: int) -> HttpResponse:
    """Use the events; the file is destroyed."""
    evaluation, one = opened_version(request, evaluation_id, number, version, Action.EDIT_DATASETS)
    try:
        actions.accept(actor=user_of(request), version=one)
    except InputError as error:
        messages.error(request, sentence(error))
    else:
        messages.success(request, _("Accepted. The file was destroyed; its hash and size were kept."))
    return redirect("datasets:version", evaluation.pk, number, version)


@require_http_methods(["GET", "HEAD", "POST"])
def refuse(request: HttpRequest, evaluation_id: int, number: int, version: int) -> HttpResponse:
    """Destroy what came in."""
    evaluation, one = opened_version(request, evaluation_id, number, version, Action.EDIT_DATASETS)
    form = RefuseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.refuse(actor=user_of(request), version=one, reason=form.cleaned_data["reason"])
        except InputError as error:
            form.add_error(None, sentence(error))
        else:
            messages.success(request, _("Refused and destroyed; hash, size and reason were kept."))
            return redirect("datasets:dataset", evaluation.pk, number)
    context = {"evaluation": evaluation, "version": one, "form": form}
    context["crumbs"] = crumbs(evaluation, _("Refuse this delivery"), one.dataset)
    return render(request, "datasets/refuse.html", context)
