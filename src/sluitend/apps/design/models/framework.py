"""The assessment framework: by what an answer is judged. Fixed before fieldwork, changed only with a reason."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Criterion(models.Model):
    """A criterion; its content is that of its newest version."""

    evaluation = models.ForeignKey("design.Evaluation", models.CASCADE, related_name="criteria")
    question = models.ForeignKey("design.Question", models.PROTECT, related_name="criteria", verbose_name=_("question"))
    order = models.PositiveIntegerField(default=0)
    dropped_at = models.DateField(null=True, blank=True)
    dropped_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["order", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(dropped_at__isnull=True) | ~models.Q(dropped_reason=""),
                name="design_criterion_dropped_with_reason",
            )
        ]

    def __str__(self) -> str:
        return f"criterion {self.pk}"


class CriterionVersion(models.Model):
    """What counts as good and as insufficient, and where that comes from.

    A first version carries a reason only when the criterion was added on the way.
    """

    criterion = models.ForeignKey(Criterion, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    name = models.CharField(_("criterion"), max_length=300)
    source = models.CharField(_("source"), max_length=300)
    good = models.TextField(_("good when"))
    insufficient = models.TextField(_("insufficient when"))
    reason = models.TextField(_("reason of the change"), blank=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["criterion", "number"], name="design_criterion_version"),
            models.CheckConstraint(
                condition=models.Q(number=1) | ~models.Q(reason=""),
                name="design_criterion_changed_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class AmendmentKind(models.TextChoices):
    ADDED = "added", _("added")
    CHANGED = "changed", _("changed")
    DROPPED = "dropped", _("dropped")
    RESTORED = "restored", _("used again")


class FrameworkAmendment(models.Model):
    """A change of the framework after it was locked: what, why and by whom. Rows are only added."""

    evaluation = models.ForeignKey("design.Evaluation", models.CASCADE, related_name="amendments")
    criterion = models.ForeignKey(Criterion, models.CASCADE, related_name="amendments")
    kind = models.CharField(max_length=10, choices=AmendmentKind.choices)
    version = models.PositiveIntegerField()  # the number of the criterion's version from then on
    reason = models.TextField(_("reason of the change"))
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(reason=""), name="design_amended_with_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.criterion_id} {self.kind}"
