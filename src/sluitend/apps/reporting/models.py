"""State of the room: the report's sections, what was built from them, and what others said of it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sluitend.apps.reporting.models_archive import ArchiveFile as ArchiveFile  # this file is long enough
from sluitend.apps.reporting.models_archive import ArchiveState as ArchiveState
from sluitend.apps.reporting.models_exchange import THINGS as THINGS
from sluitend.apps.reporting.models_exchange import ExchangeEnd as ExchangeEnd
from sluitend.apps.reporting.models_exchange import ExchangeExport as ExchangeExport
from sluitend.apps.reporting.models_exchange import ExchangeGroup as ExchangeGroup
from sluitend.apps.reporting.models_exchange import ExchangeGuid as ExchangeGuid
from sluitend.apps.reporting.models_exchange import ExchangeImport as ExchangeImport
from sluitend.apps.reporting.models_exchange import ExchangeKind as ExchangeKind
from sluitend.apps.reporting.models_exchange import ExchangeLink as ExchangeLink
from sluitend.apps.reporting.models_exchange import ExchangeWaiting as ExchangeWaiting
from sluitend.apps.reporting.models_exchange import ExportState as ExportState
from sluitend.apps.reporting.models_exchange import ImportState as ImportState
from sluitend.apps.reporting.models_exchange import LinkDirection as LinkDirection
from sluitend.apps.reporting.models_exchange import WordlessCoding as WordlessCoding
from sluitend.apps.reporting.models_exchange import WordlessPassage as WordlessPassage


class Report(models.Model):
    """The report of an evaluation."""

    evaluation = models.OneToOneField("design.Evaluation", models.CASCADE, related_name="report")
    title = models.CharField(_("title"), max_length=300)
    subtitle = models.CharField(_("subtitle"), max_length=300, blank=True)
    revision = models.PositiveIntegerField(default=1)  # of title and subtitle
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"report of {self.evaluation_id}"


class Section(models.Model):
    """A section in Markdown, with references to what it rests on: [[B4]], [[C2]], [[F12]]."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="sections")
    title = models.CharField(_("title"), max_length=200)
    markdown = models.TextField(_("text"), blank=True)
    order = models.PositiveIntegerField(default=0)
    revision = models.PositiveIntegerField(default=1)
    deleted_at = models.DateTimeField(null=True)  # kept with its versions, and can be put back
    writer = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")  # who will do it
    is_summary = models.BooleanField(default=False)  # the file "summary" is made of it
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return f"section {self.pk}"


class SectionVersion(models.Model):
    """A section as it was before a change: nothing that was written is lost."""

    section = models.ForeignKey(Section, models.CASCADE, related_name="versions")
    revision = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    markdown = models.TextField(blank=True)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["-revision"]
        constraints = [models.UniqueConstraint(fields=["section", "revision"], name="reporting_section_revision")]

    def __str__(self) -> str:
        return f"{self.section_id}/{self.revision}"


class SectionComment(models.Model):
    """What a colleague says beside a section; `anchor` are the words that it is about, empty for the whole of it."""

    section = models.ForeignKey(Section, models.CASCADE, related_name="comments")
    answers = models.ForeignKey("self", models.CASCADE, null=True, related_name="replies")
    anchor = models.CharField(max_length=500, blank=True)
    text = models.TextField(_("comment"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    resolved_at = models.DateTimeField(null=True)
    resolved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(resolved_at__isnull=True, resolved_by__isnull=True)
                | Q(resolved_at__isnull=False, resolved_by__isnull=False),
                name="reporting_comment_resolved_by_somebody",
            )
        ]

    def __str__(self) -> str:
        return f"comment {self.pk}"


class StatementKey(models.TextChoices):
    """What a reader must be told of how the evaluation was done; the order is that of the page."""

    LIMITATIONS = "limitations", _("limitations")
    REFLEXIVITY = "reflexivity", _("who we are and how we relate to the subject")
    REFUSALS = "refusals", _("who did not take part, and why")
    RECORDING = "recording", _("how conversations were recorded")
    DURATION = "duration", _("how long conversations took")
    SATURATION = "saturation", _("when we had heard enough")
    RETURN_OF_TRANSCRIPTS = "return_of_transcripts", _("reports returned to participants")
    CODERS = "coders", _("who coded, and how")
    PARTICIPANT_CHECK = "participant_check", _("what participants said of the findings")
    TEAM_DISAGREEMENT = "team_disagreement", _("what the team did not agree on")
    ETHICS = "ethics", _("consent, privacy and ethics")
    FUNDING = "funding", _("who paid, and who decided")


