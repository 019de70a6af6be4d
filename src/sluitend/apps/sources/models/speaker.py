"""Who speaks in a source. In a group interview perspective, level and place belong to the speaker, not to the text."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from sluitend.apps.design.models import Level
from sluitend.apps.design.models.revised import Revised
from sluitend.apps.sources.models.source import Source

FORGOTTEN = "–"  # the label of who withdrew: the turns stay, empty, and are nobody's


class Speaker(Revised):
    """A label in a text, and who it stands for.

    A label is personal data: it lies sealed with the source's key until the text with it is released. What is left
    empty here is as it is of the respondent, else of the source. A label that turns out to be another one's lends its
    turns to that one (``merged_into``), and keeps its number, so that no version has to change.
    """

    source = models.ForeignKey(Source, models.CASCADE, related_name="speakers")
    number = models.PositiveIntegerField()  # as the turns of the versions count them, from 0
    label = models.CharField(_("label"), max_length=120, blank=True)  # empty until released
    sealed_label = models.BinaryField(null=True)
    role = models.CharField(_("function or role, in coarse words"), max_length=120, blank=True)
    is_interviewer = models.BooleanField(_("asks the questions"), default=False)
    merged_into = models.ForeignKey("self", models.CASCADE, null=True, related_name="aliases")
    respondent = models.ForeignKey(
        "fieldwork.Respondent",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="speakers",
        verbose_name=_("respondent"),
    )
    perspective = models.ForeignKey(
        "design.Perspective", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("perspective")
    )
    level = models.CharField(_("level"), max_length=20, choices=Level.choices, blank=True)
    place = models.ForeignKey(
        "design.Place", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("place")
    )
    organisation = models.ForeignKey(
        "people.Organisation", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("organisation")
    )
    phase = models.ForeignKey(  # of one row of answers: a questionnaire may be held before and after
        "design.Phase", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("phase")
    )

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["source", "number"], name="sources_speaker_number"),
            models.CheckConstraint(
                condition=(Q(label="") & Q(sealed_label__isnull=False)) | (~Q(label="") & Q(sealed_label__isnull=True)),
                name="sources_label_readable_or_sealed",
            ),
            models.CheckConstraint(
                condition=Q(is_interviewer=False) | Q(respondent__isnull=True),
                name="sources_interviewer_is_no_respondent",
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")),
                name="sources_speaker_not_into_itself",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source_id}/{self.number}"
