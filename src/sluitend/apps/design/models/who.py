"""Whom to hear, at which level, where, when, and about what."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from sluitend.apps.design.models.revised import Revised


class Level(models.TextChoices):
    OFFICIAL = "official", _("official")
    MANAGERIAL = "managerial", _("managerial")
    EXECUTIVE = "executive", _("executive")


class Perspective(Revised):
    """A group that sees the evaluated object from its own place."""

    evaluation = models.ForeignKey("design.Evaluation", models.CASCADE, related_name="perspectives")
    name = models.CharField(_("name"), max_length=120)
    description = models.TextField(_("description"), blank=True)
    is_client = models.BooleanField(_("young people or parents"), default=False)
    levels = models.JSONField(_("levels"), default=list, blank=True)  # list of Level values
    order = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["order", "id"]
        constraints = [models.UniqueConstraint(fields=["evaluation", "name"], name="design_perspective_name")]

    def __str__(self) -> str:
        return self.name


class PlaceKind(models.TextChoices):
    MUNICIPALITY = "municipality", _("municipality")
    SUBREGION = "subregion", _("subregion")
    REGION = "region", _("region")
    OTHER = "other", _("other place")


class Place(Revised):
    """Where: a municipality or region of the register, or a name of the evaluation's own."""

    evaluation = models.ForeignKey("design.Evaluation", models.CASCADE, related_name="places")
    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=20, choices=PlaceKind.choices)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    municipality = models.ForeignKey(
        "people.Municipality", models.PROTECT, null=True, blank=True, verbose_name=_("municipality")
    )
    region = models.ForeignKey("people.Region", models.PROTECT, null=True, blank=True, verbose_name=_("region"))
    order = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["order", "name"]
        constraints = [models.UniqueConstraint(fields=["evaluation", "name"], name="design_place_name")]

    def __str__(self) -> str:
        return self.name


class Topic(Revised):
    """An item of a perspective's topic list, with the open questions to ask."""

    perspective = models.ForeignKey(Perspective, models.CASCADE, related_name="topics")
    text = models.CharField(_("topic"), max_length=300)
    prompts = models.JSONField(_("questions to ask"), default=list, blank=True)
    questions = models.ManyToManyField("design.Question", related_name="topics", blank=True)
    order = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return self.text


class PhaseKind(models.TextChoices):
    PREPARATION = "preparation", _("preparation")
    FIELDWORK = "fieldwork", _("fieldwork")
    INTERIM = "interim", _("interim evaluation")
    ANALYSIS = "analysis", _("analysis")
    FINAL = "final", _("final evaluation")
    FOLLOW_UP = "follow_up", _("follow-up")


class Phase(Revised):
    """A stretch of the evaluation."""

    evaluation = models.ForeignKey("design.Evaluation", models.CASCADE, related_name="phases")
    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=20, choices=PhaseKind.choices)
    weeks = models.PositiveIntegerField(_("planned weeks"), default=0)
    starts = models.DateField(_("starts on"), null=True, blank=True)
    ends = models.DateField(_("ends on"), null=True, blank=True)
    order = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(fields=["evaluation", "name"], name="design_phase_name"),
            models.CheckConstraint(
                condition=models.Q(starts__isnull=True)
                | models.Q(ends__isnull=True)
                | models.Q(ends__gte=models.F("starts")),
                name="design_phase_dates",
            ),
        ]

    def __str__(self) -> str:
        return self.name
