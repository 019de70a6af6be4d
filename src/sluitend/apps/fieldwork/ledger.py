"""What was destroyed, outside the database: a restored copy is made to forget it again.

One line of JSON for each destruction, only ever added, in the key folder (never part of a backup of the data). It holds
ids, dates and hashes, nothing that anybody said and nobody's name.
"""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

from sluitend.apps.fieldwork.destruction import Line
from sluitend.errors import InputError

logger = logging.getLogger(__name__)

FILE = "destroyed.jsonl"


@dataclass(frozen=True, slots=True)
class Entry:
    """One destruction: `uid` is that of its statement, `respondent` that of the person, if there was one.

    `mark` tells which evaluation it is, wherever that is put back; an id may be another's there. Empty in lines of
    before there were marks: these go by the id.
    """

    uid: str
    evaluation: int
    respondent: str
    whole: bool  # everything of this respondent, so the identity too
    withdrawn: bool
    reason: str
    asked_on: str
    made_at: str
    lines: tuple[Line, ...]
    mark: str = ""

    def to_json(self) -> str:
        return json.dumps({**asdict(self), "lines": [line.to_json() for line in self.lines]}, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> Entry:
        data: dict[str, Any] = json.loads(text)
        return cls(**{**data, "lines": tuple(Line.from_json(line) for line in data["lines"])})


def add(entry: Entry) -> None:
    """Write the entry to the disk; called just before the database commits, so that neither goes without the other.

    A crash in between leaves an entry of what was not destroyed: it is carried out at the next start, as was asked.
    Raises InputError("fieldwork.ledger_unwritable").
    """
    path = _path()
    try:
        handle = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
        with os.fdopen(handle, "a+b") as file:
            file.write(_gap(path) + entry.to_json().encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())
        _folder_to_disk(path.parent)
    except OSError:
        raise InputError("fieldwork.ledger_unwritable") from None


def entries() -> Iterator[Entry]:
    """Everything that was ever destroyed, in its order. A line that a crash cut off was never carried out."""
    if not _path().exists():
        return
    for number, line in enumerate(_path().read_text("utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            yield Entry.from_json(line)
        except (ValueError, KeyError, TypeError):
            logger.error("line %s of %s cannot be read", number, FILE)


def _path() -> Path:
    return Path(settings.KEYS) / FILE


def _gap(path: Path) -> bytes:
    """A crash may have cut off the last line: the next one begins on a line of its own."""
    with path.open("rb") as file:
        if file.seek(0, os.SEEK_END) == 0:
            return b""
        file.seek(-1, os.SEEK_END)
        return b"" if file.read(1) == b"\n" else b"\n"


def _folder_to_disk(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
