"""What has to be arranged before anybody codes what people said."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sluitend.apps.design.models.revised import Revised


class GateKind(models.TextChoices):
    DPIA = "dpia", _("data protection impact assessment (DPIA)")
    LEGAL_GROUND = "legal_ground", _("legal ground")
    PROCESSOR = "processor", _("processor agreement")
    ETHICS = "ethics", _("ethical review")
    CONDUCT = "conduct", _("certificate of conduct (VOG)")
    CONFIDENTIALITY = "confidentiality", _("confidentiality statement")


PER_MEMBER = (GateKind.CONDUCT, GateKind.CONFIDENTIALITY)


class GateItemState(models.TextChoices):
    OPEN = "open", _("open")
    DONE = "done", _("done")
    NOT_NEEDED = "not_needed", _("not needed")


class GateItem(Revised):
    """One line of the start gate; of the team once for each member. What has no row is open."""

    evaluation = models.ForeignKey("design.Evaluation", models.CASCADE, related_name="gate_items")
    kind = models.CharField(max_length=30, choices=GateKind.choices)
    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")
    state = models.CharField(_("state"), max_length=20, choices=GateItemState.choices, default=GateItemState.OPEN)
    date = models.DateField(_("date"), null=True, blank=True)
    reference = models.CharField(_("reference (where it can be found)"), max_length=300, blank=True)
    reason = models.TextField(_("why it is not needed"), blank=True)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["evaluation", "kind"], condition=Q(member__isnull=True), name="fieldwork_gate_item_once"
            ),
            models.UniqueConstraint(
                fields=["evaluation", "kind", "member"],
                condition=Q(member__isnull=False),
                name="fieldwork_gate_item_once_a_member",
            ),
            models.CheckConstraint(
                condition=Q(member__isnull=False, kind__in=PER_MEMBER)
                | (Q(member__isnull=True) & ~Q(kind__in=PER_MEMBER)),
                name="fieldwork_gate_item_of_a_member",
            ),
            models.CheckConstraint(
                condition=Q(state=GateItemState.OPEN)
                | (Q(state=GateItemState.DONE, date__isnull=False) & ~Q(reference=""))
                | (Q(state=GateItemState.NOT_NEEDED) & ~Q(reason="")),
                name="fieldwork_gate_item_accounted_for",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"
