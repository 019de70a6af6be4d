"""Writing the audit trail: the last step of every action, in the same transaction as the change."""

from __future__ import annotations

from django.db import models

from sluitend.apps.people.models import AuditEvent, User

Datum = str | int | bool | None


def record(
    actor: User | None, action: str, target: models.Model, *, evaluation: int | None = None, **data: Datum
) -> AuditEvent:
    """Add one event. `action` is "room.what_happened"; `data` holds ids, counts and enums, never written text."""
    return AuditEvent.objects.create(
        actor_id=actor.pk if actor else None,
        action=action,
        object_type=target._meta.label_lower,
        object_id=str(target.pk),
        evaluation_id=evaluation,
        data=data,
    )
