"""Somebody who is heard. Who it is lies sealed with a key of its own, apart from what was said."""

from __future__ import annotations

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sluitend.apps.design.models import Level
from sluitend.apps.design.models.revised import Revised


class AgeGroup(models.TextChoices):
    """Who has to consent depends on it: see ``queries.consent.who_consents``."""

    ADULT = "adult", _("18 or older")
    SIXTEEN = "sixteen", _("16 or 17")
    TWELVE = "twelve", _("12 to 15")
    CHILD = "child", _("under 12")


class Respondent(Revised):
    """R12: from which place somebody speaks, in words so coarse that the team may read them."""

    # Known outside the database, in the ledger of what was destroyed: a number may come back after a restore, this not.
    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    evaluation = models.ForeignKey("design.Evaluation", models.CASCADE, related_name="respondents")
    number = models.PositiveIntegerField()  # R12
    sealed_identity = models.BinaryField(null=True)  # name, address, telephone; opened only by a recorded act
    wrapped_key = models.BinaryField(null=True)  # of the identity alone
    function = models.CharField(_("function or role, in coarse words"), max_length=120, blank=True)
    age_group = models.CharField(_("age"), max_length=20, choices=AgeGroup.choices, default=AgeGroup.ADULT)
    perspective = models.ForeignKey(
        "design.Perspective",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="respondents",
        verbose_name=_("perspective"),
    )
    level = models.CharField(_("level"), max_length=20, choices=Level.choices, blank=True)
    place = models.ForeignKey(
        "design.Place", models.PROTECT, null=True, blank=True, related_name="respondents", verbose_name=_("place")
    )
    organisation = models.ForeignKey(
        "people.Organisation", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("organisation")
    )
    withdrawn_at = models.DateTimeField(null=True)
    emptied_at = models.DateTimeField(null=True)  # withdrawn, or past the retention date: only the number is left
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["evaluation", "number"], name="fieldwork_respondent_number"),
            models.CheckConstraint(
                condition=Q(sealed_identity__isnull=True, wrapped_key__isnull=True)
                | Q(sealed_identity__isnull=False, wrapped_key__isnull=False),
                name="fieldwork_identity_with_its_key",
            ),
            models.CheckConstraint(
                condition=Q(emptied_at__isnull=True)
                | Q(
                    sealed_identity__isnull=True,
                    function="",
                    level="",
                    perspective=None,
                    place=None,
                    organisation=None,
                ),
                name="fieldwork_emptied_is_empty",
            ),
        ]

    def __str__(self) -> str:
        return f"R{self.number}"

    @property
    def label(self) -> str:
        """What the team calls this person."""
        return f"R{self.number}"
