"""The state of findings, conclusions and recommendations at the end of a phase: for interim against final."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class PhaseSnapshot(models.Model):
    """What the team held at that moment, in its own words and in figures; no passage is copied into it."""

    phase = models.OneToOneField("design.Phase", models.PROTECT, related_name="snapshot")
    taken_at = models.DateTimeField(auto_now_add=True)
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    content = models.JSONField()  # queries.snapshots.content_of

    class Meta:
        ordering = ["taken_at"]

    def __str__(self) -> str:
        return f"snapshot of {self.phase_id}"
