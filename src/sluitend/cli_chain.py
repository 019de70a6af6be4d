"""`sluitend chain FILE`: what a log holds, without a database and without a user; and storing it to ask it more."""

from __future__ import annotations

import argparse
import dataclasses
import hmac
import json
import os
import secrets
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from sluitend import cli_export, cli_quality
from sluitend.errors import InputError

if TYPE_CHECKING:
    import pyarrow as pa

    from sluitend.engines.chain import EventLog

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"
Options: TypeAlias = "argparse.ArgumentParser | argparse._ArgumentGroup"

OF_PEOPLE = ("ijw", "ijw-retour", "corv", "cbs")  # kinds of files with numbers of people
_ROLES = ("case", "activity", "time", "resource")
_READING = (*_ROLES, "missing", "attribute", "reason", "store", "waive", "kind", "schemas", "layout", "organisation")
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
_LEFT_OUT = {
    "copies": "keer dezelfde berichtklasse nog eens; telt één keer",
    "repeated": "keer opnieuw aangeleverd; telt één keer",
    "rejected": "aanleveringen afgekeurd in een retourbericht; tellen niet",
    "removed": "aanleveringen verwijderd of vervangen; tellen niet",
    "returns_without_message": "retourberichten zonder het bericht waar ze bij horen; tellen niet",
    "answers_without_request": "antwoorden zonder het verzoek waar ze bij horen; tellen niet",
    "declarations": "declaratieberichten overgeslagen",
    "other_messages": "berichten van een andere uitwisseling overgeslagen",
    "shared_events": "gebeurtenissen van meer casussen; tellen bij elk daarvan",
    "elsewhere": "gebeurtenissen zonder object van deze soort; tellen niet",
    "without_family": "casussen zonder gezin",
    "several_families": "casussen met meer dan één gezin: het gezin telt als onbekend",
    "without_number": "records zonder burgerservicenummer; ieder een eigen casus",
    "handovers_without_takeover": "overdrachten zonder overname in deze records",
    "takeovers_without_handover": "overnames zonder overdracht in deze records",
}


def add(commands: Commands) -> None:
    """The command and its options."""
    chain = commands.add_parser("chain", help="vat een logboek van gebeurtenissen samen (csv, xlsx, Parquet, XES)")
    chain.add_argument("file", type=Path, metavar="BESTAND")
    add_columns(chain)
    add_sources(chain)
    chain.add_argument("--store", type=Path, metavar="MAP", help="sla het gelezen logboek op in deze nieuwe map")
    cli_export.add(chain)
    chain.add_argument("--json", action="store_true", help="druk de cijfers af voor een ander programma")
    chain.set_defaults(run=_run, bounded=True)


def add_columns(parser: Options) -> None:
    """What the columns of the file hold."""
    for name, meaning in (("case", "de casus"), ("activity", "de activiteit"), ("time", "het tijdstip")):
        parser.add_argument(f"--{name}", metavar="KOLOM", help=f"kolom met {meaning} (bij XES niet nodig)")
    parser.add_argument("--resource", metavar="KOLOM", help="kolom met wie het deed")
    parser.add_argument(
        "--missing", action="append", default=[], metavar="WAARDE", help="waarde die 'onbekend' betekent, zoals EMPTY"
    )
    add_reason(parser)
    cli_quality.add(parser)
    parser.add_argument(
        "--attribute", action="append", default=[], metavar="KOLOM", help="kenmerk van de casus, zoals de gemeente"
    )


def add_reason(parser: Options) -> None:
    """For columns such as the reason of a stop in messages."""
    parser.add_argument("--reason", metavar="KOLOM", help="kolom met een reden, die achter de activiteit komt")


def add_sources(chain: argparse.ArgumentParser) -> None:
    """What the file is when it is no log, and what its reader needs."""
    from sluitend.formats.events import KINDS

    chain.add_argument(
        "--kind", choices=("log", *KINDS), default="log", help="soort bestand; nummers van mensen worden sleutels"
    )
    chain.add_argument("--schemas", type=Path, metavar="MAP", help="toets iJw-berichten aan de XSD's in deze map")
    chain.add_argument("--layout", type=Path, metavar="BESTAND", help="waar velden staan (CBS, vaste breedte)")
    chain.add_argument(
        "--organisation",
        action="append",
        default=[],
        metavar="NAAM",
        help="organisatie die met naam mag (CORV), of die het bestand leverde (CBS)",
    )


