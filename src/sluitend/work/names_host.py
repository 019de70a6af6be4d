"""Asks the names process. Loading deduce takes seconds and about 1.1 GB, so that one process stays for as long as there
is work. The worker and the command line ask; a web process never does.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

from sluitend.engines.text.names import Entry, FoundBy, Kind, Span
from sluitend.work.kept_process import KeptProcess

IDLE_SECONDS = 600.0
LOADING_SECONDS = 900.0  # deduce's look-up structures may have to be built first: two minutes, once
ANSWER_SECONDS = 300.0
MEMORY_BYTES = 4 * 1024**3  # of addresses; about 1.3 GB of it is used


@dataclass(frozen=True, slots=True)
class Proposed:
    """The spans of a text, and whether deduce looked too."""

    spans: tuple[Span, ...]
    with_detector: bool


class NamesHost:
    """One names process, shared by the threads of this one."""

    def __init__(self, cache: Path, *, idle: float = IDLE_SECONDS, answer: float = ANSWER_SECONDS, build: bool) -> None:
        self._process = KeptProcess(
            "sluitend.work.names_process",
            (str(cache), str(MEMORY_BYTES), "build" if build else "use"),
            idle=idle,
            answer=answer,
            loading=LOADING_SECONDS,
            failure="work.names_failed",
        )

    def propose(self, text: str, entries: Iterable[Entry], keep: Iterable[str]) -> Proposed:
        """What may have to be taken out of this text.

        Raises InputError("work.names_failed") when the process broke down twice over it.
        """
        request = {
            "text": text,
            "entries": [[entry.key, entry.kind, list(entry.forms)] for entry in entries],
            "keep": list(keep),
        }
        answer, greeting = self._process.ask(request)
        return Proposed(tuple(map(_span, answer["spans"])), bool(greeting["detector"]))

    @property
    def pid(self) -> int | None:
        """The process's id while it is there."""
        return self._process.pid

    def stop(self) -> None:
        """End the process; it starts again when it is needed."""
        self._process.stop()


def _span(data: list[Any]) -> Span:
    start, end, kind, found_by, entry = data
    return Span(start, end, Kind(kind), FoundBy(found_by), entry)


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
