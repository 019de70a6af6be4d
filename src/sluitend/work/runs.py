"""Start, do, follow and stop background runs.

A room's action starts a run in its own transaction; the queue's row is written in that same transaction, so that
a run and its place in the queue appear together or not at all, whatever is killed in between. A run is claimed by
one conditional update: however many processes try, one does the work, and only as long as the claim is its own
(`attempts` is the fencing token).
"""

from __future__ import annotations

import logging
import os
import time
import traceback
from collections.abc import Mapping
from datetime import timedelta
from pathlib import PurePath
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from sluitend.errors import SluitendError
from sluitend.work.handlers import Cancelled, Handler, Progress, handler, handler_for, kinds_up_to, priority_of
from sluitend.work.heartbeat import beating
from sluitend.work.identity import own_name
from sluitend.work.models import Run, State

__all__ = ["Cancelled", "Handler", "Progress", "cancel", "drain", "handler", "is_waited_for", "run_now", "start"]

logger = logging.getLogger(__name__)

MAX_ATTEMPTS = 3
STALE_AFTER = timedelta(seconds=60)
_REPORT_EVERY = 0.5  # seconds; every report is a write that waits for the disk


def start(
    kind: str,
    payload: Mapping[str, int | str | bool | list[int] | None],
    *,
    evaluation_id: int | None = None,
    requested_by_id: int | None = None,
) -> Run:
    """Queue work of this kind. `payload` holds ids and settings, never text that somebody wrote or said.

    Call it inside the transaction of the action that needs it. Raises LookupError for an unknown kind.
    """
    handler_for(kind)
    with transaction.atomic():
        run = Run.objects.create(
            kind=kind,
            payload=dict(payload),
            evaluation_id=evaluation_id,
            requested_by_id=requested_by_id,
        )
        enqueue(run)
    return run


def enqueue(run: Run) -> None:
    """Give a queued run a place in the queue: behind everything that waits with the same or a higher priority."""
    from sluitend.work.tasks import execute

    run.task_id = UUID(execute.using(priority=priority_of(run.kind)).enqueue(run_id=run.pk).id)
    run.save(update_fields=["task_id"])


def is_waited_for(kind: str) -> bool:
    """Whether something waits that goes before work of this kind; the caller makes room at its next step."""
    lower = kinds_up_to(priority_of(kind))
    return Run.objects.filter(state=State.QUEUED).exclude(kind__in=lower).exists()


def cancel(run: Run) -> None:
    """Stop a run: at once when it waits, at its handler's next report when it is busy."""
    now = timezone.now()
    waiting = Run.objects.filter(pk=run.pk, state=State.QUEUED)
    if not waiting.update(state=State.CANCELLED, cancel_requested=True, finished_at=now):
        Run.objects.filter(pk=run.pk, state=State.RUNNING).update(cancel_requested=True)
    run.refresh_from_db()


def run_now(run: Run, *, patience: float = 600) -> Run:
    """Do the run in this process (command line, tests); when a worker was first, wait until that one is done.

    Raises TimeoutError when somebody else's run takes longer than `patience` seconds.
    """
    deadline = time.monotonic() + patience
    while not perform(run.pk):
        run.refresh_from_db()
        if run.is_finished:
            break
        if time.monotonic() > deadline:
            raise TimeoutError(f"run {run.pk} is still {run.state}")
        time.sleep(0.2)
    run.refresh_from_db()
    return run


def drain() -> list[Run]:
    """Do every waiting run, those that arise on the way included; oldest first."""
    done = []
    while (run := Run.objects.filter(state=State.QUEUED).order_by("pk").first()) is not None:
        done.append(run_now(run))
    return done


def perform(run_id: int) -> bool:
    """Claim the run and call its handler; False when it was not there to claim.

    A failing handler leaves its exception's class and place, never its message or locals: these may quote a source.
    """
    run = _claim(run_id)
    if run is None:
        return False
    try:
        with beating(run):
            handler_for(run.kind)(run, _Reporter(run))
    except Cancelled:
        _finish(run, State.CANCELLED)
    except SluitendError as error:
        _finish(run, State.FAILED, message=error.code, message_data=_numbers(error.data))
    except Exception as error:
        _fail(run, error)
    except BaseException:  # Ctrl-C or a worker told to stop: the work is put back, unharmed
        put_back(run)
        raise
    else:
        _finish(run, State.DONE, progress=100)
    return True


def put_back(run: Run) -> None:
    """Return an interrupted run to the queue; the interruption does not count as an attempt."""
    with transaction.atomic():
        mine = Run.objects.filter(pk=run.pk, state=State.RUNNING, attempts=run.attempts)
        if mine.update(state=State.QUEUED, worker="", attempts=F("attempts") - 1):
            enqueue(run)


def _claim(run_id: int) -> Run | None:
    now = timezone.now()
    waiting = Run.objects.filter(pk=run_id, state=State.QUEUED)
    claimed = waiting.update(
        state=State.RUNNING,
        attempts=F("attempts") + 1,
        worker=own_name(),
        started_at=now,
        heartbeat_at=now,
        progress=0,
    )
    return Run.objects.get(pk=run_id) if claimed else None


def _finish(run: Run, state: State, **fields: object) -> None:
    """Write the end, unless the run was taken over meanwhile."""
    mine = Run.objects.filter(pk=run.pk, state=State.RUNNING, attempts=run.attempts)
    mine.update(state=state, finished_at=timezone.now(), **fields)


def _fail(run: Run, error: Exception) -> None:
    where = f"{type(error).__qualname__} {_place(error)}"[:300]
    logger.error("run %s (%s) failed: %s", run.pk, run.kind, where)
    _finish(run, State.FAILED, message="work.failed", error=where)


def _place(error: Exception) -> str:
    """File and line of our own code, innermost, where the exception passed."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if f"{os.sep}sluitend{os.sep}" in frame.filename] or frames
    if not own:
        return ""
    parts = PurePath(own[-1].filename).parts
    return f"{'/'.join(parts[-3:])}:{own[-1].lineno}"


def _numbers(data: Mapping[str, object]) -> dict[str, float]:
    return {key: value for key, value in data.items() if isinstance(value, int | float)}


class _Reporter:
    """The `progress` that a handler gets: writes at most twice a second, and notices that it should stop."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._code = ""
        self._next = 0.0

    def __call__(self, percent: int, code: str = "", **numbers: float) -> None:
        if time.monotonic() < self._next and code == self._code:
            return
        self._code, self._next = code, time.monotonic() + _REPORT_EVERY
        mine = Run.objects.filter(
            pk=self._run.pk, state=State.RUNNING, attempts=self._run.attempts, cancel_requested=False
        )
        share = max(0, min(100, percent))
        if not mine.update(progress=share, message=code, message_data=_numbers(numbers), heartbeat_at=timezone.now()):
            raise Cancelled
