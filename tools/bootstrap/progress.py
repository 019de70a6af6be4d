"""Steps that show themselves: "[3/9] Onderdelen … 12,3 s"."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tools.bootstrap.trouble import Trouble, diagnosis

_TAIL = 8  # lines of a failed command that are shown


@dataclass
class Steps:
    """Counts and shows the steps; a command's own output goes to a file under `logs`."""

    total: int
    logs: Path
    environment: Mapping[str, str] = field(default_factory=lambda: dict(os.environ))
    _number: int = 0
    _title: str = ""
    _began: float = 0.0

    def begin(self, title: str) -> None:
        """Show the next step."""
        self._number, self._title, self._began = self._number + 1, title, time.monotonic()
        self._write(f"[{self._number}/{self.total}] {title} …")

    def end(self, note: str = "") -> None:
        """Close the line with the time it took, or with a note."""
        seconds = f"{time.monotonic() - self._began:.1f} s".replace(".", ",")
        self._write(
            f"\r[{self._number}/{self.total}] {self._title} … {note or seconds}\n"
            if _tty()
            else f" {note or seconds}\n"
        )

    def run(self, command: Sequence[str | Path], *, cwd: Path) -> None:
        """Run a command as part of the step. Raises Trouble when it fails."""
        self.logs.mkdir(parents=True, exist_ok=True)
        log = self.logs / f"stap-{self._number}.log"
        with log.open("wb") as output:
            process = subprocess.Popen(
                [str(part) for part in command],
                cwd=cwd,
                env=dict(self.environment),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
            self._follow(process)
        if process.returncode:
            self._failed(log)

    def _follow(self, process: subprocess.Popen[bytes]) -> None:
        try:
            while True:
                try:
                    process.wait(1)
                    return
                except subprocess.TimeoutExpired:
                    if _tty():
                        self._write(
                            f"\r[{self._number}/{self.total}] {self._title} … {time.monotonic() - self._began:.0f} s"
                        )
        finally:
            if process.poll() is None:
                process.terminate()
                process.wait()

    def _failed(self, log: Path) -> None:
        text = log.read_text(encoding="utf-8", errors="replace")
        self._write(" mislukt\n")
        sentence = diagnosis(text)
        if sentence is None:
            tail = "\n".join(f"    {line}" for line in text.strip().splitlines()[-_TAIL:])
            sentence = f"De stap “{self._title}” is mislukt. Het hele verslag staat in {log}; het eindigt zo:\n{tail}"
        raise Trouble(sentence)

    def say(self, sentence: str) -> None:
        """Something to know about the step that has just ended."""
        self._write(f"{sentence}\n")

    @staticmethod
    def _write(text: str) -> None:
        sys.stdout.write(text)
        sys.stdout.flush()


def _tty() -> bool:
    return sys.stdout.isatty()
