"""What one coder sees of the others' work: the one place that decides it, for pages, answers and live changes alike."""

from __future__ import annotations

from django.db.models import QuerySet

from sluitend.apps.coding.models import Coding, Fragment, Memo
from sluitend.apps.people.models import User


def codings_seen_by(user: User, fragments: QuerySet[Fragment]) -> QuerySet[Coding]:
    """The codings on these fragments that this user may see: within the team, everybody's."""
    return Coding.objects.filter(fragment__in=fragments)


def memos_seen_by(user: User, fragments: QuerySet[Fragment]) -> QuerySet[Memo]:
    """The memos beside these fragments that this user may see: within the team, everybody's."""
    return Memo.objects.filter(fragment__in=fragments)
