"""The evaluation matrix: question × perspective (× level × place) × method, with planned numbers."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from sluitend.apps.design.models.revised import Revised
from sluitend.apps.design.models.who import Level


class MethodKind(models.TextChoices):
    DOCUMENT_STUDY = "document_study", _("document study")
    INTERVIEW = "interview", _("interview")
    GROUP_INTERVIEW = "group_interview", _("group interview")
    QUESTIONNAIRE = "questionnaire", _("questionnaire")
    CASE_FILE = "case_file", _("case-file study")
    CASE_RECONSTRUCTION = "case_reconstruction", _("case reconstruction")
    SENSE_MAKING = "sense_making", _("sense-making session")
    REGISTER_DATA = "register_data", _("register data")
    OBSERVATION = "observation", _("observation")
    EXPERT = "expert", _("expert consultation")


class Method(Revised):
    """A way of gathering evidence that this evaluation's plan names."""

    evaluation = models.ForeignKey("design.Evaluation", models.CASCADE, related_name="methods")
    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=30, choices=MethodKind.choices)
    note = models.TextField(_("note"), blank=True)
    order = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["order", "id"]
        constraints = [models.UniqueConstraint(fields=["evaluation", "name"], name="design_method_name")]

    def __str__(self) -> str:
        return self.name


class MatrixCell(models.Model):
    """How many sources are planned to answer this question, from whom and how. No level or place means: any."""

    question = models.ForeignKey("design.Question", models.CASCADE, related_name="cells")
    perspective = models.ForeignKey("design.Perspective", models.CASCADE, related_name="cells")
    method = models.ForeignKey(Method, models.CASCADE, related_name="cells")
    level = models.CharField(_("level"), max_length=20, choices=Level.choices, blank=True)
    place = models.ForeignKey("design.Place", models.CASCADE, null=True, blank=True, related_name="cells")
    per_place = models.BooleanField(_("for each place"), default=False)  # planned counts again for every place
    planned = models.PositiveIntegerField(_("planned"))

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(per_place=False) | models.Q(place__isnull=True), name="design_cell_place_or_places"
            ),
            models.UniqueConstraint(
                fields=["question", "perspective", "method", "level", "place"],
                name="design_cell_once",
            ),
            # Nulls are distinct in a unique index, so the case without a place has its own constraint.
            models.UniqueConstraint(
                fields=["question", "perspective", "method", "level"],
                condition=models.Q(place__isnull=True),
                name="design_cell_once_without_place",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question_id}×{self.perspective_id}×{self.method_id}: {self.planned}"
