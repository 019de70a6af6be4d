"""Passages, the codes and memos on them, which may be quoted outside, and where they were before."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from sluitend.apps.coding.models.codebook import Code


class Fragment(models.Model):
    """An exact span [start, end) of one version's text, in Unicode code points: evidence once a finding rests on it."""

    evaluation = models.ForeignKey("design.Evaluation", models.CASCADE, related_name="fragments")
    number = models.PositiveIntegerField()  # F12
    version = models.ForeignKey("sources.SourceVersion", models.PROTECT, related_name="fragments")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    quote_sha256 = models.CharField(max_length=64)  # proves that text[start:end] is still what was chosen
    withdrawn_at = models.DateTimeField(null=True)  # the words are gone; what rests on them is stale
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["evaluation", "number"], name="coding_fragment_number"),
            models.UniqueConstraint(fields=["version", "start", "end"], name="coding_fragment_once"),
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="coding_fragment_not_empty"),
        ]

    def __str__(self) -> str:
        return f"F{self.number}"


class Coding(models.Model):
    """One coder's code on a fragment."""

    fragment = models.ForeignKey(Fragment, models.CASCADE, related_name="codings")
    code = models.ForeignKey(Code, models.PROTECT, related_name="codings")
    coder = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["fragment", "code", "coder"], name="coding_coding_once")]

    def __str__(self) -> str:
        return f"{self.code_id} on {self.fragment_id}"


class Memo(models.Model):
    """A thought beside a fragment, a code or a source."""

    evaluation = models.ForeignKey("design.Evaluation", models.CASCADE, related_name="memos")
    fragment = models.ForeignKey(Fragment, models.CASCADE, null=True, related_name="memos")
    code = models.ForeignKey(Code, models.CASCADE, null=True, related_name="memos")
    source = models.ForeignKey("sources.Source", models.CASCADE, null=True, related_name="memos")
    text = models.TextField(_("memo"))
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(fragment__isnull=False, code__isnull=True, source__isnull=True)
                | Q(fragment__isnull=True, code__isnull=False, source__isnull=True)
                | Q(fragment__isnull=True, code__isnull=True, source__isnull=False),
                name="coding_memo_of_one_thing",
            )
        ]

    def __str__(self) -> str:
        return f"memo {self.pk}"


class QuoteRelease(models.Model):
    """A person's act: this fragment may be shown outside the team. Fragments of public documents need none."""

    fragment = models.OneToOneField(Fragment, models.CASCADE, related_name="quote_release")
    released_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    released_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"release of {self.fragment_id}"


class FragmentMove(models.Model):
    """Where a fragment was before its text was corrected. It keeps its number and all that is on it."""

    fragment = models.ForeignKey(Fragment, models.CASCADE, related_name="moves")
    version = models.ForeignKey("sources.SourceVersion", models.CASCADE, related_name="+")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    same_words = models.BooleanField()  # else a person gave it another wording
    moved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    moved_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.CheckConstraint(condition=Q(end__gt=F("start")), name="coding_move_not_empty")]

    def __str__(self) -> str:
        return f"move {self.pk} of {self.fragment_id}"


class ToPlace(models.Model):
    """A fragment that stayed in an older text, since its words do not stand in the newest one: for a person.

    The row goes when the fragment has been placed (FragmentMove tells where it was) or lapses with the fragment.
    """

    fragment = models.OneToOneField(Fragment, models.CASCADE, related_name="to_place")
    to_version = models.ForeignKey("sources.SourceVersion", models.CASCADE, related_name="+")
    start = models.PositiveIntegerField(null=True)  # the nearest span in that text, if there is any
    end = models.PositiveIntegerField(null=True)
    since = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(start__isnull=True, end__isnull=True)
                | Q(start__isnull=False, end__isnull=False, end__gt=F("start")),
                name="coding_suggestion_whole",
            )
        ]

    def __str__(self) -> str:
        return f"{self.fragment_id} to place"
