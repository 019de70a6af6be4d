"""The information letter and its versions."""

from __future__ import annotations

from django.db.models import QuerySet

from sluitend.apps.design.access import check
from sluitend.apps.design.models import Evaluation
from sluitend.apps.fieldwork.models import InformationLetter
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.errors import NotFound


def letters_for(user: User, evaluation: Evaluation) -> QuerySet[InformationLetter]:
    """All versions, the newest first. Raises NotFound, NotAllowed."""
    check(user, evaluation, Action.VIEW_FIELDWORK)
    return evaluation.letters.select_related("created_by")


def letter_for(user: User, evaluation: Evaluation, number: int) -> InformationLetter:
    """One version. Raises NotFound, NotAllowed."""
    found = letters_for(user, evaluation).filter(number=number).first()
    if found is None:
        raise NotFound("information letter")
    return found


def newest_letter(evaluation: Evaluation) -> InformationLetter | None:
    """The version that is handed out now, for a caller that has checked who asks."""
    return evaluation.letters.order_by("-number").first()
