"""Whole processes, from their start: what somebody at a terminal waits for. Each has a data folder of its own."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path
from urllib.error import URLError

import pytest

from benchmarks.measuring import Figure, measure

LAW_CHARACTERS = 230_000
ARTICLE = "## Artikel {n} (fictief)\n\nHet college draagt zorg voor een samenhangend aanbod van jeugdhulp.\n\n"
PATIENCE = 120.0  # seconds

Command = Callable[..., str]


def data_environment(data: Path) -> dict[str, str]:
    """The environment of a process with this data folder."""
    keep = {name: value for name, value in os.environ.items() if not name.startswith(("SLUITEND_", "DJANGO_"))}
    return {**keep, "SLUITEND_DATA": str(data)}


@pytest.fixture
def sluitend(tmp_path: Path) -> Command:
    """`sluitend ARGUMENT…` in a new data folder that is prepared already; gives back what it printed."""

    def run(*arguments: str) -> str:
        command = [sys.executable, "-m", "sluitend.cli", *arguments]
        done = subprocess.run(
            command, env=data_environment(tmp_path / "data"), cwd=tmp_path, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr[-2000:]
        return done.stdout

    run("new", "--template", "keten", "Eerst (fictief)")
    return run


def test_import_of_a_law(sluitend: Command, tmp_path: Path, figures: list[Figure]) -> None:
    laws = iter(_law(tmp_path / f"wet {n}.md", n) for n in range(6))

    figures.append(
        measure(
            "sluitend import documents (230,000 chars)",
            5.0,
            lambda: sluitend("import", "documents", str(next(laws))),
            rounds=5,
            warm=1,
        )
    )


def _law(path: Path, number: int) -> Path:
    """Another one every time: the same content comes in once."""
    text = f"# Wet {number} (fictief)\n\n"
    articles = (ARTICLE.format(n=n) for n in range(LAW_CHARACTERS // len(ARTICLE)))
    path.write_text(text + "".join(articles), "utf-8")
    return path


@pytest.mark.parametrize("kind", ["public", "docx"])
def test_report_of_the_demo(kind: str, sluitend: Command, tmp_path: Path, figures: list[Figure]) -> None:
    sluitend("demo")
    target = tmp_path / "rapport"

    figures.append(
        measure(
            f"sluitend report --format {kind} (demo)",
            10.0,
            lambda: sluitend("report", "--format", kind, "--out", str(target)),
            rounds=3,
        )
    )

    assert target.stat().st_size > 10_000


def test_serve_until_the_first_answer(sluitend: Command, tmp_path: Path, figures: list[Figure]) -> None:
    figures.append(measure("sluitend serve, until the first answer", 3.0, lambda: _served(tmp_path), rounds=5, warm=1))


def _served(folder: Path) -> None:
    """Start, wait for an answer, stop. The stopping is in the processor's time, so the clock is what counts here."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "sluitend.cli", "serve", "--port", str(port)]
    process = subprocess.Popen(
        command, env=data_environment(folder / "data"), cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        until_answering(f"http://127.0.0.1:{port}/gezondheid/")
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(PATIENCE)


def until_answering(address: str) -> None:
    """Wait for an answer. Raises TimeoutError."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except (URLError, ConnectionError):
            time.sleep(0.02)
    raise TimeoutError(address)
