"""What the computer suggests. It is a coder of its own: nothing here is a ``Coding``, and nothing is counted as one."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from sluitend.apps.coding.models.codebook import Code
from sluitend.apps.coding.models.fragments import Coding

COMPUTER = _("computer suggestion")  # how this coder is called, wherever it stands beside people


class Learning(models.Model):
    """The last time that suggestions were learned: from how much, and how well that goes on texts not seen.

    ``judged`` has a row of plain numbers for each code, ``held_out`` one for each text while it was held out; the
    classifier itself is not kept.
    """

    evaluation = models.OneToOneField("design.Evaluation", models.CASCADE, related_name="learning")
    model_name = models.CharField(max_length=200)
    passages = models.PositiveIntegerField()
    texts = models.PositiveIntegerField()
    left_out = models.PositiveIntegerField(default=0)  # texts that are being coded blind
    judged = models.JSONField(default=list)
    held_out = models.JSONField(default=dict)
    run_id = models.BigIntegerField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"learning {self.pk}"


class Suggestion(models.Model):
    """A code that the computer would put on a passage, waiting for a person. ``reasons`` are ids of fragments."""

    evaluation = models.ForeignKey("design.Evaluation", models.CASCADE, related_name="+")
    version = models.ForeignKey("sources.SourceVersion", models.CASCADE, related_name="suggestions")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    code = models.ForeignKey(Code, models.CASCADE, related_name="suggestions")
    score = models.FloatField()
    reasons = models.JSONField(default=list)

    class Meta:
        ordering = ["version", "start", "-score", "id"]
        constraints = [
            models.UniqueConstraint(fields=["version", "start", "end", "code"], name="coding_suggested_once"),
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="coding_suggestion_not_empty"),
        ]

    def __str__(self) -> str:
        return f"suggestion {self.pk}"


class SuggestionDecision(models.Model):
    """What a person said of a suggestion. An accepted one is that person's own coding, which remembers its origin here.

    A rejected one teaches: the code is not suggested there again, and the passage counts as an example against it.
    """

    evaluation = models.ForeignKey("design.Evaluation", models.CASCADE, related_name="+")
    version = models.ForeignKey("sources.SourceVersion", models.CASCADE, related_name="suggestion_decisions")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    code = models.ForeignKey(Code, models.PROTECT, related_name="+")
    accepted = models.BooleanField()
    coding = models.OneToOneField(Coding, models.SET_NULL, null=True, related_name="suggested")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["version", "start", "end", "code"], name="coding_suggestion_decided_once"),
            models.CheckConstraint(condition=Q(accepted=True) | Q(coding__isnull=True), name="coding_rejected_is_none"),
        ]

    def __str__(self) -> str:
        return f"decision {self.pk}"
