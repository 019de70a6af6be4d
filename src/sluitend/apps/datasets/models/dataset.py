"""A dataset has a kind with a schema, a licence and origin, and a date after which its data are not kept."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class DatasetKind(models.TextChoices):
    EVENT_LOG = "event_log", _("event log")
    RELATIONS = "relations", _("questionnaire on who works with whom")
    SERIES = "series", _("series per period")


class Dataset(models.Model):
    """Data of one kind from one origin; what comes in of it are its versions, of which the newest accepted counts."""

    evaluation = models.ForeignKey("design.Evaluation", models.CASCADE, related_name="datasets")
    number = models.PositiveIntegerField()  # D3
    title = models.CharField(_("title"), max_length=200)
    kind = models.CharField(_("kind"), max_length=30, choices=DatasetKind.choices, default=DatasetKind.EVENT_LOG)
    origin = models.CharField(_("origin (who keeps these data)"), max_length=300)
    licence = models.CharField(_("by what right we use them"), max_length=300)
    retain_until = models.DateField(_("keep until"))
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True)  # all its data were destroyed; number, hashes and reasons stay

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["evaluation", "number"], name="datasets_number")]

    def __str__(self) -> str:
        return f"D{self.number}"
