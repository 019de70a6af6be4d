"""What is evaluated, with its dated versions."""

from __future__ import annotations

from django.db.models import Prefetch

from sluitend.apps.design.access import check
from sluitend.apps.design.models import EvaluatedObject, EvaluatedObjectVersion, Evaluation
from sluitend.apps.design.queries.finding_one import one
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action


def object_for(user: User, evaluation: Evaluation) -> EvaluatedObject:
    """The evaluated object with its versions, oldest first; two queries. Raises NotFound."""
    check(user, evaluation, Action.VIEW_EVALUATION)
    versions = Prefetch("versions", EvaluatedObjectVersion.objects.select_related("author"))
    return one(EvaluatedObject.objects.prefetch_related(versions), "evaluated object", evaluation=evaluation)


def object_versions_for(user: User, evaluation: Evaluation) -> list[EvaluatedObjectVersion]:
    """The versions of the evaluated object, oldest first: for a source that speaks about one of them."""
    check(user, evaluation, Action.VIEW_EVALUATION)
    return list(EvaluatedObjectVersion.objects.filter(evaluated_object__evaluation=evaluation))


def object_version_for(user: User, evaluation: Evaluation, number: int) -> EvaluatedObjectVersion:
    """One version by its number. Raises NotFound."""
    check(user, evaluation, Action.VIEW_EVALUATION)
    rows = EvaluatedObjectVersion.objects.select_related("evaluated_object")
    return one(rows, "object version", evaluated_object__evaluation=evaluation, number=number)
