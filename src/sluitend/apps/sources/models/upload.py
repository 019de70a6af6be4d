"""An upload is known by its hash and lies sealed before anybody tries to read it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class UploadState(models.TextChoices):
    MAPPING = "mapping", _("waiting for what its columns hold")  # a table of answers
    WAITING = "waiting", _("waiting")
    READING = "reading", _("being read")
    ACCEPTED = "accepted", _("accepted")
    REFUSED = "refused", _("refused")


class Upload(models.Model):
    """One file that came in. Refused ones are destroyed and leave hash, size and reason."""

    evaluation = models.ForeignKey("design.Evaluation", models.CASCADE, related_name="uploads")
    state = models.CharField(max_length=20, choices=UploadState.choices, default=UploadState.WAITING)
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveBigIntegerField()
    path = models.CharField(max_length=200, blank=True)  # within the data folder, while it waits
    wrapped_key = models.BinaryField(null=True)  # of the content; goes over to the source, or is destroyed
    # The name has a key of its own: who added the file can still see which one was refused, until they clear it.
    sealed_filename = models.BinaryField(null=True)
    wrapped_name_key = models.BinaryField(null=True)
    attributes = models.JSONField(default=dict)  # kind, is_public, ids of perspective, place, ... as chosen at upload
    refusal_code = models.CharField(max_length=80, blank=True)
    refusal_data = models.JSONField(default=dict)  # numbers and enums of the reason, no content
    source = models.OneToOneField("sources.Source", models.SET_NULL, null=True, related_name="upload")
    run_id = models.CharField(max_length=40, blank=True)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)
    cleared_at = models.DateTimeField(null=True)  # taken off the list of results

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["evaluation", "sha256"],
                condition=Q(state__in=[UploadState.WAITING, UploadState.READING])
                | Q(state=UploadState.ACCEPTED, source__isnull=False),
                name="sources_same_content_once",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[UploadState.WAITING, UploadState.READING])
                | (~Q(path="") & Q(wrapped_key__isnull=False) & Q(finished_at__isnull=True)),
                name="sources_waiting_has_its_file",
            ),
            models.CheckConstraint(
                condition=~Q(state=UploadState.REFUSED) | (~Q(refusal_code="") & Q(path="") & Q(wrapped_key=None)),
                name="sources_refused_is_destroyed",
            ),
        ]

    def __str__(self) -> str:
        return f"upload {self.pk}"
