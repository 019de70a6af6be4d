"""The worker process: `python -m sluitend.work.worker PARENT_PID`, started by the supervisor."""

from __future__ import annotations

import logging
import os
import sys
import threading
import time
from datetime import timedelta

import django
from django.conf import settings

from sluitend.work.locks import hold
from sluitend.work.parent import die_with_parent

logger = logging.getLogger(__name__)

POLL_EVERY = 0.5  # seconds
LOOK_FOR_ORPHANS_EVERY = 30.0  # seconds
KEEP_FINISHED_TASKS = timedelta(days=7)


def main() -> int:
    """Put back what a former worker left, then work until told to stop."""
    django.setup()
    lock = hold(settings.DATA / "worker.lock", patience=10)
    if lock is None:
        logger.error("another worker uses this data folder")
        return 1
    _clean_up()
    threading.Thread(target=_look_for_orphans, daemon=True).start()
    _work()
    return 0


def _clean_up() -> None:
    from django.utils import timezone
    from django_tasks_db.models import DBTaskResult

    from sluitend.work import chores
    from sluitend.work.identity import take_role
    from sluitend.work.orphans import requeue_orphans

    requeue_orphans(worker=take_role("worker"))
    chores.do_at_start()
    chores.start_daily()
    DBTaskResult.objects.finished().filter(finished_at__lt=timezone.now() - KEEP_FINISHED_TASKS).delete()


def _look_for_orphans() -> None:
    """Runs of a command line that was killed have nobody who restarts; their heartbeat tells."""
    from django.db import DatabaseError, connection

    from sluitend.work import chores
    from sluitend.work.orphans import requeue_orphans

    while True:
        time.sleep(LOOK_FOR_ORPHANS_EVERY)
        try:
            requeue_orphans()
            chores.do_regular()
            chores.start_daily()
        except DatabaseError:
            logger.warning("could not look for interrupted runs; trying again later")
        finally:
            connection.close()


def _work() -> None:
    from django_tasks_db.management.commands.db_worker import Worker

    for chatty in ("django_tasks", "django_tasks_db"):  # every task twice; what matters stands in the run
        logging.getLogger(chatty).setLevel(logging.ERROR)
    worker = Worker(
        queue_names=["default"],
        interval=POLL_EVERY,
        batch=False,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=f"worker-{os.getpid()}-{time.time_ns()}",
        excluded_queue_names=[],
    )
    worker.configure_signals()
    worker.run()


if __name__ == "__main__":
    die_with_parent(int(sys.argv[1]))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sluitend.config.settings")
    sys.exit(main())
