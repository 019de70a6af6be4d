"""A process beside this one that answers line by line: started when first asked, ended when nobody asks any more,
replaced after a crash.

For libraries that are too large, too slow to load or too little trusted for the process that asks. A request is one
line of JSON, and so is the answer; the first line that the process says is its greeting.
"""

from __future__ import annotations

import json
import os
import selectors
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import sluitend
from sluitend.errors import InputError

_CHUNK = 1024**2


class Ended(Exception):  # noqa: N818 - reads as the outcome
    """The process closed its pipe, or took too long."""


class KeptProcess:
    """`python -m MODULE PARENT_PID ARGUMENTS…`, shared by the threads of this process.

    Seconds: ``idle`` until it is ended, ``answer`` and ``loading`` until it counts as broken. ``failure`` is the code
    of the InputError when it broke down twice over one request.
    """

    def __init__(
        self,
        module: str,
        arguments: Sequence[str],
        *,
        idle: float,
        answer: float,
        loading: float,
        failure: str,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self._command = (module, tuple(arguments))
        self._idle, self._patience, self._loading, self._failure = idle, answer, loading, failure
        self._more = dict(environment or {})
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._used = 0.0
        self._greeting: dict[str, Any] = {}

    def ask(self, request: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
        """The answer, and the greeting of the process that gave it. Raises InputError(failure)."""
        with self._lock:
            answer = self._asked(request)
            self._used = time.monotonic()
            return answer, self._greeting

    @property
    def pid(self) -> int | None:
        """The process's id while it is there."""
        return self._process.pid if self._process else None

    def stop(self) -> None:
        """End the process; it starts again when it is needed."""
        with self._lock:
            self._end()

    def _asked(self, request: Mapping[str, Any]) -> dict[str, Any]:
        for _attempt in (1, 2):
            try:
                process = self._running()
                self._tell(process, json.dumps(request).encode() + b"\n")
                return self._line(process, self._patience)
            except (Ended, OSError):
                self._end()
        raise InputError(self._failure)

    def _tell(self, process: subprocess.Popen[bytes], line: bytes) -> None:
        """Write to the process, which may have stopped reading: a pipe holds little. Raises Ended, OSError."""
        assert process.stdin is not None
        deadline = time.monotonic() + self._patience
        pipe = process.stdin.fileno()
        os.set_blocking(pipe, False)
        left = memoryview(line)
        with selectors.DefaultSelector() as selector:
            selector.register(pipe, selectors.EVENT_WRITE)
            while left:
                if not selector.select(max(0.0, deadline - time.monotonic())):
                    raise Ended
                left = left[os.write(pipe, left[:_CHUNK]) :]

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is not None and self._process.poll() is None:
            return self._process
        self._end()
        started: Future[subprocess.Popen[bytes]] = Future()
        threading.Thread(target=self._look_after, args=(started,), daemon=True).start()
        self._process = started.result()
        self._greeting = self._line(self._process, self._loading)
        self._used = time.monotonic()
        return self._process

    def _look_after(self, started: Future[subprocess.Popen[bytes]]) -> None:
        """Start the process, and end it when it is idle: in one thread, since the kernel ends a process with the thread
        that started it (``die_with_parent``), and the threads of a web server come and go.
        """
        try:
            process = self._start()
        except BaseException as error:
            started.set_exception(error)
            return
        started.set_result(process)
        while process.poll() is None:
            time.sleep(min(self._idle, 30) / 2)
            with self._lock:
                if self._process is process and time.monotonic() - self._used > self._idle:
                    self._end()
                    return

    def _start(self) -> subprocess.Popen[bytes]:
        module, arguments = self._command
        return subprocess.Popen(
            [sys.executable, "-m", module, str(os.getpid()), *arguments],
            env=_environment() | self._more,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def _line(self, process: subprocess.Popen[bytes], patience: float) -> dict[str, Any]:
        """The next line that the process says. Raises Ended."""
        assert process.stdout is not None
        deadline = time.monotonic() + patience
        said = bytearray()
        with selectors.DefaultSelector() as selector:
            selector.register(process.stdout, selectors.EVENT_READ)
            while not said.endswith(b"\n"):
                if not selector.select(max(0.0, deadline - time.monotonic())):
                    raise Ended
                chunk = os.read(process.stdout.fileno(), _CHUNK)
                if not chunk:
                    raise Ended
                said += chunk
        answer: dict[str, Any] = json.loads(said)
        return answer

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                _close(pipe)


def _close(pipe: Any) -> None:
    try:
        pipe.close()
    except OSError:  # what was still to be written has no reader any more
        return


def _environment() -> dict[str, str]:
    source = str(Path(sluitend.__file__).parent.parent)
    return {"LANG": "C.UTF-8", "PYTHONPATH": source, "PYTHONDONTWRITEBYTECODE": "1", "MALLOC_ARENA_MAX": "2"}
