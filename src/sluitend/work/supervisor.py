"""`sluitend serve`: one process that keeps the web server and the worker alive.

Children die with their supervisor (the kernel sees to it), so nothing is left behind when it is killed itself.
"""

from __future__ import annotations

import http.client
import logging
import signal
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from django.conf import settings
from django.db import connections

from sluitend.errors import InputError
from sluitend.work import prepare
from sluitend.work.child import Child
from sluitend.work.starting import Start

logger = logging.getLogger(__name__)

HOST = "127.0.0.1"
PORT = 8000
LOOK_EVERY = 0.1  # seconds
PATIENCE_AT_START = 60.0  # seconds until a web process that never answered counts as broken
GRACE = 4.0  # seconds between asking and insisting


def serve(*, host: str = HOST, port: int = PORT, on_ready: Callable[[str], None], start: Start | None = None) -> int:
    """Serve until Ctrl-C or SIGTERM; `on_ready` gets the address as soon as the pages answer.

    `start` is what already began for this host and port. Returns the exit code. Raises InputError(
    "work.already_running", "work.port_taken", "work.did_not_start", "work.disk_full", "work.no_backup").
    """
    start = start or Start(host, port)
    if start.lock is None or start.gate is None:
        raise InputError("work.already_running", folder=str(settings.DATA))
    with start.lock:
        try:
            with start.gate:
                _prepare(start.web, host, port)
            return _supervise(start.web, host, port, on_ready)
        finally:
            start.web.end()


def _prepare(web: Child, host: str, port: int) -> None:
    """What goes wrong ends the web process while the gate is still closed: it answers nobody on what is half made."""
    try:
        require_free(host, port)
        prepare.database()
        prepare.quick_caches()
        connections.close_all()
    except BaseException:
        web.end()
        raise


def require_free(host: str, port: int) -> None:
    """Raises InputError("work.port_taken") when something listens there already."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except (OSError, OverflowError) as error:
            raise InputError("work.port_taken", port=port) from error


def _supervise(web: Child, host: str, port: int, on_ready: Callable[[str], None]) -> int:
    worker = Child("worker", "sluitend.work.worker")
    with _stopped_by_signals() as stop:
        try:
            _until_answering(web, host, port, stop)
            if not stop.asked:
                on_ready(f"http://{host}:{port}/")
            while not stop.wait(LOOK_EVERY):  # the worker starts here: the first page need not wait for it
                _look_after(web)
                _look_after(worker)
        finally:
            _stop([web, worker])
    return 0


class Stop:
    """Whether somebody asked to stop. No `threading.Event`: setting one takes a lock, which the thread that the signal
    interrupts may hold at that moment, and then nothing stops any more."""

    def __init__(self) -> None:
        self.asked = False

    def wait(self, seconds: float) -> bool:
        """Whether it was asked, after so many seconds."""
        time.sleep(seconds)
        return self.asked


@contextmanager
def _stopped_by_signals() -> Iterator[Stop]:
    """What Ctrl-C and SIGTERM ask; after the block the former handlers are back."""
    stop = Stop()

    def on_signal(number: int, frame: FrameType | None) -> None:
        stop.asked = True

    former = {number: signal.signal(number, on_signal) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for number, handler in former.items():
            signal.signal(number, handler)


def _until_answering(web: Child, host: str, port: int, stop: Stop) -> None:
    deadline = time.monotonic() + PATIENCE_AT_START
    while not stop.wait(LOOK_EVERY) and not _answers(host, port):
        _look_after(web)
        if web.crashes >= 3 or time.monotonic() > deadline:
            raise InputError("work.did_not_start")


def _answers(host: str, port: int) -> bool:
    connection = http.client.HTTPConnection(host, port, timeout=2)
    try:
        connection.request("HEAD", "/", headers={"Host": _known_host(host)})
        connection.getresponse()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
    return True


def _known_host(host: str) -> str:
    """A name under which this installation answers; behind a proxy that need not be its own address."""
    known = settings.ALLOWED_HOSTS[0] if settings.ALLOWED_HOSTS else host
    return host if known.startswith(("*", ".")) else known


def _look_after(child: Child) -> None:
    code = child.look()
    if code is not None:
        logger.warning("%s stopped (exit code %s); starting again in %.1f s", child.name, code, child.delay)


def _stop(children: list[Child]) -> None:
    """Ask everybody at once; insist when that takes long; then leave nothing behind."""
    for _ in range(2):
        for child in children:
            child.ask_to_stop()
        deadline = time.monotonic() + GRACE
        if all(child.wait(deadline - time.monotonic()) for child in children):
            break
    for child in children:
        child.end()
