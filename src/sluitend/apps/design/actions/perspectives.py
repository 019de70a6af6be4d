"""Whom to hear and about what: perspectives with their levels, and their topic lists."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from django.db import transaction

from sluitend.apps.design.access import require
from sluitend.apps.design.actions.changing import change, next_order, remove, unique_name
from sluitend.apps.design.models import Evaluation, Perspective, Question, Topic
from sluitend.apps.people.audit import record
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action


def add_perspective(
    *,
    actor: User,
    evaluation: Evaluation,
    name: str,
    description: str = "",
    is_client: bool = False,
    levels: Collection[str] = (),
) -> Perspective:
    """Add a group to hear. Raises InputError("design.name_taken")."""
    require(actor, evaluation, Action.EDIT_DESIGN)
    with transaction.atomic():
        with unique_name(name):
            perspective = Perspective.objects.create(
                evaluation=evaluation,
                name=name,
                description=description,
                is_client=is_client,
                levels=list(levels),
                order=next_order(evaluation.perspectives.all()),
            )
        record(actor, "design.perspective_added", perspective, evaluation=evaluation.pk)
    return perspective


def change_perspective(
    *,
    actor: User,
    perspective: Perspective,
    revision: int,
    name: str,
    description: str,
    is_client: bool,
    levels: Collection[str],
) -> Perspective:
    """Change a group's name, description and levels.

    Raises InputError("design.name_taken" | "design.changed_meanwhile").
    """
    require(actor, perspective.evaluation_id, Action.EDIT_DESIGN)
    with transaction.atomic():
        with unique_name(name):
            change(
                perspective,
                revision=revision,
                name=name,
                description=description,
                is_client=is_client,
                levels=list(levels),
            )
        record(actor, "design.perspective_changed", perspective, evaluation=perspective.evaluation_id)
    return perspective


def delete_perspective(*, actor: User, perspective: Perspective) -> None:
    """Remove a group with its topic list and matrix cells. Raises InputError("design.in_use") when sources name it."""
    require(actor, perspective.evaluation_id, Action.EDIT_DESIGN)
    with transaction.atomic():
        record(actor, "design.perspective_deleted", perspective, evaluation=perspective.evaluation_id)
        remove(perspective)


def add_topic(
    *, actor: User, perspective: Perspective, text: str, prompts: Sequence[str], questions: Collection[Question]
) -> Topic:
    """Add an item to a perspective's topic list."""
    require(actor, perspective.evaluation_id, Action.EDIT_DESIGN)
    with transaction.atomic():
        topic = Topic.objects.create(
            perspective=perspective, text=text, prompts=list(prompts), order=next_order(perspective.topics.all())
        )
        topic.questions.set(questions)
        record(actor, "design.topic_added", topic, evaluation=perspective.evaluation_id)
    return topic


def change_topic(
    *,
    actor: User,
    topic: Topic,
    revision: int,
    text: str,
    prompts: Sequence[str],
    questions: Collection[Question],
) -> Topic:
    """Change an item of a topic list. Raises InputError("design.changed_meanwhile")."""
    evaluation_id = topic.perspective.evaluation_id
    require(actor, evaluation_id, Action.EDIT_DESIGN)
    with transaction.atomic():
        change(topic, revision=revision, text=text, prompts=list(prompts))
        topic.questions.set(questions)
        record(actor, "design.topic_changed", topic, evaluation=evaluation_id)
    return topic


def delete_topic(*, actor: User, topic: Topic) -> None:
    """Remove an item of a topic list."""
    evaluation_id = topic.perspective.evaluation_id
    require(actor, evaluation_id, Action.EDIT_DESIGN)
    with transaction.atomic():
        record(actor, "design.topic_deleted", topic, evaluation=evaluation_id)
        remove(topic)
