"""One holder at a time, per data folder; the kernel lets go when the holder dies."""

from __future__ import annotations

import fcntl
import time
from pathlib import Path
from typing import IO


def hold(path: Path, *, patience: float = 0.0) -> IO[str] | None:
    """Take the lock at this path, waiting at most `patience` seconds; None when somebody else has it.

    The lock lasts as long as the returned file stays open. Processes started meanwhile do not inherit it.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    stream = path.open("a")
    deadline = time.monotonic() + patience
    while not _taken(stream):
        if time.monotonic() >= deadline:
            stream.close()
            return None
        time.sleep(0.1)
    return stream


def _taken(stream: IO[str]) -> bool:
    try:
        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
