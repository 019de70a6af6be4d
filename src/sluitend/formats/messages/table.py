"""Events of messages as the table that `formats.eventlog` also gives, and who they are about behind a key."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple, TypeAlias

import pyarrow as pa

from sluitend.errors import InputError
from sluitend.formats.eventlog import DAY_ONLY
from sluitend.formats.messages import codes

_LONG = 8  # characters
_OTHER = str.maketrans("0123456789", "9876543210")
Key: TypeAlias = Callable[[str], str]
Row: TypeAlias = Mapping[str, str | date | None]


class Events(NamedTuple):
    """A log with `case`, `activity`, `time` and `resource` first, and how many messages and events were what."""

    table: pa.Table
    report: Mapping[str, int]


def keyed(key: Key | None, number: str, purpose: str = "") -> str:
    """What stands for a number that leads to a person.

    Raises InputError("messages.needs_key", "messages.key_shows").
    """
    if key is None:
        raise InputError(codes.NEEDS_KEY)
    made = key(purpose + number)
    if not made or _shows(key, purpose, number, made):
        raise InputError(codes.KEY_SHOWS)
    return made


def _shows(key: Key, purpose: str, number: str, made: str) -> bool:
    """A short number stands in many a code by chance, and a long one in a few: those of another number tell."""
    if len(number) < _LONG:
        return made in (number, purpose + number)
    other = number.translate(_OTHER)
    return number in made and other in key(purpose + other)


def ordered(rows: Iterable[Row], columns: Sequence[str]) -> list[Row]:
    """By case and day; on one day by `rank`, as the work goes, and then by everything else: files cannot matter."""
    names = ("case", "time", "rank", *columns)
    return sorted(rows, key=lambda row: tuple(str(row.get(name)) for name in names))


def table_of(rows: Iterable[Row], columns: Sequence[str], days: Sequence[str] = ()) -> pa.Table:
    """In the order of the rows; `time` is day-only, the columns in `days` are dates and the others text."""
    whole = list(rows)
    fields = [pa.field("time", pa.timestamp("us"), metadata={DAY_ONLY: b"1"}) if name == "time" else
              pa.field(name, pa.date32() if name in days else pa.string()) for name in columns]  # fmt: skip
    values = {name: [row.get(name) for row in whole] for name in columns}
    arrays = [pa.array(values[one.name], pa.date32() if one.name == "time" else one.type) for one in fields]
    return pa.table([made.cast(one.type) for made, one in zip(arrays, fields, strict=True)], pa.schema(fields))
