"""State of the room: what was asked of a dataset, and what came out of it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class ResultState(models.TextChoices):
    """asked → done; destroyed when the data that it was computed from are."""

    ASKED = "asked", _("being computed")
    DONE = "done", _("ready")
    DESTROYED = "destroyed", _("destroyed with its data")


class AnalysisResult(models.Model):
    """The outcome of one analysis of one version of a dataset. Once it is there it never changes.

    What came out lies sealed with a key of its own: it shows exact small numbers, and names of cases. Once the key is
    gone nothing of it can be read; number, hashes and dates stay. `parameters` hold names of activities and values of
    attributes as the dataset has them; they go too.
    """

    evaluation = models.ForeignKey("design.Evaluation", models.CASCADE, related_name="results")
    number = models.PositiveIntegerField()  # U3
    version = models.ForeignKey("datasets.DatasetVersion", models.CASCADE, related_name="results")
    predecessor = models.ForeignKey("self", models.SET_NULL, null=True, related_name="successors")
    analysis = models.CharField(max_length=60)  # key in the catalogue
    parameters = models.JSONField(default=dict)
    state = models.CharField(max_length=20, choices=ResultState.choices, default=ResultState.ASKED)
    data_hash = models.CharField(max_length=64)
    code_version = models.CharField(max_length=64, blank=True)  # of what computed it
    run_id = models.CharField(max_length=40, blank=True)
    n = models.PositiveBigIntegerField(null=True)
    content_sha256 = models.CharField(max_length=64, blank=True)
    wrapped_key = models.BinaryField(null=True)
    sealed_content = models.BinaryField(null=True)
    asked_at = models.DateTimeField(auto_now_add=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    done_at = models.DateTimeField(null=True)
    destroyed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["evaluation", "number"], name="analyses_number"),
            models.CheckConstraint(
                condition=Q(state=ResultState.DONE, done_at__isnull=False, wrapped_key__isnull=False)
                & Q(sealed_content__isnull=False)
                & ~Q(content_sha256="")
                & ~Q(code_version="")
                | ~Q(state=ResultState.DONE) & Q(sealed_content=None),
                name="analyses_done_has_content",
            ),
            models.CheckConstraint(
                condition=Q(state=ResultState.DESTROYED, destroyed_at__isnull=False, wrapped_key=None)
                | ~Q(state=ResultState.DESTROYED) & Q(destroyed_at=None),
                name="analyses_destroyed_has_no_key",
            ),
        ]

    def __str__(self) -> str:
        return f"U{self.number}"

    @property
    def is_done(self) -> bool:
        """Whether there is something to read."""
        return self.state == ResultState.DONE
