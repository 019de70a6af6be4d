"""Meetings of a body, what was decided there and what somebody will do after it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from sluitend.apps.design import actions, queries
from sluitend.apps.design.access import may
from sluitend.apps.design.forms import (
    BodyActionForm,
    ChangeBodyActionForm,
    ChangeMeetingForm,
    DecisionForm,
    EmptyForm,
    MeetingForm,
)
from sluitend.apps.design.models import BodyAction, Evaluation, Meeting
from sluitend.apps.design.views.bodies import bodies_crumb, body_crumb
from sluitend.apps.design.views.shared import (
    Crumb,
    Editing,
    crumbs,
    edit,
    evaluation_of,
    posted,
    user_of,
    values_of,
)
from sluitend.apps.people.permissions import Action


def _here(found: Meeting) -> str:
    return reverse("design:meeting", args=[found.body.evaluation_id, found.pk])


def _path(evaluation: Evaluation, found: Meeting) -> tuple[Crumb, ...]:
    return bodies_crumb(evaluation), body_crumb(found.body), (found.subject, _here(found))


def meeting(request: HttpRequest, evaluation_id: int, meeting_id: int) -> HttpResponse:
    """One meeting with its decisions and actions."""
    user = user_of(request)
    evaluation = evaluation_of(request, evaluation_id)
    found = queries.meeting_for(user, evaluation, meeting_id)
    today = timezone.localdate()
    context = {
        "evaluation": evaluation,
        "crumbs": crumbs(evaluation, *_path(evaluation, found)[:2], (found.subject, "")),
        "meeting": found,
        "actions": [queries.action_line(one, today) for one in found.actions.all()],
        "may_edit": may(user, evaluation, Action.EDIT_DESIGN),
    }
    return render(request, "design/meeting.html", context)


def add_meeting(request: HttpRequest, evaluation_id: int, body_id: int) -> HttpResponse:
    """Write down that a body met."""
    user = user_of(request)
    evaluation = evaluation_of(request, evaluation_id, Action.EDIT_DESIGN)
    body = queries.body_for(user, evaluation, body_id)
    editing = Editing(
        title=_("Add a meeting"),
        back=body_crumb(body)[1],
        save=lambda data: actions.add_meeting(actor=user, body=body, **data),
        done=_("The meeting has been added. Write down what was decided."),
        further=_here,
        path=(bodies_crumb(evaluation), body_crumb(body)),
    )
    return edit(request, evaluation, MeetingForm(posted(request)), editing)


def change_meeting(request: HttpRequest, evaluation_id: int, meeting_id: int) -> HttpResponse:
    """Correct a meeting."""
    user = user_of(request)
    evaluation, found = _to_change(request, evaluation_id, meeting_id)

    def now() -> dict[str, Any]:
        newest = queries.meeting_for(user, evaluation, meeting_id)
        return values_of(newest, "date", "subject", "notes", "revision")

    editing = Editing(
        title=_("Change the meeting"),
        back=_here(found),
        save=lambda data: actions.change_meeting(actor=user, meeting=found, **data),
        done=_("The meeting is saved."),
        now=now,
        path=_path(evaluation, found),
    )
    return edit(request, evaluation, ChangeMeetingForm(posted(request), initial=now()), editing)


def delete_meeting(request: HttpRequest, evaluation_id: int, meeting_id: int) -> HttpResponse:
    """Remove a meeting of which nothing came."""
    evaluation, found = _to_change(request, evaluation_id, meeting_id)
    editing = Editing(
        title=_("Remove “%(name)s”") % {"name": found.subject},
        back=_here(found),
        save=lambda data: actions.delete_meeting(actor=user_of(request), meeting=found),
        done=_("The meeting has been removed."),
        submit=_("Remove"),
        danger=True,
        further=lambda nothing: body_crumb(found.body)[1],
        path=_path(evaluation, found),
    )
    return edit(request, evaluation, EmptyForm(posted(request)), editing)


def add_decision(request: HttpRequest, evaluation_id: int, meeting_id: int) -> HttpResponse:
    """Write down what was decided."""
    user = user_of(request)
    evaluation, found = _to_change(request, evaluation_id, meeting_id)

    def save(data: dict[str, Any]) -> None:
        decision = actions.add_decision(actor=user, meeting=found, text=data["text"])
        if data["in_logbook"]:
            actions.carry_to_logbook(actor=user, decision=decision)

    editing = Editing(
        title=_("Add a decision"),
        back=_here(found),
        save=save,
        done=_("The decision has been added."),
        path=_path(evaluation, found),
    )
    return edit(request, evaluation, DecisionForm(posted(request)), editing)


def delete_decision(request: HttpRequest, evaluation_id: int, decision_id: int) -> HttpResponse:
    """Remove a decision that was written down by mistake."""
    user = user_of(request)
    evaluation = evaluation_of(request, evaluation_id, Action.EDIT_DESIGN)
    decision = queries.decision_for(user, evaluation, decision_id)
    editing = Editing(
        title=_("Remove the decision"),
        lead=decision.text,
        back=_here(decision.meeting),
        save=lambda data: actions.delete_decision(actor=user, decision=decision),
        done=_("The decision has been removed."),
        submit=_("Remove"),
        danger=True,
        path=_path(evaluation, decision.meeting),
    )
    return edit(request, evaluation, EmptyForm(posted(request)), editing)


@require_POST
def carry_to_logbook(request: HttpRequest, evaluation_id: int, decision_id: int) -> HttpResponse:
    """Let a decision stand in the logbook too."""
    user = user_of(request)
    evaluation = evaluation_of(request, evaluation_id, Action.WRITE_LOGBOOK)
    decision = queries.decision_for(user, evaluation, decision_id)
    entry = actions.carry_to_logbook(actor=user, decision=decision)
    messages.success(request, gettext("The decision stands in the logbook as %(label)s.") % {"label": entry.label})
    return redirect(_here(decision.meeting))


def add_body_action(request: HttpRequest, evaluation_id: int, meeting_id: int) -> HttpResponse:
    """Write down what somebody will do."""
    user = user_of(request)
    evaluation, found = _to_change(request, evaluation_id, meeting_id)
    editing = Editing(
        title=_("Add an action"),
        back=_here(found),
        save=lambda data: actions.add_body_action(actor=user, meeting=found, **data),
        done=_("The action has been added."),
        path=_path(evaluation, found),
    )
    return edit(request, evaluation, BodyActionForm(posted(request)), editing)


def change_body_action(request: HttpRequest, evaluation_id: int, action_id: int) -> HttpResponse:
    """Change an action, or say when it was done."""
    user = user_of(request)
    evaluation = evaluation_of(request, evaluation_id, Action.EDIT_DESIGN)
    action = queries.body_action_for(user, evaluation, action_id)

    def now() -> dict[str, Any]:
        newest: BodyAction = queries.body_action_for(user, evaluation, action_id)
        return values_of(newest, "text", "owner", "due_on", "done_on", "revision")

    initial = now()
    if request.GET.get("done"):
        initial["done_on"] = initial["done_on"] or timezone.localdate()
    editing = Editing(
        title=_("Change the action"),
        back=_here(action.meeting),
        save=lambda data: actions.change_body_action(actor=user, action=action, **data),
        done=_("The action is saved."),
        now=now,
        path=_path(evaluation, action.meeting),
    )
    return edit(request, evaluation, ChangeBodyActionForm(posted(request), initial=initial), editing)


def _to_change(request: HttpRequest, evaluation_id: int, meeting_id: int) -> tuple[Evaluation, Meeting]:
    evaluation = evaluation_of(request, evaluation_id, Action.EDIT_DESIGN)
    return evaluation, queries.meeting_for(user_of(request), evaluation, meeting_id)
