"""What the views of this room share."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sluitend.apps.design.models import Evaluation
from sluitend.apps.design.queries import evaluation_for
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.apps.sources import queries
from sluitend.apps.sources.models import Source
from sluitend.web.registry import Text

Crumbs = list[tuple[Text, str]]


def user_of(request: HttpRequest) -> User:
    """The user who is logged in: every view here is private."""
    return cast(User, request.user)


def opened(request: HttpRequest, evaluation_id: int, number: int, action: Action) -> tuple[Evaluation, Source]:
    """The evaluation and its source. Raises NotFound, NotAllowed."""
    user = user_of(request)
    evaluation = evaluation_for(user, evaluation_id, action=action)
    return evaluation, queries.source_for(user, evaluation, number)


def crumbs(evaluation: Evaluation, here: Text, source: Source | None = None) -> Crumbs:
    """The way to this page: the list, the source that it is about, the page itself."""
    way: Crumbs = [(_("Sources"), reverse("sources:list", args=[evaluation.pk]))]
    if source is not None:
        way.append((str(source), reverse("sources:source", args=[evaluation.pk, source.number])))
    return [*way, (here, "")]
