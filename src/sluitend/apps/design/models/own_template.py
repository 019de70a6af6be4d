"""Templates that this installation made itself, beside those that come with the product."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class OwnTemplate(models.Model):
    """A checked template as YAML: made from an evaluation, or uploaded. It names no evaluation, person or place."""

    key = models.SlugField(max_length=40, unique=True)
    title = models.CharField(max_length=120)
    content = models.TextField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["title", "id"]

    def __str__(self) -> str:
        return self.key
