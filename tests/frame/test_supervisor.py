"""`sluitend serve`: what crashes comes back, and nothing stays behind. Real processes, killed for real."""

from __future__ import annotations

import fcntl
import http.client
import os
import select
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import psutil
import pytest

ROOT = Path(__file__).parents[2]
PATIENCE = 60.0  # seconds; on a busy machine


def stretched(seconds: float) -> float:
    """A budget for a machine that has its cores free, stretched by how busy this one is."""
    return seconds * max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def until(condition: Callable[[], bool], seconds: float = PATIENCE) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.05)
    return False


class Served:
    """A supervisor with a data folder of its own."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder, self.port = folder, port
        self.environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.frame.served.settings",
            "SLUITEND_DATA": str(folder / "data"),
            "SLUITEND_KEYS": str(folder / "keys"),
        }
        self.environment.pop("DATABASE_URL", None)
        self.log = folder / "log"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> float:
        """Seconds until it said that it is ready (or that it cannot start)."""
        began = time.monotonic()
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                self.command("tests.frame.served.start", str(self.port)),
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        assert until(lambda: "READY" in self.said or "ERROR" in self.said, 60), self.said
        return time.monotonic() - began

    @staticmethod
    def command(module: str, *arguments: str) -> list[str]:
        return [sys.executable, "-m", module, *arguments]

    @property
    def said(self) -> str:
        return self.log.read_text()

    def family(self) -> list[psutil.Process]:
        assert self.process is not None
        return psutil.Process(self.process.pid).children(recursive=True)

    def child(self, module: str) -> psutil.Process:
        """The child that runs this module, once it is there."""
        found: list[psutil.Process] = []

        def look() -> bool:
            assert self.process is not None
            direct = psutil.Process(self.process.pid).children()
            found[:] = [one for one in direct if f"sluitend.work.{module}" in one.cmdline()]
            return bool(found)

        assert until(look)
        return found[0]

    def answers(self, path: str = "/") -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", path)
            return connection.getresponse().status < 600
        except OSError:
            return False
        finally:
            connection.close()

    def queue_slow_run(self) -> None:
        """What another process of the same product does: start a run."""
        code = "import django; django.setup(); from sluitend.work import runs; runs.start('test.slow', {})"
        subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=self.environment, check=True)

    def run_state(self) -> tuple[str, int]:
        """State and attempts of that run."""
        with closing(sqlite3.connect(self.folder / "data" / "sluitend.sqlite3")) as file:
            found = file.execute("SELECT state, attempts FROM work_run WHERE kind = 'test.slow'").fetchone()
        return found or ("", 0)

    def end(self, number: signal.Signals = signal.SIGINT) -> int:
        assert self.process is not None
        self.process.send_signal(number)
        return self.process.wait(PATIENCE)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One data folder for this file: migrating it takes longer than the tests."""
    return tmp_path_factory.mktemp("served")


@pytest.fixture
def served(folder: Path) -> Iterator[Served]:
    served = Served(folder, free_port())
    yield served
    if served.process is not None and served.process.poll() is None:
        served.end(signal.SIGTERM)


def test_a_request_that_is_answered_unread_leaves_the_connection_open(served: Served) -> None:
    """Headers and body come apart, as from a busy browser; this POST is refused for what its headers lack."""
    served.start()
    connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=PATIENCE)
    connection.connect()
    socket_at_first = connection.sock
    connection.putrequest("POST", "/")
    connection.putheader("Content-Type", "application/json")
    connection.putheader("Content-Length", "2")
    connection.endheaders()
    early, _, _ = select.select([connection.sock], [], [], 3)  # seconds in which a hasty answer comes
    connection.send(b"{}")
    refused = connection.getresponse()
    refused.read()
    assert (early, refused.status, refused.will_close) == ([], 403, False)
    connection.request("GET", "/gezondheid/")
    assert connection.getresponse().status == 200
    assert connection.sock is socket_at_first
    connection.close()


def all_gone(family: list[psutil.Process]) -> bool:
    return until(lambda: not [one for one in family if one.is_running() and one.status() != psutil.STATUS_ZOMBIE])


