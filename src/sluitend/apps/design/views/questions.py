"""Questions: the tree, one question with its history, and its changes."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sluitend.apps.design import actions, queries
from sluitend.apps.design.access import may
from sluitend.apps.design.differences import words_between
from sluitend.apps.design.forms import AddQuestionForm, DropForm, EmptyForm, ExplainForm, RewordForm
from sluitend.apps.design.models import Evaluation, Question, QuestionVersion
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


def questions(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """Every question in its place, dropped ones too."""
    evaluation = evaluation_of(request, evaluation_id)
    lines = queries.questions_for(user_of(request), evaluation, with_dropped=True)
    return setup_page(request, evaluation, "design:questions", {"questions": lines})


def question(request: HttpRequest, evaluation_id: int, label: str) -> HttpResponse:
    """One question: what it asks, why, by what it is judged, and how its wording changed."""
    user = user_of(request)
    evaluation = evaluation_of(request, evaluation_id)
    found = queries.question_for(user, evaluation, label)
    versions = queries.question_history(user, found)
    criteria = [line for line in queries.criteria_for(user, evaluation) if line.question_id == found.pk]
    context = {
        "evaluation": evaluation,
        "crumbs": crumbs(evaluation, _list(evaluation), (label, "")),
        "question": found,
        "current": versions[-1],
        "history": _changes(evaluation, versions),
        "criteria": criteria,
        "may_edit": may(user, evaluation, Action.EDIT_DESIGN),
    }
    return render(request, "design/question.html", context)


def _changes(evaluation: Evaluation, versions: list[QuestionVersion]) -> list[tuple[QuestionVersion, date, Any]]:
    """Each version with its date and the words that changed since the one before, newest first."""
    before = ["", *(version.text for version in versions)]
    changes = [
        (version, version.since(evaluation), words_between(earlier, version.text))
        for earlier, version in zip(before, versions, strict=False)
    ]
    return changes[::-1]


def _list(evaluation: Evaluation) -> Crumb:
    return _("Questions"), reverse("design:questions", args=[evaluation.pk])


def _here(evaluation: Evaluation, label: str) -> str:
    return reverse("design:question", args=[evaluation.pk, label])


def add_question(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """Add a question."""
    user = user_of(request)
    evaluation = evaluation_of(request, evaluation_id, Action.EDIT_DESIGN)
    lines = queries.questions_for(user, evaluation)
    first = lines[0].label if lines else ""
    form = AddQuestionForm(
        posted(request),
        questions=lines,
        preparing=is_preparing(evaluation),
        initial={"parent": request.GET.get("parent", first)},
    )

    def save(data: dict[str, Any]) -> None:
        label = data.pop("parent")
        parent = queries.question_for(user, evaluation, label) if label else None
        actions.add_question(actor=user, evaluation=evaluation, parent=parent, **data)

    editing = Editing(
        title=_("Add a question"),
        back=_list(evaluation)[1],
        save=save,
        done=_("The question has been added. Plan in the matrix whom you ask it."),
        path=(_list(evaluation),),
    )
    return edit(request, evaluation, form, editing)


def reword_question(request: HttpRequest, evaluation_id: int, label: str) -> HttpResponse:
    """Another wording; the old one stays in the history."""
    user = user_of(request)
    evaluation = evaluation_of(request, evaluation_id, Action.EDIT_DESIGN)
    found = queries.question_for(user, evaluation, label)

    def now() -> dict[str, Any]:
        newest = queries.question_history(user, found)[-1]
        return {"text": newest.text, "seen": newest.number}

    form = RewordForm(posted(request), preparing=is_preparing(evaluation), initial=now())
    editing = Editing(
        title=_("Change the wording of %(label)s") % {"label": label},
        lead=_("The old wording stays visible, with your reason."),
        back=_here(evaluation, label),
        save=lambda data: actions.reword_question(actor=user, question=found, **data),
        done=_("The new wording is saved."),
        now=now,
        path=(_list(evaluation), (label, _here(evaluation, label))),
    )
    return edit(request, evaluation, form, editing)


def explain_question(request: HttpRequest, evaluation_id: int, label: str) -> HttpResponse:
    """Kind, why it is asked, and why nothing is judged."""
    evaluation, found = _to_change(request, evaluation_id, label)

    def now() -> dict[str, Any]:
        newest = queries.question_for(user_of(request), evaluation, label)
        return values_of(newest, "kind", "why", "no_criterion", "revision")

    form = ExplainForm(posted(request), initial=now())
    editing = Editing(
        title=_("Explanation of %(label)s") % {"label": label},
        back=_here(evaluation, label),
        save=lambda data: actions.explain_question(actor=user_of(request), question=found, **data),
        done=_("The explanation is saved."),
        now=now,
        path=(_list(evaluation), (label, _here(evaluation, label))),
    )
    return edit(request, evaluation, form, editing)


def drop_question(request: HttpRequest, evaluation_id: int, label: str) -> HttpResponse:
    """Stop asking a question, with the reason."""
    evaluation, found = _to_change(request, evaluation_id, label)
    form = DropForm(posted(request))
    editing = Editing(
        title=_("Drop question %(label)s") % {"label": label},
        lead=_("The question stays visible with the reason, and its number is not used again."),
        back=_list(evaluation)[1],
        save=lambda data: actions.drop_question(actor=user_of(request), question=found, **data),
        done=_("The question has been dropped."),
        submit=_("Drop the question"),
        danger=True,
        path=(_list(evaluation), (label, _here(evaluation, label))),
    )
    return edit(request, evaluation, form, editing)


def restore_question(request: HttpRequest, evaluation_id: int, label: str) -> HttpResponse:
    """Ask a dropped question again."""
    evaluation, found = _to_change(request, evaluation_id, label)
    editing = Editing(
        title=_("Ask question %(label)s again") % {"label": label},
        lead=found.dropped_reason,
        back=_list(evaluation)[1],
        save=lambda data: actions.restore_question(actor=user_of(request), question=found),
        done=_("The question is asked again."),
        submit=_("Ask it again"),
        path=(_list(evaluation), (label, _here(evaluation, label))),
    )
    return edit(request, evaluation, EmptyForm(posted(request)), editing)


def _to_change(request: HttpRequest, evaluation_id: int, label: str) -> tuple[Evaluation, Question]:
    evaluation = evaluation_of(request, evaluation_id, Action.EDIT_DESIGN)
    return evaluation, queries.question_for(user_of(request), evaluation, label)
