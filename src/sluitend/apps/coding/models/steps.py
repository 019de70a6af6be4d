"""What each person can undo, and how far who has a text open has read."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sluitend.apps.coding.models.codebook import Code


class StepKind(models.TextChoices):
    CODE_APPLIED = "code_applied", _("code applied")
    CODE_REMOVED = "code_removed", _("code removed")
    MEMO_WRITTEN = "memo_written", _("memo written")
    MEMO_CHANGED = "memo_changed", _("memo changed")
    MEMO_DELETED = "memo_deleted", _("memo deleted")


class CodingStep(models.Model):
    """One step of a person's coding in one text, with all that it takes to undo it and to do it again.

    It names the span, not the fragment: a fragment goes with the last thing on it, and comes back under its own number.
    """

    evaluation = models.ForeignKey("design.Evaluation", models.CASCADE, related_name="+")
    version = models.ForeignKey("sources.SourceVersion", models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=30, choices=StepKind.choices)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    fragment_number = models.PositiveIntegerField()
    code = models.ForeignKey(Code, models.CASCADE, null=True, related_name="+")
    memo_id = models.BigIntegerField(null=True)  # no foreign key: the memo may be gone, and come back
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)
    undone_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["version", "user", "-id"], name="coding_step_by_user")]
        constraints = [
            models.CheckConstraint(
                condition=Q(code__isnull=False, memo_id__isnull=True, kind__in=["code_applied", "code_removed"])
                | Q(
                    code__isnull=True,
                    memo_id__isnull=False,
                    kind__in=["memo_written", "memo_changed", "memo_deleted"],
                ),
                name="coding_step_of_code_or_memo",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class ChangeKind(models.TextChoices):
    FRAGMENT = "fragment", _("one fragment")
    EVERYTHING = "everything", _("any number of fragments")
    CODES = "codes", _("the codebook")


class Change(models.Model):
    """That something changed, for who has the text open; not what. Its id is where a reader has got to.

    Of one text under that text's lock, of the codebook (no source) under the evaluation's: within each the ids become
    visible in their order, so that nobody misses one.
    """

    evaluation = models.ForeignKey("design.Evaluation", models.CASCADE, related_name="+")
    source = models.ForeignKey("sources.Source", models.CASCADE, null=True, related_name="+")
    kind = models.CharField(max_length=20, choices=ChangeKind.choices)
    fragment_number = models.PositiveIntegerField(null=True)
    # Whose coding it was: of a text that is coded blind nobody else is told of it. Empty where it is everybody's.
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["evaluation", "source", "id"], name="coding_change_since")]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="fragment", source__isnull=False, fragment_number__isnull=False)
                | Q(kind="everything", fragment_number__isnull=True)
                | Q(kind="codes", source__isnull=True, fragment_number__isnull=True),
                name="coding_change_of_its_kind",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
