"""The evaluation matrix as a grid, and one cell of it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sluitend.apps.design import actions, queries
from sluitend.apps.design.access import may
from sluitend.apps.design.forms import PlanFormSet, initial_plans
from sluitend.apps.design.models import Evaluation, Perspective, Question
from sluitend.apps.design.rendering import Cells
from sluitend.apps.design.views.shared import crumbs, evaluation_of, posted, setup_page, user_of
from sluitend.apps.people.permissions import Action
from sluitend.errors import InputError
from sluitend.web.wording import sentence


def matrix(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """Questions × perspectives, with what is planned, what that needs at least, and where too little stands."""
    evaluation = evaluation_of(request, evaluation_id)
    grid = queries.grid_for(user_of(request), evaluation)
    columns = list(zip(grid.perspectives, grid.at_least, strict=True))
    edit = (
        reverse("design:matrix", args=[evaluation.pk]) if may(user_of(request), evaluation, Action.EDIT_DESIGN) else ""
    )
    cells = Cells(edit)
    rows = [(row, cells.of(row)) for row in grid.rows]
    return setup_page(request, evaluation, "design:matrix", {"grid": grid, "rows": rows, "columns": columns})


def cell(request: HttpRequest, evaluation_id: int, label: str, perspective_id: int) -> HttpResponse:
    """Plan one question for one perspective: lines of method, level, place and number."""
    user = user_of(request)
    evaluation = evaluation_of(request, evaluation_id, Action.EDIT_DESIGN)
    question = queries.question_for(user, evaluation, label)
    perspective = queries.perspective_for(user, evaluation, perspective_id)
    planned = queries.cells_of(user, question, perspective)
    kwargs = {
        "methods": queries.methods_for(user, evaluation),
        "places": list(queries.places_for(user, evaluation)),
    }
    formset = PlanFormSet(posted(request), initial=initial_plans(planned), form_kwargs=kwargs)
    seen = request.POST.get("seen", actions.fingerprint(planned))
    problem = ""
    if request.method == "POST" and formset.is_valid():
        problem = _save(request, question, perspective, formset, seen)
        if not problem:
            messages.success(request, gettext("The plan for %(label)s is saved.") % {"label": label})
            return redirect(reverse("design:matrix", args=[evaluation.pk]) + f"#{question.label}")
    context = {
        "formset": formset,
        "question": question,
        "wording": queries.question_history(user, question)[-1].text,
        "perspective": perspective,
        "planned": planned,
        "problem": problem,
        "seen": actions.fingerprint(planned) if problem else seen,
    }
    return render(request, "design/cell.html", {**_page(evaluation, label, perspective), **context})


def _save(request: HttpRequest, question: Question, perspective: Perspective, formset: Any, seen: str) -> str:
    """Save the lines; what is wrong as a sentence, empty when all is well."""
    plans = [plan for form in formset.forms if (plan := form.plan())]
    try:
        actions.set_cell(actor=user_of(request), question=question, perspective=perspective, plans=plans, seen=seen)
    except InputError as error:
        return sentence(error)
    return ""


def _page(evaluation: Evaluation, label: str, perspective: Perspective) -> dict[str, Any]:
    back = reverse("design:matrix", args=[evaluation.pk])
    path = crumbs(evaluation, (_("Evaluation matrix"), back), (f"{label} × {perspective.name}", ""))
    return {"evaluation": evaluation, "crumbs": path, "back": f"{back}#{label}"}
