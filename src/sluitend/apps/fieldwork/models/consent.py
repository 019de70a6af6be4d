"""What somebody was told, and what he or she agreed to."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sluitend.apps.fieldwork.models.respondent import Respondent


class InformationLetter(models.Model):
    """One version of the letter that respondents get; a change is a new version, so that each consent names its own."""

    evaluation = models.ForeignKey("design.Evaluation", models.CASCADE, related_name="letters")
    number = models.PositiveIntegerField()  # version
    text = models.TextField(_("text"))  # Markdown, with fields such as {contact}
    fields = models.JSONField(default=dict)  # field: value
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["evaluation", "number"], name="fieldwork_letter_number")]

    def __str__(self) -> str:
        return f"letter {self.evaluation_id}/{self.number}"


class Purpose(models.TextChoices):
    """What the words may be used for."""

    EVALUATION = "evaluation", _("this evaluation")
    CASE_FILE = "case_file", _("reading the own case file for this evaluation")
    LEARNING = "learning", _("lessons for other municipalities")
    FOLLOW_UP = "follow_up", _("being asked again later")


class GivenHow(models.TextChoices):
    SIGNED = "signed", _("signed on paper or digitally")
    RECORDED = "recorded", _("said aloud on the recording")
    LINK = "link", _("by a personal link")


class ConsentState(models.TextChoices):
    """What the consent of a respondent is worth today."""

    VALID = "valid", _("valid")
    MISSING = "missing", _("missing")
    WITHDRAWN = "withdrawn", _("withdrawn")
    EXPIRED = "expired", _("retention date passed")


class Consent(models.Model):
    """One consent; the newest of a respondent counts, older ones stay to show what was agreed when."""

    respondent = models.ForeignKey(Respondent, models.CASCADE, related_name="consents")
    letter = models.ForeignKey(
        InformationLetter,
        models.RESTRICT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("information letter"),
    )
    purposes = models.JSONField(_("purpose"), default=list)  # list of Purpose values
    recording = models.BooleanField(_("the conversation may be recorded"), default=False)
    quoting = models.BooleanField(_("words may be quoted without a name"), default=False)
    by_self = models.BooleanField(_("given by the person"), default=True)
    by_parent = models.BooleanField(_("given by a parent or guardian"), default=False)
    how = models.CharField(_("how it was given"), max_length=20, choices=GivenHow.choices)
    given_on = models.DateField(_("given on"))
    retain_until = models.DateField(_("keep what was said until"))
    withdrawn_at = models.DateTimeField(null=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(by_self=True) | Q(by_parent=True), name="fieldwork_consent_by_somebody"),
            models.CheckConstraint(
                condition=Q(retain_until__gte=models.F("given_on")), name="fieldwork_kept_after_it_was_given"
            ),
        ]

    def __str__(self) -> str:
        return f"consent {self.pk} of {self.respondent_id}"
