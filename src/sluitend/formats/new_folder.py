"""A folder that appears whole or not at all, readable by this user only."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def new_folder(folder: Path) -> Iterator[Path]:
    """Where to write its files; it gets its name when all of them are on the disk, and nothing is left when it fails.

    Raises FileExistsError when there is something of that name.
    """
    if folder.exists():
        raise FileExistsError(f"{folder.name} exists")
    part = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    try:
        yield part
        for path in part.iterdir():  # a power cut leaves the whole folder or none
            _flush(path)
        _flush(part)
        part.rename(folder)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    _flush(folder.parent)


def _flush(path: Path) -> None:
    number = os.open(path, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
