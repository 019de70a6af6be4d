"""Whom to hear, where, when and how."""

from __future__ import annotations

from django.db.models import Count, Prefetch, QuerySet

from sluitend.apps.design.access import check
from sluitend.apps.design.models import Evaluation, Method, Perspective, Phase, Place, Question, Topic
from sluitend.apps.design.queries.finding_one import one
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action


def perspectives_for(user: User, evaluation: Evaluation) -> QuerySet[Perspective]:
    """The groups to hear, in order."""
    check(user, evaluation, Action.VIEW_EVALUATION)
    return evaluation.perspectives.all()


def topic_counts(user: User, evaluation: Evaluation) -> dict[int, int]:
    """How many topics each perspective's list has, by id."""
    check(user, evaluation, Action.VIEW_EVALUATION)
    return dict(evaluation.perspectives.order_by().values_list("pk").annotate(Count("topics")))


def perspective_for(user: User, evaluation: Evaluation, perspective_id: int) -> Perspective:
    """One group with its topic list (two more queries). Raises NotFound."""
    check(user, evaluation, Action.VIEW_EVALUATION)
    questions = Prefetch("questions", Question.objects.order_by("label"))
    topics = Prefetch("topics", Topic.objects.prefetch_related(questions))
    rows = evaluation.perspectives.select_related("evaluation").prefetch_related(topics)
    return one(rows, "perspective", pk=perspective_id)


def topic_for(user: User, perspective: Perspective, topic_id: int) -> Topic:
    """One item of a topic list. Raises NotFound."""
    check(user, perspective.evaluation, Action.VIEW_EVALUATION)
    return one(Topic.objects.filter(perspective=perspective).select_related("perspective"), "topic", pk=topic_id)


def places_for(user: User, evaluation: Evaluation) -> QuerySet[Place]:
    """The places, in order, each with the one it lies in."""
    check(user, evaluation, Action.VIEW_EVALUATION)
    return evaluation.places.select_related("parent")


def place_for(user: User, evaluation: Evaluation, place_id: int) -> Place:
    """One place. Raises NotFound."""
    return one(places_for(user, evaluation), "place", pk=place_id)


def phases_for(user: User, evaluation: Evaluation) -> QuerySet[Phase]:
    """The phases, in order."""
    check(user, evaluation, Action.VIEW_EVALUATION)
    return evaluation.phases.all()


def phase_for(user: User, evaluation: Evaluation, phase_id: int) -> Phase:
    """One phase. Raises NotFound."""
    return one(phases_for(user, evaluation), "phase", pk=phase_id)


def methods_for(user: User, evaluation: Evaluation) -> QuerySet[Method]:
    """The methods, in order."""
    check(user, evaluation, Action.VIEW_EVALUATION)
    return evaluation.methods.all()


def method_for(user: User, evaluation: Evaluation, method_id: int) -> Method:
    """One method. Raises NotFound."""
    return one(methods_for(user, evaluation), "method", pk=method_id)
