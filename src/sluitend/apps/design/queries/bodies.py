"""The bodies around the evaluation, with what they decided and what somebody would do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import F, Prefetch, QuerySet
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from sluitend.apps.design.access import check
from sluitend.apps.design.models import (
    Body,
    BodyAction,
    BodyMember,
    Decision,
    Evaluation,
    Meeting,
)
from sluitend.apps.design.queries.finding_one import one
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.web.registry import Text

STATES: dict[str, Text] = {
    "late": pgettext_lazy("action", "late"),
    "open": pgettext_lazy("action", "open"),
    "done": pgettext_lazy("action", "done"),
}


@dataclass(frozen=True, slots=True)
class ActionLine:
    """An action with how it stands today: "late", "open" or "done"."""

    action: BodyAction
    state: str

    @property
    def state_label(self) -> Text:
        return STATES[self.state]

    @property
    def meeting(self) -> Meeting:
        return self.action.meeting


def bodies_for(user: User, evaluation: Evaluation) -> QuerySet[Body]:
    """The bodies in order, each with its members and meetings (newest first); three queries."""
    check(user, evaluation, Action.VIEW_EVALUATION)
    members = Prefetch("members", BodyMember.objects.select_related("organisation"))
    return evaluation.bodies.prefetch_related(members, "meetings")


def body_for(user: User, evaluation: Evaluation, body_id: int) -> Body:
    """One body with its members and meetings. Raises NotFound."""
    return one(bodies_for(user, evaluation).select_related("evaluation"), "body", pk=body_id)


def body_member_for(user: User, evaluation: Evaluation, member_id: int) -> BodyMember:
    """Somebody who sits in a body. Raises NotFound."""
    check(user, evaluation, Action.VIEW_EVALUATION)
    rows = BodyMember.objects.filter(body__evaluation=evaluation).select_related("body", "organisation")
    return one(rows, "member of a body", pk=member_id)


def meeting_for(user: User, evaluation: Evaluation, meeting_id: int) -> Meeting:
    """One meeting with its decisions and actions; three queries. Raises NotFound."""
    check(user, evaluation, Action.VIEW_EVALUATION)
    decisions = Prefetch("decisions", Decision.objects.select_related("entry"))
    rows = Meeting.objects.filter(body__evaluation=evaluation).select_related("body__evaluation")
    return one(rows.prefetch_related(decisions, "actions"), "meeting", pk=meeting_id)


def decision_for(user: User, evaluation: Evaluation, decision_id: int) -> Decision:
    """One decision. Raises NotFound."""
    check(user, evaluation, Action.VIEW_EVALUATION)
    rows = Decision.objects.filter(meeting__body__evaluation=evaluation)
    return one(rows.select_related("meeting__body__evaluation", "entry"), "decision", pk=decision_id)


def body_action_for(user: User, evaluation: Evaluation, action_id: int) -> BodyAction:
    """One action. Raises NotFound."""
    return one(_actions(user, evaluation), "action of a body", pk=action_id)


def body_actions_for(user: User, evaluation: Evaluation) -> list[ActionLine]:
    """What somebody would do: late first, then open by date, then what was done; one query."""
    today = timezone.localdate()
    lines = [action_line(action, today) for action in _actions(user, evaluation)]
    return sorted(lines, key=lambda line: list(STATES).index(line.state))


def action_line(action: BodyAction, today: date) -> ActionLine:
    """An action as it stands on this day."""
    return ActionLine(action, action.state(today))


def _actions(user: User, evaluation: Evaluation) -> QuerySet[BodyAction]:
    check(user, evaluation, Action.VIEW_EVALUATION)
    rows = BodyAction.objects.filter(meeting__body__evaluation=evaluation).select_related("meeting__body")
    return rows.order_by(F("due_on").asc(nulls_last=True), "pk")
