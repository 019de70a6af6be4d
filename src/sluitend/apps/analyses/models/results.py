"""What was asked of a dataset, and what came out of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from sluitend.apps.datasets.models import DatasetVersion


class ResultState(models.TextChoices):
    """asked → done; destroyed when the data that it was computed from are."""

    ASKED = "asked", _("being computed")
    DONE = "done", _("ready")
    DESTROYED = "destroyed", _("destroyed with its data")


class AnalysisResult(models.Model):
    """The outcome of one analysis of one version of a dataset, or (without a version) of what was coded in the texts of
    the evaluation. Once it is there it never changes.

    What came out lies sealed with a key of its own: it shows exact small numbers, and names of cases. Once the key is
    gone nothing of it can be read; number, hashes and dates stay. `parameters` hold names of activities and values of
    attributes as the dataset has them; they go too. Those of a result of coded texts name codes and stay: with them it
    is asked again once the words of who withdrew are gone.
    """

    evaluation = models.ForeignKey("design.Evaluation", models.CASCADE, related_name="results")
    number = models.PositiveIntegerField()  # U3
    version = models.ForeignKey("datasets.DatasetVersion", models.CASCADE, null=True, related_name="results")
    # The other dataset, of an analysis that takes two; `data_hash` is of both then.
    beside = models.ForeignKey("datasets.DatasetVersion", models.CASCADE, null=True, related_name="results_beside")
    # Of a result of coded texts: whose words it counted, so that it goes when some of them do.
    sources = models.ManyToManyField("sources.Source", related_name="results_counting")
    predecessor = models.ForeignKey("self", models.SET_NULL, null=True, related_name="successors")
    analysis = models.CharField(max_length=60)  # key in the catalogue
    parameters = models.JSONField(default=dict)
    state = models.CharField(max_length=20, choices=ResultState.choices, default=ResultState.ASKED)
    data_hash = models.CharField(max_length=64)
    code_version = models.CharField(max_length=64, blank=True)  # of what computed it
    run_id = models.CharField(max_length=40, blank=True)
    n = models.PositiveBigIntegerField(null=True)  # as it leaves the team: it is not sealed, and stands beside others
    content_sha256 = models.CharField(max_length=64, blank=True)
    wrapped_key = models.BinaryField(null=True)
    sealed_content = models.BinaryField(null=True)
    asked_at = models.DateTimeField(auto_now_add=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    done_at = models.DateTimeField(null=True)
    destroyed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["evaluation", "number"], name="analyses_number"),
            models.CheckConstraint(
                condition=Q(version__isnull=False) | Q(beside=None), name="analyses_of_version_or_codings"
            ),
            models.CheckConstraint(
                condition=Q(state=ResultState.DONE, done_at__isnull=False, wrapped_key__isnull=False)
                & Q(sealed_content__isnull=False)
                & ~Q(content_sha256="")
                & ~Q(code_version="")
                | ~Q(state=ResultState.DONE) & Q(sealed_content=None),
                name="analyses_done_has_content",
            ),
            models.CheckConstraint(
                condition=Q(state=ResultState.DESTROYED, destroyed_at__isnull=False, wrapped_key=None)
                | ~Q(state=ResultState.DESTROYED) & Q(destroyed_at=None),
                name="analyses_destroyed_has_no_key",
            ),
        ]

    def __str__(self) -> str:
        return f"U{self.number}"

    @property
    def waits_for_round(self) -> bool:
        """Whether who asked may read it only once a blind round closes, of one that `queries.results_for` gave."""
        return bool(getattr(self, "counts_blind", False))

    @property
    def hash_outside(self) -> str:
        """The hash of its data where it tells nothing. A log has keys that nobody can guess; a short series of small
        numbers is found back from its hash by trying all of them."""
        if self.version is None or self.beside_id is not None:
            return ""
        return self.data_hash if self.version.dataset.kind == "event_log" else ""

    @property
    def is_of_codings(self) -> bool:
        """Whether it asked coded texts, and no dataset."""
        return self.version_id is None

    @property
    def versions(self) -> list[DatasetVersion]:
        """What it was computed from: two of an analysis that takes two datasets, none of one of coded texts."""
        return [one for one in (self.version, self.beside) if one is not None]

    @property
    def is_done(self) -> bool:
        """Whether there is something to read."""
        return self.state == ResultState.DONE
