"""Work whose worker is gone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from sluitend.work import handlers, runs
from sluitend.work.handlers import Progress
from sluitend.work.models import Run, State
from sluitend.work.orphans import requeue_orphans

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def kind(monkeypatch: pytest.MonkeyPatch) -> None:
    def nothing(run: Run, progress: Progress) -> None:
        """Succeeds."""

    monkeypatch.setattr(handlers, "_HANDLERS", {"test.nothing": nothing})


def abandoned(*, worker: str = "elsewhere", seconds: int = 0, attempts: int = 1) -> Run:
    """A run that some process had in hand this many seconds ago, with its place in the queue used up."""
    run = runs.start("test.nothing", {})
    DBTaskResult.objects.filter(pk=run.task_id).update(status=TaskResultStatus.RUNNING)
    beat = timezone.now() - timedelta(seconds=seconds)
    Run.objects.filter(pk=run.pk).update(
        state=State.RUNNING, worker=worker, heartbeat_at=beat, started_at=beat, attempts=attempts
    )
    run.refresh_from_db()
    return run


def test_a_restarted_worker_takes_up_its_own_runs_at_once() -> None:
    run = abandoned(worker="here:worker")
    old_task = run.task_id

    assert requeue_orphans(worker="here:worker") == 1

    run.refresh_from_db()
    assert (run.state, run.worker) == (State.QUEUED, "")
    assert not DBTaskResult.objects.filter(pk=old_task).exists()
    assert DBTaskResult.objects.get(pk=run.task_id).status == TaskResultStatus.READY
    assert runs.run_now(run).state == State.DONE
    assert run.attempts == 2


def test_somebody_elses_run_is_left_alone_while_its_heart_beats() -> None:
    run = abandoned(seconds=50)

    assert requeue_orphans(worker="here:worker") == 0

    run.refresh_from_db()
    assert run.state == State.RUNNING


def test_a_minute_without_heartbeat_makes_an_orphan() -> None:
    run = abandoned(seconds=70)

    assert requeue_orphans() == 1

    run.refresh_from_db()
    assert run.state == State.QUEUED


def test_the_third_crash_ends_it() -> None:
    run = abandoned(seconds=70, attempts=3)

    assert requeue_orphans() == 0

    run.refresh_from_db()
    assert (run.state, run.message) == (State.FAILED, "work.gave_up")


def test_an_orphan_that_was_to_be_stopped_stays_stopped() -> None:
    run = abandoned(seconds=70)
    runs.cancel(run)

    assert requeue_orphans() == 0

    run.refresh_from_db()
    assert run.state == State.CANCELLED


def test_a_waiting_run_that_lost_its_place_gets_a_new_one() -> None:
    run = runs.start("test.nothing", {})
    DBTaskResult.objects.filter(pk=run.task_id).update(status=TaskResultStatus.RUNNING)
    kept = runs.start("test.nothing", {})

    assert requeue_orphans() == 1

    run.refresh_from_db()
    assert DBTaskResult.objects.get(pk=run.task_id).status == TaskResultStatus.READY
    before = kept.task_id
    kept.refresh_from_db()
    assert kept.task_id == before
