"""Rows for who has a text open: that something changed. In the transaction that changed it, after its lock.

A row is small and tells no content: what somebody may see of it is decided when it is read (``queries.news_for``).
"""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Max
from django.utils import timezone

from sluitend.apps.coding.models import Change, ChangeKind, Fragment
from sluitend.apps.people.models import User
from sluitend.apps.sources.aligning import Aligner
from sluitend.apps.sources.models import Source, SourceVersion

KEPT = timedelta(days=2)


def tell_fragment(fragment: Fragment, by: User | None = None) -> None:
    """One fragment is there, is otherwise, or is about to go; ``changes.lock`` holds its source.

    ``by`` whose coding did it: in a text that is coded blind only they are told.
    """
    tell_number(fragment.evaluation_id, fragment.version.source_id, fragment.number, by)


def tell_number(evaluation_id: int, source_id: int, number: int, by: User | None = None) -> None:
    """The same for a fragment that may have gone already."""
    Change.objects.create(
        evaluation_id=evaluation_id, source_id=source_id, kind=ChangeKind.FRAGMENT, fragment_number=number, by=by
    )


def tell_text(source: Source) -> None:
    """Any number of fragments of a text: it is read again as a whole. ``changes.lock`` holds the source."""
    Change.objects.create(evaluation_id=source.evaluation_id, source=source, kind=ChangeKind.EVERYTHING)


def tell_codebook(evaluation_id: int) -> None:
    """The codebook; the evaluation's row is locked."""
    Change.objects.create(evaluation_id=evaluation_id, kind=ChangeKind.CODES)


def tell_everywhere(evaluation_id: int) -> None:
    """Fragments of any text of the evaluation, as when codes are merged; the evaluation's row is locked."""
    Change.objects.create(evaluation_id=evaluation_id, kind=ChangeKind.EVERYTHING)


def tell_of_version(actor: User, before: SourceVersion, after: SourceVersion, aligner: Aligner) -> None:
    """A corrected text takes the place of the one that people have open (``sources.hooks.version_published``)."""
    tell_text(after.source)


def forget_old_changes() -> int:
    """Of each text keep one row of each person in the place of all past ``KEPT``, and return how many went.

    The one that stays says that anything may have changed: who got no further than that reads everything again.
    """
    old = Change.objects.filter(at__lt=timezone.now() - KEPT)
    last = old.order_by().values("evaluation", "source", "by").annotate(last=Max("id")).values_list("last", flat=True)
    kept = list(last)
    Change.objects.filter(pk__in=kept).update(kind=ChangeKind.EVERYTHING, fragment_number=None)
    return old.exclude(pk__in=kept).delete()[0]
