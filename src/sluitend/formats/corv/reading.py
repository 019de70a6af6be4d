"""From files to the table of events, with keys for people, dossiers and unknown organisations."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from sluitend.formats.corv import COLUMNS, DAYS
from sluitend.formats.corv.parsing import Happened, happened
from sluitend.formats.messages import xml
from sluitend.formats.messages.files import contents
from sluitend.formats.messages.table import Events, Key, Row, keyed, ordered, table_of

_NUMBER = re.compile(r"[0-9]{20}")  # OIN


def read(path: Path, key: Key | None, organisations: frozenset[str]) -> Events:
    """As `corv.read`."""
    report: Counter[str] = Counter()
    found: dict[Happened, None] = {}
    for file, content in contents(path):
        told = happened(xml.Part(xml.parsed(content, file), file))
        report["messages" if told is not None else "other_messages"] += 1
        report["copies"] += sum(one in found for one in told or ())
        found.update(dict.fromkeys(told or ()))
    rows = ordered(_rows(found, key, organisations), COLUMNS)
    report["events"] = len(rows)
    return Events(table_of(rows, COLUMNS, DAYS), dict(report))


def _rows(found: Iterable[Happened], key: Key | None, organisations: frozenset[str]) -> Iterator[Row]:
    """An event for every youth of the message, or of the dossier when the message names none."""
    youths: dict[str, set[str]] = defaultdict(set)
    for one in found:
        youths[one.dossier] |= one.who
    for one in found:
        dossier = keyed(key, one.dossier, "dossier ")
        same = one.dossier, one.activity, one.day, one.sent, one.organisation, *one.reasons
        event = keyed(key, "|".join(map(str, same)), "event ")
        who = one.who or youths[one.dossier]
        for case in (keyed(key, number) for number in who) if who else (dossier,):
            yield {
                "case": case,
                "activity": one.activity,
                "time": one.day,
                "resource": _organisation(one.organisation, key, organisations),
                "reason": ": ".join(one.reasons) or None,
                "dossier": dossier,
                "event": event,
                "message": one.message,
                "registered": one.sent,
                "rank": str(one.rank),
            }


def _organisation(name: str, key: Key | None, known: frozenset[str]) -> str | None:
    plain = " ".join(name.split())
    if not plain or plain in known or _NUMBER.fullmatch(plain):
        return plain or None
    return f"organisatie {keyed(key, plain.casefold(), 'organisatie ')}"
