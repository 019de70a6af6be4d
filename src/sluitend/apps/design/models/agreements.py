"""What parties agreed with each other, taken from the document in which it stands, one agreement a row."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from sluitend.apps.design.models.revised import Revised


class Agreement(Revised):
    """One agreement. Whether it was kept is judged further down the chain, with evidence."""

    evaluation = models.ForeignKey("design.Evaluation", models.CASCADE, related_name="agreements")
    number = models.PositiveIntegerField()  # "AF3": stable, never used twice
    text = models.TextField(_("agreement"))
    parties = models.CharField(_("between whom"), max_length=300, blank=True)
    article = models.CharField(_("where it stands"), max_length=300, blank=True)
    agreed_on = models.DateField(_("agreed on"), null=True, blank=True)
    due_on = models.DateField(_("to be kept by"), null=True, blank=True)
    place = models.ForeignKey(
        "design.Place", models.PROTECT, null=True, blank=True, related_name="agreements", verbose_name=_("place")
    )

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["evaluation", "number"], name="design_agreement_number"),
            models.CheckConstraint(
                condition=models.Q(agreed_on__isnull=True)
                | models.Q(due_on__isnull=True)
                | models.Q(due_on__gte=models.F("agreed_on")),
                name="design_agreement_dates",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """How people point at it."""
        return f"AF{self.number}"
