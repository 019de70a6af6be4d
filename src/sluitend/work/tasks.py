"""The one task in the queue: do a run."""

from __future__ import annotations

from contextlib import suppress

from django_tasks import task

from sluitend.work.runs import perform


@task()
def execute(run_id: int) -> None:
    """Do the run. Nothing is raised: the queue would store a traceback, and that may quote a source."""
    # Told to stop: the run went back to the queue, and the worker stops by itself after this.
    with suppress(SystemExit, KeyboardInterrupt):
        perform(run_id)
