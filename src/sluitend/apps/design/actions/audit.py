"""Taking the audit trail out of the product is itself an event."""

from __future__ import annotations

from sluitend.apps.design.access import require
from sluitend.apps.design.models import Evaluation
from sluitend.apps.people.audit import record
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action


def note_audit_export(*, actor: User, evaluation: Evaluation) -> None:
    """Record that the audit trail of this evaluation was exported."""
    require(actor, evaluation, Action.EXPORT_AUDIT)
    record(actor, "design.audit_exported", evaluation, evaluation=evaluation.pk)
