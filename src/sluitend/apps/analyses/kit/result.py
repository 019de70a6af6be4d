"""What comes out of an analysis: frozen, and the same as JSON wherever it is read again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Final

Cell = str | int | float | bool | None
CASES: Final = "cases"
PEOPLE: Final = "people"  # who spoke in the coded texts: other rules hold for what leaves the team


class Kind(StrEnum):
    """What a column holds, and so how its cells are written."""

    TEXT = "text"
    COUNT = "count"
    NUMBER = "number"  # also a length in days
    SHARE = "share"  # 0.25 is 25%
    CHANCE = "chance"  # a p-value: never 0
    FLAG = "flag"


@dataclass(frozen=True, slots=True)
class Column:
    """`key` names it in JSON and in comparisons, `title` on screen."""

    key: str
    title: str
    kind: Kind = Kind.TEXT


@dataclass(frozen=True, slots=True)
class Table:
    """Rows as the columns say. `by` are the columns that tell rows apart; of the others the values are compared.

    A date is text: 2026-11-22.
    """

    key: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Chart:
    """A Vega-Lite chart as Altair makes it (or a process map), the same in words, and the table with what it shows."""

    key: str
    title: str
    spec: Mapping[str, Any]
    text: str
    table: str

    @property
    def wide(self) -> bool:
        """Shown at its own size, in a frame that scrolls: smaller it cannot be read."""
        return "process_map" in self.spec


@dataclass(frozen=True, slots=True)
class Result:
    """`n` is the number of cases that it is about, or of people; None where others may not know it: it is too small."""

    tables: tuple[Table, ...]
    charts: tuple[Chart, ...]
    sentences: tuple[str, ...]
    caveats: tuple[str, ...]
    n: int | None
    about: str = CASES

    def as_json(self) -> dict[str, Any]:
        """Plain lists, mappings and values; of cases it does not say that it is about them, as it never did."""
        found: dict[str, Any] = json.loads(json.dumps(asdict(self), default=_plain))
        return {name: value for name, value in found.items() if (name, value) != ("about", CASES)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Result:
        """The inverse of `as_json`."""
        return cls(
            tables=tuple(_table(one) for one in data["tables"]),
            charts=tuple(Chart(**one) for one in data["charts"]),
            sentences=tuple(data["sentences"]),
            caveats=tuple(data["caveats"]),
            n=data["n"],
            about=data.get("about", CASES),
        )

    @property
    def sha256(self) -> str:
        """Of all of it; the same outcome has the same hash on every machine."""
        text = json.dumps(self.as_json(), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


def _table(data: Mapping[str, Any]) -> Table:
    columns = tuple(Column(one["key"], one["title"], Kind(one["kind"])) for one in data["columns"])
    rows = tuple(tuple(row) for row in data["rows"])
    return Table(data["key"], data["title"], columns, rows, tuple(data["by"]))


def _plain(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"a result holds no {type(value).__name__}")
