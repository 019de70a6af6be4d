"""`sluitend chain FILE`: what a log holds, without a database and without a user; and storing it to ask it more."""

from __future__ import annotations

import argparse
import dataclasses
import json
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from sluitend.errors import InputError

if TYPE_CHECKING:
    from sluitend.engines.chain import EventLog

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
    chain.add_argument(
        "--attribute", action="append", default=[], metavar="KOLOM", help="kenmerk van de casus, zoals de gemeente"
    )
    chain.add_argument("--store", type=Path, metavar="MAP", help="sla het gelezen logboek op in deze nieuwe map")
    chain.add_argument("--json", action="store_true", help="druk de cijfers af voor een ander programma")
    chain.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> None:
    log = _stored(options.file) if options.file.is_dir() else _read(options)
    figures = dataclasses.asdict(log.summary())
    print(json.dumps(figures, indent=2) if options.json else _lines(figures))


def _stored(folder: Path) -> EventLog:
    from sluitend.engines.chain import EventLog
    from sluitend.formats import steps

    steps.check(folder)
    stored = steps.read(folder)
    return EventLog.stored(stored.steps, stored.cases, stored.values, zoned=stored.zoned, zone=stored.zone)


def _read(options: argparse.Namespace) -> EventLog:
    from sluitend.engines.chain import EventLog
    from sluitend.formats import eventlog, steps

    columns = {name: getattr(options, name) for name in ("case", "activity", "time", "resource")}
    given = {name: column for name, column in columns.items() if column is not None}
    table = eventlog.read(options.file, **given, missing=options.missing)
    for name in options.attribute:
        if name not in table.column_names:
            raise InputError("eventlog.no_column", column=name, found=", ".join(table.column_names))
    log = EventLog(table, attributes=options.attribute)
    if options.store is not None:
        steps.write(options.store, log.coded)
    return log


def _lines(figures: dict[str, float | None]) -> str:
    return "\n".join(f"{_number(figures[name]):>14}  {words}" for name, words in _WORDS.items())


def _number(value: float | None) -> str:
    """As it is written here: 1.234 and 0,03."""
    if value is None:
        return "–"
    text = f"{value:,.2f}" if isinstance(value, float) else f"{value:,}"
    return text.translate(str.maketrans(",.", ".,"))
