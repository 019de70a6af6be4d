"""Two people, one text: a row that is changed in place counts its changes, so that the second writer is told."""

from __future__ import annotations

from django.db import models


class Revised(models.Model):
    """A row with a revision; `actions.changing.change` writes it only over the revision that its author saw."""

    revision = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True
