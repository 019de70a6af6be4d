"""The front door: a log, and what can be asked of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import pyarrow as pa

from sluitend.engines.chain import classics
from sluitend.engines.chain.steps import Steps, steps_of
from sluitend.engines.chain.store import Store
from sluitend.engines.chain.summary import Summary, summary


class EventLog:
    """A log in memory: columns case, activity, time and resource, as `formats.eventlog` reads it.

    `attributes` are columns that say something of the whole case (municipality, kind of help): its first value counts.
    """

    def __init__(self, table: pa.Table, *, attributes: Sequence[str] = ()) -> None:
        self._coded: Steps = steps_of(table, attributes)
        self._store = Store(self._coded)

    def where(
        self, *, since: datetime | None = None, until: datetime | None = None, **values: str | Sequence[str]
    ) -> EventLog:
        """The cases that began in [since, until) and have one of these values of an attribute; events stay together.

        Raises KeyError for what is no attribute.
        """
        chosen = object.__new__(EventLog)
        chosen._coded = self._coded
        wanted: Mapping[str, Sequence[str]] = {
            name: [value] if isinstance(value, str) else list(value) for name, value in values.items()
        }
        chosen._store = self._store.where(
            wanted, *(None if at is None else self._coded.moment(at) for at in (since, until))
        )
        return chosen

    def summary(self) -> Summary:
        """How much there is of everything."""
        return summary(self._store)

    def pairs(self) -> pa.Table:
        """See `classics.pairs`."""
        return classics.pairs(self._store)

    def performance(self) -> pa.Table:
        """See `classics.performance`."""
        return classics.performance(self._store)

    def variants(self, most: int = 50) -> pa.Table:
        """See `classics.variants`."""
        return classics.variants(self._store, most)

    def throughput(self) -> dict[str, Any]:
        """See `classics.throughput`."""
        return classics.throughput(self._store)

    def handovers(self) -> pa.Table:
        """See `classics.handovers`."""
        return classics.handovers(self._store)
