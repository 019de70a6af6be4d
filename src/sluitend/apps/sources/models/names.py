"""Names that are taken out: the evaluation's own list, and what is proposed in a text. No name stands readable here."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from sluitend.apps.design.models.revised import Revised
from sluitend.apps.sources.models.source import SourceVersion


class NameKind(models.TextChoices):
    """What a name is of; the values are those of ``engines.text.names.Kind``."""

    PERSON = "person", _("person")
    SCHOOL = "school", _("school")
    ORGANISATION = "organisation", _("small organisation")
    PLACE = "place", _("neighbourhood or hamlet")
    ADDRESS = "address", _("street or address")
    POSTCODE = "postcode", _("postcode")
    PHONE = "phone", _("telephone number")
    EMAIL = "email", _("e-mail address")
    BSN = "bsn", _("citizen service number")
    BIRTH_DATE = "birth_date", _("date of birth")
    OTHER = "other", _("something else")


# Kinds of which one keeps one pseudonym over all sources; the others are replaced by a fixed word between brackets.
NAMED = (NameKind.PERSON, NameKind.SCHOOL, NameKind.ORGANISATION, NameKind.PLACE)


class ListedName(Revised):
    """One person, school, organisation, place or street of the evaluation, and what stands in its place.

    The forms in which it is said lie sealed with the evaluation's key; those of a respondent are besides taken from the
    sealed identity. A street has no pseudonym: it is replaced by "[adres]".
    """

    evaluation = models.ForeignKey("design.Evaluation", models.CASCADE, related_name="listed_names")
    kind = models.CharField(_("kind"), max_length=20, choices=NameKind.choices)
    sealed_forms = models.BinaryField()  # a JSON list of what people typed or selected
    pseudonym = models.CharField(_("pseudonym"), max_length=80, blank=True)
    respondent = models.ForeignKey(
        "fieldwork.Respondent", models.CASCADE, null=True, blank=True, related_name="listed_names"
    )
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["evaluation", "pseudonym"], condition=~Q(pseudonym=""), name="sources_pseudonym_is_of_one"
            ),
            models.UniqueConstraint(fields=["respondent"], name="sources_listed_once_for_a_respondent"),
            models.CheckConstraint(
                condition=(Q(kind__in=NAMED) & ~Q(pseudonym="")) | (~Q(kind__in=NAMED) & Q(pseudonym="")),
                name="sources_names_have_a_pseudonym",
            ),
        ]

    def __str__(self) -> str:
        return f"listed name {self.pk}"


class RetiredPseudonym(models.Model):
    """A pseudonym that was somebody's, and may stand in a text: it is not given to anybody else."""

    evaluation = models.ForeignKey("design.Evaluation", models.CASCADE, related_name="retired_pseudonyms")
    pseudonym = models.CharField(max_length=80)
    # Whose it was, who may have it back; nobody's once that name went off the list.
    entry = models.ForeignKey(ListedName, models.SET_NULL, null=True, related_name="retired_pseudonyms")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["evaluation", "pseudonym"], name="sources_pseudonym_retired_once")
        ]

    def __str__(self) -> str:
        return f"retired pseudonym {self.pk}"


class FoundBy(models.TextChoices):
    """Why something was proposed."""

    LIST = "list", _("on the list")
    RULE = "rule", _("by its form")
    CONTEXT = "context", _("by its context")
    DETECTOR = "detector", _("recognised as a name")
    PERSON = "person", _("added by hand")


class ProposalState(models.TextChoices):
    OPEN = "open", _("to be decided")
    ACCEPTED = "accepted", _("replace")
    REJECTED = "rejected", _("leave")


class NameProposal(models.Model):
    """A stretch ``[start, end)`` of a version, in code points, that may have to go, and what a person decided."""

    version = models.ForeignKey(SourceVersion, models.CASCADE, related_name="name_proposals")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    kind = models.CharField(max_length=20, choices=NameKind.choices)
    found_by = models.CharField(max_length=20, choices=FoundBy.choices)
    state = models.CharField(max_length=20, choices=ProposalState.choices, default=ProposalState.OPEN)
    entry = models.ForeignKey(ListedName, models.SET_NULL, null=True, blank=True, related_name="proposals")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["start"]
        constraints = [
            models.UniqueConstraint(fields=["version", "start"], name="sources_proposal_start"),
            models.CheckConstraint(condition=Q(start__lt=F("end")), name="sources_proposal_not_empty"),
        ]

    def __str__(self) -> str:
        return f"proposal {self.pk}"


class NameStep(models.Model):
    """One step of one person, so that it can be undone: how proposals were before it, and what it made."""

    version = models.ForeignKey(SourceVersion, models.CASCADE, related_name="name_steps")
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    before = models.JSONField(default=list)  # the columns of each
    made = models.JSONField(default=list)  # ids of proposals that were not there
    # The step in another text that this one came with ("in all conversations"): undone together.
    led_by = models.ForeignKey("self", models.SET_NULL, null=True, related_name="followers")
    entries = models.JSONField(default=dict)  # {"made": ids of new listed names, "grown": [id, start, end] of a form}
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"step {self.pk}"
