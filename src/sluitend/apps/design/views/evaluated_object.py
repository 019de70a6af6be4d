"""What is evaluated, and how it changed on the way."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sluitend.apps.design import actions, queries
from sluitend.apps.design.forms import DescribeVersionForm, NewVersionForm
from sluitend.apps.design.models import Evaluation
from sluitend.apps.design.views.shared import (
    Crumb,
    Editing,
    edit,
    evaluation_of,
    posted,
    setup_page,
    user_of,
    values_of,
)
from sluitend.apps.people.permissions import Action


def evaluated_object(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """The object with its versions, newest first, and the questions that fix its scope."""
    evaluation = evaluation_of(request, evaluation_id)
    found = queries.object_for(user_of(request), evaluation)
    versions = list(found.versions.all())[::-1]
    return setup_page(request, evaluation, "design:object", {"object": found, "versions": versions})


def _here(evaluation: Evaluation) -> Crumb:
    return _("Evaluated object"), reverse("design:object", args=[evaluation.pk])


def describe_version(request: HttpRequest, evaluation_id: int, number: int) -> HttpResponse:
    """Describe a version better; the object itself did not change."""
    user = user_of(request)
    evaluation = evaluation_of(request, evaluation_id, Action.EDIT_DESIGN)
    version = queries.object_version_for(user, evaluation, number)
    found = version.evaluated_object

    def now() -> dict[str, Any]:
        newest = queries.object_version_for(user, evaluation, number)
        fields = values_of(newest, "name", "description", "scope", "starts", "revision")
        return {**fields, "object_name": newest.evaluated_object.name}

    def save(data: dict[str, Any]) -> None:
        name = data.pop("object_name")
        with transaction.atomic():
            actions.describe_object_version(actor=user, version=version, **data)
            if name != found.name:
                actions.rename_object(actor=user, evaluated_object=found, name=name)

    editing = Editing(
        title=_("Describe the evaluated object"),
        lead=_("Did the object itself change? Then add a new version instead."),
        back=_here(evaluation)[1],
        save=save,
        done=_("The description is saved."),
        now=now,
        path=(_here(evaluation),),
        template="design/describe_object.html",
        context={"prompts": found.scope_prompts},
    )
    return edit(request, evaluation, DescribeVersionForm(posted(request), initial=now()), editing)


def add_version(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """Record that the object is another one from a date, and why."""
    user = user_of(request)
    evaluation = evaluation_of(request, evaluation_id, Action.EDIT_DESIGN)
    found = queries.object_for(user, evaluation)

    def now() -> dict[str, Any]:
        newest = queries.object_versions_for(user, evaluation)[-1]
        return {**values_of(newest, "description", "scope"), "seen": newest.number}

    editing = Editing(
        title=_("The object changed"),
        lead=_("For example: the pilot's task was narrowed. Sources can then say which version they speak about."),
        back=_here(evaluation)[1],
        save=lambda data: actions.add_object_version(actor=user, evaluated_object=found, **data),
        done=_("The new version is recorded."),
        now=now,
        path=(_here(evaluation),),
        template="design/describe_object.html",
        context={"prompts": found.scope_prompts},
    )
    return edit(request, evaluation, NewVersionForm(posted(request), initial=now()), editing)
