"""What bodies discussed and decided, and what somebody will do after it."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.text import Truncator

from sluitend.apps.design.access import require
from sluitend.apps.design.actions.changing import change
from sluitend.apps.design.actions.logbook import add_entry
from sluitend.apps.design.models import Body, BodyAction, Decision, LogbookEntry, LogbookKind, Meeting
from sluitend.apps.people.audit import record
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.errors import InputError

TITLE_LENGTH = 200


def add_meeting(*, actor: User, body: Body, date: date, subject: str, notes: str = "") -> Meeting:
    """Write down that a body met, or will meet."""
    require(actor, body.evaluation_id, Action.EDIT_DESIGN)
    with transaction.atomic():
        meeting = Meeting.objects.create(body=body, date=date, subject=subject, notes=notes)
        record(actor, "design.meeting_added", meeting, evaluation=body.evaluation_id)
    return meeting


def change_meeting(*, actor: User, meeting: Meeting, revision: int, date: date, subject: str, notes: str) -> Meeting:
    """Correct a meeting. Raises InputError("design.changed_meanwhile")."""
    require(actor, meeting.body.evaluation_id, Action.EDIT_DESIGN)
    with transaction.atomic():
        change(meeting, revision=revision, date=date, subject=subject, notes=notes)
        record(actor, "design.meeting_changed", meeting, evaluation=meeting.body.evaluation_id)
    return meeting


def delete_meeting(*, actor: User, meeting: Meeting) -> None:
    """Take away a meeting without decisions or actions. Raises InputError("design.meeting_has_outcomes")."""
    require(actor, meeting.body.evaluation_id, Action.EDIT_DESIGN)
    if meeting.decisions.exists() or meeting.actions.exists():
        raise InputError("design.meeting_has_outcomes")
    with transaction.atomic():
        record(actor, "design.meeting_deleted", meeting, evaluation=meeting.body.evaluation_id)
        meeting.delete()


def add_decision(*, actor: User, meeting: Meeting, text: str) -> Decision:
    """Write down what a body decided."""
    require(actor, meeting.body.evaluation_id, Action.EDIT_DESIGN)
    with transaction.atomic():
        decision = Decision.objects.create(meeting=meeting, text=text)
        record(actor, "design.decision_added", decision, evaluation=meeting.body.evaluation_id)
    return decision


def delete_decision(*, actor: User, decision: Decision) -> None:
    """Take away a decision that was written down by mistake; what stands in the logbook stays there."""
    evaluation_id = decision.meeting.body.evaluation_id
    require(actor, evaluation_id, Action.EDIT_DESIGN)
    with transaction.atomic():
        record(actor, "design.decision_deleted", decision, evaluation=evaluation_id)
        decision.delete()


def carry_to_logbook(*, actor: User, decision: Decision) -> LogbookEntry:
    """Let a decision of a body stand in the logbook too, on the day of the meeting; once.

    Raises InputError("design.decision_in_logbook").
    """
    body = decision.meeting.body
    require(actor, body.evaluation_id, Action.WRITE_LOGBOOK)
    with transaction.atomic():
        if Decision.objects.select_for_update().get(pk=decision.pk).entry_id:
            raise InputError("design.decision_in_logbook")
        title = Truncator(f"{body.name}: {decision.text}").chars(TITLE_LENGTH)
        entry = add_entry(
            actor=actor,
            evaluation=body.evaluation,
            date=decision.meeting.date,
            kind=LogbookKind.DECISION,
            title=" ".join(title.split()),
            text=decision.text,
        )
        decision.entry = entry
        decision.save(update_fields=["entry"])
    return entry


def add_body_action(*, actor: User, meeting: Meeting, text: str, owner: str, due_on: date | None = None) -> BodyAction:
    """Write down what somebody will do after a meeting."""
    require(actor, meeting.body.evaluation_id, Action.EDIT_DESIGN)
    with transaction.atomic():
        action = BodyAction.objects.create(meeting=meeting, text=text, owner=owner, due_on=due_on)
        record(actor, "design.body_action_added", action, evaluation=meeting.body.evaluation_id)
    return action


def change_body_action(
    *,
    actor: User,
    action: BodyAction,
    revision: int,
    text: str,
    owner: str,
    due_on: date | None,
    done_on: date | None,
) -> BodyAction:
    """Change an action, or say that it was done. Raises InputError("design.changed_meanwhile")."""
    evaluation_id = action.meeting.body.evaluation_id
    require(actor, evaluation_id, Action.EDIT_DESIGN)
    with transaction.atomic():
        change(action, revision=revision, text=text, owner=owner, due_on=due_on, done_on=done_on)
        record(actor, "design.body_action_changed", action, evaluation=evaluation_id, done=done_on is not None)
    return action
