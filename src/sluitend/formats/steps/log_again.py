"""A stored log as the log that it was: names in place of codes, in parts of whole cases, to be written for others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as parquet

from sluitend.formats.eventlog import DAY_ONLY
from sluitend.formats.eventlog.parts import CASES
from sluitend.formats.steps import Coded

_DAY = 86_400_000_000  # microseconds
_PREFIX = "case:"
_ROWS = 64 * 1024  # that are read at a time


@dataclass(frozen=True)
class Again:
    """Parts as `formats.eventlog.parts` describes them: cases in the order in which they came, events by time.

    Columns: case, activity, time, resource, registered where the log tells it, and `case:NAME` of every attribute. A
    log whose clock says midnight everywhere is one of days.
    """

    log: Coded
    schema: pa.Schema = field(init=False)

    def __post_init__(self) -> None:
        days = b"1" if self._is_of_days() else b"0"
        kind = pa.timestamp("us", "UTC" if self.log.zoned else None)
        fields = [pa.field("case", pa.string()), pa.field("activity", pa.string())]
        fields += [pa.field("time", kind, metadata={DAY_ONLY: days}), pa.field("resource", pa.string())]
        fields += [pa.field("registered", pa.date32())] if "registered" in _schema(self.log.steps).names else []
        fields += [pa.field(name, pa.string()) for name in _named(self._attributes)]
        object.__setattr__(self, "schema", pa.schema(fields))

    @property
    def _attributes(self) -> list[str]:
        return [name for name in _schema(self.log.cases).names if name.startswith(_PREFIX)]

    def _is_of_days(self) -> bool:
        if self.log.zoned:
            return False
        times = (batch["time"] for batch in _batches(self.log.steps, ["time"], _ROWS))
        return all(not pc.any(pc.not_equal(pc.multiply(pc.divide(one, _DAY), _DAY), one)).as_py() for one in times)

    def __iter__(self) -> Iterator[pa.Table]:
        told = ["registered"] if "registered" in self.schema.names else []
        rows = _Rows(_batches(self.log.steps, ["activity", "resource", "time", *told], _ROWS))
        for cases in _batches(self.log.cases, ["name", "events", *self._attributes], CASES):
            yield self._part(cases, rows.take(pc.sum(cases["events"]).as_py() or 0))

    def _part(self, cases: pa.Table, rows: pa.Table) -> pa.Table:
        whose = pa.array(np.repeat(np.arange(cases.num_rows), cases["events"].to_numpy()))
        found: dict[str, Any] = {
            "case": cases["name"].take(whose),
            "activity": self._names("activity", rows["activity"]),
            "time": rows["time"].cast(self.schema.field("time").type),
            "resource": self._names("resource", rows["resource"]),
        }
        if "registered" in self.schema.names:
            found["registered"] = rows["registered"].cast(pa.date32())
        for name, column in zip(_named(self._attributes), self._attributes, strict=True):
            found[name] = self._names(column, cases[column].take(whose))
        return pa.table([found[name] for name in self.schema.names], self.schema)

    def _names(self, column: str, codes: pa.ChunkedArray) -> pa.ChunkedArray:
        known = pc.if_else(pc.greater_equal(codes, 0), codes, pa.scalar(None, codes.type))
        return pa.chunked_array([pa.array(self.log.values[column]).take(known.combine_chunks())], pa.string())


class _Rows:
    """Rows in their order, as many at a time as are asked for."""

    def __init__(self, batches: Iterator[pa.Table]) -> None:
        self._batches = batches
        self._waiting: list[pa.Table] = []

    def take(self, many: int) -> pa.Table:
        while sum(one.num_rows for one in self._waiting) < many:
            self._waiting.append(next(self._batches))
        whole = pa.concat_tables(self._waiting) if self._waiting else next(self._batches)
        self._waiting = [whole.slice(many)]
        return whole.slice(0, many)


def _schema(table: pa.Table | Path) -> pa.Schema:
    return parquet.read_schema(table) if isinstance(table, Path) else table.schema


def _batches(table: pa.Table | Path, names: list[str], rows: int) -> Iterator[pa.Table]:
    if isinstance(table, Path):
        with parquet.ParquetFile(table) as file:
            yield from (pa.Table.from_batches([one]) for one in file.iter_batches(rows, columns=names))
    else:
        yield from (pa.Table.from_batches([one]) for one in table.select(names).to_batches(rows))


def _named(attributes: list[str]) -> list[str]:
    """Without what a name had in front already when it came out of XES; two attributes stay two."""
    found: list[str] = []
    for name in attributes:
        stem = name
        while stem.startswith(_PREFIX):
            stem = stem.removeprefix(_PREFIX)
        stem = f"{_PREFIX}{stem}"
        while stem in found:
            stem += "_"
        found.append(stem)
    return found
