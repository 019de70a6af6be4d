"""The statement that something was destroyed: what, when and why, without anything of the content."""

from __future__ import annotations

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from sluitend.apps.fieldwork.models.respondent import Respondent


class DestructionReason(models.TextChoices):
    WITHDRAWN = "withdrawn", _("the respondent withdrew")
    RETENTION = "retention", _("the retention date has passed")
    REMOVED = "removed", _("removed by the team")


class DestructionStatement(models.Model):
    """A vernietigingsverklaring. The ledger in the key folder holds the same lines, to be replayed after a restore."""

    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    evaluation = models.ForeignKey("design.Evaluation", models.CASCADE, related_name="destructions")
    number = models.PositiveIntegerField()
    respondent = models.ForeignKey(Respondent, models.RESTRICT, null=True, related_name="destructions")
    reason = models.CharField(max_length=20, choices=DestructionReason.choices)
    asked_on = models.DateField(_("asked on"), null=True, blank=True)
    # Each {kind, object, count, sha256, spans}: see actions.destruction.Line. No text, no names.
    lines = models.JSONField(default=list)
    replayed_at = models.DateTimeField(null=True)  # when a restored database was made to forget it again
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["evaluation", "number"], name="fieldwork_destruction_number")]

    def __str__(self) -> str:
        return f"destruction {self.evaluation_id}/{self.number}"
