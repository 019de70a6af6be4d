"""State of the room: the report's sections, and what was built from them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Report(models.Model):
    """The report of an evaluation."""

    evaluation = models.OneToOneField("design.Evaluation", models.CASCADE, related_name="report")
    title = models.CharField(_("title"), max_length=300)
    subtitle = models.CharField(_("subtitle"), max_length=300, blank=True)
    revision = models.PositiveIntegerField(default=1)  # of title and subtitle
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"report of {self.evaluation_id}"


class Section(models.Model):
    """A section in Markdown, with references to what it rests on: [[B4]], [[C2]], [[F12]]."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="sections")
    title = models.CharField(_("title"), max_length=200)
    markdown = models.TextField(_("text"), blank=True)
    order = models.PositiveIntegerField(default=0)
    revision = models.PositiveIntegerField(default=1)
    deleted_at = models.DateTimeField(null=True)  # kept with its versions, and can be put back
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return f"section {self.pk}"


class SectionVersion(models.Model):
    """A section as it was before a change: nothing that was written is lost."""

    section = models.ForeignKey(Section, models.CASCADE, related_name="versions")
    revision = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    markdown = models.TextField(blank=True)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["-revision"]
        constraints = [models.UniqueConstraint(fields=["section", "revision"], name="reporting_section_revision")]

    def __str__(self) -> str:
        return f"{self.section_id}/{self.revision}"


class BuildKind(models.TextChoices):
    INSIDE = "inside", _("inside (opens evidence by role)")
    PUBLIC = "public", _("public (released quotes only)")
    DOCX = "docx", _("Word (DOCX)")


class DestroyReason(models.TextChoices):
    """Why a built file is no longer there."""

    QUOTE_WITHDRAWN = "quote_withdrawn", _("holds a withdrawn quote")


class Build(models.Model):
    """A built report: what was made, when, from which state, and its hash; these outlive the file."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="builds")
    kind = models.CharField(max_length=20, choices=BuildKind.choices)
    path = models.CharField(max_length=200, blank=True)  # within the data folder; sealed
    wrapped_key = models.BinaryField(null=True)
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    state_sha256 = models.CharField(max_length=64)  # of everything that it was built from
    withheld = models.PositiveIntegerField(default=0)  # passages that were left out, with a note in their place
    # Numbers of fragment and source of every passage whose words stand in it: [[12, 3], …].
    quoted = models.JSONField(default=list)
    destroyed_at = models.DateTimeField(null=True)
    destroyed_reason = models.CharField(max_length=40, choices=DestroyReason.choices, blank=True)
    run_id = models.CharField(max_length=40, blank=True)
    built_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    built_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(destroyed_at__isnull=True, destroyed_reason="")
                | (Q(destroyed_at__isnull=False, path="", wrapped_key__isnull=True) & ~Q(destroyed_reason="")),
                name="reporting_build_kept_or_destroyed",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
