"""By what right what people said may be used: their consent, or another ground that somebody gives a reason for."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sluitend.apps.design.models.revised import Revised
from sluitend.apps.sources.models.kinds import SourceKind
from sluitend.apps.sources.models.source import Source

# What may have been made of a recording; notes of a conversation are none.
FROM_A_RECORDING = frozenset({SourceKind.TRANSCRIPT})
# Nobody was asked for these; every other kind comes from persons.
NOT_FROM_PERSONS = frozenset({SourceKind.DOCUMENT, SourceKind.EXPERT_NOTE})


class GroundKind(models.TextChoices):
    CONSENT = "consent", _("consent of the respondents")
    LEGAL_TASK = "legal_task", _("statutory task")
    FILE_PERMISSION = "file_permission", _("case files, with permission of who keeps them")
    ANONYMOUS = "anonymous", _("gathered without knowing who says what")
    OTHER = "other", _("another ground")


class Ground(Revised):
    """The ground of one source, with the respondents who speak in it as far as no turn names them."""

    source = models.OneToOneField(Source, models.CASCADE, related_name="ground")
    kind = models.CharField(_("ground"), max_length=30, choices=GroundKind.choices)
    reason = models.TextField(_("why this ground holds, and where that is written down"), blank=True)
    # Why a transcript may be used of somebody who did not agree to being recorded; empty as long as nobody decided.
    recording_decision = models.TextField(_("decision on the recording"), blank=True)
    respondents = models.ManyToManyField("fieldwork.Respondent", related_name="grounds", blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=GroundKind.CONSENT) | ~Q(reason=""), name="sources_other_ground_with_reason"
            )
        ]

    def __str__(self) -> str:
        return f"ground of {self.source_id}"
