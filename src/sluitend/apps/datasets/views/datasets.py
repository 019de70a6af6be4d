"""The list of datasets, one of them, and adding files."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from sluitend.apps.datasets import actions, queries
from sluitend.apps.datasets.forms import AboutForm, AddForm, FileForm, RemoveForm, initial_of
from sluitend.apps.datasets.kinds import kind_of
from sluitend.apps.datasets.models import OPEN
from sluitend.apps.datasets.views.shared import crumbs, opened, user_of
from sluitend.apps.design.access import may
from sluitend.apps.design.queries import evaluation_for
from sluitend.apps.people.permissions import Action
from sluitend.errors import InputError
from sluitend.web.wording import sentence

_ANY = ["GET", "HEAD", "POST"]


@require_safe
def dataset_list(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """All datasets, with the version in use and what waits for somebody."""
    user = user_of(request)
    evaluation = evaluation_for(user, evaluation_id, action=Action.VIEW_DATASETS)
    return render(
        request, "datasets/list.html", {"evaluation": evaluation, "rows": queries.dataset_rows_for(user, evaluation)}
    )


@require_safe
def dataset_page(request: HttpRequest, evaluation_id: int, number: int) -> HttpResponse:
    """One dataset: what is known of it, and its deliveries with what was destroyed."""
    evaluation, dataset = opened(request, evaluation_id, number, Action.VIEW_DATASETS)
    versions = queries.versions_of(dataset)
    context = {
        "evaluation": evaluation,
        "dataset": dataset,
        "versions": versions,
        "current": next((one for one in versions if one.state == "accepted"), None),
        "is_open": any(one.state in OPEN for one in versions),
        "kind": kind_of(dataset.kind),
        "may_remove": may(user_of(request), evaluation, Action.DESTROY_DATASET),
        "crumbs": crumbs(evaluation, str(dataset)),
    }
    return render(request, "datasets/dataset.html", context)


@require_http_methods(_ANY)
def add(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """A new dataset: the file, where it comes from, by what right, and until when."""
    evaluation = evaluation_for(user_of(request), evaluation_id, action=Action.EDIT_DATASETS)
    form = AddForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["table"]
        about = {"file": file, "filename": file.name or "", "about": form.about()}
        about["kind"] = form.cleaned_data["kind"]
        try:
            version = actions.take_in(actor=user_of(request), evaluation=evaluation, **about)
        except InputError as error:
            form.add_error("retain_until" if error.code == "datasets.retention_past" else "table", sentence(error))
        else:
            return redirect("datasets:version", evaluation.pk, version.dataset.number, version.number)
    context = {"evaluation": evaluation, "form": form, "crumbs": crumbs(evaluation, _("Add a dataset"))}
    return render(request, "datasets/add.html", context)


@require_http_methods(_ANY)
def add_version(request: HttpRequest, evaluation_id: int, number: int) -> HttpResponse:
    """A newer delivery of the same data."""
    evaluation, dataset = opened(request, evaluation_id, number, Action.EDIT_DATASETS)
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["table"]
        about = {"file": file, "filename": file.name or ""}
        try:
            version = actions.take_in_version(actor=user_of(request), dataset=dataset, **about)
        except InputError as error:
            form.add_error("table", sentence(error))
        else:
            return redirect("datasets:version", evaluation.pk, number, version.number)
    context = {"evaluation": evaluation, "dataset": dataset, "form": form}
    context["crumbs"] = crumbs(evaluation, _("Add a newer delivery"), dataset)
    return render(request, "datasets/add_version.html", context)


@require_http_methods(_ANY)
def edit(request: HttpRequest, evaluation_id: int, number: int) -> HttpResponse:
    """What is known of a dataset."""
    evaluation, dataset = opened(request, evaluation_id, number, Action.EDIT_DATASETS)
    form = AboutForm(request.POST or None, initial=initial_of(dataset))
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_dataset(actor=user_of(request), dataset=dataset, about=form.about())
        except InputError as error:
            form.add_error("retain_until" if error.code == "datasets.retention_past" else None, sentence(error))
        else:
            messages.success(request, _("Saved."))
            return redirect("datasets:dataset", evaluation.pk, number)
    context = {"evaluation": evaluation, "dataset": dataset, "form": form}
    context["crumbs"] = crumbs(evaluation, _("Change the description"), dataset)
    return render(request, "datasets/edit.html", context)


@require_http_methods(_ANY)
def remove(request: HttpRequest, evaluation_id: int, number: int) -> HttpResponse:
    """Destroy all data of a dataset."""
    evaluation, dataset = opened(request, evaluation_id, number, Action.DESTROY_DATASET)
    form = RemoveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.remove_dataset(actor=user_of(request), dataset=dataset, reason=form.cleaned_data["reason"])
        except InputError as error:
            form.add_error(None, sentence(error))
        else:
            messages.success(request, _("The data were destroyed. Hashes, sizes and reasons were kept."))
            return redirect("datasets:dataset", evaluation.pk, number)
    context = {"evaluation": evaluation, "dataset": dataset, "form": form}
    context["crumbs"] = crumbs(evaluation, _("Destroy the data"), dataset)
    return render(request, "datasets/remove.html", context)
