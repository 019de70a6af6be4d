"""What parties agreed, what a body decided, and a template of one's own: arguments of addresses of the design."""

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
    OwnTemplate,
)
from sluitend.apps.design.template_store import templates
from sluitend.formats.template import dumps


def arguments(evaluation: Evaluation) -> dict[str, Any]:
    """One of each; the agreement has number 1."""
    Agreement.objects.create(evaluation=evaluation, number=1, text="Elkaar bellen (fictief)")
    body = Body.objects.create(evaluation=evaluation, name="Regiegroep (fictief)", kind="steering_group")
    meeting = Meeting.objects.create(body=body, date=date(2026, 1, 1), subject="Start (fictief)")
    content = dumps(templates()["keten"]).replace("key: keten", "key: eigen", 1)
    own = OwnTemplate.objects.create(key="eigen", title="Eigen", content=content, made_by=evaluation.created_by)
    return {
        "key": own.key,
        "body_id": body.pk,
        "member_id": BodyMember.objects.create(body=body, name_or_function="Directeur (fictief)").pk,
        "meeting_id": meeting.pk,
        "decision_id": Decision.objects.create(meeting=meeting, text="Door (fictief)").pk,
        "action_id": BodyAction.objects.create(meeting=meeting, text="Bellen (fictief)", owner="regio").pk,
    }
