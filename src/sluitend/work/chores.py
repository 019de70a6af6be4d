"""Work that rooms hand in from ``AppConfig.ready()``: before the start, at the worker's, regularly, once a day."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from sluitend.work import runs
from sluitend.work.models import Run

logger = logging.getLogger(__name__)

# Called before anything is served, on a database that is up to date; one that fails keeps the product from starting.
before_start: list[Callable[[], object]] = []
# Called once when the worker starts; must be quick, and safe beside processes that are at work.
at_start: list[Callable[[], object]] = []
# Called about twice a minute while the worker runs, under the same conditions.
regular: list[Callable[[], object]] = []
# Kinds of runs, without payload, of which there shall be one a day.
daily: list[str] = []

_DAY = timedelta(hours=24)


def do_before_start() -> None:
    """Do what must be done before anybody looks."""
    for chore in before_start:
        chore()


def do_at_start() -> None:
    """Do every chore of the start."""
    _do(at_start)


def do_regular() -> None:
    """Do every regular chore."""
    _do(regular)


def _do(chores: list[Callable[[], object]]) -> None:
    """One that fails does not keep the worker from its work."""
    for chore in chores:
        try:
            chore()
        except Exception as error:  # its message may quote a source
            logger.error("chore %s failed: %s", getattr(chore, "__qualname__", "?"), type(error).__qualname__)


def start_daily() -> int:
    """Queue the daily runs that are due; how many."""
    with transaction.atomic():
        recent = Run.objects.filter(kind__in=daily, created_at__gt=timezone.now() - _DAY)
        due = sorted(set(daily) - set(recent.values_list("kind", flat=True)))
        for kind in due:
            runs.start(kind, {})
    return len(due)
