"""Reads iJw 3.2 messages (301–320) as events: what was asked, assigned, started and stopped, for whom and why.

Three rules of the standard decide what the events are (https://informatiemodel.istandaarden.nl/informatiemodel/ijw/3.2):

* OP080: no meaning may be given to when or in what order messages came in. Events stand at the date that the message
  itself gives: Ingangsdatum of an assignment, Begindatum of a start, Einddatum of a stop, Dagtekening of a request and
  of its answer (a wished date is no event). The order and names of the files change nothing.
* OP033: status 3 takes an earlier delivery with the same key away, and itself; status 2 takes its place. An assignment
  that was changed counts as its latest version (OP033x1); with reason 13 it counts as never sent.
* What a return message rejects was not delivered.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sluitend.formats.messages.table import Events, Key

__all__ = ["COLUMNS", "EXCHANGED", "read", "returns"]

DAYS = ("registered", "returned")
COLUMNS = (
    *("case", "activity", "time", "resource", "municipality", "provider", "category", "product", "reason", "referrer"),
    *("allocation", "request", "message", *DAYS),
)
EXCHANGED = ("case", "activity", "time", "resource", "municipality", "provider", "message")


def read(path: str | Path, *, key: Key | None = None, schemas: str | Path | None = None) -> Events:
    """The events in a message, or in a folder or zip of messages, sorted by case, day and step.

    `case` is `key` of the youth's number and `allocation` that of the assignment's: without a key messages about people
    are refused. `request` is the key of a request, in the rows of the request and of what answers it, as far as the
    messages name it. `registered` is the date of the message, `returned` that of its return message. With `schemas`, a
    folder with the XSDs of the standard, every message has to be valid. Raises InputError with one of
    `messages.codes`.
    """
    from sluitend.formats.ijw import reading  # loads Arrow and lxml

    return reading.read(Path(path), key, None if schemas is None else Path(schemas))


def returns(path: str | Path, *, key: Key | None = None, schemas: str | Path | None = None) -> Events:
    """When every message was sent and when its return message was: a case is a message, and not a youth.

    For OP090, that speaks of every message. `resource` is who sent the one or the other. A message does not say when it
    was received, only its own date. Return messages without the message itself are counted and left out: that only
    those were answered would be by choice. Takes and raises what `read` does.
    """
    from sluitend.formats.ijw import returning  # loads Arrow and lxml

    return returning.read(Path(path), key, None if schemas is None else Path(schemas))
