"""What happened on the way and may explain a finding."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from sluitend.apps.findings.models.findings import Finding


class LogbookLink(models.Model):
    """An entry of the logbook that says something about a finding: an explanation, never evidence."""

    finding = models.ForeignKey(Finding, models.CASCADE, related_name="logbook_links")
    entry = models.ForeignKey("design.LogbookEntry", models.CASCADE, related_name="finding_links")
    note = models.TextField(_("what it has to do with the finding"), blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["entry__date", "id"]
        constraints = [models.UniqueConstraint(fields=["finding", "entry"], name="findings_logbook_once")]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.finding_id}"
