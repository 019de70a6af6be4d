"""What parties agreed."""

from __future__ import annotations

from django.db.models import QuerySet

from sluitend.apps.design.access import check
from sluitend.apps.design.models import Agreement, Evaluation
from sluitend.apps.design.queries.finding_one import one
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action


def agreements_for(user: User, evaluation: Evaluation) -> QuerySet[Agreement]:
    """The agreements, by number, each with its place; one query."""
    check(user, evaluation, Action.VIEW_EVALUATION)
    return evaluation.agreements.select_related("place")


def agreement_for(user: User, evaluation: Evaluation, number: int) -> Agreement:
    """One agreement by its number: AF3 is 3. Raises NotFound."""
    return one(agreements_for(user, evaluation), "agreement", number=number)
