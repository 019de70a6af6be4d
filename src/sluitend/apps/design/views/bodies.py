"""The bodies around the evaluation: their mandate, who sits in them, and what they would do."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sluitend.apps.design import actions, queries
from sluitend.apps.design.access import may
from sluitend.apps.design.forms import BodyForm, ChangeBodyForm, EmptyForm, SeatForm
from sluitend.apps.design.models import Body, Evaluation
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


def bodies(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """The bodies, and every action that came of their meetings."""
    user = user_of(request)
    evaluation = evaluation_of(request, evaluation_id)
    context = {
        "bodies": queries.bodies_for(user, evaluation),
        "actions": queries.body_actions_for(user, evaluation),
    }
    return setup_page(request, evaluation, "design:bodies", context)


def bodies_crumb(evaluation: Evaluation) -> Crumb:
    """Where the list of bodies stands."""
    return _("Bodies and meetings"), reverse("design:bodies", args=[evaluation.pk])


def body_crumb(found: Body) -> Crumb:
    """Where a body stands."""
    return found.name, reverse("design:body", args=[found.evaluation_id, found.pk])


def body(request: HttpRequest, evaluation_id: int, body_id: int) -> HttpResponse:
    """One body: mandate, members and meetings."""
    user = user_of(request)
    evaluation = evaluation_of(request, evaluation_id)
    found = queries.body_for(user, evaluation, body_id)
    context = {
        "evaluation": evaluation,
        "crumbs": crumbs(evaluation, bodies_crumb(evaluation), (found.name, "")),
        "body": found,
        "may_edit": may(user, evaluation, Action.EDIT_DESIGN),
    }
    return render(request, "design/body.html", context)


def add_body(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """Add a body."""
    evaluation = evaluation_of(request, evaluation_id, Action.EDIT_DESIGN)
    editing = Editing(
        title=_("Add a body"),
        back=bodies_crumb(evaluation)[1],
        save=lambda data: actions.add_body(actor=user_of(request), evaluation=evaluation, **data),
        done=_("The body has been added. Say who sits in it."),
        further=lambda made: body_crumb(made)[1],
        path=(bodies_crumb(evaluation),),
    )
    return edit(request, evaluation, BodyForm(posted(request)), editing)


def change_body(request: HttpRequest, evaluation_id: int, body_id: int) -> HttpResponse:
    """Change a body."""
    evaluation, found = _to_change(request, evaluation_id, body_id)

    def now() -> dict[str, Any]:
        return values_of(queries.body_for(user_of(request), evaluation, body_id), "name", "kind", "mandate", "revision")

    editing = Editing(
        title=_("Change the body"),
        back=body_crumb(found)[1],
        save=lambda data: actions.change_body(actor=user_of(request), body=found, **data),
        done=_("The body is saved."),
        now=now,
        path=(bodies_crumb(evaluation), body_crumb(found)),
    )
    return edit(request, evaluation, ChangeBodyForm(posted(request), initial=now()), editing)


def delete_body(request: HttpRequest, evaluation_id: int, body_id: int) -> HttpResponse:
    """Remove a body that has not met."""
    evaluation, found = _to_change(request, evaluation_id, body_id)
    editing = Editing(
        title=_("Remove “%(name)s”") % {"name": found.name},
        back=bodies_crumb(evaluation)[1],
        save=lambda data: actions.delete_body(actor=user_of(request), body=found),
        done=_("The body has been removed."),
        submit=_("Remove"),
        danger=True,
        path=(bodies_crumb(evaluation), body_crumb(found)),
    )
    return edit(request, evaluation, EmptyForm(posted(request)), editing)


def seat(request: HttpRequest, evaluation_id: int, body_id: int) -> HttpResponse:
    """Say who sits in a body."""
    user = user_of(request)
    evaluation, found = _to_change(request, evaluation_id, body_id)

    def save(data: dict[str, Any]) -> None:
        organisation = actions.organisation_named(actor=user, name=data.pop("organisation"))
        actions.seat(actor=user, body=found, organisation=organisation, **data)

    editing = Editing(
        title=_("Add a member"),
        back=body_crumb(found)[1],
        save=save,
        done=_("The member has been added."),
        path=(bodies_crumb(evaluation), body_crumb(found)),
    )
    return edit(request, evaluation, SeatForm(posted(request), user=user), editing)


def unseat(request: HttpRequest, evaluation_id: int, member_id: int) -> HttpResponse:
    """Say that somebody sits in a body no longer."""
    user = user_of(request)
    evaluation = evaluation_of(request, evaluation_id, Action.EDIT_DESIGN)
    member = queries.body_member_for(user, evaluation, member_id)
    editing = Editing(
        title=_("Remove “%(name)s”") % {"name": member.name_or_function},
        back=body_crumb(member.body)[1],
        save=lambda data: actions.unseat(actor=user, member=member),
        done=_("The member has been removed."),
        submit=_("Remove"),
        danger=True,
        path=(bodies_crumb(evaluation), body_crumb(member.body)),
    )
    return edit(request, evaluation, EmptyForm(posted(request)), editing)


def _to_change(request: HttpRequest, evaluation_id: int, body_id: int) -> tuple[Evaluation, Body]:
    evaluation = evaluation_of(request, evaluation_id, Action.EDIT_DESIGN)
    return evaluation, queries.body_for(user_of(request), evaluation, body_id)
