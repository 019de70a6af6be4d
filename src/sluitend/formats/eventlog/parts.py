"""A log in parts of whole cases: what is written of a large log need not lie in memory as a whole."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from sluitend.formats.eventlog import DAY_ONLY

CASES = 1000  # in a part


class Parts(Protocol):
    """Tables with the columns of `schema`, as `eventlog.read` gives a log; every case stands in one of them, whole.

    They can be gone through more than once.
    """

    @property
    def schema(self) -> pa.Schema: ...

    def __iter__(self) -> Iterator[pa.Table]: ...


def parts_of(log: pa.Table | Parts) -> Parts:
    """Cases in the order in which they first appear, their events in the order of the table."""
    return _ByCase(log) if isinstance(log, pa.Table) else log


def tables_of(log: pa.Table | Parts) -> Iterator[pa.Table]:
    """All rows in the order in which they stand there."""
    return iter([log]) if isinstance(log, pa.Table) else iter(log)


@dataclass(frozen=True, slots=True)
class _ByCase:
    """A log that lies in memory."""

    table: pa.Table

    @property
    def schema(self) -> pa.Schema:
        return self.table.schema

    def __iter__(self) -> Iterator[pa.Table]:
        cases = pc.dictionary_encode(self.table["case"].combine_chunks()).indices.to_numpy(zero_copy_only=False)
        order = np.argsort(cases, kind="stable")
        cuts = np.searchsorted(cases[order], np.arange(0, int(cases.max(initial=-1)) + 1 + CASES, CASES))
        for begin, end in pairwise(cuts):
            yield self.table.take(pa.array(order[begin:end]))


def of_days(schema: pa.Schema) -> bool:
    """Whether the times of a log are dates without a time of day."""
    return bool((schema.field("time").metadata or {}).get(DAY_ONLY) == b"1")


def iso(column: pa.ChunkedArray, *, days: bool = False) -> pa.ChunkedArray:
    """Moments as ISO 8601: with the offset when there is one, or the day alone."""
    if days:
        return pc.strftime(column, "%Y-%m-%d")
    zone = "+00:00" if column.type.tz else ""
    if zone:
        column = column.cast(pa.timestamp(column.type.unit, "UTC"))
    return pc.binary_join_element_wise(pc.strftime(column, "%Y-%m-%dT%H:%M:%S"), pa.scalar(zone), pa.scalar(""))
