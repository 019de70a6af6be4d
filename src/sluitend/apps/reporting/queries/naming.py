"""Which chapters of the report name an object."""

from __future__ import annotations

from dataclasses import dataclass

from sluitend.apps.design.access import check
from sluitend.apps.design.models import Evaluation
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.apps.reporting.models import Section
from sluitend.formats.report import references_of


@dataclass(frozen=True, slots=True)
class Naming:
    """A chapter in which a label stands; its position counts from 1."""

    id: int
    title: str
    position: int


def chapters_naming(user: User, evaluation: Evaluation, label: str) -> list[Naming]:
    """The chapters that point at it themselves, in the order of the report; one query. Raises NotFound, NotAllowed."""
    check(user, evaluation, Action.VIEW_REPORT)
    rows = Section.objects.filter(report__evaluation=evaluation, deleted_at=None)
    return [
        Naming(pk, title, position)
        for position, (pk, title, markdown) in enumerate(rows.values_list("pk", "title", "markdown"), start=1)
        if f"[[{label}]]" in markdown and any(one.text == label for one in references_of(markdown))
    ]
