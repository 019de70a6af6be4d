"""The assessment framework: by what answers are judged."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sluitend.apps.design import actions, queries
from sluitend.apps.design.access import may
from sluitend.apps.design.forms import AddCriterionForm, ChangeCriterionForm, DropForm, EmptyForm, RestoreForm
from sluitend.apps.design.models import AmendmentKind, CriterionVersion, Evaluation
from sluitend.apps.design.views.shared import (
    Crumb,
    Editing,
    crumbs,
    edit,
    evaluation_of,
    is_preparing,
    posted,
    setup_page,
    user_of,
    values_of,
)
from sluitend.apps.people.permissions import Action

CONTENT = ("name", "source", "good", "insufficient")


def framework(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """The criteria under their questions."""
    user = user_of(request)
    evaluation = evaluation_of(request, evaluation_id)
    by_question: dict[int, list[queries.CriterionLine]] = {}
    for line in queries.criteria_for(user, evaluation, with_dropped=True):
        by_question.setdefault(line.question_id, []).append(line)
    rows = [
        (question, by_question.get(question.id, []))
        for question in queries.questions_for(user, evaluation)
        if not question.has_parts or question.id in by_question
    ]
    amendments = queries.amendments_for(user, evaluation)
    context = {
        "rows": rows,
        "amendments": amendments,
        "amended": {one.criterion_id for one in amendments},
        "overdue": queries.lock_is_overdue(user, evaluation),
        "may_lock": evaluation.framework_locked_at is None and may(user, evaluation, Action.LOCK_FRAMEWORK),
    }
    return setup_page(request, evaluation, "design:framework", context)


def lock_framework(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """Fix the framework before the fieldwork."""
    user = user_of(request)
    evaluation = evaluation_of(request, evaluation_id, Action.LOCK_FRAMEWORK)
    criteria = queries.criteria_for(user, evaluation)
    editing = Editing(
        title=_("Fix the assessment framework"),
        lead=_(
            "From now on every change needs a reason and is marked as changed after fixing, here and in the report. "
            "This cannot be undone."
        ),
        back=_list(evaluation)[1],
        save=lambda data: actions.lock_framework(actor=user, evaluation=evaluation),
        done=_("The assessment framework has been fixed."),
        submit=_("Fix the framework"),
        path=(_list(evaluation),),
        template="design/lock_framework.html",
        context={"criteria": criteria, "to_fill": [line for line in criteria if line.to_fill]},
    )
    return edit(request, evaluation, EmptyForm(posted(request)), editing)


def _list(evaluation: Evaluation) -> Crumb:
    return _("Assessment framework"), reverse("design:framework", args=[evaluation.pk])


def _is_free(evaluation: Evaluation) -> bool:
    """Whether the framework still changes without a reason of its own."""
    return is_preparing(evaluation) and evaluation.framework_locked_at is None


def _here(evaluation: Evaluation, criterion_id: int) -> str:
    return reverse("design:criterion", args=[evaluation.pk, criterion_id])


def criterion(request: HttpRequest, evaluation_id: int, criterion_id: int) -> HttpResponse:
    """One criterion with its history."""
    user = user_of(request)
    evaluation = evaluation_of(request, evaluation_id)
    line = queries.criterion_for(user, evaluation, criterion_id)
    amendments = [one for one in queries.amendments_for(user, evaluation) if one.criterion_id == line.id]
    amended = {one.version for one in amendments if one.kind in (AmendmentKind.ADDED, AmendmentKind.CHANGED)}
    context = {
        "evaluation": evaluation,
        "crumbs": crumbs(evaluation, _list(evaluation), (line.name, "")),
        "line": line,
        "history": [(version, version.number in amended) for version in line.versions[::-1]],
        "amendments": amendments,
        "may_edit": may(user, evaluation, Action.EDIT_DESIGN),
    }
    return render(request, "design/criterion.html", context)


def add_criterion(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """Add a criterion to a question."""
    user = user_of(request)
    evaluation = evaluation_of(request, evaluation_id, Action.EDIT_DESIGN)
    lines = queries.answered(queries.questions_for(user, evaluation))
    initial = {"question": request.GET.get("question", "")}
    form = AddCriterionForm(posted(request), questions=lines, preparing=_is_free(evaluation), initial=initial)

    def save(data: dict[str, Any]) -> None:
        question = queries.question_for(user, evaluation, data.pop("question"))
        actions.add_criterion(actor=user, question=question, **data)

    editing = Editing(
        title=_("Add a criterion"),
        back=_list(evaluation)[1],
        save=save,
        done=_("The criterion has been added."),
        path=(_list(evaluation),),
    )
    return edit(request, evaluation, form, editing)


def change_criterion(request: HttpRequest, evaluation_id: int, criterion_id: int) -> HttpResponse:
    """Give a criterion other content, with the reason."""
    user = user_of(request)
    evaluation, line = _to_change(request, evaluation_id, criterion_id)

    def now() -> dict[str, Any]:
        newest: CriterionVersion = queries.criterion_for(user, evaluation, criterion_id).current
        return {**values_of(newest, *CONTENT), "seen": newest.number}

    form = ChangeCriterionForm(posted(request), preparing=_is_free(evaluation), initial=now())
    editing = Editing(
        title=_("Change the criterion"),
        lead=_("The old content stays visible, with your reason."),
        back=_here(evaluation, criterion_id),
        save=lambda data: actions.change_criterion(actor=user, criterion=line.criterion, **data),
        done=_("The criterion is saved."),
        now=now,
        path=(_list(evaluation), (line.name, _here(evaluation, criterion_id))),
    )
    return edit(request, evaluation, form, editing)


def drop_criterion(request: HttpRequest, evaluation_id: int, criterion_id: int) -> HttpResponse:
    """Judge no longer by this criterion."""
    evaluation, line = _to_change(request, evaluation_id, criterion_id)
    editing = Editing(
        title=_("Drop “%(name)s”") % {"name": line.name},
        lead=_("The criterion stays visible with the reason."),
        back=_list(evaluation)[1],
        save=lambda data: actions.drop_criterion(actor=user_of(request), criterion=line.criterion, **data),
        done=_("The criterion has been dropped."),
        submit=_("Drop the criterion"),
        danger=True,
        path=(_list(evaluation), (line.name, _here(evaluation, criterion_id))),
    )
    return edit(request, evaluation, DropForm(posted(request)), editing)


def restore_criterion(request: HttpRequest, evaluation_id: int, criterion_id: int) -> HttpResponse:
    """Judge by a dropped criterion again."""
    evaluation, line = _to_change(request, evaluation_id, criterion_id)
    editing = Editing(
        title=_("Use “%(name)s” again") % {"name": line.name},
        lead=line.criterion.dropped_reason,
        back=_list(evaluation)[1],
        save=lambda data: actions.restore_criterion(actor=user_of(request), criterion=line.criterion, **data),
        done=_("The criterion is used again."),
        submit=_("Use it again"),
        path=(_list(evaluation), (line.name, _here(evaluation, criterion_id))),
    )
    form = RestoreForm(posted(request), locked=evaluation.framework_locked_at is not None)
    return edit(request, evaluation, form, editing)


def _to_change(request: HttpRequest, evaluation_id: int, criterion_id: int) -> tuple[Evaluation, queries.CriterionLine]:
    evaluation = evaluation_of(request, evaluation_id, Action.EDIT_DESIGN)
    return evaluation, queries.criterion_for(user_of(request), evaluation, criterion_id)
