"""An archive that somebody asked for on screen, and what became of it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class ArchiveState(models.TextChoices):
    """waiting → ready → fetched, expired or discarded; one that cannot be made has failed."""

    WAITING = "waiting", _("being made")
    READY = "ready", _("ready")
    FETCHED = "fetched", _("downloaded")
    EXPIRED = "expired", _("destroyed: not downloaded in time")
    DISCARDED = "discarded", _("destroyed")
    FAILED = "failed", _("failed")


class ArchiveFile(models.Model):
    """One locked file. Key and file are there as long as they are needed; who asked for it, when and why stays.

    The key is made of the passphrase, which is nowhere kept; with the header it makes the file for the same passphrase.
    """

    evaluation = models.ForeignKey("design.Evaluation", models.CASCADE, related_name="archive_files")
    reason = models.TextField(_("reason"))
    originals = models.BooleanField(default=False)
    identities = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=ArchiveState.choices, default=ArchiveState.WAITING)
    header = models.BinaryField(null=True)
    wrapped_key = models.BinaryField(null=True)
    path = models.CharField(max_length=200, blank=True)  # within the data folder; locked by its passphrase
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    until = models.DateTimeField(null=True)  # when it is destroyed if nobody has come for it
    ended_at = models.DateTimeField(null=True)
    run_id = models.CharField(max_length=40, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="waiting", wrapped_key__isnull=False, header__isnull=False)
                | (~Q(state="waiting") & Q(wrapped_key__isnull=True, header__isnull=True)),
                name="reporting_archive_key_while_made",
            ),
            models.CheckConstraint(
                condition=(Q(state="ready", until__isnull=False) & ~Q(path="")) | (~Q(state="ready") & Q(path="")),
                name="reporting_archive_file_while_ready",
            ),
        ]

    def __str__(self) -> str:
        return f"archive {self.pk}"
