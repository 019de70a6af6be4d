"""Who did what, when: ids, counts and enums, never what somebody wrote or said."""

from __future__ import annotations

from django.db import models


class AuditEvent(models.Model):
    """One write, or one opening of a source. Rows are only added (a database trigger refuses change and removal)."""

    at = models.DateTimeField(auto_now_add=True, db_index=True)
    # Opaque ids: an event outlives what it is about, so nothing cascades into this table.
    actor_id = models.BigIntegerField(null=True, db_index=True)
    action = models.CharField(max_length=80, db_index=True)
    object_type = models.CharField(max_length=80)
    object_id = models.CharField(max_length=40)
    evaluation_id = models.BigIntegerField(null=True, db_index=True)
    data = models.JSONField(default=dict)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.action} {self.object_type} {self.object_id}"
