"""Exchange with other tools: files asked for, files that came in, by what GUID things are known, and what waits."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

# The things that a link may lead to: the names of the fields, of which one is filled.
THINGS = ("code", "source", "fragment", "wordless", "memo", "respondent", "group")


def one_of(fields: tuple[str, ...]) -> Q:
    """That one of these is filled, and no other."""
    found = Q()
    for name in fields:
        found |= Q(**{f"{other}__isnull": other != name for other in fields})
    return found


class ExportState(models.TextChoices):
    """waiting → ready → destroyed; one that cannot be made has failed."""

    WAITING = "waiting", _("being made")
    READY = "ready", _("ready")
    DESTROYED = "destroyed", _("destroyed")
    FAILED = "failed", _("failed")


class ExchangeExport(models.Model):
    """A project for another tool, sealed on disk until its time is over.

    `with_names`: coders by their own names; `with_originals`: with Word and PDF files as they came in.
    """

    evaluation = models.ForeignKey("design.Evaluation", models.CASCADE, related_name="exchange_exports")
    with_names = models.BooleanField(default=False)
    with_originals = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=ExportState.choices, default=ExportState.WAITING)
    path = models.CharField(max_length=200, blank=True)  # within the data folder
    wrapped_key = models.BinaryField(null=True)
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    figures = models.JSONField(default=dict)  # how many of everything
    until = models.DateTimeField(null=True)
    run_id = models.CharField(max_length=40, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(state="ready", until__isnull=False, wrapped_key__isnull=False) & ~Q(path=""))
                | (~Q(state="ready") & Q(path="", wrapped_key__isnull=True)),
                name="reporting_export_file_while_ready",
            ),
        ]

    def __str__(self) -> str:
        return f"export {self.pk}"


class ImportState(models.TextChoices):
    """waiting → read → bringing in → done; refused or discarded on the way."""

    WAITING = "waiting", _("being read")
    READ = "read", _("waits for your choices")
    BUSY = "busy", _("being brought in")
    DONE = "done", _("brought in")
    REFUSED = "refused", _("refused")
    DISCARDED = "discarded", _("destroyed")


class ExchangeImport(models.Model):
    """A file of another tool. The file goes once it was read; what it held lies sealed until it was brought in.

    What is told of it afterwards, one by one, lies under the same key: names from other people's work stand in it.
    """

    evaluation = models.ForeignKey("design.Evaluation", models.CASCADE, related_name="exchange_imports")
    state = models.CharField(max_length=10, choices=ImportState.choices, default=ImportState.WAITING)
    is_code_book = models.BooleanField(default=False)
    path = models.CharField(max_length=200, blank=True)  # within the data folder, until it was read
    wrapped_key = models.BinaryField(null=True)
    sealed_content = models.BinaryField(null=True)  # formats.qdpx.taken_parts.Taken
    sealed_outcome = models.BinaryField(null=True)  # the losses, once it was brought in
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    figures = models.JSONField(default=dict)  # how many of everything the file holds
    brought = models.JSONField(default=dict)  # how many of everything came in
    choices = models.JSONField(default=dict)  # who is who, by GUID and id, and what else was chosen; no words
    refusal = models.JSONField(default=dict)
    run_id = models.CharField(max_length=40, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(state="waiting", wrapped_key__isnull=False) & ~Q(path=""))
                | (~Q(state="waiting") & Q(path="")),
                name="reporting_import_file_while_waiting",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["read", "busy"], sealed_content__isnull=False, wrapped_key__isnull=False)
                | (~Q(state__in=["read", "busy"]) & Q(sealed_content__isnull=True)),
                name="reporting_import_content_while_needed",
            ),
        ]

    def __str__(self) -> str:
        return f"import {self.pk}"


class ExchangeKind(models.TextChoices):
    """What a GUID is of."""

    USER = "user"
    CODE = "code"
    SOURCE = "source"
    SELECTION = "selection"
    CODING = "coding"
    NOTE = "note"
    CASE = "case"
    QUESTION = "question"
    CRITERION = "criterion"
    FINDING = "finding"
    CONCLUSION = "conclusion"
    RECOMMENDATION = "recommendation"
    EVIDENCE = "evidence"
    SET = "set"  # made of a perspective
    GROUP = "group"
    LINK = "link"
    WORDLESS = "wordless"
    WORDLESS_CODING = "wordless_coding"


class ExchangeGuid(models.Model):
    """By what GUID an exchange file knows an object. Its row may be gone: then the GUID leads nowhere.

    `object_id` is no foreign key: deleting a code or a passage asks nothing of this room.
    """

    evaluation = models.ForeignKey("design.Evaluation", models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20, choices=ExchangeKind.choices)
    object_id = models.BigIntegerField()
    guid = models.UUIDField()
    said = models.JSONField(
        default=dict
    )  # by field: prints of what the last file said, and of what stood here after it

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["evaluation", "kind", "guid"], name="reporting_exchange_guid"),
        ]
        indexes = [models.Index(fields=["evaluation", "kind", "object_id"], name="reporting_exchange_object")]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"


class ExchangeGroup(models.Model):
    """A group of codes and sources that another tool made: kept, to be given back in a file for another tool."""

    evaluation = models.ForeignKey("design.Evaluation", models.CASCADE, related_name="exchange_groups")
    name = models.CharField(max_length=300)
    description = models.TextField(blank=True)
    codes = models.ManyToManyField("coding.Code", related_name="+", blank=True)
    sources = models.ManyToManyField("sources.Source", related_name="+", blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name


class WordlessPassage(models.Model):
    """A passage of another tool without words, which no fragment here is: its memo tells of it, and goes with it.

    It is kept for a file for another tool, which gives it back under its GUID. `start` and `end` are equal, or hold
    white space.
    """

    version = models.ForeignKey("sources.SourceVersion", models.CASCADE, related_name="+")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    memo = models.ForeignKey("coding.Memo", models.CASCADE, related_name="+")
    notes = models.ManyToManyField("coding.Memo", related_name="+", blank=True)  # what else was written beside it
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [models.CheckConstraint(condition=Q(start__lte=F("end")), name="reporting_wordless_span")]

    def __str__(self) -> str:
        return f"{self.version_id} [{self.start}–{self.end}]"


class WordlessCoding(models.Model):
    """A code that somebody put on it."""

    passage = models.ForeignKey(WordlessPassage, models.CASCADE, related_name="codings")
    code = models.ForeignKey("coding.Code", models.CASCADE, related_name="+")
    coder = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["passage", "code", "coder"], name="reporting_wordless_coding"),
        ]

    def __str__(self) -> str:
        return f"{self.code_id} on {self.passage_id}"


class ExchangeEnd(models.Model):
    """Something that links lead to; it goes with the thing, and takes its links along: a name may hold its words."""

    evaluation = models.ForeignKey("design.Evaluation", models.CASCADE, related_name="+")
    code = models.OneToOneField("coding.Code", models.CASCADE, null=True, related_name="+")
    source = models.OneToOneField("sources.Source", models.CASCADE, null=True, related_name="+")
    fragment = models.OneToOneField("coding.Fragment", models.CASCADE, null=True, related_name="+")
    wordless = models.OneToOneField("reporting.WordlessPassage", models.CASCADE, null=True, related_name="+")
    memo = models.OneToOneField("coding.Memo", models.CASCADE, null=True, related_name="+")
    respondent = models.OneToOneField("fieldwork.Respondent", models.CASCADE, null=True, related_name="+")
    group = models.OneToOneField("reporting.ExchangeGroup", models.CASCADE, null=True, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [models.CheckConstraint(condition=one_of(THINGS), name="reporting_end_of_one_thing")]

    def __str__(self) -> str:
        return f"end {self.pk}"


class LinkDirection(models.TextChoices):
    """In the words of the standard; a link may have none."""

    ASSOCIATIVE = "Associative", _("goes with")
    ONE_WAY = "OneWay", _("leads to")
    BIDIRECTIONAL = "Bidirectional", _("both ways")


class ExchangeLink(models.Model):
    """A link between two things that another tool made."""

    evaluation = models.ForeignKey("design.Evaluation", models.CASCADE, related_name="exchange_links")
    name = models.CharField(max_length=300, blank=True)
    direction = models.CharField(max_length=15, choices=LinkDirection.choices, blank=True)
    colour = models.CharField(max_length=7, blank=True)  # #rrggbb or #rgb
    origin = models.ForeignKey(ExchangeEnd, models.CASCADE, related_name="+")
    target = models.ForeignKey(ExchangeEnd, models.CASCADE, related_name="+")
    notes = models.ManyToManyField("coding.Memo", related_name="+", blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name or "–"


class ExchangeWaiting(models.Model):
    """Codings, memos and evidence of an import, until their text may be coded; sealed with the key of the source.

    Spans are of `version`, the text as it came in. What cannot be placed at its release stays, to be told.
    """

    imported = models.ForeignKey(ExchangeImport, models.CASCADE, related_name="waiting")
    version = models.OneToOneField("sources.SourceVersion", models.CASCADE, related_name="exchange_waiting")
    sealed_content = models.BinaryField()
    count = models.PositiveIntegerField()  # of the passages that wait
    placed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"waiting for {self.version_id}"