class ReportStatement(models.Model):
    """One part of the account of the method, as the standards ask it (COREQ, SRQR, DAC); absent until written."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="statements")
    key = models.CharField(max_length=40, choices=StatementKey.choices)
    text = models.TextField(_("text"), blank=True)
    revision = models.PositiveIntegerField(default=1)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["report", "key"], name="reporting_statement_once")]

    def __str__(self) -> str:
        return f"{self.key} of {self.report_id}"


class HouseStyle(models.Model):
    """A Word document of the bureau, sealed; what we build in Word takes over its styles."""

    report = models.OneToOneField(Report, models.CASCADE, related_name="house_style")
    name = models.CharField(_("file"), max_length=200, blank=True)  # as its owner calls it
    path = models.CharField(max_length=200)  # within the data folder; sealed
    wrapped_key = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"house style of {self.report_id}"


class BuildKind(models.TextChoices):
    INSIDE = "inside", _("inside (opens evidence by role)")
    PUBLIC = "public", _("public (released quotes only)")
    DOCX = "docx", _("Word (DOCX)")
    PDF = "pdf", _("PDF (accessible)")
    SUMMARY = "summary", _("summary (PDF)")
    PLAN = "plan", _("evaluation plan (Word)")


class Stage(models.TextChoices):
    DRAFT = "draft", _("draft")
    FINAL = "final", _("final")


class DestroyReason(models.TextChoices):
    """Why a built file is no longer there."""

    QUOTE_WITHDRAWN = "quote_withdrawn", _("holds a withdrawn quote")


class Build(models.Model):
    """A built report: what was made, when, from which state, and its hash; these outlive the file."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="builds")
    kind = models.CharField(max_length=20, choices=BuildKind.choices)
    stage = models.CharField(max_length=10, choices=Stage.choices, default=Stage.DRAFT)
    pages = models.PositiveIntegerField(null=True)  # of a PDF
    # What it concluded and recommended, to tell later what changed: {"C1": [text, judgement], …}.
    said = models.JSONField(default=dict)
    path = models.CharField(max_length=200, blank=True)  # within the data folder; sealed
    wrapped_key = models.BinaryField(null=True)
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    state_sha256 = models.CharField(max_length=64)  # of everything that it was built from
    withheld = models.PositiveIntegerField(default=0)  # passages that were left out, with a note in their place
    # Numbers of fragment and source of every passage whose words stand in it: [[12, 3], …].
    quoted = models.JSONField(default=list)
    destroyed_at = models.DateTimeField(null=True)
    destroyed_reason = models.CharField(max_length=40, choices=DestroyReason.choices, blank=True)
    run_id = models.CharField(max_length=40, blank=True)
    built_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    built_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(destroyed_at__isnull=True, destroyed_reason="")
                | (Q(destroyed_at__isnull=False, path="", wrapped_key__isnull=True) & ~Q(destroyed_reason="")),
                name="reporting_build_kept_or_destroyed",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class ReturnedState(models.TextChoices):
    WAITING = "waiting", _("being read")
    READ = "read", _("read")
    REFUSED = "refused", _("refused")


class ReturnedFile(models.Model):
    """A Word document that came back with comments. It lies sealed until it was read, and is then destroyed."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="returned")
    sender = models.CharField(_("from whom"), max_length=200)
    state = models.CharField(max_length=10, choices=ReturnedState.choices, default=ReturnedState.WAITING)
    refusal = models.JSONField(default=dict)  # code and data of the error
    path = models.CharField(max_length=200, blank=True)  # within the data folder; sealed
    wrapped_key = models.BinaryField(null=True)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    run_id = models.CharField(max_length=40, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"returned {self.pk}"


class RemarkKind(models.TextChoices):
    FACT = "fact", _("fact")
    OPINION = "opinion", _("opinion")


class Outcome(models.TextChoices):
    OPEN = "open", _("open")
    TAKEN_OVER = "taken_over", _("taken over")
    IN_PART = "in_part", _("in part")
    NOT = "not", _("not taken over")


class Remark(models.Model):
    """One row of the table of comments: what somebody outside said of a passage, and what was done with it."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="remarks")
    number = models.PositiveIntegerField()
    returned = models.ForeignKey(ReturnedFile, models.SET_NULL, null=True, related_name="remarks")
    section = models.ForeignKey(Section, models.SET_NULL, null=True, related_name="remarks")
    passage = models.TextField(blank=True)
    by = models.CharField(_("from whom"), max_length=200)
    said_on = models.DateField(null=True)
    text = models.TextField(_("comment"), blank=True)
    kind = models.CharField(max_length=10, choices=RemarkKind.choices, blank=True)  # empty until somebody judged it
    outcome = models.CharField(max_length=12, choices=Outcome.choices, default=Outcome.OPEN)
    reason = models.TextField(_("reason"), blank=True)
    changed_text = models.TextField(_("changed text"), blank=True)
    from_tracked = models.BooleanField(default=False)
    conclusions = models.ManyToManyField("findings.Conclusion", related_name="remarks")  # changed because of it
    revision = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["report", "number"], name="reporting_remark_number")]

    def __str__(self) -> str:
        return f"O{self.number}"


class Waiver(models.Model):
    """A rule of the checker that somebody set aside for one object, with the reason that stands in the annex."""

    evaluation = models.ForeignKey("design.Evaluation", models.CASCADE, related_name="waivers")
    rule = models.CharField(max_length=10)  # its code
    object_key = models.CharField(max_length=120)  # what tells the object apart from others: checker.rule.Found.key
    object_label = models.CharField(max_length=120)  # what people called it then
    reason = models.TextField(_("reason"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["evaluation", "rule", "object_key"],
                condition=Q(withdrawn_at__isnull=True),
                name="reporting_waived_once",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="reporting_waived_with_reason"),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="reporting_waiver_withdrawn_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule} on {self.object_key}"
