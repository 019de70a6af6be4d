"""The evaluation matrix: what is planned for one question and one perspective."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction

from sluitend.apps.design.access import require
from sluitend.apps.design.models import MatrixCell, Method, Perspective, Place, Question
from sluitend.apps.people.audit import record
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.errors import InputError


@dataclass(frozen=True, slots=True)
class Plan:
    """One line of a cell: by this method, `planned` sources; at a level, in a place, or again for each place."""

    method: Method
    planned: int
    level: str = ""
    place: Place | None = None
    per_place: bool = False


def fingerprint(cells: Iterable[MatrixCell]) -> str:
    """What stands planned, as one string: shows whether somebody else changed a cell while it was being edited."""
    lines = sorted(
        f"{cell.method_id}.{cell.level}.{cell.place_id or 0}.{cell.per_place:d}.{cell.planned}" for cell in cells
    )
    return " ".join(lines)


def set_cell(
    *, actor: User, question: Question, perspective: Perspective, plans: Sequence[Plan], seen: str | None = None
) -> list[MatrixCell]:
    """Plan anew whom of this perspective to hear on this question, and how; no plans empties the cell.

    `seen` is the fingerprint of what was shown; None does not ask.
    Raises InputError("design.changed_meanwhile" | "design.plan_twice" | "design.plan_place").
    """
    require(actor, question.evaluation_id, Action.EDIT_DESIGN)
    _check(plans)
    with transaction.atomic():
        rows = MatrixCell.objects.filter(question=question, perspective=perspective)
        if seen is not None and fingerprint(rows) != seen:
            raise InputError("design.changed_meanwhile")
        rows.delete()
        cells = MatrixCell.objects.bulk_create(_cells(question, perspective, plans))
        evaluation_id = question.evaluation_id
        record(
            actor,
            "design.matrix_changed",
            question,
            evaluation=evaluation_id,
            perspective=perspective.pk,
            lines=len(plans),
        )
    return cells


def _check(plans: Sequence[Plan]) -> None:
    lines = [(plan.method.pk, plan.level, plan.place and plan.place.pk) for plan in plans]
    if len(set(lines)) < len(lines):
        raise InputError("design.plan_twice")
    if any(plan.per_place and plan.place for plan in plans):
        raise InputError("design.plan_place")


def _cells(question: Question, perspective: Perspective, plans: Sequence[Plan]) -> list[MatrixCell]:
    return [
        MatrixCell(
            question=question,
            perspective=perspective,
            method=plan.method,
            level=plan.level,
            place=plan.place,
            per_place=plan.per_place,
            planned=plan.planned,
        )
        for plan in plans
    ]
