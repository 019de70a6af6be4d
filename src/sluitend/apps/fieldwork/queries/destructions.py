"""Statements of what was destroyed."""

from __future__ import annotations

from django.db.models import QuerySet

from sluitend.apps.design.access import check
from sluitend.apps.design.models import Evaluation
from sluitend.apps.fieldwork.models import DestructionStatement
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.errors import NotFound


def destructions_for(user: User, evaluation: Evaluation) -> QuerySet[DestructionStatement]:
    """All statements, the newest first. Raises NotFound, NotAllowed."""
    check(user, evaluation, Action.VIEW_FIELDWORK)
    return evaluation.destructions.select_related("respondent", "made_by")


def destruction_for(user: User, evaluation: Evaluation, number: int) -> DestructionStatement:
    """One statement. Raises NotFound, NotAllowed."""
    found = destructions_for(user, evaluation).filter(number=number).first()
    if found is None:
        raise NotFound("destruction statement")
    return found
