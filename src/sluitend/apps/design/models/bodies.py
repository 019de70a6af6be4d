"""Who steers and advises the evaluation: bodies with their mandate, meetings, decisions and actions."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from sluitend.apps.design.models.revised import Revised


class BodyKind(models.TextChoices):
    COMMISSIONER = "commissioner", _("commissioner")
    LEAD_MUNICIPALITY = "lead_municipality", _("lead municipality")
    ADVISORY = "advisory", _("advisory committee")
    SOUNDING_BOARD = "sounding_board", _("sounding board")
    PROJECT_GROUP = "project_group", _("project group")
    STEERING_GROUP = "steering_group", _("steering group")
    OTHER = "other", _("other body")


class Body(Revised):
    """A body around the evaluation, and what it may decide."""

    evaluation = models.ForeignKey("design.Evaluation", models.CASCADE, related_name="bodies")
    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=20, choices=BodyKind.choices)
    mandate = models.TextField(_("mandate"), blank=True)
    order = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["order", "id"]
        constraints = [models.UniqueConstraint(fields=["evaluation", "name"], name="design_body_name")]

    def __str__(self) -> str:
        return self.name


class BodyMember(models.Model):
    """Who sits in a body: by function, so that the plan and the report name no persons."""

    body = models.ForeignKey(Body, models.CASCADE, related_name="members")
    name_or_function = models.CharField(_("function"), max_length=200)
    organisation = models.ForeignKey(
        "people.Organisation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("organisation"),
    )

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name_or_function


class Meeting(Revised):
    """A meeting of a body."""

    body = models.ForeignKey(Body, models.CASCADE, related_name="meetings")
    date = models.DateField(_("date"))
    subject = models.CharField(_("subject"), max_length=200)
    notes = models.TextField(_("notes"), blank=True)

    class Meta:
        ordering = ["-date", "-id"]

    def __str__(self) -> str:
        return self.subject


class Decision(models.Model):
    """What a body decided; once carried to the logbook it stands there too."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="decisions")
    text = models.TextField(_("decision"))
    entry = models.OneToOneField(
        "design.LogbookEntry", models.SET_NULL, null=True, blank=True, related_name="decision", editable=False
    )

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"decision {self.pk}"


class BodyAction(Revised):
    """What somebody will do after a meeting."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="actions")
    text = models.CharField(_("action"), max_length=300)
    owner = models.CharField(_("who does it"), max_length=200)
    due_on = models.DateField(_("due on"), null=True, blank=True)
    done_on = models.DateField(_("done on"), null=True, blank=True)

    class Meta:
        ordering = ["due_on", "id"]

    def __str__(self) -> str:
        return f"action {self.pk}"

    def state(self, today: date) -> str:
        """ "done", "late" or "open", as seen on this day."""
        if self.done_on:
            return "done"
        return "late" if self.due_on and self.due_on < today else "open"
