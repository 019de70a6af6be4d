"""Work whose worker is gone goes back to the queue."""

from __future__ import annotations

import logging

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from sluitend.work.models import Run, State
from sluitend.work.runs import MAX_ATTEMPTS, STALE_AFTER, enqueue

logger = logging.getLogger(__name__)


def requeue_orphans(worker: str = "") -> int:
    """Put back the runs whose worker is gone; the number that went back into the queue.

    `worker` is the name that the caller holds alone: a run that stands under it belongs to a former, dead bearer
    of that name. Other workers' runs count as orphans after a minute without a heartbeat.
    """
    back = 0
    with transaction.atomic():
        stale = Q(heartbeat_at__lt=timezone.now() - STALE_AFTER)
        gone = stale | Q(worker=worker) if worker else stale
        for run in Run.objects.select_for_update().filter(gone, state=State.RUNNING):
            back += _rescue(run)
        for run in _lost_from_queue():
            enqueue(run)
            back += 1
    if back:
        logger.warning("requeued %s interrupted run(s)", back)
    return back


def _rescue(run: Run) -> bool:
    """Queue the run again; end it when somebody wanted it stopped or when it brought its worker down three times."""
    DBTaskResult.objects.filter(pk__in=[run.task_id], status=TaskResultStatus.RUNNING).delete()
    if run.cancel_requested:
        return _end(run, State.CANCELLED, "")
    if run.attempts >= MAX_ATTEMPTS:
        return _end(run, State.FAILED, "work.gave_up")
    run.state, run.worker = State.QUEUED, ""
    run.save(update_fields=["state", "worker"])
    enqueue(run)
    return True


def _end(run: Run, state: State, message: str) -> bool:
    run.state, run.message, run.finished_at = state, message, timezone.now()
    run.save(update_fields=["state", "message", "finished_at"])
    return False


def _lost_from_queue() -> list[Run]:
    """Waiting runs whose place in the queue was used up by a worker that died before it claimed the run."""
    waiting = list(Run.objects.filter(state=State.QUEUED))
    ready = DBTaskResult.objects.filter(status=TaskResultStatus.READY)
    there = set(ready.filter(pk__in=[run.task_id for run in waiting]).values_list("pk", flat=True))
    return [run for run in waiting if run.task_id not in there]
