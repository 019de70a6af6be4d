"""`sluitend chain … --to FILE`: a log for other programs, with what was named of it and nothing else."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from sluitend.errors import InputError

if TYPE_CHECKING:
    from sluitend.formats.steps import Coded

_LOGS, _OBJECTS = (".xes", ".xes.gz", ".csv", ".parquet"), (".jsonocel", ".json")


def add(chain: argparse.ArgumentParser) -> None:
    """The options."""
    chain.add_argument("--to", type=Path, metavar="BESTAND", help="schrijf het logboek: xes, xes.gz, jsonocel …")
    chain.add_argument("--family", metavar="KENMERK", help="wat het gezin noemt (ocel: soort object)")


def check(options: argparse.Namespace) -> None:
    """Before a large file is read. Raises InputError."""
    path = options.to
    if path is None:
        return
    if not path.name.lower().endswith((*_LOGS, *_OBJECTS)):
        raise InputError("cli.no_such_export", suffix=path.suffix, known=", ".join((*_LOGS, *_OBJECTS)))
    if path.exists() or path.is_symlink():
        raise InputError("cli.file_exists", name=path.name)


def family(options: argparse.Namespace) -> str | None:
    """The column that names the family: objects have got it under a name of its own."""
    named: str | None = getattr(options, "family", None)
    return "family" if named and getattr(options, "kind", "log") == "ocel" else named


def write(log: Coded, options: argparse.Namespace) -> None:
    """The whole file or none of it, for its maker only."""
    from sluitend.formats import eventlog, ocel
    from sluitend.formats.steps.log_again import Again

    path: Path = options.to
    with tempfile.TemporaryDirectory(prefix=".sluitend-", dir=path.parent) as folder:
        part = Path(folder) / path.name
        part.touch(mode=0o600)
        if path.name.lower().endswith(_OBJECTS):
            ocel.write(ocel.of_cases(Again(log), family=family(options)), part)
        else:
            eventlog.write(Again(log), part)
        part.rename(path)
