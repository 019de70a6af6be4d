"""Open answers of a questionnaire come in: the file, what its columns hold, and what unknown values stand for."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from sluitend.apps.design.models import Evaluation
from sluitend.apps.design.queries import evaluation_for
from sluitend.apps.people.permissions import Action
from sluitend.apps.sources import actions, queries, seals
from sluitend.apps.sources.answer_forms import NEW, ColumnsForm, ValuesForm, meant
from sluitend.apps.sources.answers import guessing
from sluitend.apps.sources.answers.plan import Plan, Preview, Role, Value, open_plan, open_preview
from sluitend.apps.sources.forms import AnswersForm
from sluitend.apps.sources.models import AnswerPlan
from sluitend.apps.sources.views.shared import crumbs, user_of
from sluitend.errors import InputError
from sluitend.web.wording import sentence


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """Choose the file."""
    evaluation = evaluation_for(user_of(request), evaluation_id, action=Action.ADD_SOURCE)
    form = AnswersForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["table"]
        try:
            row = actions.take_in_answers(
                actor=user_of(request), evaluation=evaluation, file=file, filename=file.name or ""
            )
        except InputError as error:
            form.add_error("table", sentence(error))
        else:
            return redirect("sources:answer_columns", evaluation.pk, row.upload_id)
    context = {"evaluation": evaluation, "form": form, "crumbs": crumbs(evaluation, _("Add open answers"))}
    return render(request, "sources/answers/add.html", context)


def _opened(request: HttpRequest, evaluation_id: int, upload_id: int) -> tuple[Evaluation, AnswerPlan]:
    user = user_of(request)
    evaluation = evaluation_for(user, evaluation_id, action=Action.ADD_SOURCE)
    return evaluation, queries.answer_plan_for(user, evaluation, upload_id)


@require_http_methods(["GET", "HEAD", "POST"])
def columns(request: HttpRequest, evaluation_id: int, upload_id: int) -> HttpResponse:
    """What each column holds; of a spreadsheet also which sheet."""
    evaluation, row = _opened(request, evaluation_id, upload_id)
    problem = ""
    if request.method == "POST" and "sheet" in request.POST:
        try:
            row = actions.choose_sheet(actor=user_of(request), row=row, sheet=_number(request.POST["sheet"]))
            return redirect("sources:answer_columns", evaluation.pk, upload_id)
        except InputError as error:
            problem = sentence(error)
    preview = open_preview(row)
    is_answer = request.method == "POST" and not problem
    form = ColumnsForm(
        request.POST if is_answer else None, columns=preview.columns, roles=_roles(evaluation, row, preview)
    )
    if is_answer and form.is_valid():
        try:
            return _placed(request, evaluation, row, form.roles())
        except InputError as error:
            form.add_error(None, sentence(error))
    return render(request, "sources/answers/columns.html", _page(evaluation, row, preview, form) | {"problem": problem})


def _number(words: str) -> int:
    return int(words) if words.isdecimal() and len(words) < 4 else -1


def _roles(evaluation: Evaluation, row: AnswerPlan, preview: Preview) -> tuple[Role, ...]:
    """As it was said a moment ago, or of an earlier file, or as it is guessed."""
    plan = open_plan(row)
    if plan is not None:
        return plan.roles
    memory = guessing.remembered(evaluation, preview)
    return guessing.suggested_roles(preview, guessing.known_values(evaluation), memory)


def _placed(request: HttpRequest, evaluation: Evaluation, row: AnswerPlan, roles: list[Role]) -> HttpResponse:
    if actions.place_columns(actor=user_of(request), row=row, roles=roles):
        return redirect("sources:answer_values", evaluation.pk, row.upload_id)
    return _started(request, evaluation, row, {})


def _started(
    request: HttpRequest, evaluation: Evaluation, row: AnswerPlan, values: dict[str, dict[str, Value]]
) -> HttpResponse:
    actions.start_reading(actor=user_of(request), row=row, values=values)
    messages.success(request, _("The answers are being read. You may leave this page."))
    return redirect("sources:add", evaluation.pk)


def _page(evaluation: Evaluation, row: AnswerPlan, preview: Preview, form: Any) -> dict[str, Any]:
    return {
        "evaluation": evaluation,
        "row": row,
        "name": seals.name_of(row.upload),
        "preview": preview,
        "form": form,
        "crumbs": crumbs(evaluation, _("Add open answers")),
    }


@require_http_methods(["GET", "HEAD", "POST"])
def values(request: HttpRequest, evaluation_id: int, upload_id: int) -> HttpResponse:
    """What the values stand for that this evaluation does not know by name."""
    evaluation, row = _opened(request, evaluation_id, upload_id)
    preview, plan = open_preview(row), open_plan(row)
    if plan is None:
        return redirect("sources:answer_columns", evaluation.pk, upload_id)
    unknown = _unknown(plan, preview)
    form = ValuesForm(request.POST if request.method == "POST" else None, evaluation=evaluation, unknown=unknown)
    if request.method == "POST" and form.is_valid():
        try:
            return _started(request, evaluation, row, _meant(request, evaluation, form))
        except InputError as error:
            form.add_error(None, sentence(error))
    return render(request, "sources/answers/values.html", _page(evaluation, row, preview, form))


def _unknown(plan: Plan, preview: Preview) -> dict[Role, list[str]]:
    return guessing.unknown_values(guessing.values_to_map(plan, preview), plan.values)


def _meant(request: HttpRequest, evaluation: Evaluation, form: ValuesForm) -> dict[str, dict[str, Value]]:
    """What was chosen; what has to be made is made."""
    found: dict[str, dict[str, Value]] = {}
    for role, chosen in form.chosen().items():
        new = [value for value, choice in chosen.items() if choice == NEW]
        made = actions.make_values(actor=user_of(request), evaluation=evaluation, role=role, names=new)
        found[role] = {value: made[value] if choice == NEW else meant(role, choice) for value, choice in chosen.items()}
    return found


@require_POST
def drop(request: HttpRequest, evaluation_id: int, upload_id: int) -> HttpResponse:
    """Destroy the file."""
    evaluation, row = _opened(request, evaluation_id, upload_id)
    actions.drop_answers(actor=user_of(request), row=row)
    messages.success(request, _("The file was destroyed."))
    return redirect("sources:add", evaluation.pk)
