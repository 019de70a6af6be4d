"""Background runs: claimed once, followed, stopped, and stored without content."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import IntegrityError, transaction
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from sluitend.errors import InputError
from sluitend.work import handlers, runs, tasks
from sluitend.work.handlers import Progress, handler
from sluitend.work.models import Run, State

SECRET = "Sanne Verzonnen-Achternaam"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_handlers(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """Handlers of this file only; the list holds the runs that `test.note` did."""
    monkeypatch.setattr(handlers, "_HANDLERS", {})
    seen: list[int] = []

    @handler("test.note")
    def note(run: Run, progress: Progress) -> None:
        progress(50, "test.half", files=3)
        seen.append(run.pk)

    @handler("test.bug")
    def bug(run: Run, progress: Progress) -> None:
        raise ValueError(SECRET)

    @handler("test.input")
    def bad_input(run: Run, progress: Progress) -> None:
        raise InputError("test.too_large", where=SECRET, name=SECRET, megabytes=200)

    return seen


def test_a_run_is_done_once_and_says_how_far_it_is(own_handlers: list[int]) -> None:
    run = runs.start("test.note", {"upload": 7}, evaluation_id=3, requested_by_id=5)
    assert (run.state, run.payload, run.evaluation_id, run.requested_by_id) == (State.QUEUED, {"upload": 7}, 3, 5)

    runs.run_now(run)

    assert (run.state, run.progress, run.message, run.message_data) == (State.DONE, 100, "test.half", {"files": 3})
    assert run.finished_at is not None
    assert not runs.perform(run.pk)
    assert own_handlers == [run.pk]


def test_the_queue_gets_its_row_in_the_transaction_of_the_action() -> None:
    with transaction.atomic():
        runs.start("test.note", {})
        transaction.set_rollback(True)

    assert not Run.objects.exists()
    assert not DBTaskResult.objects.exists()


def test_an_unknown_kind_is_refused_where_it_is_asked_for() -> None:
    with pytest.raises(LookupError):
        runs.start("test.unknown", {})


def test_a_failing_handler_leaves_class_and_place_but_no_content(caplog: pytest.LogCaptureFixture) -> None:
    run = runs.run_now(runs.start("test.bug", {}))

    assert (run.state, run.message) == (State.FAILED, "work.failed")
    assert run.error.startswith("ValueError ")
    assert ".py:" in run.error
    assert SECRET not in repr(run.__dict__) + caplog.text


def test_what_a_user_can_mend_keeps_its_code_and_its_numbers_only() -> None:
    run = runs.run_now(runs.start("test.input", {}))

    assert (run.state, run.message, run.message_data) == (State.FAILED, "test.too_large", {"megabytes": 200})
    assert SECRET not in repr(run.__dict__)


def test_the_queued_task_does_the_run_and_stores_no_traceback() -> None:
    run = runs.start("test.bug", {})
    result = DBTaskResult.objects.get(pk=run.task_id)
    assert result.status == TaskResultStatus.READY

    tasks.execute.call(run_id=run.pk)

    run.refresh_from_db()
    assert run.state == State.FAILED
    assert result.args_kwargs == {"args": [], "kwargs": {"run_id": run.pk}}


def test_a_waiting_run_is_stopped_at_once(own_handlers: list[int]) -> None:
    run = runs.start("test.note", {})

    runs.cancel(run)

    assert run.state == State.CANCELLED
    assert not runs.perform(run.pk)
    assert own_handlers == []


def test_a_busy_run_stops_at_its_next_report() -> None:
    reached = []

    @handler("test.long")
    def long(run: Run, progress: Progress) -> None:
        runs.cancel(run)
        progress(10, "test.step")
        reached.append(run.pk)

    run = runs.run_now(runs.start("test.long", {}))

    assert (run.state, run.cancel_requested, reached) == (State.CANCELLED, True, [])


def test_an_interrupted_run_goes_back_and_does_not_count_as_an_attempt() -> None:
    @handler("test.stopped")
    def stopped(run: Run, progress: Progress) -> None:
        raise SystemExit(1)

    run = runs.start("test.stopped", {})

    tasks.execute.call(run_id=run.pk)

    run.refresh_from_db()
    assert (run.state, run.attempts, run.worker) == (State.QUEUED, 0, "")
    assert DBTaskResult.objects.get(pk=run.task_id).status == TaskResultStatus.READY


def test_a_run_that_was_taken_over_cannot_write_its_end() -> None:
    @handler("test.slow")
    def slow(run: Run, progress: Progress) -> None:
        Run.objects.filter(pk=run.pk).update(attempts=2)

    run = runs.start("test.slow", {})
    assert runs.perform(run.pk)

    run.refresh_from_db()
    assert (run.state, run.attempts) == (State.RUNNING, 2)


def test_drain_does_what_arises_on_the_way(own_handlers: list[int]) -> None:
    @handler("test.parent")
    def parent(run: Run, progress: Progress) -> None:
        runs.start("test.note", {"parent": run.pk})

    runs.start("test.parent", {})

    assert [run.kind for run in runs.drain()] == ["test.parent", "test.note"]


def test_two_rooms_cannot_claim_one_kind() -> None:
    with pytest.raises(ValueError, match=r"two handlers for test\.note"):
        handler("test.note")(lambda run, progress: None)


@pytest.mark.parametrize(
    "wrong",
    [{"state": "lost"}, {"progress": 101}, {"state": "done"}, {"state": "running"}],
)
def test_the_database_refuses_states_that_cannot_be(wrong: dict[str, object]) -> None:
    run = runs.start("test.note", {})

    with pytest.raises(IntegrityError), transaction.atomic():
        Run.objects.filter(pk=run.pk).update(**wrong)
