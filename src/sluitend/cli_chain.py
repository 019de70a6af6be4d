"""`sluitend chain FILE`: what a log holds, without a database and without a user."""

from __future__ import annotations

import argparse
import dataclasses
import json
from pathlib import Path
from typing import TypeAlias

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"

_WORDS = {
    "events": "gebeurtenissen",
    "cases": "casussen",
    "activities": "activiteiten",
    "resources": "uitvoerders",
    "variants": "varianten (verschillende volgorden van activiteiten)",
    "directly_follows_pairs": "paren van activiteiten die op elkaar volgen",
    "median_duration_days": "mediane duur in dagen, van eerste tot laatste gebeurtenis",
    "handovers": "overdrachten tussen bekende uitvoerders",
    "ping_pongs": "keer heen en terug (A→B→A)",
    "ping_pong_cases": "casussen met heen en terug",
}


def add(commands: Commands) -> None:
    """The command and its options."""
    chain = commands.add_parser("chain", help="vat een logboek van gebeurtenissen samen (csv, xlsx, Parquet, XES)")
    chain.add_argument("file", type=Path, metavar="BESTAND")
    for name, meaning in (("case", "de casus"), ("activity", "de activiteit"), ("time", "het tijdstip")):
        chain.add_argument(f"--{name}", metavar="KOLOM", help=f"kolom met {meaning} (bij XES niet nodig)")
    chain.add_argument("--resource", metavar="KOLOM", help="kolom met wie het deed")
    chain.add_argument(
        "--missing", action="append", default=[], metavar="WAARDE", help="waarde die 'onbekend' betekent, zoals EMPTY"
    )
    chain.add_argument("--json", action="store_true", help="druk de cijfers af voor een ander programma")
    chain.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> None:
    from sluitend.engines.chain import EventLog
    from sluitend.formats import eventlog

    columns = {name: getattr(options, name) for name in ("case", "activity", "time", "resource")}
    given = {name: column for name, column in columns.items() if column is not None}
    table = eventlog.read(options.file, **given, missing=options.missing)
    figures = dataclasses.asdict(EventLog(table).summary())
    print(json.dumps(figures, indent=2) if options.json else _lines(figures))


def _lines(figures: dict[str, float | None]) -> str:
    return "\n".join(f"{_number(figures[name]):>14}  {words}" for name, words in _WORDS.items())


def _number(value: float | None) -> str:
    """As it is written here: 1.234 and 0,03."""
    if value is None:
        return "–"
    text = f"{value:,.2f}" if isinstance(value, float) else f"{value:,}"
    return text.translate(str.maketrans(",.", ".,"))
