"""XES (IEEE 1849): traces with events, read as a stream.

Only the attributes of traces and events are taken; what is nested in an attribute, classifiers, extensions and globals
have no place in a table. A trace's attribute KEY becomes the column `case:KEY`.
"""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import IO
from xml.parsers import expat

import pyarrow as pa

from sluitend.errors import InputError
from sluitend.formats.eventlog import TIME, codes

ATTRIBUTES = frozenset({"string", "date", "int", "float", "boolean", "id"})
DAYS = "sluitend:day_only"  # attribute of a log whose times, written as XES wants them, are days
MOST_UNPACKED = 4 * 1024**3
_MOST_NESTED = 64
_CHUNK = 1024**2


def read(path: Path) -> pa.Table:
    """Raises InputError("eventlog.damaged", "eventlog.not_xes", "eventlog.xml_entities", "eventlog.too_big", …)."""
    reading = _Reading()
    with path.open("rb") as file:
        packed = file.read(2) == b"\x1f\x8b"
        file.seek(0)
        if packed:
            with gzip.open(file) as unpacked:
                reading.all(unpacked)  # type: ignore[arg-type]
        else:
            reading.all(file)
    return reading.table()


class _Reading:
    """Columns that grow with every event."""

    def __init__(self) -> None:
        self._columns: dict[str, list[str | None]] = {}
        self._events = 0
        self._depth = 0
        self._trace: dict[str, str] | None = None
        self._event: dict[str, str] | None = None
        self._traces_at = 0  # depth of the elements whose attributes count
        self._waiting: list[dict[str, str]] = []  # events of the trace: its attributes may follow them
        self._log = self._days = False
        parser = expat.ParserCreate(namespace_separator="}")
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self._refuse
        parser.EntityDeclHandler = self._refuse
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        self._parser = parser

    def all(self, file: IO[bytes]) -> None:
        total = 0
        try:
            while chunk := file.read(_CHUNK):
                total += len(chunk)
                if total > MOST_UNPACKED:
                    raise InputError(codes.TOO_BIG, megabytes=total // 1024**2, most=MOST_UNPACKED // 1024**2)
                self._parser.Parse(chunk, False)
            self._parser.Parse(b"", True)
        except (expat.ExpatError, OSError, EOFError) as error:
            raise InputError(codes.DAMAGED) from error

    def table(self) -> pa.Table:
        if not self._log:
            raise InputError(codes.NOT_XES)
        if not self._events:
            raise InputError(codes.EMPTY)
        return pa.table(
            {
                name: pa.array([*values, *[None] * (self._events - len(values))], pa.string())
                for name, values in self._columns.items()
            }
        )

    def _refuse(self, *_declaration: object) -> None:
        raise InputError(codes.XML_ENTITIES)

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition("}")[2]
        self._depth += 1
        if self._depth > _MOST_NESTED:
            raise InputError(codes.TOO_DEEP)
        if self._depth == 1:
            self._log = name == "log"
        elif self._depth == 2 and name == "trace":
            self._trace = {}
        elif self._depth == 3 and name == "event" and self._trace is not None:
            self._event = {}
        elif name in ATTRIBUTES and self._trace is not None:
            self._take(attributes)
        elif self._depth == 2 and attributes.get("key") == DAYS:
            self._days = attributes.get("value") == "true"

    def _take(self, attributes: dict[str, str]) -> None:
        """An attribute of the trace (depth 3) or of the event (depth 4); deeper ones belong to an attribute."""
        key, value = attributes.get("key"), attributes.get("value")
        if key is None or value is None:
            return
        if self._depth == 4 and self._event is not None:
            self._event[key] = value
        elif self._depth == 3 and self._event is None and self._trace is not None:
            self._trace[f"case:{key}"] = value

    def _end(self, tag: str) -> None:
        if self._depth == 3 and self._event is not None:
            self._waiting.append(self._event)
            self._event = None
        elif self._depth == 2 and self._trace is not None:
            for event in self._waiting:
                self._add({**self._trace, **event})
            self._waiting, self._trace = [], None
        self._depth -= 1

    def _add(self, row: dict[str, str]) -> None:
        if self._days and TIME in row:
            row[TIME] = row[TIME].partition("T")[0]
        for name, value in row.items():
            column = self._columns.setdefault(name, [])
            column += [None] * (self._events - len(column))
            column.append(value or None)
        self._events += 1
