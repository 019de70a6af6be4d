"""What everything that reads the texts in the background shares: which ones, one of them, and when to begin anew."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from sluitend.apps.design.models import Evaluation
from sluitend.apps.sources.models import Source, SourceVersion
from sluitend.work.models import Run, State

AFTER_A_FAILURE = timedelta(hours=1)


def to_read(evaluation: Evaluation | int | None = None) -> QuerySet[Any, Any]:
    """Ids of the newest released version of every source that was not withdrawn."""
    ids: QuerySet[Any, Any] = _read_now(evaluation).values("newest")
    return ids


def compared(made: QuerySet[Any], evaluation: Evaluation | int | None = None) -> QuerySet[Any]:
    """The sources of ``to_read``, with the ``length`` of that version and ``made``: the id of what was made of it.

    None when nothing was, or of other words. ``made`` has a row a version at most, with the hash of its words. All of
    it comes from an index (``sources_version_read``), and no text is read past.
    """
    of_it = made.filter(version=OuterRef("newest"), text_sha256=OuterRef("sha256"))
    rows = _read_now(evaluation).annotate(sha256=_newest("text_sha256"), length=_newest("length"))
    found: QuerySet[Any] = rows.annotate(made=Subquery(of_it.values("pk")))
    return found


def _read_now(evaluation: Evaluation | int | None) -> QuerySet[Any]:
    sources = Source.objects.filter(withdrawn_at__isnull=True)
    if evaluation is not None:
        sources = sources.filter(evaluation=evaluation)
    return sources.annotate(newest=_newest("pk")).filter(newest__isnull=False)


def _newest(name: str) -> Subquery:
    released = SourceVersion.objects.filter(source=OuterRef("pk"), released_at__isnull=False, destroyed_at__isnull=True)
    return Subquery(released.order_by("-number").values(name)[:1])


def still_there(version_id: int) -> SourceVersion | None:
    """A text that was to be read: its source may have been deleted since."""
    return SourceVersion.objects.select_related("source").filter(pk=version_id).first()


def is_at_rest(kind: str, **of: int) -> bool:
    """Whether this work is not being done, does not wait, and did not fail lately."""
    lately = Q(state=State.FAILED, finished_at__gt=timezone.now() - AFTER_A_FAILURE)
    return not Run.objects.filter(Q(state__in=[State.QUEUED, State.RUNNING]) | lately, kind=kind, **of).exists()
