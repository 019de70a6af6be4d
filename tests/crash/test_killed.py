"""Twenty times kill -9, at random moments, on web server and worker, while two processes write: nothing is lost."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

import psutil
import pytest

from tests.frame.test_supervisor import free_port, until

ROOT = Path(__file__).parents[2]
ROUNDS = 20
KINDS = ("codings", "uploads")


class Installation:
    """A served installation with a data folder of its own, and two processes that write to it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "sluitend.config.settings",
            "SLUITEND_DATA": str(folder / "data"),
            "SLUITEND_KEYS": str(folder / "keys"),
        }
        self.environment.pop("DATABASE_URL", None)
        self.port = free_port()
        self.writers: list[subprocess.Popen[bytes]] = []
        self.server: subprocess.Popen[bytes] | None = None

    def run(self, *words: str) -> dict[str, Any]:
        command = [sys.executable, "-m", "tests.crash.ready", *words]
        done = subprocess.run(command, cwd=ROOT, env=self.environment, capture_output=True, check=True)
        return dict(json.loads(done.stdout))

    def serve(self) -> None:
        log = (self.folder / "log").open("wb")
        command = [sys.executable, "-m", "sluitend.cli", "serve", "--port", str(self.port)]
        self.server = subprocess.Popen(command, cwd=ROOT, env=self.environment, stdout=log, stderr=log)
        assert until(lambda: b"http://" in (self.folder / "log").read_bytes(), 60)

    def write(self) -> None:
        (self.folder / "where.json").write_text(json.dumps({**self.run("set-up"), "port": self.port}))
        self.serve()
        for kind in KINDS:
            command = [sys.executable, "-m", "tests.crash.writer", kind]
            paths = [self.folder / name for name in ("where.json", f"{kind}.notes", "stop")]
            self.writers.append(subprocess.Popen([*command, *map(str, paths)], cwd=ROOT))

    def kill_one(self, chance: random.Random) -> None:
        """Kill the web server, the process that answers for it, the worker, or whatever the worker runs."""
        chance.choice(psutil.Process(self.server.pid).children(recursive=True)).kill()

    def noted(self, kind: str) -> list[list[int]]:
        path = self.folder / f"{kind}.notes"
        return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []

    def stop_writing(self) -> None:
        (self.folder / "stop").touch()
        for writer in self.writers:
            writer.wait(60)

    def end(self) -> None:
        for writer in self.writers:
            writer.kill()
        self.server.send_signal(signal.SIGINT)
        self.server.wait(60)


@pytest.fixture
def installation(tmp_path: Path) -> Any:
    made = Installation(tmp_path)
    yield made
    if made.server is not None and made.server.poll() is None:
        made.end()


@pytest.mark.slow
@pytest.mark.sqlite
def test_every_answered_write_survives_twenty_kills(installation: Installation) -> None:
    chance = random.Random(20)
    installation.write()
    assert until(lambda: all(installation.noted(kind) for kind in KINDS))

    for _ in range(ROUNDS):
        time.sleep(chance.uniform(0.2, 1.5))
        _kill_when_there(installation, chance)
    before = {kind: max(ROUNDS, len(installation.noted(kind))) for kind in KINDS}
    # Both write on after the last kill, however long the supervisor waited: what was killed came back.
    assert until(lambda: all(len(installation.noted(kind)) > before[kind] for kind in KINDS), 180)
    installation.stop_writing()
    assert until(lambda: not _waiting(installation), 240)
    installation.end()
    found = installation.run("look")

    assert found["integrity"] == "ok"
    stored = {tuple(row[:3]): row[3] for row in found["codings"]}
    assert len(installation.noted("codings")) > ROUNDS
    assert [note for note in installation.noted("codings") if tuple(note) not in stored] == []
    assert sorted(found["coded"]) == sorted(stored.values())
    uploads = {int(key): state for key, state in found["uploads"].items()}
    assert [note for [note] in installation.noted("uploads") if uploads.get(note) != "accepted"] == []
    assert sorted(found["uploaded"]) == sorted(uploads)
    assert found["orphans"] == []
    assert found["missing"] == []
    assert set(Counter(found["runs"])) == {"done"}


def _kill_when_there(installation: Installation, chance: random.Random) -> None:
    """After many crashes the supervisor waits longer before it starts a child again: then we wait with it."""

    def killed() -> bool:
        try:
            installation.kill_one(chance)
        except (psutil.NoSuchProcess, IndexError):
            return False
        return True

    assert until(killed), "nothing came back to be killed"


def _waiting(installation: Installation) -> bool:
    found = installation.run("look")
    return any(state in {"waiting", "reading"} for state in found["uploads"].values())
