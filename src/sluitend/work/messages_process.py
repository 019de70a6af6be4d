"""Reads messages in a process of its own, for ``sluitend.work.messages``; the key comes by standard input."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

import pyarrow.parquet as parquet

from sluitend.engines.disclosure.keying import Keying, Role
from sluitend.errors import InputError
from sluitend.formats import cbs_jeugd, events, limited
from sluitend.formats.eventlog import codes

MOST_WRITTEN = 8 * 1024**3
_MOST_KEY = 4096


def main(arguments: list[str]) -> int:
    """See ``formats.limited``: the answer is named "events"."""
    parser = limited.parser("sluitend.work.messages_process")
    parser.add_argument("--kind", choices=("ijw", "ijw-retour", "corv", "cbs"), required=True)
    parser.add_argument("--context", required=True)
    parser.add_argument("--layout", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    given = parser.parse_args(arguments)
    key = bytes.fromhex(sys.stdin.buffer.read(_MOST_KEY).decode())
    return limited.answer(given, "events", lambda: write(given, key), written=MOST_WRITTEN)


def write(given: argparse.Namespace, key: bytes) -> dict[str, Any]:
    """Events with keys, and how many messages and events were what. Raises InputError("eventlog.empty")."""
    keying = Keying(key, given.context)
    found = events.read(
        given.path,
        given.kind,
        key=lambda number: keying.one(number, Role.CASE),
        layout=None if given.layout is None else cbs_jeugd.layout(given.layout),
    )
    if not found.table.num_rows:
        raise InputError(codes.EMPTY)
    parquet.write_table(found.table, given.out)
    return {"events": found.table.num_rows, "report": {name: int(value) for name, value in found.report.items()}}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
