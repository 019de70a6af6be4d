"""What is wrong with the rows of a file is told before anybody counts with it, at the command line as on screen."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from sluitend.errors import InputError

if TYPE_CHECKING:
    import pyarrow as pa

    from sluitend.engines.chain.remarks import Remark

_SHOWN = 5  # rows of an error


def add(parser: argparse.ArgumentParser | argparse._ArgumentGroup) -> None:
    """The option."""
    parser.add_argument(
        "--waive",
        action="append",
        default=[],
        metavar="FOUT=REDEN",
        help="laat een fout in de rijen door, met de reden (de naam van de fout staat in de melding)",
    )


def today() -> date:
    """Of whoever runs this."""
    return datetime.now().astimezone().date()


class Waivers:
    """What a person lets pass, and why; `passed` are the errors that were, in words."""

    def __init__(self, given: Sequence[str]) -> None:
        """Raises InputError("cli.no_reason")."""
        pairs = [one.partition("=") for one in given]
        for code, _is, reason in pairs:
            if not reason.strip():
                raise InputError("cli.no_reason", fault=code)
        self._reasons = {code: reason.strip().rstrip(".") for code, _is, reason in pairs}
        self.passed: list[str] = []

    def check(self, name: str, remarks: Iterable[Remark]) -> None:
        """Raises InputError("cli.errors_in_rows") for an error of this file that nobody let pass."""
        from sluitend.engines.chain.remarks import Level

        errors = [one for one in remarks if one.level is Level.ERROR]
        left = [one for one in errors if one.code not in self._reasons]
        if left:
            told = "; ".join(f"{_told(one)} ({one.code})" for one in left)
            raise InputError("cli.errors_in_rows", name=name, errors=told, fault=str(left[0].code))
        self.passed += [f"Fout doorgelaten: {_told(one)}. Reden: {self._reasons[one.code]}." for one in errors]

    def check_log(self, path: Path, log: pa.Table, columns: Sequence[str], *, with_rows: bool) -> None:
        """Of a log as `formats.eventlog` reads it from a file, with what is used of it; `with_rows`: it has rows."""
        import numpy as np

        from sluitend.engines.chain.quality import quality
        from sluitend.engines.chain.remarks import Level
        from sluitend.formats import eventlog

        own = ("case", "activity", "time", "resource")
        about = [name for name in columns if name not in own]
        used = log.select([*own, *about]).rename_columns([*own, *(f"case:{name}" for name in about)])  # no role's name
        found = quality(used, unreadable=np.zeros(log.num_rows, bool), today=today())
        errors = [one for one in found if one.level is Level.ERROR]
        places = eventlog.in_file(path, (row for one in errors for row in one.rows)) if with_rows else {}
        self.check(path.name, [replace(one, rows=tuple(filter(None, map(places.get, one.rows)))) for one in errors])


def _told(error: Remark) -> str:
    """Rij 4, 9: een datum die nog moet komen"""
    from sluitend.apps.datasets.remark_words import REMARKS

    rows = ", ".join(map(str, error.rows[:_SHOWN]))
    more = f" en nog {error.count - _SHOWN}" if error.count > _SHOWN else ""
    return f"rij {rows}{more}: {REMARKS[error.code][0]}" if rows else f"{error.count} keer {REMARKS[error.code][0]}"
