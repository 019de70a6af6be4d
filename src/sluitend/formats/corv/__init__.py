"""Reads CORV messages (StUF Jeugdzorg 1.0.x) as events: reports to Veilig Thuis, requests to the council, and answers.

Element names and values are those of the schemas of StUF-koppelvlak Jeugdzorg 1.0.9 (EUPL-1.2). A message may cover
several youths: each has the event in a case of their own, and `dossier` says which belong together. Feedback of Veilig
Thuis names no youth: it goes to those of the report it is about. Who is responsible for keeping sight of the safety
(`verantwoordelijkVoorZichtOpDeVeiligheidBelegdBij`) is an event with that organisation as its resource.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sluitend.formats.messages.table import Events, Key

__all__ = ["COLUMNS", "read"]

DAYS = ("registered",)
COLUMNS = ("case", "activity", "time", "resource", "reason", "dossier", "event", "message", *DAYS)


def read(path: str | Path, *, key: Key | None = None, organisations: Collection[str] = ()) -> Events:
    """The events in a message, or in a folder or zip of messages, sorted by case, day and step.

    `case` is `key` of the youth's number, or of the dossier when no youth in it has one; `event` is the same in the
    rows of what happened to several youths at once. Organisations are free text in these messages and may be a
    person's name: only those in `organisations` and numbers (OIN) stand as they are, any other as its key. Raises
    InputError with one of `messages.codes`.
    """
    from sluitend.formats.corv import reading  # loads Arrow and lxml

    return reading.read(Path(path), key, frozenset(organisations))
