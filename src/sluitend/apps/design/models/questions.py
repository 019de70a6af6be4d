"""Questions and their versions: a question that shifts on the way stays visible."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from sluitend.apps.design.models.revised import Revised

if TYPE_CHECKING:
    from sluitend.apps.design.models.evaluation import Evaluation


class QuestionKind(models.TextChoices):
    DESCRIPTIVE = "descriptive", _("descriptive")
    EVALUATIVE = "evaluative", _("evaluative")
    EXPLANATORY = "explanatory", _("explanatory")
    FORWARD = "forward", _("forward-looking")


class Question(Revised):
    """A main question (no parent) or a sub-question. Its text is that of its newest version."""

    evaluation = models.ForeignKey("design.Evaluation", models.CASCADE, related_name="questions")
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    label = models.CharField(max_length=20)  # "V1", "V1.2": stable, never used twice
    why = models.TextField(_("why this is asked"), blank=True)
    no_criterion = models.TextField(_("why nothing is judged here"), blank=True)
    kind = models.CharField(_("kind"), max_length=20, choices=QuestionKind.choices, default=QuestionKind.DESCRIPTIVE)
    order = models.PositiveIntegerField(default=0)
    dropped_at = models.DateField(_("dropped on"), null=True, blank=True)
    dropped_reason = models.TextField(_("why it was dropped"), blank=True)

    class Meta:
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(fields=["evaluation", "label"], name="design_question_label"),
            models.CheckConstraint(
                condition=models.Q(dropped_at__isnull=True) | ~models.Q(dropped_reason=""),
                name="design_question_dropped_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.label


class QuestionVersion(models.Model):
    """The wording from a date, with the reason why it changed (or, of a first version, why it was added on the way)."""

    question = models.ForeignKey(Question, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    text = models.TextField(_("question"))
    reason = models.TextField(_("reason of the change"), blank=True)
    date = models.DateField(_("from"))
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["question", "number"], name="design_question_version"),
            models.CheckConstraint(
                condition=models.Q(number=1) | ~models.Q(reason=""),
                name="design_question_changed_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question_id}/{self.number}"

    def since(self, evaluation: Evaluation) -> datetime.date:
        """From when it holds: what was asked from the beginning was asked then, also when it was entered later."""
        if self.number > 1 or self.reason or evaluation.starts is None:
            return self.date
        return min(self.date, evaluation.starts)
