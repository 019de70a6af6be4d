"""Whom to hear: perspectives, their levels and their topic lists."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sluitend.apps.design import actions, queries
from sluitend.apps.design.access import may
from sluitend.apps.design.forms import (
    ChangePerspectiveForm,
    ChangeTopicForm,
    EmptyForm,
    PerspectiveForm,
    TopicForm,
)
from sluitend.apps.design.models import Evaluation, Level, Perspective, Question, Topic
from sluitend.apps.design.views.shared import (
    Crumb,
    Editing,
    crumbs,
    edit,
    evaluation_of,
    posted,
    setup_page,
    user_of,
    values_of,
)
from sluitend.apps.people.permissions import Action


def perspectives(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """The groups, with their levels and the size of their topic lists."""
    user = user_of(request)
    evaluation = evaluation_of(request, evaluation_id)
    counts = queries.topic_counts(user, evaluation)
    rows = [(one, level_names(one), counts[one.pk]) for one in queries.perspectives_for(user, evaluation)]
    return setup_page(request, evaluation, "design:perspectives", {"rows": rows})


def level_names(perspective: Perspective) -> list[str]:
    """The levels at which this group is heard, in words and in order."""
    return [str(level.label) for level in Level if level.value in perspective.levels]


def perspective(request: HttpRequest, evaluation_id: int, perspective_id: int) -> HttpResponse:
    """One group with its topic list."""
    user = user_of(request)
    evaluation = evaluation_of(request, evaluation_id)
    found = queries.perspective_for(user, evaluation, perspective_id)
    context = {
        "evaluation": evaluation,
        "crumbs": crumbs(evaluation, _list(evaluation), (found.name, "")),
        "perspective": found,
        "levels": level_names(found),
        "topics": [(topic, f"{found.pk}.{topic.pk}") for topic in found.topics.all()],
        "may_edit": may(user, evaluation, Action.EDIT_DESIGN),
    }
    return render(request, "design/perspective.html", context)


def topic_list(request: HttpRequest, evaluation_id: int, perspective_id: int) -> HttpResponse:
    """The topic list on paper: what the interviewer has on the table."""
    evaluation = evaluation_of(request, evaluation_id)
    found = queries.perspective_for(user_of(request), evaluation, perspective_id)
    path = crumbs(evaluation, _list(evaluation), (found.name, _here(found)), (_("Topic list"), ""))
    context = {"evaluation": evaluation, "crumbs": path, "perspective": found}
    return render(request, "design/topic_list.html", context)


def _list(evaluation: Evaluation) -> Crumb:
    return _("Perspectives"), reverse("design:perspectives", args=[evaluation.pk])


def _here(found: Perspective) -> str:
    return reverse("design:perspective", args=[found.evaluation_id, found.pk])


def add_perspective(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """Add a group."""
    evaluation = evaluation_of(request, evaluation_id, Action.EDIT_DESIGN)
    editing = Editing(
        title=_("Add a perspective"),
        back=_list(evaluation)[1],
        save=lambda data: actions.add_perspective(actor=user_of(request), evaluation=evaluation, **data),
        done=_("The perspective has been added. Give it a topic list."),
        path=(_list(evaluation),),
    )
    return edit(request, evaluation, PerspectiveForm(posted(request)), editing)


def change_perspective(request: HttpRequest, evaluation_id: int, perspective_id: int) -> HttpResponse:
    """Change a group."""
    evaluation, found = _to_change(request, evaluation_id, perspective_id)

    def now() -> dict[str, Any]:
        newest = queries.perspective_for(user_of(request), evaluation, perspective_id)
        return values_of(newest, "name", "description", "is_client", "levels", "revision")

    editing = Editing(
        title=_("Change the perspective"),
        back=_here(found),
        save=lambda data: actions.change_perspective(actor=user_of(request), perspective=found, **data),
        done=_("The perspective is saved."),
        now=now,
        path=(_list(evaluation), (found.name, _here(found))),
    )
    return edit(request, evaluation, ChangePerspectiveForm(posted(request), initial=now()), editing)


def delete_perspective(request: HttpRequest, evaluation_id: int, perspective_id: int) -> HttpResponse:
    """Remove a group."""
    evaluation, found = _to_change(request, evaluation_id, perspective_id)
    editing = Editing(
        title=_("Remove “%(name)s”") % {"name": found.name},
        lead=_("Its topic list and what the matrix plans for it go too."),
        back=_list(evaluation)[1],
        save=lambda data: actions.delete_perspective(actor=user_of(request), perspective=found),
        done=_("The perspective has been removed."),
        submit=_("Remove"),
        danger=True,
        path=(_list(evaluation), (found.name, _here(found))),
    )
    return edit(request, evaluation, EmptyForm(posted(request)), editing)


def add_topic(request: HttpRequest, evaluation_id: int, perspective_id: int) -> HttpResponse:
    """Add an item to a topic list."""
    evaluation, found = _to_change(request, evaluation_id, perspective_id)
    form = TopicForm(posted(request), questions=_askable(request, evaluation))

    def save(data: dict[str, Any]) -> None:
        asked = _questions(request, evaluation, data.pop("questions"))
        actions.add_topic(actor=user_of(request), perspective=found, questions=asked, **data)

    return edit(request, evaluation, form, _topic_editing(found, _("Add a topic"), save))


def change_topic(request: HttpRequest, evaluation_id: int, perspective_id: int, topic_id: int) -> HttpResponse:
    """Change an item of a topic list."""
    evaluation, found = _to_change(request, evaluation_id, perspective_id)
    topic = queries.topic_for(user_of(request), found, topic_id)

    def now() -> dict[str, Any]:
        return _topic_values(queries.topic_for(user_of(request), found, topic_id))

    def save(data: dict[str, Any]) -> None:
        asked = _questions(request, evaluation, data.pop("questions"))
        actions.change_topic(actor=user_of(request), topic=topic, questions=asked, **data)

    form = ChangeTopicForm(posted(request), questions=_askable(request, evaluation), initial=now())
    return edit(request, evaluation, form, _topic_editing(found, _("Change the topic"), save, now))


def delete_topic(request: HttpRequest, evaluation_id: int, perspective_id: int, topic_id: int) -> HttpResponse:
    """Remove an item of a topic list."""
    evaluation, found = _to_change(request, evaluation_id, perspective_id)
    topic = queries.topic_for(user_of(request), found, topic_id)
    editing = Editing(
        title=_("Remove “%(name)s”") % {"name": topic.text},
        back=_here(found),
        save=lambda data: actions.delete_topic(actor=user_of(request), topic=topic),
        done=_("The topic has been removed."),
        submit=_("Remove"),
        danger=True,
        path=(_list(evaluation), (found.name, _here(found))),
    )
    return edit(request, evaluation, EmptyForm(posted(request)), editing)


def _to_change(request: HttpRequest, evaluation_id: int, perspective_id: int) -> tuple[Evaluation, Perspective]:
    evaluation = evaluation_of(request, evaluation_id, Action.EDIT_DESIGN)
    return evaluation, queries.perspective_for(user_of(request), evaluation, perspective_id)


def _topic_editing(found: Perspective, title: Any, save: Any, now: Any = None) -> Editing:
    back = _here(found)
    path = (_list(found.evaluation), (found.name, back))
    return Editing(title=title, back=back, save=save, done=_("The topic list is saved."), now=now, path=path)


def _topic_values(topic: Topic) -> dict[str, Any]:
    labels = list(topic.questions.values_list("label", flat=True))
    return {**values_of(topic, "text", "prompts", "revision"), "questions": labels}


def _askable(request: HttpRequest, evaluation: Evaluation) -> list[queries.QuestionLine]:
    lines = queries.questions_for(user_of(request), evaluation)
    return [line for line in lines if not (line.is_main and line.has_parts)]


def _questions(request: HttpRequest, evaluation: Evaluation, labels: list[str]) -> list[Question]:
    return [queries.question_for(user_of(request), evaluation, label) for label in labels]
