"""Sealed files on disk, and plain ones while they are parsed: what is being written, and what nobody knows any more.

A process holds a lock of its own for as long as it lives, and every file that it makes carries the lock's name. So a
file without a row is an orphan exactly when its maker is dead: no guessing by age, no race with an upload under way.
"""

from __future__ import annotations

import os
import secrets
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from django.conf import settings

from sluitend.work.locks import hold

QUARANTINE, ORIGINALS, PLAIN = "quarantine", "originals", "tmp"
_LOCKS = "writers"

_one_at_a_time = threading.Lock()
_own: tuple[int, str, IO[str]] | None = None  # process, token, held lock


def full(path: str) -> Path:
    """Where a path as rows keep it stands on disk."""
    return Path(settings.DATA) / path


def new_path(folder: str) -> str:
    """A path for a new file of this process, within the data folder; the folder is there, for its owner only."""
    full(folder).mkdir(mode=0o700, parents=True, exist_ok=True)
    return f"{folder}/{_token()}.{secrets.token_hex(16)}"


def create(path: str) -> IO[bytes]:
    """Open a new file for writing, readable by its owner only. Raises FileExistsError."""
    return os.fdopen(os.open(full(path), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")


def to_disk(file: IO[bytes], path: str) -> None:
    """Wait until the file and its name are on the disk: only then a row may speak of it."""
    file.flush()
    os.fsync(file.fileno())
    _folder_to_disk(full(path).parent)


def link(path: str, folder: str) -> str:
    """A second name for the file, in another folder; the first is removed once a row speaks of the second."""
    target = new_path(folder)
    os.link(full(path), full(target))
    _folder_to_disk(full(folder))
    return target


def remove(path: str) -> None:
    """Remove the file, or the folder that was made to work in; one that is gone already is fine."""
    if path and full(path).is_dir():
        shutil.rmtree(full(path), ignore_errors=True)
    elif path:
        full(path).unlink(missing_ok=True)


@contextmanager
def plain_file(suffix: str = "") -> Iterator[Path]:
    """A place for a readable copy while it is parsed; removed whatever happens, at the latest by the sweeper."""
    path = new_path(PLAIN) + suffix
    try:
        with create(path):
            pass
        yield full(path)
    finally:
        remove(path)


@contextmanager
def plain_folder() -> Iterator[Path]:
    """The same for more than one file: an empty folder, for its owner only."""
    path = new_path(PLAIN)
    try:
        full(path).mkdir(mode=0o700)
        yield full(path)
    finally:
        remove(path)


def abandoned(folder: str) -> list[str]:
    """Paths of the files in this folder whose maker is dead."""
    names = sorted(entry.name for entry in full(folder).iterdir()) if full(folder).is_dir() else []
    alive = {token: _is_alive(token) for token in {name.partition(".")[0] for name in names}}
    return [f"{folder}/{name}" for name in names if not alive[name.partition(".")[0]]]


def dead_writers() -> list[str]:
    """The processes that wrote files, are gone, and were not forgotten yet."""
    return [path.name for path in _locks() if not _is_alive(path.name)]


def forget(writers: list[str]) -> None:
    """Remove the locks of dead processes, once their files were looked at."""
    for token in writers:
        path = full(f"{_LOCKS}/{token}")
        lock = hold(path)
        if lock is not None:
            path.unlink(missing_ok=True)
            lock.close()


def _locks() -> list[Path]:
    folder = full(_LOCKS)
    return sorted(folder.iterdir()) if folder.is_dir() else []


def _token() -> str:
    """The name of this process's lock; a forked child takes one of its own."""
    global _own
    with _one_at_a_time:  # two threads with a lock each would let go of the first
        if _own is None or _own[0] != os.getpid() or not full(f"{_LOCKS}/{_own[1]}").exists():
            _own = (os.getpid(), *_new_lock())
        return _own[1]


def _new_lock() -> tuple[str, IO[str]]:
    while True:
        token = secrets.token_hex(8)
        path = full(f"{_LOCKS}/{token}")
        lock = hold(path)
        # A sweeper may have taken the new file for that of a dead process, just before it was locked.
        if lock is not None and path.exists():
            return token, lock


def _is_alive(token: str) -> bool:
    path = full(f"{_LOCKS}/{token}")
    if not path.exists():
        return False
    lock = hold(path)
    if lock is not None:
        lock.close()
    return lock is None


def _folder_to_disk(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
