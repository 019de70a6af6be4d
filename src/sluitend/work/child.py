"""A process that is kept alive: started, looked at, started again, stopped with everything under it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field

FIRST_DELAY = 0.2  # seconds before the first restart; each further one waits twice as long
LONGEST_DELAY = 15.0
SETTLED_AFTER = 20.0  # seconds of life after which an earlier crash no longer counts


@dataclass
class Child:
    """One supervised process. It runs in a session of its own, so that Ctrl-C reaches the supervisor only."""

    name: str
    module: str
    arguments: Sequence[str] = ()
    crashes: int = 0
    _process: subprocess.Popen[bytes] | None = None
    _started: float = 0.0
    _start_at: float = field(default=0.0)

    def start(self) -> None:
        """Start the process now."""
        command = [sys.executable, "-m", self.module, str(os.getpid()), *self.arguments]
        self._process = subprocess.Popen(command, stdin=subprocess.DEVNULL, start_new_session=True)
        self._started = time.monotonic()

    @property
    def pid(self) -> int | None:
        """Its process id while it is there."""
        return self._process.pid if self._process else None

    def look(self) -> int | None:
        """Restart a process that ended and has waited long enough; returns its exit code once, when it just ended."""
        if self._process is None:
            if time.monotonic() >= self._start_at:
                self.start()
            return None
        code = self._process.poll()
        if code is not None:
            self._bury()
        return code

    @property
    def delay(self) -> float:
        """Seconds between the last crash and the restart."""
        return min(LONGEST_DELAY, FIRST_DELAY * 2.0 ** (self.crashes - 1))

    def _bury(self) -> None:
        self._signal(signal.SIGKILL)  # what it started itself and left behind
        lived = time.monotonic() - self._started
        self.crashes = 1 if lived > SETTLED_AFTER else self.crashes + 1
        self._start_at = time.monotonic() + self.delay
        self._process = None

    def _signal(self, number: signal.Signals) -> None:
        if self._process is not None:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, number)

    def ask_to_stop(self) -> None:
        """SIGTERM, to the process alone: it stops its own children in order."""
        if self._process is not None:
            self._process.terminate()

    def wait(self, seconds: float) -> bool:
        """Whether the process is gone within this time."""
        if self._process is None:
            return True
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(max(0.0, seconds))
            return True
        return False

    def end(self) -> None:
        """Kill whatever is left of it."""
        self._signal(signal.SIGKILL)
        self.wait(5)
