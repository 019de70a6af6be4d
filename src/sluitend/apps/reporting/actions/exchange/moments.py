"""Dates of a file, which may be anything."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from django.utils.dateparse import parse_datetime

_FIRST_YEAR = 1970  # before it nobody coded with a program of today


def moment(words: str | None) -> datetime:
    """A date of a file; now, where it has none or an impossible one: what was never filled in is often the year 1."""
    now = timezone.now()
    try:
        found = parse_datetime(words or "")
    except ValueError:
        found = None
    if found is None or not _FIRST_YEAR <= found.year <= now.year:
        return now
    return min(now, found if timezone.is_aware(found) else timezone.make_aware(found))
