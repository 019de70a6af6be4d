"""One delivery of a dataset, from the file as it came in to the coded steps that analyses read."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sluitend.apps.datasets.models.dataset import Dataset


class VersionState(models.TextChoices):
    READING = "reading", _("being read")
    MAPPING = "mapping", _("waiting for what its columns hold")
    PREPARING = "preparing", _("being checked")
    REPORTED = "reported", _("waiting for your decision")
    ACCEPTED = "accepted", _("accepted for use")
    REFUSED = "refused", _("refused")
    DESTROYED = "destroyed", _("destroyed")


BUSY = (VersionState.READING, VersionState.PREPARING)
OPEN = (*BUSY, VersionState.MAPPING, VersionState.REPORTED)
_ENDED = (VersionState.REFUSED, VersionState.DESTROYED)


class DestroyReason(models.TextChoices):
    """Why a file or its data are no longer there."""

    ACCEPTED = "accepted", _("its events were accepted")
    REFUSED = "refused", _("refused")
    IDENTIFYING = "identifying", _("it held data by which persons are known")
    WRONG_FILE = "wrong_file", _("the wrong file was added")
    NOT_NEEDED = "not_needed", _("no longer needed")
    RETENTION = "retention", _("the retention date has passed")
    REMOVED = "removed", _("removed by the team, and again after a backup had been put back")


class DatasetVersion(models.Model):
    """The raw file lies sealed until somebody decides; afterwards its hash, size and the reason stay.

    `wrapped_key` seals all of this version: the file, its name, what its columns showed, and the steps. Once it is gone
    nothing can be read. `mapping` says what the columns hold, `report` what is wrong with the rows: neither has values.
    """

    dataset = models.ForeignKey(Dataset, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=20, choices=VersionState.choices, default=VersionState.READING)
    wrapped_key = models.BinaryField(null=True)
    raw_sha256 = models.CharField(max_length=64, db_index=True)
    raw_bytes = models.PositiveBigIntegerField()
    raw_path = models.CharField(max_length=200, blank=True)  # within the data folder
    raw_destroyed_at = models.DateTimeField(null=True)
    raw_destroyed_reason = models.CharField(max_length=20, choices=DestroyReason.choices, blank=True)
    sealed_filename = models.BinaryField(null=True)  # a file name can hold a person's name
    sealed_columns = models.BinaryField(null=True)  # names, kinds and first values: to name the columns by
    columns_sha256 = models.CharField(max_length=64, blank=True)  # of the names: the next file with the same ones
    mapping = models.JSONField(default=dict)
    report = models.JSONField(default=list)
    events = models.PositiveBigIntegerField(default=0)
    cases = models.PositiveBigIntegerField(default=0)
    steps_path = models.CharField(max_length=200, blank=True)  # the sealed steps, within the data folder
    data_hash = models.CharField(max_length=64, blank=True)
    refusal_code = models.CharField(max_length=80, blank=True)
    refusal_data = models.JSONField(default=dict)  # numbers and enums of the reason, no content
    run_id = models.CharField(max_length=40, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    destroyed_at = models.DateTimeField(null=True)
    destroyed_reason = models.CharField(max_length=20, choices=DestroyReason.choices, blank=True)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["dataset", "number"], name="datasets_version_number"),
            models.CheckConstraint(
                condition=(Q(raw_destroyed_at=None) & Q(raw_destroyed_reason="") & ~Q(raw_path=""))
                | (Q(raw_destroyed_at__isnull=False) & ~Q(raw_destroyed_reason="") & Q(raw_path="")),
                name="datasets_file_kept_or_destroyed",
            ),
            models.CheckConstraint(
                condition=~Q(state=VersionState.ACCEPTED)
                | (
                    Q(accepted_at__isnull=False)
                    & Q(raw_destroyed_at__isnull=False)
                    & Q(wrapped_key__isnull=False)
                    & ~Q(steps_path="")
                    & ~Q(data_hash="")
                ),
                name="datasets_accepted_has_steps_alone",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=_ENDED)
                | (
                    Q(wrapped_key=None)
                    & Q(raw_path="")
                    & Q(steps_path="")
                    & Q(destroyed_at__isnull=False)
                    & ~Q(destroyed_reason="")
                ),
                name="datasets_ended_is_destroyed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dataset}/{self.number}"

    @property
    def is_busy(self) -> bool:
        """Whether the worker has it."""
        return self.state in BUSY

    @property
    def is_open(self) -> bool:
        """Whether it still waits for the worker or for a person."""
        return self.state in OPEN


class Waiver(models.Model):
    """A person let an error of the report pass, with a reason."""

    version = models.ForeignKey(DatasetVersion, models.CASCADE, related_name="waivers")
    code = models.CharField(max_length=60)  # of the remark
    column = models.CharField(max_length=200, blank=True)
    reason = models.TextField(_("why this may pass"))
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["version", "code", "column"], name="datasets_waived_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="datasets_waived_with_a_reason"),
        ]

    def __str__(self) -> str:
        return f"waiver {self.pk}"
