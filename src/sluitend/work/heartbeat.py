"""A sign of life beside the work, so that a long step without reports is not taken for a crash."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DatabaseError, connection
from django.utils import timezone

from sluitend.work.models import Run, State

logger = logging.getLogger(__name__)

BEAT_EVERY = 10.0  # seconds


@contextmanager
def beating(run: Run) -> Iterator[None]:
    """Renew the run's heartbeat from another thread as long as the block lasts."""
    stop = threading.Event()
    thread = threading.Thread(target=_beat, args=(run.pk, run.attempts, stop), daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def _beat(run_id: int, attempt: int, stop: threading.Event) -> None:
    while not stop.wait(BEAT_EVERY):
        try:
            mine = Run.objects.filter(pk=run_id, state=State.RUNNING, attempts=attempt)
            mine.update(heartbeat_at=timezone.now())
        except DatabaseError:  # a missed beat is made good by the next one
            logger.warning("heartbeat of run %s missed", run_id)
        finally:
            connection.close()
