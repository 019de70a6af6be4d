"""What to do, for whom, when, and how to tell that it worked."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sluitend.apps.findings.models.conclusions import Conclusion


class RecommendationKind(models.TextChoices):
    RECOMMENDATION = "recommendation", _("recommendation")
    STARTING_POINT = "starting_point", _("starting point")


class Priority(models.IntegerChoices):
    HIGH = 1, pgettext_lazy("priority", "high")
    MEDIUM = 2, pgettext_lazy("priority", "medium")
    LOW = 3, pgettext_lazy("priority", "low")


class Feasibility(models.TextChoices):
    GOOD = "good", pgettext_lazy("feasibility", "good")
    FAIR = "fair", pgettext_lazy("feasibility", "fair")
    POOR = "poor", pgettext_lazy("feasibility", "poor")


class Recommendation(models.Model):
    """What to do, for whom, because of which conclusions; action, term and measure of success as UNIDO asks."""

    evaluation = models.ForeignKey("design.Evaluation", models.CASCADE, related_name="recommendations")
    number = models.PositiveIntegerField()  # A1
    kind = models.CharField(
        _("kind"),
        max_length=20,
        choices=RecommendationKind.choices,
        default=RecommendationKind.RECOMMENDATION,
    )
    title = models.CharField(_("recommendation in one sentence"), max_length=300)
    text = models.TextField(_("explanation"), blank=True)
    addressee = models.CharField(_("for whom"), max_length=200, blank=True)
    priority = models.PositiveSmallIntegerField(_("priority"), choices=Priority.choices, null=True, blank=True)
    feasibility = models.CharField(_("feasibility"), max_length=10, choices=Feasibility.choices, blank=True)
    action = models.TextField(_("first action"), blank=True)
    term = models.CharField(_("term"), max_length=120, blank=True)
    measure_of_success = models.TextField(_("by what one sees that it worked"), blank=True)
    conclusions = models.ManyToManyField(
        Conclusion, related_name="recommendations", blank=True, verbose_name=_("conclusions")
    )
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["evaluation", "number"], name="findings_recommendation_number"),
            models.CheckConstraint(
                condition=models.Q(priority__isnull=True) | models.Q(priority__in=Priority.values),
                name="findings_recommendation_priority",
            ),
        ]

    def __str__(self) -> str:
        return f"A{self.number}"
