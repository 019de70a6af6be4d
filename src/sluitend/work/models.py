"""The state of background work, one row a run."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """queued → running → done, failed or cancelled; an interrupted run goes back to queued."""

    QUEUED = "queued", _("Waiting")
    RUNNING = "running", _("Busy")
    DONE = "done", _("Ready")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", _("Stopped")


FINISHED = (State.DONE, State.FAILED, State.CANCELLED)


class Run(models.Model):
    """One piece of work that is done apart from the request that asked for it.

    Rooms are opaque here: `evaluation_id` and `requested_by_id` are plain numbers, `payload` holds ids only and
    `message_data` numbers only, so that no text of a source ever stands in this table.
    """

    kind = models.CharField(max_length=64)
    evaluation_id = models.BigIntegerField(null=True, blank=True, db_index=True)
    requested_by_id = models.BigIntegerField(null=True, blank=True)
    payload = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    progress = models.PositiveSmallIntegerField(default=0)
    message = models.CharField(max_length=80, blank=True)
    message_data = models.JSONField(default=dict, blank=True)
    error = models.CharField(max_length=300, blank=True)
    cancel_requested = models.BooleanField(default=False)
    attempts = models.PositiveSmallIntegerField(default=0)
    worker = models.CharField(max_length=80, blank=True)
    task_id = models.UUIDField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True, blank=True)
    heartbeat_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        verbose_name = _("background run")
        verbose_name_plural = _("background runs")
        indexes = [models.Index(fields=["state", "heartbeat_at"], name="work_run_state")]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=State.values), name="work_run_known_state"),
            models.CheckConstraint(condition=Q(progress__lte=100), name="work_run_progress_is_percentage"),
            models.CheckConstraint(
                condition=(Q(state__in=FINISHED) & Q(finished_at__isnull=False))
                | (~Q(state__in=FINISHED) & Q(finished_at__isnull=True)),
                name="work_run_finished_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.RUNNING) | Q(heartbeat_at__isnull=False),
                name="work_run_running_has_heartbeat",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def is_finished(self) -> bool:
        """Whether nothing will change any more."""
        return self.state in FINISHED
