"""Why messages with numbers of people may be keyed here, and who does it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q


class MessageGround(models.Model):
    """What the project leader recorded before messages come in; one at a time counts, the others stay to be read.

    The key itself is the installation's and stands in no row: an archive and a backup do not have it.
    """

    evaluation = models.ForeignKey("design.Evaluation", models.CASCADE, related_name="message_grounds")
    legal_ground = models.TextField()
    dpia_reference = models.CharField(max_length=300)
    key_holder = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["evaluation"], condition=Q(ended_at=None), name="datasets_one_ground"),
            models.CheckConstraint(
                condition=~Q(legal_ground="") & ~Q(dpia_reference=""), name="datasets_ground_is_told"
            ),
        ]

    def __str__(self) -> str:
        return f"ground {self.pk}"
