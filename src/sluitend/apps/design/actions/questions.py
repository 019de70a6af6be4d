"""Questions: added, reworded, explained and dropped, always with the history kept."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from sluitend.apps.design.access import require
from sluitend.apps.design.actions.changing import change, check_reason, check_version, needs_reason, next_order
from sluitend.apps.design.models import Evaluation, Question, QuestionVersion
from sluitend.apps.design.numbers import Numbered, next_number
from sluitend.apps.people.audit import record
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.errors import InputError


def add_question(
    *,
    actor: User,
    evaluation: Evaluation,
    text: str,
    kind: str,
    parent: Question | None = None,
    why: str = "",
    reason: str = "",
) -> Question:
    """Add a main question, or a sub-question under a parent; a reason is needed once the evaluation is under way.

    Raises InputError("design.reason_needed" | "design.question_too_deep").
    """
    require(actor, evaluation, Action.EDIT_DESIGN)
    check_reason(reason, needed=needs_reason(evaluation))
    if parent is not None and parent.label.count(".") >= 2:
        raise InputError("design.question_too_deep", label=parent.label)
    with transaction.atomic():
        question = Question.objects.create(
            evaluation=evaluation,
            parent=parent,
            label=_next_label(evaluation, parent),
            kind=kind,
            why=why,
            order=next_order(evaluation.questions.filter(parent=parent)),
        )
        _add_version(question, 1, text, reason, timezone.localdate(), actor)
        record(actor, "design.question_added", question, evaluation=evaluation.pk)
    return question


def _next_label(evaluation: Evaluation, parent: Question | None) -> str:
    if parent is None:
        return f"{Numbered.QUESTION}{next_number(evaluation.pk, Numbered.QUESTION)}"
    above = parent.label.removeprefix(Numbered.QUESTION)
    return f"{parent.label}.{next_number(evaluation.pk, Numbered.QUESTION, prefix=above)}"


def _add_version(question: Question, number: int, text: str, reason: str, date: date, author: User) -> QuestionVersion:
    return QuestionVersion.objects.create(
        question=question, number=number, text=text, reason=reason, date=date, author=author
    )


def reword_question(
    *, actor: User, question: Question, text: str, reason: str, date: date, seen: int
) -> QuestionVersion:
    """Give a question another wording from a date, with the reason; the old wording stays. `seen` is the version shown.

    Raises InputError("design.reason_needed" | "design.changed_meanwhile" | "design.wording_same" |
    "design.date_before").
    """
    require(actor, question.evaluation_id, Action.EDIT_DESIGN)
    check_reason(reason)
    with transaction.atomic():
        Question.objects.select_for_update().get(pk=question.pk)
        newest = question.versions.order_by("-number")[0]
        check_version(newest.number, seen)
        if text == newest.text:
            raise InputError("design.wording_same")
        if date < newest.date:
            raise InputError("design.date_before", date=newest.date)
        version = _add_version(question, newest.number + 1, text, reason, date, actor)
        record(actor, "design.question_reworded", question, evaluation=question.evaluation_id, version=version.number)
    return version


def explain_question(
    *, actor: User, question: Question, revision: int, kind: str, why: str, no_criterion: str
) -> Question:
    """Say what kind of question it is, why it is asked, and why nothing is judged (if so).

    Raises InputError("design.changed_meanwhile").
    """
    require(actor, question.evaluation_id, Action.EDIT_DESIGN)
    with transaction.atomic():
        change(question, revision=revision, kind=kind, why=why, no_criterion=no_criterion)
        record(actor, "design.question_explained", question, evaluation=question.evaluation_id, kind=kind)
    return question


def drop_question(*, actor: User, question: Question, reason: str, date: date) -> Question:
    """Stop asking a question; it stays visible with the reason, and keeps its number.

    Raises InputError("design.reason_needed" | "design.question_has_parts").
    """
    require(actor, question.evaluation_id, Action.EDIT_DESIGN)
    check_reason(reason)
    with transaction.atomic():
        if question.children.filter(dropped_at__isnull=True).exists():
            raise InputError("design.question_has_parts", label=question.label)
        question.dropped_at, question.dropped_reason = date, reason
        question.save(update_fields=["dropped_at", "dropped_reason"])
        record(actor, "design.question_dropped", question, evaluation=question.evaluation_id)
    return question


def restore_question(*, actor: User, question: Question) -> Question:
    """Ask a dropped question again. Raises InputError("design.parent_dropped") under a dropped question."""
    require(actor, question.evaluation_id, Action.EDIT_DESIGN)
    with transaction.atomic():
        if question.parent is not None and question.parent.dropped_at is not None:
            raise InputError("design.parent_dropped", label=question.parent.label)
        question.dropped_at, question.dropped_reason = None, ""
        question.save(update_fields=["dropped_at", "dropped_reason"])
        record(actor, "design.question_restored", question, evaluation=question.evaluation_id)
    return question
