"""`sluitend archive` and `sluitend unarchive`: the passphrase comes from the keyboard or the environment only."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from getpass import getpass
from pathlib import Path
from typing import BinaryIO

from sluitend.errors import InputError

VARIABLE = "SLUITEND_PASSPHRASE"


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Both commands."""
    out = commands.add_parser("archive", help="bewaar een evaluatie in één vergrendeld bestand")
    out.add_argument("--to", type=Path, required=True, metavar="BESTAND", help="bestand om te schrijven")
    out.add_argument("--originals", action="store_true", help="ook ingebrachte bestanden en teksten zonder vrijgave")
    out.add_argument("--identities", action="store_true", help="ook wie de respondenten zijn, en de namenlijst")
    out.add_argument("--evaluation", type=int, metavar="NUMMER", help="anders de laatst begonnen evaluatie")
    out.set_defaults(run=_archive)
    back = commands.add_parser("unarchive", help="zet een evaluatie terug uit een archief; het nummer wordt afgedrukt")
    back.add_argument("path", type=Path, metavar="BESTAND")
    back.set_defaults(run=_unarchive)


def _archive(options: argparse.Namespace) -> None:
    from sluitend import cli
    from sluitend.apps.reporting.actions.archive import archive_evaluation
    from sluitend.formats import archive

    user = cli._actor(options)
    evaluation = cli._evaluation(options, user)
    if options.to.exists():
        raise InputError("cli.file_exists", name=options.to.name)
    lock = archive.lock(_passphrase(twice=True))
    with _whole(options.to) as target:
        archive_evaluation(
            actor=user,
            evaluation=evaluation,
            target=target,
            lock=lock,
            originals=options.originals,
            identities=options.identities,
        )
    print(options.to)


@contextmanager
def _whole(path: Path) -> Iterator[BinaryIO]:
    """A file that is there when all of it is; until then it stands beside it. Raises InputError("cli.file_exists")."""
    part = path.with_name(f"{path.name}.deel")
    file = _created(part)
    try:
        with file:
            yield file
        part.rename(path)
    finally:
        part.unlink(missing_ok=True)


def _created(path: Path) -> BinaryIO:
    """A new file for its maker alone, never one that another run is writing."""
    try:
        return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")
    except FileExistsError:
        raise InputError("cli.file_exists", name=path.name) from None


def _unarchive(options: argparse.Namespace) -> None:
    from sluitend import cli
    from sluitend.apps.reporting.actions.archive import put_back

    user = cli._actor(options)
    with options.path.open("rb") as source:
        print(put_back(actor=user, source=source, passphrase=_passphrase(twice=False)).pk)


def _passphrase(*, twice: bool) -> str:
    """Never from the command line: other people on the machine can read that."""
    if VARIABLE in os.environ:
        return os.environ[VARIABLE]
    if not sys.stdin.isatty():
        raise InputError("cli.passphrase_missing")
    passphrase = getpass("Wachtzin: ")
    if twice and getpass("Nog een keer: ") != passphrase:
        raise InputError("cli.passphrase_differs")
    return passphrase