@pytest.mark.slow
def test_a_killed_worker_and_a_killed_web_server_come_back_and_the_work_is_finished(served: Served) -> None:
    served.start()
    served.queue_slow_run()
    assert until(lambda: served.run_state() == ("running", 1))

    web, worker = served.child("webserver"), served.child("worker")
    helpers = web.children(recursive=True)
    worker.kill()
    web.kill()

    assert all_gone([web, worker, *helpers])
    assert until(served.answers)
    assert served.child("webserver").pid != web.pid
    assert served.child("worker").pid != worker.pid
    assert until(lambda: served.run_state() == ("running", 2)), served.said
    (served.folder / "data" / "go").touch()
    assert until(lambda: served.run_state() == ("done", 2)), served.said


def test_ctrl_c_stops_everything_and_the_next_start_answers(served: Served) -> None:
    served.start()
    served.child("worker")
    family = served.family()
    assert len(family) >= 3  # web server, its own process for the pages, worker

    assert served.end(signal.SIGINT) == 0

    assert all_gone(family)
    assert not served.answers()
    served.start()  # how quick that is, benchmarks/test_processes.py measures
    assert served.answers()


def test_a_web_process_that_is_ready_first_waits_for_the_database(served: Served) -> None:
    served.start()
    served.end()
    with (served.folder / "data" / "preparing.lock").open("a") as gate:
        fcntl.flock(gate, fcntl.LOCK_EX)  # as a supervisor that is still migrating
        command = served.command("sluitend.work.webserver", str(os.getpid()), "127.0.0.1", str(served.port))
        web = subprocess.Popen(command, cwd=ROOT, env=served.environment)
        try:
            assert until(lambda: _waits_for_a_lock(web.pid))
            assert not served.answers()
            fcntl.flock(gate, fcntl.LOCK_UN)
            assert until(served.answers)
        finally:
            web.terminate()
            web.wait(PATIENCE)


def _waits_for_a_lock(process: int) -> bool:
    """Whether the kernel lists it among those that wait for a file's lock."""
    return any(" -> FLOCK" in line and f" {process} " in line for line in Path("/proc/locks").read_text().splitlines())


def test_a_killed_supervisor_takes_its_children_along(served: Served) -> None:
    served.start()
    served.child("worker")
    family = served.family()

    served.end(signal.SIGKILL)

    assert all_gone(family)
    served.start()  # its lock is free again
    assert served.answers()


STORM = """
import os, signal, threading
from sluitend.work.supervisor import _stopped_by_signals

def storm():
    for _ in range(20_000):
        os.kill(os.getpid(), signal.SIGTERM)

with _stopped_by_signals() as stop:
    sender = threading.Thread(target=storm)
    sender.start()
    while sender.is_alive():
        stop.wait(0)
    assert stop.wait(0)
print("still here")
"""


def test_a_signal_at_any_moment_is_heard_and_holds_nothing_up() -> None:
    """With a threading.Event the first thousand already stood still: its lock was held by who was interrupted."""
    told = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", STORM], cwd=ROOT, capture_output=True, timeout=PATIENCE
    )

    assert told.stdout == b"still here\n", told.stderr


def test_a_port_that_is_taken_is_told_at_once(served: Served) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", served.port))
        other.listen()

        served.start()

    assert served.process is not None
    assert served.process.wait(PATIENCE) == 1
    assert "ERROR work.port_taken" in served.said


def test_two_servers_cannot_share_a_data_folder(served: Served, folder: Path) -> None:
    served.start()
    second = Served(folder, free_port())
    second.log = folder / "second.log"

    second.start()

    assert second.process is not None
    assert second.process.wait(PATIENCE) == 1
    assert "ERROR work.already_running" in second.said


def test_the_log_holds_no_addresses(served: Served) -> None:
    served.start()

    assert served.answers("/?token=geheim-kenmerk")
    assert served.answers("/inloggen/geheim-kenmerk/")
    served.end()

    assert "geheim-kenmerk" not in served.said
