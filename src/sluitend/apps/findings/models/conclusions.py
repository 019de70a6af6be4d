"""The answer to one question, judged against the framework."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sluitend.apps.findings.models.findings import Finding


class Judgement(models.TextChoices):
    GOOD = "good", _("meets the criterion")
    PARTLY = "partly", _("meets it in part")
    INSUFFICIENT = "insufficient", _("does not meet it")
    NOT_JUDGED = "not_judged", _("not judged")


class Conclusion(models.Model):
    """The answer to one question, from findings; or the reason why it could not be answered."""

    evaluation = models.ForeignKey("design.Evaluation", models.CASCADE, related_name="conclusions")
    number = models.PositiveIntegerField()  # C2
    question = models.OneToOneField(
        "design.Question", models.PROTECT, related_name="conclusion", verbose_name=_("question")
    )
    text = models.TextField(_("answer"), blank=True)
    judgement = models.CharField(_("judgement"), max_length=20, choices=Judgement.choices, default=Judgement.NOT_JUDGED)
    criterion = models.ForeignKey(
        "design.Criterion",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="conclusions",
        verbose_name=_("judged against"),
    )
    not_answered_reason = models.TextField(_("not answered, because"), blank=True)
    findings = models.ManyToManyField(Finding, related_name="conclusions", blank=True, verbose_name=_("findings"))
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["evaluation", "number"], name="findings_conclusion_number"),
            models.CheckConstraint(
                condition=(~Q(text="") & Q(not_answered_reason="")) | (Q(text="") & ~Q(not_answered_reason="")),
                name="findings_answer_or_reason",
            ),
            models.CheckConstraint(
                condition=Q(judgement=Judgement.NOT_JUDGED) | Q(criterion__isnull=False),
                name="findings_judged_against_a_criterion",
            ),
        ]

    def __str__(self) -> str:
        return f"C{self.number}"
