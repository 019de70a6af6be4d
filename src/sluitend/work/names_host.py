"""Asks the names process, and sees to it: started when first needed, ended when nobody asks, replaced after a crash.

Loading deduce takes seconds and about 1.1 GB, so that one process stays for as long as there is work. The worker and
the command line ask; a web process never does.
"""

from __future__ import annotations

import json
import os
import selectors
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

import sluitend
from sluitend.engines.text.names import Entry, FoundBy, Kind, Span
from sluitend.errors import InputError

IDLE_SECONDS = 600.0
LOADING_SECONDS = 900.0  # deduce's look-up structures may have to be built first: two minutes, once
ANSWER_SECONDS = 300.0
MEMORY_BYTES = 4 * 1024**3  # of addresses; about 1.3 GB of it is used
_CHUNK = 1024**2


class _Ended(Exception):  # noqa: N818 - reads as the outcome
    """The process closed its pipe, or took too long."""


@dataclass(frozen=True, slots=True)
class Proposed:
    """The spans of a text, and whether deduce looked too."""

    spans: tuple[Span, ...]
    with_detector: bool


class NamesHost:
    """One names process, shared by the threads of this one."""

    def __init__(self, cache: Path, *, idle: float = IDLE_SECONDS, answer: float = ANSWER_SECONDS, build: bool) -> None:
        self._cache, self._idle, self._patience, self._build = cache, idle, answer, build
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._with_detector = False
        self._used = 0.0

    def propose(self, text: str, entries: Iterable[Entry], keep: Iterable[str]) -> Proposed:
        """What may have to be taken out of this text.

        Raises InputError("work.names_failed") when the process broke down twice over it.
        """
        request = {
            "text": text,
            "entries": [[entry.key, entry.kind, list(entry.forms)] for entry in entries],
            "keep": list(keep),
        }
        with self._lock:
            answer = self._asked(request)
            self._used = time.monotonic()
            return Proposed(tuple(map(_span, answer["spans"])), self._with_detector)

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
            except (_Ended, OSError):
                self._end()
        raise InputError("work.names_failed")

    def _tell(self, process: subprocess.Popen[bytes], line: bytes) -> None:
        """Write to the process, which may have stopped reading: a pipe holds little. Raises _Ended, OSError."""
        assert process.stdin is not None
        deadline = time.monotonic() + self._patience
        pipe = process.stdin.fileno()
        os.set_blocking(pipe, False)
        left = memoryview(line)
        with selectors.DefaultSelector() as selector:
            selector.register(pipe, selectors.EVENT_WRITE)
            while left:
                if not selector.select(max(0.0, deadline - time.monotonic())):
                    raise _Ended
                left = left[os.write(pipe, left[:_CHUNK]) :]

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is not None and self._process.poll() is None:
            return self._process
        self._end()
        self._process = subprocess.Popen(
            [
                *(sys.executable, "-m", "sluitend.work.names_process"),
                *(str(os.getpid()), str(self._cache), str(MEMORY_BYTES), "build" if self._build else "use"),
            ],
            env=_environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        self._with_detector = bool(self._line(self._process, LOADING_SECONDS)["detector"])
        self._used = time.monotonic()
        threading.Thread(target=self._end_when_idle, args=(self._process,), daemon=True).start()
        return self._process

    def _end_when_idle(self, process: subprocess.Popen[bytes]) -> None:
        while process.poll() is None:
            time.sleep(min(self._idle, 30) / 2)
            with self._lock:
                if self._process is process and time.monotonic() - self._used > self._idle:
                    self._end()
                    return

    def _line(self, process: subprocess.Popen[bytes], patience: float) -> dict[str, Any]:
        """The next line that the process says. Raises _Ended."""
        assert process.stdout is not None
        deadline = time.monotonic() + patience
        said = bytearray()
        with selectors.DefaultSelector() as selector:
            selector.register(process.stdout, selectors.EVENT_READ)
            while not said.endswith(b"\n"):
                if not selector.select(max(0.0, deadline - time.monotonic())):
                    raise _Ended
                chunk = os.read(process.stdout.fileno(), _CHUNK)
                if not chunk:
                    raise _Ended
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


def _span(data: list[Any]) -> Span:
    start, end, kind, found_by, entry = data
    return Span(start, end, Kind(kind), FoundBy(found_by), entry)


def _environment() -> dict[str, str]:
    source = str(Path(sluitend.__file__).parent.parent)
    return {"LANG": "C.UTF-8", "PYTHONPATH": source, "PYTHONDONTWRITEBYTECODE": "1", "MALLOC_ARENA_MAX": "2"}


@contextmanager
def not_building() -> Iterator[None]:
    """Ask deduce only when its look-up structures are there: for a set-up that knows its names and is waited for."""
    global _HOST
    before, _HOST = _HOST, NamesHost(settings.TEXT_CACHE, build=False)
    try:
        yield
    finally:
        _HOST.stop()
        _HOST = before


_HOST: NamesHost | None = None
_MAKING = threading.Lock()


def host() -> NamesHost:
    """The host of this process."""
    global _HOST
    with _MAKING:
        if _HOST is None:
            _HOST = NamesHost(settings.TEXT_CACHE, build=settings.TEXT_CACHE_BUILD)
        return _HOST
