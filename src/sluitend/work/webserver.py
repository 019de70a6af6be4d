"""The web process: `python -m sluitend.work.webserver PARENT_PID HOST PORT`, started by the supervisor."""

from __future__ import annotations

import gc
import multiprocessing
import os
import sys
from importlib import import_module

import django
from django.conf import settings
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from sluitend.work.parent import die_with_parent
from sluitend.work.starting import await_preparation
from sluitend.work.weblog import CONFIG

# Two processes with few threads answer fifty people four times as fast as one with eight, where every query of a write
# waits for the interpreter's lock while it holds the database's (docs/performance.md).
PROCESSES = min(4, max(2, os.cpu_count() or 2))
THREADS = 3


def main(host: str, port: int) -> int:
    """Serve until told to stop. There is no access log: addresses hold login links and search words."""
    _load()
    await_preparation()
    if sys.platform.startswith("linux"):  # elsewhere a fork is not safe
        multiprocessing.set_start_method("fork")  # what was loaded is there in each process, and in memory once
    Granian(
        "sluitend.work.application:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        websockets=False,
        workers=PROCESSES,
        blocking_threads=THREADS,
        workers_kill_timeout=5,
        log_level=LogLevels.warning,
        log_dictconfig=CONFIG,
        log_access=False,
    ).serve()
    return 0


def _load() -> None:
    """What takes long and asks nothing of the database and the style sheets, which may still be made ready."""
    django.setup()
    import_module(settings.ROOT_URLCONF)
    gc.collect()
    gc.freeze()  # the collector does not touch it any more, so the processes go on sharing it


if __name__ == "__main__":
    die_with_parent(int(sys.argv[1]))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sluitend.config.settings")
    sys.exit(main(sys.argv[2], int(sys.argv[3])))
