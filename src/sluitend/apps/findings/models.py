"""State of the room: findings and the evidence they rest on, conclusions per question, recommendations."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


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
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    revision = models.PositiveIntegerField(default=1)  # two people, one finding: the second is told

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["evaluation", "number"], name="findings_number")]

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


class Judgement(models.TextChoices):
    GOOD = "good", _("meets the criterion")
    PARTLY = "partly", _("meets it in part")
    INSUFFICIENT = "insufficient", _("does not meet it")
    NOT_JUDGED = "not_judged", _("not judged")


class Conclusion(models.Model):
    """The answer to one question, from findings; or the reason why it could not be answered."""

    evaluation = models.ForeignKey("design.Evaluation", models.CASCADE, related_name="conclusions")
    number = models.PositiveIntegerField()  # C2
    question = models.OneToOneField(
        "design.Question", models.PROTECT, related_name="conclusion", verbose_name=_("question")
    )
    text = models.TextField(_("answer"), blank=True)
    judgement = models.CharField(_("judgement"), max_length=20, choices=Judgement.choices, default=Judgement.NOT_JUDGED)
    criterion = models.ForeignKey(
        "design.Criterion",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="conclusions",
        verbose_name=_("judged against"),
    )
    not_answered_reason = models.TextField(_("not answered, because"), blank=True)
    findings = models.ManyToManyField(Finding, related_name="conclusions", blank=True, verbose_name=_("findings"))
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["evaluation", "number"], name="findings_conclusion_number"),
            models.CheckConstraint(
                condition=(~Q(text="") & Q(not_answered_reason="")) | (Q(text="") & ~Q(not_answered_reason="")),
                name="findings_answer_or_reason",
            ),
            models.CheckConstraint(
                condition=Q(judgement=Judgement.NOT_JUDGED) | Q(criterion__isnull=False),
                name="findings_judged_against_a_criterion",
            ),
        ]

    def __str__(self) -> str:
        return f"C{self.number}"


class RecommendationKind(models.TextChoices):
    RECOMMENDATION = "recommendation", _("recommendation")
    STARTING_POINT = "starting_point", _("starting point")


class Recommendation(models.Model):
    """What to do, for whom, because of which conclusions."""

    evaluation = models.ForeignKey("design.Evaluation", models.CASCADE, related_name="recommendations")
    number = models.PositiveIntegerField()  # A1
    kind = models.CharField(
        _("kind"),
        max_length=20,
        choices=RecommendationKind.choices,
        default=RecommendationKind.RECOMMENDATION,
    )
    title = models.CharField(_("recommendation in one sentence"), max_length=300)
    text = models.TextField(_("explanation"), blank=True)
    addressee = models.CharField(_("for whom"), max_length=200, blank=True)
    conclusions = models.ManyToManyField(
        Conclusion, related_name="recommendations", blank=True, verbose_name=_("conclusions")
    )
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["evaluation", "number"], name="findings_recommendation_number")]

    def __str__(self) -> str:
        return f"A{self.number}"