def log_of(options: argparse.Namespace, waivers: cli_quality.Waivers | None = None) -> EventLog:
    """The log in a file, or in the folder in which it was stored. Raises InputError of the file or of its columns, with
    `waivers` also of its rows."""
    return _stored(options.file) if _is_stored(options) else _read(options, waivers)


def _is_stored(options: argparse.Namespace) -> bool:
    """Whether it is a folder in which a log was stored, and nothing says how to read it.

    Raises InputError("cli.stored_already"), and for another folder that is said to be of no messages either
    InputError("cli.no_log_in_folder", "steps.not_stored").
    """
    from sluitend.formats import steps

    kind = getattr(options, "kind", None)  # not everybody asks for messages
    if steps.is_stored(options.file):
        _refuse_reading(options)
        return True
    if options.file.is_dir() and kind in (None, "log"):
        raise InputError("steps.not_stored" if kind is None else "cli.no_log_in_folder", name=options.file.name)
    return False


def _run(options: argparse.Namespace) -> None:
    if not _is_stored(options) and options.store is not None:
        _refuse_place(options.store)
    cli_export.check(options)
    _refuse_keeping(options)
    waivers = cli_quality.Waivers(options.waive) if options.store is not None else None
    log = log_of(options, waivers)
    for told in waivers.passed if waivers else ():
        print(told, file=sys.stderr)
    if options.store is not None:  # what was stored is refused with it
        from sluitend.formats import steps

        steps.write(options.store, log.coded)
    if options.to is not None:
        cli_export.write(log.coded, options)
    figures = dataclasses.asdict(log.summary())
    print(json.dumps(figures, indent=2) if options.json else _lines(figures))


def _refuse_reading(options: argparse.Namespace) -> None:
    """A stored log was read once: what says how to read means nothing there. Raises InputError."""
    values = {name: getattr(options, name, None) for name in _READING}
    given = [f"--{name}" for name, value in values.items() if value and (name, value) != ("kind", "log")]
    if given:
        raise InputError("cli.stored_already", name=str(options.file), options=", ".join(given))


def _refuse_keeping(options: argparse.Namespace) -> None:
    """What messages and records tell of people is kept by `sluitend prepare` only, which coarsens it and looks whether
    anybody is recognisable. Raises InputError."""
    given = [f"--{name}" for name in ("store", "to") if getattr(options, name)]
    if given and options.kind in OF_PEOPLE:
        raise InputError("cli.prepare_first", options=", ".join(given))


def _refuse_place(folder: Path) -> None:
    """Before a large file is read. Raises InputError."""
    if folder.exists() or folder.is_symlink():
        raise InputError("steps.exists", name=str(folder))
    if not os.access(folder.parent, os.W_OK | os.X_OK) or not folder.parent.is_dir():
        raise InputError("cli.no_access", name=str(folder.parent))


def _stored(folder: Path) -> EventLog:
    from sluitend.engines.chain import EventLog
    from sluitend.formats import steps

    steps.check(folder)
    return EventLog.stored(steps.read(folder))


def _read(options: argparse.Namespace, waivers: cli_quality.Waivers | None) -> EventLog:
    from sluitend.engines.chain import EventLog

    columns = {name: getattr(options, name) for name in _ROLES}
    given = {name: column for name, column in columns.items() if column is not None}
    attributes = _attributes(options)
    _refuse_roles(options, filter(None, [*attributes, options.reason]))
    table = _table(options, given)
    if options.reason is not None:
        from sluitend.formats import reasons

        table = reasons.joined(table, options.reason)
    for name in attributes:
        if name not in table.column_names:
            raise InputError("eventlog.no_column", column=name, found=", ".join(table.column_names))
        if any(name != other and name.casefold() == other.casefold() for other in attributes):
            raise InputError("eventlog.same_column", column=name)
    if getattr(options, "store", None) is not None or getattr(options, "to", None) is not None:  # others read only
        _refuse_numbers(table, {name: given.get(name, name) for name in (*columns, *attributes)})
    if waivers is not None:
        waivers.check_log(options.file, table, attributes, with_rows=_has_rows(options))
    return EventLog(table, attributes=attributes)


