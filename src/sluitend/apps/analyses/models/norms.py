"""The norms that an evaluation holds cases against: a dated table that people keep, each row with its history."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Binding(models.TextChoices):
    """How binding a norm is; the keys are those of `engines.chain.norms.Kind`."""

    LAW = "law", _("legal norm")
    AGREEMENT = "agreement", _("agreement")
    GUIDELINE = "guideline", _("guideline")


class Unit(models.TextChoices):
    """What a term is counted in; the keys are those of `engines.chain.norms.TermUnit`."""

    WORKING_DAYS = "working_days", _("working days")
    DAYS = "days", _("calendar days")
    WEEKS = "weeks", _("weeks")


class Trigger(models.TextChoices):
    """Which event starts the term when there are several."""

    FIRST = "first", _("the first time")
    LAST = "last", _("the last time")


class Answered(models.TextChoices):
    """Which day counts for an answer."""

    DAY = "day", _("the day on which it happened")
    RECORD = "record", _("the day on which it was put on record")


class LiberationDay(models.TextChoices):
    """In which years 5 May is no working day."""

    YEARLY = "1", _("every year")
    LUSTRUM = "5", _("in lustrum years")


class NormRow(models.Model):
    """A norm; its content is that of its newest version. It is never deleted: results name it."""

    evaluation = models.ForeignKey("design.Evaluation", models.CASCADE, related_name="norms")
    number = models.PositiveIntegerField()  # N3: stable
    key = models.SlugField(max_length=60)  # what a result and the command line call it

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["evaluation", "number"], name="analyses_norm_number"),
            models.UniqueConstraint(fields=["evaluation", "key"], name="analyses_norm_key"),
        ]

    def __str__(self) -> str:
        return f"N{self.number}"


class NormVersion(models.Model):
    """What a norm said from some moment on: rows are only added. The meaning is that of `engines.chain.norms.Norm`.

    Only what the evaluation began with has no reason: nobody changed anything there.
    """

    norm = models.ForeignKey(NormRow, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    title = models.CharField(_("norm"), max_length=300)
    addressee = models.CharField(_("who must do it"), max_length=200)
    trigger = models.JSONField(_("the term begins with"))  # names of activities
    answer = models.JSONField(_("the answer is"))
    breaks = models.JSONField(_("an answer has no use any more after"), default=list)
    term = models.PositiveIntegerField(_("term"))
    unit = models.CharField(_("counted in"), max_length=20, choices=Unit.choices)
    kind = models.CharField(_("kind"), max_length=20, choices=Binding.choices)
    source = models.CharField(_("source"), max_length=300)
    place = models.CharField(_("where in the source"), max_length=300)
    url = models.URLField(_("address of the source"), max_length=500, blank=True)
    checked = models.BooleanField(_("looked up in the source"), default=False)
    valid_from = models.DateField(_("holds from"), null=True, blank=True)
    valid_until = models.DateField(_("holds no longer from"), null=True, blank=True)
    trigger_at = models.CharField(_("when it happens more often"), max_length=10, choices=Trigger.choices)
    answered_on = models.CharField(_("for the answer counts"), max_length=10, choices=Answered.choices)
    extends = models.BooleanField(_("a term that ends on a day off goes on to the next working day"), default=False)
    good_friday = models.BooleanField(_("Good Friday is no working day"), default=True)
    liberation_day = models.CharField(
        _("5 May is no working day"), max_length=1, choices=LiberationDay.choices, default=LiberationDay.YEARLY
    )
    closed = models.JSONField(_("closed days"), default=list)  # lines of `kit.closing`
    found_in = models.CharField(_("where the data have it"), max_length=500, blank=True)
    counts_from = models.JSONField(_("the term begins at the earliest when this was put on record"), default=list)
    unsure_after = models.JSONField(_("what seems late has no verdict after"), default=list)
    reason = models.TextField(_("reason of the change"), blank=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["norm", "number"], name="analyses_norm_version"),
            models.CheckConstraint(condition=Q(number=1) | ~Q(reason=""), name="analyses_norm_changed_with_reason"),
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True) | Q(valid_until__isnull=True) | Q(valid_until__gt=F("valid_from")),
                name="analyses_norm_holds_a_day",
            ),
        ]

    def __str__(self) -> str:
        return self.title
