"""The evaluation itself: who works on it, and what happened on the way."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from sluitend.apps.design.models.revised import Revised
from sluitend.apps.design.models.who import PlaceKind
from sluitend.apps.people.permissions import Role


class EvaluationStatus(models.TextChoices):
    PREPARING = "preparing", _("in preparation")
    RUNNING = "running", _("under way")
    CLOSED = "closed", _("closed")


class Evaluation(Revised):
    """One evaluation; everything below belongs to exactly one."""

    title = models.CharField(_("title"), max_length=200)
    summary = models.TextField(_("what it is about"), blank=True)
    template_key = models.CharField(max_length=40)
    status = models.CharField(
        _("status"), max_length=20, choices=EvaluationStatus.choices, default=EvaluationStatus.PREPARING
    )
    commissioner = models.ForeignKey(
        "people.Organisation", models.PROTECT, null=True, blank=True, verbose_name=_("commissioner")
    )
    # What is compared: a matrix cell "per place" counts once for each place of this kind.
    place_kind = models.CharField(
        _("kind of place that is compared"), max_length=20, choices=PlaceKind.choices, default=PlaceKind.MUNICIPALITY
    )
    starts = models.DateField(_("starts on"), null=True, blank=True)
    ends = models.DateField(_("ends on"), null=True, blank=True)
    fictitious = models.BooleanField(_("fictitious"), default=False)
    # HMAC key of this evaluation, wrapped with the installation key; never in archives or exports.
    wrapped_key = models.BinaryField()
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    # From when the assessment framework is fixed: every later change of it is marked. It is never unlocked.
    framework_locked_at = models.DateTimeField(null=True, blank=True)
    framework_locked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts__isnull=True) | Q(ends__isnull=True) | Q(ends__gte=F("starts")),
                name="design_evaluation_dates",
            ),
            models.CheckConstraint(
                condition=Q(framework_locked_at__isnull=True, framework_locked_by__isnull=True)
                | Q(framework_locked_at__isnull=False, framework_locked_by__isnull=False),
                name="design_framework_locked_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Membership(models.Model):
    """A user's one role in an evaluation."""

    evaluation = models.ForeignKey(Evaluation, models.CASCADE, related_name="memberships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships")
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    since = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["user__name"]
        constraints = [models.UniqueConstraint(fields=["evaluation", "user"], name="design_one_role")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role}"


class Counter(models.Model):
    """The last number given to a kind of object (S3, F12, B4, ...); numbers are never used twice."""

    evaluation = models.ForeignKey(Evaluation, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["evaluation", "kind"], name="design_one_counter")]

    def __str__(self) -> str:
        return f"{self.kind}{self.last}"


class LogbookKind(models.TextChoices):
    DECISION = "decision", _("decision")
    PARALLEL_TRACK = "parallel_track", _("parallel track")
    EVENT = "event", _("event")
    IMPROVEMENT = "improvement", _("improvement made meanwhile")
    NOTE = "note", _("note")


class LogbookEntry(Revised):
    """What happened on the way and may explain a finding later."""

    evaluation = models.ForeignKey(Evaluation, models.CASCADE, related_name="logbook")
    number = models.PositiveIntegerField()  # "L4": stable, never used twice
    date = models.DateField(_("date"))
    kind = models.CharField(_("kind"), max_length=20, choices=LogbookKind.choices)
    title = models.CharField(_("title"), max_length=200)
    text = models.TextField(_("what happened, and what it means for the evaluation"), blank=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-date", "-id"]
        constraints = [models.UniqueConstraint(fields=["evaluation", "number"], name="design_logbook_number")]

    def __str__(self) -> str:
        return self.title

    @property
    def label(self) -> str:
        """How people point at it."""
        return f"L{self.number}"
