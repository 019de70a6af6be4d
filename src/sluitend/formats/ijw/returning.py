"""From messages and their return messages to a log of the exchange: what was sent when, and when it was answered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from sluitend.formats.ijw import EXCHANGED
from sluitend.formats.ijw.parsing import ANSWERED, ASSIGNED, Identity
from sluitend.formats.ijw.reading import messages_of
from sluitend.formats.messages.table import Events, Key, Row, keyed, ordered, table_of

_BY_MUNICIPALITY = (ASSIGNED, ANSWERED)


def read(path: Path, key: Key | None, schemas: Path | None) -> Events:
    """As `ijw.returns`."""
    report: Counter[str] = Counter(copies=0)
    sent: dict[Identity, None] = {}
    returned: dict[Identity, date] = {}
    for message in messages_of(path, key, schemas, report):
        report["messages"] += 1
        which = message.message
        if message.returned is not None:
            returned[which] = min(message.returned, returned.get(which, message.returned))
        else:
            report["copies"] += which in sent
            sent[which] = None
    report["returns_without_message"] = len(returned.keys() - sent.keys())
    rows = ordered((row for which in sent for row in _rows(which, returned.get(which), key)), EXCHANGED)
    report["events"] = len(rows)
    return Events(table_of(rows, EXCHANGED), dict(report))


def _rows(which: Identity, returned: date | None, key: Key | None) -> Iterator[Row]:
    """The sending of a message and, when there was one, of its return message: the first when there were more."""
    number, municipality, provider, _identification, sent = which
    sides = (municipality, provider) if number in _BY_MUNICIPALITY else (provider, municipality)
    about = {
        "case": keyed(key, "|".join(map(str, which)), "bericht "),
        "municipality": municipality,
        "provider": provider,
        "message": f"JW{number}",
    }
    yield {**about, "activity": "Bericht verzonden", "time": sent, "resource": sides[0], "rank": "0"}
    if returned is not None:
        yield {**about, "activity": "Retourbericht verzonden", "time": returned, "resource": sides[1], "rank": "1"}
