"""What is evaluated has dated versions: a pilot's role narrows on the way, and a source speaks about one of them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from sluitend.apps.design.models.revised import Revised


class EvaluatedObject(models.Model):
    """The pilot, agreement, chain, region's budget or programme under evaluation."""

    evaluation = models.OneToOneField("design.Evaluation", models.CASCADE, related_name="evaluated_object")
    name = models.CharField(_("name"), max_length=200)
    scope_prompts = models.JSONField(_("questions that fix the scope"), default=list, blank=True)

    def __str__(self) -> str:
        return self.name


class EvaluatedObjectVersion(Revised):
    """The object as it was from a date (until the next version's date)."""

    evaluated_object = models.ForeignKey(EvaluatedObject, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    name = models.CharField(_("name of this version"), max_length=200)
    description = models.TextField(_("what it is"), blank=True)
    scope = models.TextField(_("scope: what belongs to it, and what does not"), blank=True)
    starts = models.DateField(_("from"))
    reason = models.TextField(_("reason of the change"), blank=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["evaluated_object", "starts"], name="design_object_starts"),
            models.UniqueConstraint(fields=["evaluated_object", "number"], name="design_object_version"),
            models.CheckConstraint(
                condition=models.Q(number=1) | ~models.Q(reason=""), name="design_object_changed_with_reason"
            ),
        ]

    def __str__(self) -> str:
        return self.name
