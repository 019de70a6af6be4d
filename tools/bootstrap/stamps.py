"""Knowing that a step is done: the hash of what went in, kept beside what came out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path

_NEVER = {"node_modules", "__pycache__", ".git"}


def key_of(paths: Iterable[Path], *words: str) -> str:
    """A hash of the content of files and folders, and of words (a version, a path)."""
    key = sha256("\0".join(words).encode())
    for path in paths:
        for file in sorted(_files(path)):
            key.update(f"{file.relative_to(path.parent)}\0".encode())
            key.update(sha256(file.read_bytes()).digest())
    return key.hexdigest()


def _files(path: Path) -> Iterator[Path]:
    if path.is_file():
        yield path
    elif path.is_dir() and path.name not in _NEVER:
        for child in path.iterdir():
            yield from _files(child)


def is_done(folder: Path, step: str, key: str) -> bool:
    """Whether this step was done with exactly these inputs."""
    stamp = folder / step
    return stamp.is_file() and stamp.read_text() == key


def set_done(folder: Path, step: str, key: str) -> None:
    """Remember it."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / step).write_text(key)
