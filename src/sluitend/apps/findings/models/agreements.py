"""Agreements that parties made: where they are written, what shows whether they were kept, and the judgement."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sluitend.apps.findings.models.findings import Stance


class Kept(models.TextChoices):
    KEPT = "kept", pgettext_lazy("agreement", "kept")
    IN_PART = "in_part", pgettext_lazy("agreement", "kept in part")
    NOT_KEPT = "not_kept", pgettext_lazy("agreement", "not kept")
    NOT_KNOWN = "not_known", pgettext_lazy("agreement", "not known")


class AgreementJudgement(models.Model):
    """Whether an agreement was kept, always with the reason; without a row it was not judged yet."""

    agreement = models.OneToOneField("design.Agreement", models.PROTECT, related_name="judgement")
    state = models.CharField(_("judgement"), max_length=20, choices=Kept.choices)
    reason = models.TextField(_("reason"))
    judged_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    judged_at = models.DateTimeField(auto_now=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="findings_agreement_judged_with_reason")]

    def __str__(self) -> str:
        return f"{self.agreement_id} {self.state}"


class AgreementText(models.Model):
    """The passage in which an agreement is written."""

    agreement = models.OneToOneField("design.Agreement", models.CASCADE, related_name="written_in")
    fragment = models.ForeignKey("coding.Fragment", models.PROTECT, related_name="agreement_texts")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.agreement_id} in {self.fragment_id}"


class AgreementEvidence(models.Model):
    """A fragment that shows that an agreement was kept (supports), was not (contradicts), or nuances it."""

    agreement = models.ForeignKey("design.Agreement", models.PROTECT, related_name="evidence")
    fragment = models.ForeignKey("coding.Fragment", models.PROTECT, related_name="agreement_evidence")
    stance = models.CharField(_("stance"), max_length=20, choices=Stance.choices, default=Stance.SUPPORTS)
    note = models.TextField(_("note"), blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "fragment"], name="findings_agreement_evidence_once")
        ]

    def __str__(self) -> str:
        return f"{self.fragment_id} {self.stance} {self.agreement_id}"
