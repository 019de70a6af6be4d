"""Findings: what they say, how sure we are of it, and the evidence they rest on."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Confidence(models.TextChoices):
    """How sure we may be that a finding shows how it is (GRADE-CERQual, Lewin et al. 2018)."""

    HIGH = "high", pgettext_lazy("confidence", "high")
    MODERATE = "moderate", pgettext_lazy("confidence", "moderate")
    LOW = "low", pgettext_lazy("confidence", "low")
    VERY_LOW = "very_low", pgettext_lazy("confidence", "very low")


class Concern(models.TextChoices):
    """How much there is to worry about in one component of the confidence."""

    NONE = "none", _("no or hardly any concern")
    MINOR = "minor", _("minor concern")
    MODERATE = "moderate", _("moderate concern")
    SERIOUS = "serious", _("serious concern")


COMPONENTS = ("methodological_limits", "coherence", "adequacy", "relevance")  # in the order of GRADE-CERQual


class Standing(models.Manager["Finding"]):
    """Findings that stand. One that was merged is part of another: only its number still leads somewhere."""

    def get_queryset(self) -> QuerySet[Finding]:
        return super().get_queryset().filter(merged_into__isnull=True)


class Finding(models.Model):
    """A statement about the evaluated object that rests on evidence."""

    evaluation = models.ForeignKey("design.Evaluation", models.CASCADE, related_name="findings")
    number = models.PositiveIntegerField()  # B4
    title = models.CharField(_("finding in one sentence"), max_length=300)
    text = models.TextField(_("explanation"), blank=True)
    questions = models.ManyToManyField("design.Question", related_name="findings", verbose_name=_("questions"))
    criteria = models.ManyToManyField(
        "design.Criterion", related_name="findings", blank=True, verbose_name=_("criteria")
    )
    single_source_reason = models.TextField(_("why one source is enough here"), blank=True)
    answer_to_contradiction = models.TextField(_("how what contradicts it was weighed"), blank=True)
    is_minor_theme = models.BooleanField(_("minority view"), default=False)  # COREQ item 32
    confidence = models.CharField(_("confidence"), max_length=20, choices=Confidence.choices, blank=True)
    confidence_reason = models.TextField(_("why this confidence"), blank=True)
    methodological_limits = models.CharField(
        _("how the evidence was gathered"), max_length=20, choices=Concern.choices, blank=True
    )
    methodological_limits_why = models.TextField(blank=True)
    coherence = models.CharField(
        _("whether the evidence points one way"), max_length=20, choices=Concern.choices, blank=True
    )
    coherence_why = models.TextField(blank=True)
    adequacy = models.CharField(
        _("whether there is enough, and rich enough"), max_length=20, choices=Concern.choices, blank=True
    )
    adequacy_why = models.TextField(blank=True)
    relevance = models.CharField(
        _("whether it is about this question and this place"), max_length=20, choices=Concern.choices, blank=True
    )
    relevance_why = models.TextField(blank=True)
    merged_into = models.ForeignKey("self", models.CASCADE, null=True, related_name="absorbed")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    revision = models.PositiveIntegerField(default=1)  # two people, one finding: the second is told

    objects: ClassVar[Standing] = Standing()
    with_merged: ClassVar[models.Manager[Finding]] = models.Manager()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["evaluation", "number"], name="findings_number"),
            models.CheckConstraint(
                condition=Q(confidence="") | ~Q(confidence_reason=""), name="findings_confidence_with_reason"
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")), name="findings_not_into_itself"
            ),
        ]

    def __str__(self) -> str:
        return f"B{self.number}"


class Stance(models.TextChoices):
    SUPPORTS = "supports", _("supports")
    CONTRADICTS = "contradicts", _("contradicts")
    NUANCES = "nuances", _("nuances")


class EvidenceLink(models.Model):
    """A finding rests on a fragment, which supports, contradicts or nuances it."""

    finding = models.ForeignKey(Finding, models.CASCADE, related_name="evidence")
    fragment = models.ForeignKey("coding.Fragment", models.PROTECT, related_name="evidence_links")
    stance = models.CharField(_("stance"), max_length=20, choices=Stance.choices, default=Stance.SUPPORTS)
    note = models.TextField(_("note"), blank=True)
    revision = models.PositiveIntegerField(default=1)  # of stance and note
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["finding", "fragment"], name="findings_evidence_once")]

    def __str__(self) -> str:
        return f"{self.fragment_id} {self.stance} {self.finding_id}"


class ResultLink(models.Model):
    """A finding rests on what an analysis found, which supports, contradicts or nuances it.

    The row of a result outlives what it says: once that is destroyed, the link stays and shows that it is. Only with
    its whole evaluation does the row go (hence RESTRICT), and then the finding goes too.
    """

    finding = models.ForeignKey(Finding, models.CASCADE, related_name="result_links")
    result = models.ForeignKey("analyses.AnalysisResult", models.RESTRICT, related_name="evidence_links")
    stance = models.CharField(_("stance"), max_length=20, choices=Stance.choices, default=Stance.SUPPORTS)
    note = models.TextField(_("note"), blank=True)
    # Of an analysis that draws a sample: what practice said of those cases.
    sample_outcome = models.TextField(_("outcome of the sample"), blank=True)
    revision = models.PositiveIntegerField(default=1)  # of stance, note and outcome
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["finding", "result"], name="findings_result_once")]

    def __str__(self) -> str:
        return f"{self.result_id} {self.stance} {self.finding_id}"


class HistoryKind(models.TextChoices):
    REWORDED = "reworded", _("reworded")
    MERGED = "merged", _("merged")
    UNMERGED = "unmerged", _("merging undone")
    SPLIT = "split", _("split")


class FindingHistory(models.Model):
    """One change of a finding. ``moved`` is what it takes to undo a merge: ids, no words."""

    finding = models.ForeignKey(Finding, models.CASCADE, related_name="history")
    other = models.ForeignKey(Finding, models.SET_NULL, null=True, related_name="+")  # merged, or split off
    other_number = models.PositiveIntegerField(null=True)  # stays when the other one is deleted
    kind = models.CharField(max_length=20, choices=HistoryKind.choices)
    before = models.JSONField(default=dict)  # title and text as they were
    moved = models.JSONField(default=dict)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
        verbose_name_plural = "finding histories"

    def __str__(self) -> str:
        return f"{self.kind} {self.finding_id}"
