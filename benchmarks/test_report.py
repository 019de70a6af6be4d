"""A report of over eighty pages with three hundred references: by the worker, and by one command from its start."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from benchmarks.measuring import Figure, measure
from benchmarks.test_processes import data_environment

BUDGET = 10.0  # seconds
ROUNDS = 3
PAGES, REFERENCES = 80, 300
ROOT = Path(__file__).parents[1]
KINDS = ("public", "docx", "pdf")


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an evaluation of which the report is written."""
    folder = tmp_path_factory.mktemp("report")
    _sluitend(folder, "new", "--template", "keten", "Groot rapport (fictief)")
    assert _told(folder, "fill")["references"] == REFERENCES
    return folder


@pytest.fixture(scope="module")
def worker(installation: Path) -> Iterator[psutil.Process]:
    """The worker of `sluitend serve`, without the web server."""
    command = [sys.executable, "-m", "sluitend.work.worker", str(psutil.Process().pid)]
    process = subprocess.Popen(
        command, cwd=ROOT, env=_environment(installation), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        yield psutil.Process(process.pid)
    finally:
        process.terminate()
        process.wait(30)


@pytest.mark.parametrize("kind", KINDS)
def test_in_the_worker(kind: str, installation: Path, worker: psutil.Process, figures: list[Figure]) -> None:
    """From the moment that somebody asks until the file is there; the worker's processor time with its children's."""
    _told(installation, "ask", kind)
    rounds, told = [], {}
    for _round in range(ROUNDS):
        before = _processor(worker)
        told = _told(installation, "ask", kind)
        rounds.append((float(told["seconds"]), _processor(worker) - before))
    pages = f"{told['pages']} pages, " if told["pages"] else ""
    note = f"{pages}{told['size'] // 1024} kB, progress {told['progress']}"
    figures.append(Figure(f"report in the worker: {kind}", BUDGET, tuple(rounds), note))

    assert told["state"] == "done"
    assert told["pages"] is None or told["pages"] >= PAGES
    assert kind == "pdf" or told["pages"] is None


@pytest.mark.parametrize("kind", KINDS)
def test_as_a_whole_process(kind: str, installation: Path, figures: list[Figure]) -> None:
    target = installation / f"rapport.{kind}"

    def act() -> None:
        _sluitend(installation, "report", "--format", kind, "--out", str(target))

    figures.append(measure(f"sluitend report --format {kind} (big)", BUDGET, act, rounds=ROUNDS))

    assert target.stat().st_size > 40_000


def _environment(folder: Path) -> dict[str, str]:
    return {**data_environment(folder / "data"), "PYTHONPATH": str(ROOT)}


def _sluitend(folder: Path, *words: str) -> None:
    command = [sys.executable, "-m", "sluitend.cli", *words]
    done = subprocess.run(command, cwd=folder, env=_environment(folder), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]


def _told(folder: Path, *words: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.report_set", *words]
    done = subprocess.run(command, cwd=ROOT, env=_environment(folder), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _processor(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system + times.children_user + times.children_system)
