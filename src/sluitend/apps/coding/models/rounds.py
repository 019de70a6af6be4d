"""Coding rounds: who codes which texts, blind or not, and what was decided where coders differed."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sluitend.apps.coding.models.codebook import Code


class Unit(models.TextChoices):
    """Into what a text is cut to compare coders."""

    CHARACTER = "character", _("character")
    SENTENCE = "sentence", _("sentence")
    PARAGRAPH = "paragraph", _("paragraph")
    TURN = "turn", _("turn")


class RoundState(models.TextChoices):
    PLANNED = "planned", _("planned")
    OPEN = "open", _("open")
    CLOSED = "closed", _("closed")


class CodingRound(models.Model):
    """Texts that coders code in the same time. While it is open and blind, nobody sees what another does in them."""

    evaluation = models.ForeignKey("design.Evaluation", models.CASCADE, related_name="coding_rounds")
    number = models.PositiveIntegerField()  # R1
    title = models.CharField(_("title"), max_length=120)
    unit = models.CharField(_("unit"), max_length=20, choices=Unit.choices, default=Unit.SENTENCE)
    is_blind = models.BooleanField(_("blind"), default=True)
    state = models.CharField(max_length=10, choices=RoundState.choices, default=RoundState.PLANNED)
    codes = models.ManyToManyField(Code, related_name="rounds", blank=True)  # none: all of them
    share = models.PositiveSmallIntegerField(  # percentage of the texts that several code, as it was asked
        _("share coded by more than one"), default=100, validators=[MaxValueValidator(100)]
    )
    together = models.PositiveSmallIntegerField(  # coders of such a text, as it was asked
        _("coders of a shared text"), default=2, validators=[MinValueValidator(2)]
    )
    seed = models.PositiveIntegerField(default=1)  # by which the texts were divided
    # In a blind text the number of a passage follows from its place, within this stretch: it tells nothing of others.
    numbers_from = models.PositiveIntegerField(null=True)
    numbers = models.PositiveIntegerField(default=0)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    opened_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)
    adjudicated_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    adjudicated_at = models.DateTimeField(null=True)  # from here on the consensus stands for these texts

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["evaluation", "number"], name="coding_round_number"),
            models.CheckConstraint(condition=Q(share__lte=100), name="coding_round_share"),
            models.CheckConstraint(condition=Q(together__gte=2), name="coding_round_together"),
            models.CheckConstraint(
                condition=Q(state="planned", opened_at__isnull=True, closed_at__isnull=True)
                | Q(state="open", opened_at__isnull=False, closed_at__isnull=True)
                | Q(state="closed", opened_at__isnull=False, closed_at__isnull=False),
                name="coding_round_of_its_state",
            ),
            models.CheckConstraint(
                condition=Q(adjudicated_at__isnull=True) | Q(state="closed"), name="coding_round_adjudicated"
            ),
        ]

    def __str__(self) -> str:
        return gettext("Round %(number)s") % {"number": self.number}


class RoundText(models.Model):
    """A text in a round, with who codes it. It goes along when the text is corrected."""

    round = models.ForeignKey(CodingRound, models.CASCADE, related_name="texts")
    version = models.ForeignKey("sources.SourceVersion", models.CASCADE, related_name="round_texts")
    coders = models.ManyToManyField(settings.AUTH_USER_MODEL, through="RoundAssignment", related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["round", "version"], name="coding_round_text_once")]

    def __str__(self) -> str:
        return f"text {self.pk} of round {self.round_id}"


class RoundAssignment(models.Model):
    """One coder's share in a round: this text."""

    text = models.ForeignKey(RoundText, models.CASCADE, related_name="assignments")
    coder = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["text", "coder"], name="coding_assigned_once")]

    def __str__(self) -> str:
        return f"assignment {self.pk}"


class ConsensusDecision(models.Model):
    """Whether a code holds of [start, end) after the coders' work was compared, and why.

    ``from_codings`` is where it came from: ``{"codings": [ids], "said": [[coder id, start, end], …]}``; what was said
    stays known when a coder takes a coding off later.
    """

    round = models.ForeignKey(CodingRound, models.CASCADE, related_name="decisions")
    version = models.ForeignKey("sources.SourceVersion", models.CASCADE, related_name="decisions")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    code = models.ForeignKey(Code, models.PROTECT, related_name="decisions")
    applies = models.BooleanField()
    reason = models.TextField(_("reason"), blank=True)  # empty where all agreed
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(auto_now_add=True)
    from_codings = models.JSONField(default=dict)

    class Meta:
        ordering = ["version", "start", "end", "id"]
        constraints = [
            models.UniqueConstraint(fields=["round", "version", "start", "end", "code"], name="coding_decided_once"),
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="coding_decision_not_empty"),
        ]

    def __str__(self) -> str:
        return f"decision {self.pk}"


class Reopening(models.Model):
    """That completed decisions of a round were opened again, and why; who had completed them, when, and how many."""

    round = models.ForeignKey(CodingRound, models.CASCADE, related_name="reopenings")
    reason = models.TextField(_("reason"))
    completed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    completed_at = models.DateTimeField()
    decisions = models.PositiveIntegerField()
    reopened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reopened_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"reopening {self.pk} of round {self.round_id}"
