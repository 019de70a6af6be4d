"""Reads messages in a process of its own, for ``sluitend.work.messages``; the key comes by standard input."""

from __future__ import annotations

import argparse
import sys
import zipfile
from pathlib import Path
from typing import Any

import pyarrow.parquet as parquet

from sluitend.engines.disclosure.keying import Keying, Role
from sluitend.errors import InputError
from sluitend.formats import cbs_jeugd, events, limited
from sluitend.formats.eventlog import codes
from sluitend.formats.messages.files import contents
from sluitend.formats.messages.table import Events
from sluitend.work.messages import HELD

MOST_WRITTEN = 8 * 1024**3
_MOST_KEY = 4096


def main(arguments: list[str]) -> int:
    """See ``formats.limited``: the answer is named "events"."""
    parser = limited.parser("sluitend.work.messages_process")
    parser.add_argument("--kind", choices=("ijw", "ijw-retour", "corv", "cbs"), required=True)
    parser.add_argument("--context", required=True)
    for name in ("layout", "schemas", "organisations"):
        parser.add_argument(f"--{name}", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    given = parser.parse_args(arguments)
    key = bytes.fromhex(sys.stdin.buffer.read(_MOST_KEY).decode())
    return limited.answer(given, "events", lambda: write(given, key), written=MOST_WRITTEN)


def write(given: argparse.Namespace, key: bytes) -> dict[str, Any]:
    """Events with keys, and how many messages and events were what. Raises InputError("eventlog.empty")."""
    found = _read(given, Keying(key, given.context))
    if not found.table.num_rows:
        raise InputError(codes.EMPTY)
    parquet.write_table(found.table, given.out)
    return {"events": found.table.num_rows, "report": {name: int(value) for name, value in found.report.items()}}


def _read(given: argparse.Namespace, keying: Keying) -> Events:
    """What is wrong with a message is told with its place among the others: its name may name somebody."""
    try:
        return events.read(
            given.path,
            given.kind,
            key=lambda number: keying.one(number, Role.CASE),
            layout=None if given.layout is None else cbs_jeugd.layout(given.layout),
            schemas=given.schemas if given.kind in HELD else None,
            organisations=[] if given.organisations is None else given.organisations.read_text("utf-8").splitlines(),
        )
    except InputError as error:
        place = _place(given.path, error.data.get("file"))
        if place:
            error.data["number"] = place
        raise


def _place(path: Path, name: object) -> int:
    """Of a message in a zip, by the order of the names; 0 where there is one message, or none of this name."""
    try:
        names = [one for one, _content in contents(path)] if zipfile.is_zipfile(path) else []
    except InputError:  # a later message cannot be read either
        return 0
    return names.index(str(name)) + 1 if name in names else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
