"""A corrected text that nobody has made a version of yet: it is compared first."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from sluitend.apps.sources.models.source import Source, SourceVersion


class Correction(models.Model):
    """What somebody wants to make of a text; sealed with the source's key, and gone once it is a version.

    One a person and source: who corrects the same text again goes on with the first.
    """

    source = models.ForeignKey(Source, models.CASCADE, related_name="corrections")
    version = models.ForeignKey(SourceVersion, models.CASCADE, related_name="+")  # that it corrects
    sealed_text = models.BinaryField()
    blocks = models.JSONField(default=list)  # as in SourceVersion
    turns = models.JSONField(default=list)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    created_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "created_by"], name="sources_one_correction_a_person"),
        ]

    def __str__(self) -> str:
        return f"correction of {self.version_id}"
