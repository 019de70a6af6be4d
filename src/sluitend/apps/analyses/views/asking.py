"""The form of one analysis: first the dataset, then what it asks."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from sluitend.apps.analyses import actions, coded, discovery, queries, vocabularies
from sluitend.apps.analyses.forms import AnalysisForm, DatasetForm
from sluitend.apps.analyses.kit.analysis import Analysis
from sluitend.apps.analyses.kit.parameters import Ask, asked, beside
from sluitend.apps.analyses.views.shared import crumbs
from sluitend.apps.datasets.models import Dataset
from sluitend.apps.datasets.queries import current_version
from sluitend.apps.design.models import Evaluation
from sluitend.apps.design.views.shared import evaluation_of, user_of
from sluitend.apps.people.permissions import Action
from sluitend.digits import whole
from sluitend.errors import InputError, NotFound
from sluitend.web.wording import sentence


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, evaluation_id: int, key: str) -> HttpResponse:
    """Choose, and hand it to the worker."""
    evaluation = evaluation_of(request, evaluation_id, Action.RUN_ANALYSES)
    analysis = _known(key)
    if analysis.asks_codings:
        return _ask_codings(request, evaluation, analysis)
    user = user_of(request)
    datasets = queries.ready_datasets(user, evaluation, analysis.data)
    _field, kind = beside(analysis.parameters)
    if not datasets or (kind and not queries.ready_datasets(user, evaluation, kind)):
        return redirect("analyses:catalogue", evaluation_id=evaluation.pk)
    dataset = _chosen(request, datasets)
    form = _form(request, evaluation, analysis, dataset)
    if request.method == "POST" and form.is_valid():
        try:
            row = actions.ask(actor=user_of(request), dataset=dataset, key=key, parameters=form.parameters())
            return redirect("analyses:result", evaluation_id=evaluation.pk, number=row.number)
        except InputError as error:
            form.add_error(error.where if error.where in form.fields else None, sentence(error))
    return render(request, "analyses/ask.html", _context(evaluation, analysis, datasets, dataset, form))


def _ask_codings(request: HttpRequest, evaluation: Evaluation, analysis: Analysis) -> HttpResponse:
    """The same of coded texts: there is no dataset to choose."""
    if not coded.is_coded(evaluation):
        return redirect("analyses:catalogue", evaluation_id=evaluation.pk)
    data = request.POST if request.method == "POST" else None
    vocabulary, _numbers = coded.outline(evaluation)
    form = AnalysisForm(analysis, vocabulary, data, initial=_earlier(request, evaluation, analysis))
    if request.method == "POST" and form.is_valid():
        given = form.parameters()
        try:
            row = actions.ask_codings(actor=user_of(request), evaluation=evaluation, key=analysis.key, parameters=given)
            return redirect("analyses:result", evaluation_id=evaluation.pk, number=row.number)
        except InputError as error:
            form.add_error(error.where if error.where in form.fields else None, sentence(error))
    return render(request, "analyses/ask.html", _context(evaluation, analysis, [], None, form))


def _known(key: str) -> Analysis:
    if key not in discovery.analyses():
        raise NotFound("analysis")
    return discovery.analysis(key)


def _chosen(request: HttpRequest, datasets: list[Dataset]) -> Dataset:
    """The one that the address names, else the first: never another than was named. Raises NotFound."""
    wanted = request.GET.get("dataset", "")
    if not wanted:
        return datasets[0]
    named = next((one for one in datasets if str(one.number) == wanted), None)
    if named is None:
        raise NotFound("dataset")
    return named


def _form(request: HttpRequest, evaluation: Evaluation, analysis: Analysis, dataset: Dataset) -> AnalysisForm:
    """With what was asked of an earlier result, when the address names one."""
    version = current_version(dataset)
    assert version is not None  # it is one of those that are ready
    data = request.POST if request.method == "POST" else None
    return AnalysisForm(
        analysis, vocabularies.asked_by(analysis, version), data, initial=_earlier(request, evaluation, analysis)
    )


def _earlier(request: HttpRequest, evaluation: Evaluation, analysis: Analysis) -> dict[str, Any]:
    """What an earlier result asked, or what the address itself asks: a form can always be filled in beforehand."""
    number = whole(request.GET.get("als", ""))
    if number is None:
        return _in_address(request, analysis)
    result = queries.result_for(user_of(request), evaluation, number)
    return dict(result.parameters) if result.analysis == analysis.key else {}


def _in_address(request: HttpRequest, analysis: Analysis) -> dict[str, Any]:
    several = {Ask.ACTIVITIES, Ask.VALUES, Ask.RESOURCES, Ask.CODES, Ask.TOPICS}
    named = (one for one in asked(analysis.parameters) if one.name in request.GET)
    return {one.name: request.GET.getlist(one.name) if one.ask in several else request.GET[one.name] for one in named}


def _context(
    evaluation: Evaluation, analysis: Analysis, datasets: list[Dataset], dataset: Dataset | None, form: AnalysisForm
) -> dict[str, Any]:
    way = (_("New analysis"), reverse("analyses:catalogue", args=[evaluation.pk]))
    return {
        "evaluation": evaluation,
        "analysis": analysis,
        "dataset": dataset,
        "dataset_form": _dataset_form(datasets, dataset),
        "form": form,
        "crumbs": crumbs(evaluation, way, (analysis.title, "")),
    }


def _dataset_form(datasets: list[Dataset], chosen: Dataset | None) -> DatasetForm | None:
    """Where there is something to choose."""
    if chosen is None or len(datasets) < 2:
        return None
    return DatasetForm(datasets, initial={"dataset": str(chosen.number)})