def _refuse_roles(options: argparse.Namespace, names: Iterable[str]) -> None:
    """What a log calls by a name of its own: another column of the file with that name would not be meant by it.

    Raises InputError("cli.name_of_log").
    """
    is_log = getattr(options, "kind", "log") == "log"  # other readers have no columns but their own
    for name in names:
        chosen = getattr(options, name) if name in _ROLES else name
        if chosen != name and (is_log or chosen is not None):
            raise InputError("cli.name_of_log", column=name)


def _has_rows(options: argparse.Namespace) -> bool:
    """XES and objects have none that somebody could look up."""
    kind = getattr(options, "kind", "log")
    return kind != "ocel" and not options.file.name.lower().endswith((".xes", ".xes.gz"))


def _attributes(options: argparse.Namespace) -> list[str]:
    """What goes along of a case: what was named, and what names its family."""
    family = cli_export.family(options)
    return list(dict.fromkeys([*options.attribute, *([family] if family else [])]))


def _table(options: argparse.Namespace, given: Mapping[str, str]) -> pa.Table:
    """The events, for messages and records with what was left out told on stderr."""
    from sluitend.formats import cbs_jeugd, eventlog, events

    if getattr(options, "kind", "log") == "log":
        return eventlog.read(options.file, **given, missing=options.missing)
    _refuse_given(options, ("activity", "time", "missing"))
    found = events.read(
        options.file,
        options.kind,
        key=_one_off(),
        case=options.case,
        resource=options.resource,
        family=getattr(options, "family", None) if options.kind == "ocel" else None,
        schemas=options.schemas,
        layout=None if options.layout is None else cbs_jeugd.layout(options.layout),
        organisations=options.organisation,
    )
    for count, words in left_out(found.report):
        print(f"{count:>14}  {words}", file=sys.stderr)
    return found.table


def left_out(report: Mapping[str, int]) -> Iterator[tuple[str, str]]:
    """What a reader of messages or records met and did not count, or counted once: how many, and words for it."""
    return ((_number(report[name]), words) for name, words in _LEFT_OUT.items() if report.get(name))


def _refuse_given(options: argparse.Namespace, names: Sequence[str]) -> None:
    """What means nothing for this kind of file. Raises InputError."""
    given = [f"--{name}" for name in names if getattr(options, name)]
    if given:
        raise InputError("cli.not_with_kind", options=", ".join(given))


def _one_off() -> Callable[[str], str]:
    """A key that nobody keeps: what is told or stored cannot be linked to anything else."""
    secret = secrets.token_bytes(32)
    return lambda text: hmac.new(secret, text.encode(), "sha256").hexdigest()[:32]


def _refuse_numbers(table: pa.Table, called: Mapping[str, str]) -> None:
    """What is stored stays: no citizen service numbers. `called`: how the file calls each column. Raises InputError."""
    from sluitend.engines.disclosure.columns import recognise
    from sluitend.engines.disclosure.kinds import Kind

    kept = [name for name in called if name in table.column_names and name != "time"]
    for column in recognise(table.select(kept)):
        if column.kind is Kind.BSN:
            raise InputError("cli.numbers_of_people", column=called[column.name])


def _lines(figures: dict[str, float | None]) -> str:
    return "\n".join(f"{_number(figures[name]):>14}  {words}" for name, words in _WORDS.items())


def _number(value: float | None) -> str:
    """As it is written here: 1.234 and 0,03."""
    if value is None:
        return "–"
    text = f"{value:,.2f}" if isinstance(value, float) else f"{value:,}"
    return text.translate(str.maketrans(",.", ".,"))
