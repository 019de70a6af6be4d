"""A served installation in a folder of its own, a crowd that codes in it, and what is there afterwards."""

from __future__ import annotations

import json
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

from benchmarks.load.visitor import Place, Timing, Visitor

ROOT = Path(__file__).parents[2]
PATIENCE = 120.0  # seconds
SPANS = 120  # passages in a text that people choose from: few enough to meet each other

Stored = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Outcome:
    """`faults` are sentences; there should be none. `processor` is the server's own time in seconds."""

    timings: list[Timing]
    refusals: list[str]
    faults: list[str]
    processor: float
    codings: int
    seconds: float


class Installation:
    """Served on a port of the loopback that was free."""

    def __init__(self, folder: Path) -> None:
        keep = {name: value for name, value in os.environ.items() if not name.startswith(("SLUITEND_", "DJANGO_"))}
        keep.pop("DATABASE_URL", None)
        places = {"SLUITEND_DATA": str(folder / "data"), "SLUITEND_KEYS": str(folder / "keys")}
        self.environment = {**keep, **places, "PYTHONPATH": str(ROOT)}
        self.folder = folder
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])

    def run(self, *words: str) -> Stored:
        command = [sys.executable, "-m", "benchmarks.load.ready", *words]
        found: Stored = json.loads(subprocess.check_output(command, cwd=ROOT, env=self.environment))
        return found

    @contextmanager
    def served(self) -> Iterator[psutil.Process]:
        """Gives the supervisor, whose children serve and work."""
        command = [sys.executable, "-m", "sluitend.cli", "serve", "--port", str(self.port)]
        with (self.folder / "log").open("wb") as log:
            process = subprocess.Popen(command, cwd=self.folder, env=self.environment, stdout=log, stderr=log)
        try:
            self._until_answering()
            yield psutil.Process(process.pid)
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(PATIENCE)

    def _until_answering(self) -> None:
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/gezondheid/", timeout=5):
                    return
            except OSError:  # refused, or slow to answer for the first time
                time.sleep(0.05)
        raise TimeoutError("serve")


def run(
    folder: Path, *, people: int, seconds: float, think: float, texts: int, codings: int, requests: int = 0
) -> Outcome:
    """Half of the crowd shares three texts, the others spread over the rest; then compare all with the database.

    On a slow machine it goes on after these seconds until there were so many requests.
    """
    installation = Installation(folder)
    made = installation.run("set-up", str(people), str(texts), str(codings))
    crowd = _crowd(installation.port, made, people, think)
    with installation.served() as supervisor:
        before = _processor(supervisor)
        _work(crowd, seconds, requests)
        processor = _processor(supervisor) - before
        for visitor in crowd:
            visitor.poll()
            visitor.close()
    stored = installation.run("look")
    timings = [timing for visitor in crowd for timing in visitor.timings]
    refusals = [refusal for visitor in crowd for refusal in visitor.refusals]
    return Outcome(timings, refusals, _faults(crowd, stored, timings), processor, len(stored["codings"]), seconds)


def _crowd(port: int, made: Stored, people: int, think: float) -> list[Visitor]:
    texts = made["texts"]
    spans = {one["number"]: _spans(one["length"], one["number"]) for one in texts}
    crowd = []
    for number, (user, session) in enumerate(made["sessions"]):
        text = texts[number % 3 if number % 2 else number % len(texts)]["number"]
        chance = random.Random(number)
        args = (port, made["evaluation"], made["codes"], spans[text], text, think, chance)
        crowd.append(Visitor(user, session, *args))
    assert len(crowd) == people
    return crowd


def _spans(length: int, seed: int) -> list[Place]:
    chance = random.Random(seed)
    return [(start, start + chance.randint(20, 90)) for start in chance.sample(range(length - 100), SPANS)]


def _work(crowd: list[Visitor], seconds: float, requests: int) -> None:
    done = threading.Event()
    threads = [threading.Thread(target=visitor.stay, args=(done,)) for visitor in crowd]
    for thread in threads:
        thread.start()
    time.sleep(seconds)
    deadline = time.monotonic() + PATIENCE
    while sum(len(visitor.timings) for visitor in crowd) < requests and time.monotonic() < deadline:
        time.sleep(0.1)
    done.set()
    for thread in threads:
        thread.join()


def _processor(supervisor: psutil.Process) -> float:
    """Of the web process and what serves in it; not of the worker."""
    total = 0.0
    for child in supervisor.children(recursive=True):
        if any("webserver" in part for one in (child, *child.parents()) for part in one.cmdline()):
            times = child.cpu_times()
            total += times.user + times.system
    return total


def _faults(crowd: list[Visitor], stored: Stored, timings: list[Timing]) -> list[str]:
    found = [] if stored["integrity"] == "ok" else [f"integrity_check: {stored['integrity']}"]
    failed = [timing for timing in timings if timing.status in {0, *range(500, 600)}]
    found += [f"{one.kind}: status {one.status} {one.why} after {one.seconds:.1f} s" for one in failed]
    applied = set(stored["applied"])
    for visitor in crowd:
        found += _faults_of(visitor, stored, applied)
    return found


def _faults_of(visitor: Visitor, stored: Stored, applied: set[str]) -> list[str]:
    """What this person was told is what is stored, and what their screen shows is what everybody did."""
    who = f"user {visitor.user}"
    here = [(row[0], tuple(row[2:])) for row in stored["codings"] if row[1] == visitor.text]
    memos = {tuple(row[2:]) for row in stored["memos"] if row[0] == visitor.user and row[1] == visitor.text}
    own = {place for user, place in here if user == visitor.user}
    shown = sorted(
        (fragment["start"], fragment["end"], one["code"])
        for fragment in visitor.screen.fragments.values()
        for one in fragment["codings"]
    )
    found = [f"{who}: acknowledged and not stored: {one}" for one in visitor.own - own]
    found += [f"{who}: stored and not acknowledged: {one}" for one in own - visitor.own]
    found += [f"{who}: memos differ: {len(memos ^ visitor.memos)}"] if memos != visitor.memos else []
    found += [f"{who}: no audit row of coding {one}" for one in visitor.acknowledged if one not in applied]
    found += [f"{who}: the screen differs"] if shown != sorted(place for _user, place in here) else []
    return found
