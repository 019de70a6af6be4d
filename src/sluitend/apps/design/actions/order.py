"""The order in which people see things."""

from __future__ import annotations

from typing import Any, Literal

from django.db import transaction

from sluitend.apps.design.access import require
from sluitend.apps.design.models import Body, Criterion, Method, Perspective, Phase, Question, Topic
from sluitend.apps.people.audit import record
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action

Movable = Body | Question | Perspective | Topic | Method | Phase | Criterion
Step = Literal[-1, 1]


def move(*, actor: User, item: Movable, step: Step) -> None:
    """Change places with the neighbour before (-1) or after (1); at the end nothing changes."""
    evaluation_id = item.perspective.evaluation_id if isinstance(item, Topic) else item.evaluation_id
    require(actor, evaluation_id, Action.EDIT_DESIGN)
    with transaction.atomic():
        rows: list[Any] = list(_neighbours(item))
        here = [row.pk for row in rows].index(item.pk)
        there = here + step
        if 0 <= there < len(rows):
            rows[here], rows[there] = rows[there], rows[here]
            _number(type(item), rows)
        record(actor, "design.order_changed", item, evaluation=evaluation_id)


def _neighbours(item: Movable) -> Any:
    match item:
        case Topic():
            return item.perspective.topics.all()
        case Question():
            return Question.objects.filter(evaluation_id=item.evaluation_id, parent_id=item.parent_id)
        case Criterion():
            return Criterion.objects.filter(question_id=item.question_id)
        case _:
            return type(item)._default_manager.filter(evaluation_id=item.evaluation_id)


def _number(model: type[Any], rows: list[Any]) -> None:
    for order, row in enumerate(rows, start=1):
        row.order = order
    model._default_manager.bulk_update(rows, ["order"])
