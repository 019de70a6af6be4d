"""The codebook: codes as a tree, and what happened to each."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

CODE_COLOURS = 12


class Code(models.Model):
    """A code in the codebook's tree, with the rules for applying it."""

    evaluation = models.ForeignKey("design.Evaluation", models.CASCADE, related_name="codes")
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    name = models.CharField(_("name"), max_length=120)
    definition = models.TextField(_("definition"), blank=True)
    include = models.TextField(_("use it when"), blank=True)
    exclude = models.TextField(_("do not use it when"), blank=True)
    example = models.TextField(_("example"), blank=True)
    colour = models.PositiveSmallIntegerField(default=1)  # 1..CODE_COLOURS: a class, never the only sign
    order = models.PositiveIntegerField(default=0)
    archived_at = models.DateTimeField(null=True)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="merged")
    revision = models.PositiveIntegerField(default=1)  # of its name and rules: two people may write at once
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["evaluation", "parent", "name"],
                condition=Q(parent__isnull=False, archived_at__isnull=True),
                name="coding_code_name",
            ),
            models.UniqueConstraint(
                fields=["evaluation", "name"],
                condition=Q(parent__isnull=True, archived_at__isnull=True),
                name="coding_top_code_name",
            ),
            models.CheckConstraint(condition=Q(colour__gte=1, colour__lte=CODE_COLOURS), name="coding_code_colour"),
        ]

    def __str__(self) -> str:
        return self.name


class CodeChangeKind(models.TextChoices):
    ADDED = "added", _("added")
    CHANGED = "changed", _("changed")
    MOVED = "moved", _("moved")
    ARCHIVED = "archived", _("archived")
    RESTORED = "restored", _("taken into use again")
    MERGED = "merged", _("merged")
    UNMERGED = "unmerged", _("merging undone")
    UNSPLIT = "unsplit", _("splitting undone")
    SPLIT = "split", _("split")


class CodeChange(models.Model):
    """One change of a code, for its history. ``moved`` is what it takes to undo a merge: ids, no words."""

    code = models.ForeignKey(Code, models.CASCADE, related_name="changes")
    other = models.ForeignKey(Code, models.CASCADE, null=True, related_name="+")  # merged into, or split off
    kind = models.CharField(max_length=20, choices=CodeChangeKind.choices)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    moved = models.JSONField(default=dict)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.kind} {self.code_id}"
