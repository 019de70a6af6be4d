"""Putting something before or behind its neighbour."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from sluitend.apps.design import actions, queries
from sluitend.apps.design.actions.order import Movable
from sluitend.apps.design.models import Evaluation
from sluitend.apps.design.views.shared import evaluation_of, user_of
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.errors import NotFound

Found = tuple[Movable, str]


def _topic(user: User, evaluation: Evaluation, identifier: str) -> Found:
    perspective_id, _dot, topic_id = identifier.partition(".")
    perspective = queries.perspective_for(user, evaluation, int(perspective_id))
    topic = queries.topic_for(user, perspective, int(topic_id))
    return topic, reverse("design:perspective", args=[evaluation.pk, perspective.pk])


def _list(evaluation: Evaluation, url_name: str) -> str:
    return reverse(url_name, args=[evaluation.pk])


FINDERS: dict[str, Callable[[User, Evaluation, str], Found]] = {
    "question": lambda user, here, key: (
        queries.question_for(user, here, key),
        _list(here, "design:questions"),
    ),
    "perspective": lambda user, here, key: (
        queries.perspective_for(user, here, int(key)),
        _list(here, "design:perspectives"),
    ),
    "topic": _topic,
    "method": lambda user, here, key: (
        queries.method_for(user, here, int(key)),
        _list(here, "design:methods"),
    ),
    "phase": lambda user, here, key: (queries.phase_for(user, here, int(key)), _list(here, "design:phases")),
    "body": lambda user, here, key: (queries.body_for(user, here, int(key)), _list(here, "design:bodies")),
    "criterion": lambda user, here, key: (
        queries.criterion_for(user, here, int(key)).criterion,
        _list(here, "design:framework"),
    ),
}


@require_POST
def move(request: HttpRequest, evaluation_id: int, what: str, identifier: str) -> HttpResponse:
    """Move one step up ("-1") or down ("1"), and come back to it."""
    evaluation = evaluation_of(request, evaluation_id, Action.EDIT_DESIGN)
    if what not in FINDERS:
        raise NotFound(what)
    try:
        item, back = FINDERS[what](user_of(request), evaluation, identifier)
    except ValueError:
        raise NotFound(what) from None
    actions.move(actor=user_of(request), item=item, step=-1 if request.POST.get("step") == "-1" else 1)
    return redirect(f"{back}#{what}-{identifier}")
