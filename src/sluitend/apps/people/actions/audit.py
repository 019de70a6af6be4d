"""Taking the audit trail outside is itself an event."""

from __future__ import annotations

from sluitend.apps.people.access import require_installation
from sluitend.apps.people.audit import record
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import InstallationAction


def note_audit_export(*, actor: User) -> None:
    """Record that the events outside evaluations are being downloaded. Raises NotAllowed."""
    require_installation(actor, InstallationAction.EXPORT_AUDIT)
    record(actor, "people.audit_exported", actor)
