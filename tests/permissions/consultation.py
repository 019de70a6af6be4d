"""What parties agreed and what a body decided: arguments of addresses of the design."""

from __future__ import annotations

from datetime import date
from typing import Any

from sluitend.apps.design.models import (
    Agreement,
    Body,
    BodyAction,
    BodyMember,
    Decision,
    Evaluation,
    Meeting,
)


def arguments(evaluation: Evaluation) -> dict[str, Any]:
    """One of each; the agreement has number 1."""
    Agreement.objects.create(evaluation=evaluation, number=1, text="Elkaar bellen (fictief)")
    body = Body.objects.create(evaluation=evaluation, name="Regiegroep (fictief)", kind="steering_group")
    meeting = Meeting.objects.create(body=body, date=date(2026, 1, 1), subject="Start (fictief)")
    return {
        "body_id": body.pk,
        "member_id": BodyMember.objects.create(body=body, name_or_function="Directeur (fictief)").pk,
        "meeting_id": meeting.pk,
        "decision_id": Decision.objects.create(meeting=meeting, text="Door (fictief)").pk,
        "action_id": BodyAction.objects.create(meeting=meeting, text="Bellen (fictief)", owner="regio").pk,
    }
