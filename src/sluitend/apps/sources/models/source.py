"""A source has versions; what has not been released lies sealed, so that no name stands readable in the database.

A title is often a file's name, and that can hold a person's name: it is sealed too until the first release.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sluitend.apps.design.models import Level
from sluitend.apps.sources.models.kinds import ApprovalState, SourceKind


class Source(models.Model):
    """One document or conversation, with what it speaks about and from which place."""

    evaluation = models.ForeignKey("design.Evaluation", models.CASCADE, related_name="sources")
    number = models.PositiveIntegerField()  # S3
    title = models.CharField(_("title"), max_length=300, blank=True)  # empty until released
    sealed_title = models.BinaryField(null=True)
    kind = models.CharField(_("kind"), max_length=30, choices=SourceKind.choices, default=SourceKind.DOCUMENT)
    is_public = models.BooleanField(_("public document"), default=False)
    # It was said to be public when it came in, and speakers were found in it: a person confirms that first.
    public_asked = models.BooleanField(default=False)
    public_reason = models.TextField(_("why this conversation is public"), blank=True)
    approval = models.CharField(
        _("approval"), max_length=20, choices=ApprovalState.choices, default=ApprovalState.NOT_NEEDED
    )
    date = models.DateField(_("date"), null=True, blank=True)
    origin = models.CharField(_("origin (publisher, address)"), max_length=300, blank=True)
    organisation = models.ForeignKey(
        "people.Organisation", models.PROTECT, null=True, blank=True, verbose_name=_("organisation")
    )
    perspective = models.ForeignKey(
        "design.Perspective",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="sources",
        verbose_name=_("perspective"),
    )
    level = models.CharField(_("level"), max_length=20, choices=Level.choices, blank=True)
    place = models.ForeignKey(
        "design.Place", models.PROTECT, null=True, blank=True, related_name="sources", verbose_name=_("place")
    )
    phase = models.ForeignKey(
        "design.Phase", models.PROTECT, null=True, blank=True, related_name="sources", verbose_name=_("phase")
    )
    method = models.ForeignKey(
        "design.Method",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="sources",
        verbose_name=_("method"),
    )
    object_version = models.ForeignKey(
        "design.EvaluatedObjectVersion",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="sources",
        verbose_name=_("speaks about this version of the evaluated object"),
    )
    retain_until = models.DateField(_("keep the original until"), null=True, blank=True)
    # The key of everything of this source, wrapped with the installation key; destroying it destroys the source.
    wrapped_key = models.BinaryField()
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    revision = models.PositiveIntegerField(default=1)  # goes up with every change of the attributes
    # Everything in it was destroyed, because somebody withdrew or its time was over; the number and the links stay.
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["evaluation", "number"], name="sources_number"),
            models.CheckConstraint(
                condition=(Q(title="") & Q(sealed_title__isnull=False)) | (~Q(title="") & Q(sealed_title__isnull=True)),
                name="sources_title_readable_or_sealed",
            ),
            models.CheckConstraint(
                condition=Q(is_public=False) | Q(kind=SourceKind.DOCUMENT),
                name="sources_only_documents_are_public",
            ),
            models.CheckConstraint(
                condition=(Q(kind=SourceKind.INTERVIEW_REPORT) & ~Q(approval=ApprovalState.NOT_NEEDED))
                | (~Q(kind=SourceKind.INTERVIEW_REPORT) & Q(approval=ApprovalState.NOT_NEEDED)),
                name="sources_approval_of_interview_reports",
            ),
        ]

    def __str__(self) -> str:
        return f"S{self.number}"


class DestroyReason(models.TextChoices):
    """Why an original, or a whole source, is no longer there."""

    RETENTION = "retention", _("the retention date has passed")
    NOT_NEEDED = "not_needed", _("no longer needed")
    WRONG_FILE = "wrong_file", _("the wrong file was added")
    WITHDRAWN = "withdrawn", _("withdrawn by the respondent or the sender")
    REMOVED = "removed", _("removed by the team, and again after a backup had been put back")


class Original(models.Model):
    """The file as it came in, sealed on disk until its retention date; afterwards its hash, size and reason remain."""

    source = models.OneToOneField(Source, models.CASCADE, related_name="original")
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=120)
    sealed_filename = models.BinaryField()  # a file name can hold a person's name
    path = models.CharField(max_length=200, blank=True)  # within the data folder
    destroyed_at = models.DateTimeField(null=True)
    destroyed_reason = models.CharField(max_length=40, choices=DestroyReason.choices, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=(Q(destroyed_at__isnull=True) & ~Q(path="") & Q(destroyed_reason=""))
                | (Q(destroyed_at__isnull=False) & Q(path="") & ~Q(destroyed_reason="")),
                name="sources_original_kept_or_destroyed",
            )
        ]

    def __str__(self) -> str:
        return f"original of {self.source_id}"


class ReleaseGround(models.TextChoices):
    """By what the text of a version may be read and coded."""

    PUBLIC_DOCUMENT = "public_document", _("public document")
    NO_PERSONAL_DATA = "no_personal_data", _("statement: no personal data")
    NAMES_TAKEN_OUT = "names_taken_out", _("statement: names were replaced by pseudonyms")


class VersionKind(models.TextChoices):
    ORIGINAL = "original", _("original")
    PSEUDONYMISED = "pseudonymised", _("pseudonymised")
    CORRECTED = "corrected", _("corrected")


class TextDestroyReason(models.TextChoices):
    """Why the text of one version is no longer there."""

    NAME_LEFT = "name_left", _("a name or another personal detail was left in it")
    CORRECTED = "corrected", _("a corrected text took its place")
    WITHDRAWN = "withdrawn", _("withdrawn by the respondent or the sender")
    RETENTION = "retention", _("the retention date has passed")
    REMOVED = "removed", _("removed by the team, and again after a backup had been put back")


class SourceVersion(models.Model):
    """A text that fragments point into. It never changes; a correction is a new version.

    Until a person has released it, the text lies sealed with the source's key. Offsets are Unicode code points. Of a
    text that was destroyed the hash, the length and the reasons stay. A text that was public and turned out not to be
    stays readable for the team, whose fragments point into it, and waits for its release (`was_public`).
    """

    source = models.ForeignKey(Source, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=20, choices=VersionKind.choices, default=VersionKind.ORIGINAL)
    text = models.TextField(null=True)
    sealed_text = models.BinaryField(null=True)
    length = models.PositiveIntegerField()  # in code points
    text_sha256 = models.CharField(max_length=64)
    blocks = models.JSONField(default=list)  # formats.documents.Block as [start, end, kind, level, page]
    turns = models.JSONField(default=list)  # formats.documents.Turn as [start, end, number of the Speaker, seconds]
    reason = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    released_at = models.DateTimeField(null=True)
    released_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    release_ground = models.CharField(max_length=40, choices=ReleaseGround.choices, blank=True)
    destroyed_at = models.DateTimeField(null=True)
    destroyed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    destroyed_reason = models.CharField(max_length=40, choices=TextDestroyReason.choices, blank=True)

    class Meta:
        ordering = ["number"]
        indexes = [
            # Which text is read, as which words: by this alone. In SQLite what a row has behind its text is far away.
            models.Index(
                fields=["source", "number", "released_at", "destroyed_at", "text_sha256", "length"],
                name="sources_version_read",
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["source", "number"], name="sources_version_number"),
            models.CheckConstraint(
                condition=Q(destroyed_at__isnull=False)
                | (Q(released_at__isnull=False) & Q(text__isnull=False) & Q(sealed_text__isnull=True))
                | (Q(released_at__isnull=True) & Q(text__isnull=True) & Q(sealed_text__isnull=False))
                | (
                    Q(released_at__isnull=True)
                    & Q(text__isnull=False)
                    & Q(sealed_text__isnull=True)
                    & Q(release_ground=ReleaseGround.PUBLIC_DOCUMENT)
                ),
                name="sources_readable_only_when_released",
            ),
            models.CheckConstraint(
                condition=(Q(destroyed_at__isnull=True) & Q(destroyed_reason=""))
                | (
                    Q(destroyed_at__isnull=False)
                    & ~Q(destroyed_reason="")
                    & Q(text__isnull=True)
                    & Q(sealed_text__isnull=True)
                ),
                name="sources_text_kept_or_destroyed",
            ),
            models.CheckConstraint(
                condition=Q(released_at__isnull=True) | ~Q(release_ground=""),
                name="sources_released_on_a_ground",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source_id}/{self.number}"

    @property
    def was_public(self) -> bool:
        """Whether it could be read by anybody, and is held back now."""
        return self.released_at is None and self.release_ground == ReleaseGround.PUBLIC_DOCUMENT
