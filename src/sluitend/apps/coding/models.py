"""State of the room: codebook, fragments, codings, memos, quotes for outside, and what each person can undo."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

CODE_COLOURS = 12


class Code(models.Model):
    """A code in the codebook's tree, with the rules for applying it."""

    evaluation = models.ForeignKey("design.Evaluation", models.CASCADE, related_name="codes")
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    name = models.CharField(_("name"), max_length=120)
    definition = models.TextField(_("definition"), blank=True)
    include = models.TextField(_("use it when"), blank=True)
    exclude = models.TextField(_("do not use it when"), blank=True)
    example = models.TextField(_("example"), blank=True)
    colour = models.PositiveSmallIntegerField(default=1)  # 1..CODE_COLOURS: a class, never the only sign
    order = models.PositiveIntegerField(default=0)
    archived_at = models.DateTimeField(null=True)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="merged")
    revision = models.PositiveIntegerField(default=1)  # of its name and rules: two people may write at once
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["evaluation", "parent", "name"],
                condition=Q(parent__isnull=False, archived_at__isnull=True),
                name="coding_code_name",
            ),
            models.UniqueConstraint(
                fields=["evaluation", "name"],
                condition=Q(parent__isnull=True, archived_at__isnull=True),
                name="coding_top_code_name",
            ),
            models.CheckConstraint(condition=Q(colour__gte=1, colour__lte=CODE_COLOURS), name="coding_code_colour"),
        ]

    def __str__(self) -> str:
        return self.name


class CodeChangeKind(models.TextChoices):
    ADDED = "added", _("added")
    CHANGED = "changed", _("changed")
    MOVED = "moved", _("moved")
    ARCHIVED = "archived", _("archived")
    RESTORED = "restored", _("taken into use again")
    MERGED = "merged", _("merged")
    UNMERGED = "unmerged", _("merging undone")
    UNSPLIT = "unsplit", _("splitting undone")
    SPLIT = "split", _("split")


class CodeChange(models.Model):
    """One change of a code, for its history. ``moved`` is what it takes to undo a merge: ids, no words."""

    code = models.ForeignKey(Code, models.CASCADE, related_name="changes")
    other = models.ForeignKey(Code, models.CASCADE, null=True, related_name="+")  # merged into, or split off
    kind = models.CharField(max_length=20, choices=CodeChangeKind.choices)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    moved = models.JSONField(default=dict)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.kind} {self.code_id}"


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


class StepKind(models.TextChoices):
    CODE_APPLIED = "code_applied", _("code applied")
    CODE_REMOVED = "code_removed", _("code removed")
    MEMO_WRITTEN = "memo_written", _("memo written")
    MEMO_CHANGED = "memo_changed", _("memo changed")
    MEMO_DELETED = "memo_deleted", _("memo deleted")


class CodingStep(models.Model):
    """One step of a person's coding in one text, with all that it takes to undo it and to do it again.

    It names the span, not the fragment: a fragment goes with the last thing on it, and comes back under its own number.
    """

    evaluation = models.ForeignKey("design.Evaluation", models.CASCADE, related_name="+")
    version = models.ForeignKey("sources.SourceVersion", models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=30, choices=StepKind.choices)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    fragment_number = models.PositiveIntegerField()
    code = models.ForeignKey(Code, models.CASCADE, null=True, related_name="+")
    memo_id = models.BigIntegerField(null=True)  # no foreign key: the memo may be gone, and come back
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)
    undone_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["version", "user", "-id"], name="coding_step_by_user")]
        constraints = [
            models.CheckConstraint(
                condition=Q(code__isnull=False, memo_id__isnull=True, kind__in=["code_applied", "code_removed"])
                | Q(
                    code__isnull=True,
                    memo_id__isnull=False,
                    kind__in=["memo_written", "memo_changed", "memo_deleted"],
                ),
                name="coding_step_of_code_or_memo",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


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


class ChangeKind(models.TextChoices):
    FRAGMENT = "fragment", _("one fragment")
    EVERYTHING = "everything", _("any number of fragments")
    CODES = "codes", _("the codebook")


class Change(models.Model):
    """That something changed, for who has the text open; not what. Its id is where a reader has got to.

    Of one text under that text's lock, of the codebook (no source) under the evaluation's: within each the ids become
    visible in their order, so that nobody misses one.
    """

    evaluation = models.ForeignKey("design.Evaluation", models.CASCADE, related_name="+")
    source = models.ForeignKey("sources.Source", models.CASCADE, null=True, related_name="+")
    kind = models.CharField(max_length=20, choices=ChangeKind.choices)
    fragment_number = models.PositiveIntegerField(null=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["evaluation", "source", "id"], name="coding_change_since")]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="fragment", source__isnull=False, fragment_number__isnull=False)
                | Q(kind="everything", fragment_number__isnull=True)
                | Q(kind="codes", source__isnull=True, fragment_number__isnull=True),
                name="coding_change_of_its_kind",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
