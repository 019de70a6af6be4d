"""Writes a log: csv, Parquet or XES, by the name of the file; what is read back is the same log."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path
from typing import IO
from xml.sax.saxutils import quoteattr

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv
import pyarrow.parquet as pa_parquet

from sluitend.errors import InputError
from sluitend.formats.eventlog import ACTIVITY, CASE, DAY_ONLY, TIME, codes, xes

_NAMES = {"activity": ACTIVITY, "time": TIME, "resource": "org:resource"}
_UNWRITABLE = {code: "\ufffd" for code in (*range(32), 0xFFFE, 0xFFFF) if chr(code) not in "\t\n\r"}  # in XML
_EXTENSIONS = (("Concept", "concept"), ("Time", "time"), ("Organizational", "org"))


def write(table: pa.Table, path: Path) -> None:
    """As `eventlog.write`."""
    name = path.name.lower()
    if name.endswith(".parquet"):
        pa_parquet.write_table(table, path)
    elif name.endswith(".csv"):
        pa_csv.write_csv(_readable(table), path)
    elif name.endswith(".xes"):
        with path.open("wb") as file:
            _write_xes(table, file)
    elif name.endswith(".xes.gz"):
        with gzip.open(path, "wb") as file:
            _write_xes(table, file)  # type: ignore[arg-type]
    else:
        raise InputError(codes.UNSUPPORTED, suffix=path.suffix)


def _readable(table: pa.Table) -> pa.Table:
    """With times as ISO 8601, and their offset when they have one; a day when there are only days."""
    at = table.column_names.index("time")
    iso = pc.strftime(table["time"], "%Y-%m-%d") if _day_only(table) else _iso(table["time"])
    return table.set_column(at, "time", iso)


def _day_only(table: pa.Table) -> bool:
    return bool((table.schema.field("time").metadata or {}).get(DAY_ONLY) == b"1")


def _iso(column: pa.ChunkedArray) -> pa.ChunkedArray:
    zone = "+00:00" if column.type.tz else ""
    return pc.binary_join_element_wise(pc.strftime(column, "%Y-%m-%dT%H:%M:%S"), pa.scalar(zone), pa.scalar(""))


def _write_xes(table: pa.Table, file: IO[bytes]) -> None:
    file.write(b'<?xml version="1.0" encoding="UTF-8"?>\n<log xes.version="1849-2016" xes.features="">\n')
    for name, prefix in _EXTENSIONS:
        uri = f"http://www.xes-standard.org/{prefix}.xesext"
        file.write(f'  <extension name="{name}" prefix="{prefix}" uri="{uri}"/>\n'.encode())
    if _day_only(table):
        file.write(f'  <boolean key="{xes.DAYS}" value="true"/>\n'.encode())
    iso = table.set_column(table.column_names.index("time"), "time", _iso(table["time"]))
    for line in _traces(iso):
        file.write(line.encode())
    file.write(b"</log>\n")


def _traces(table: pa.Table) -> Iterator[str]:
    """Cases in the order in which they first appear, their events in the order of the table."""
    rows: dict[str, list[dict[str, object]]] = {}
    for row in table.to_pylist():
        rows.setdefault(row["case"], []).append(row)
    for case, events in rows.items():
        own = {key: value for key, value in events[0].items() if _of_trace(key, events)}
        named = {CASE: case, **own}
        yield "  <trace>\n" + "".join(_attribute(key.removeprefix("case:"), named[key], "    ") for key in named)
        for event in events:
            kept = {_NAMES.get(key, key): value for key, value in event.items() if key != "case" and key not in own}
            yield "    <event>\n" + "".join(_attribute(key, value, " " * 6) for key, value in kept.items())
            yield "    </event>\n"
        yield "  </trace>\n"


def _of_trace(key: str, events: list[dict[str, object]]) -> bool:
    """What changes within a case stays with its events, under the same name."""
    return key.startswith("case:") and all(event[key] == events[0][key] for event in events)


def _attribute(key: str, value: object, indent: str) -> str:
    if value is None:
        return ""
    kind = "date" if key == TIME else "string"
    name, text = (quoteattr(one.translate(_UNWRITABLE)) for one in (key, str(value)))
    return f"{indent}<{kind} key={name} value={text}/>\n"
