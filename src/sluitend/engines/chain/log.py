"""The front door: a log, and what can be asked of it."""

from __future__ import annotations

from functools import cached_property

import pyarrow as pa

from sluitend.engines.chain import summary
from sluitend.engines.chain.steps import Steps, steps_of
from sluitend.engines.chain.store import Store


class EventLog:
    """A log in memory: columns case, activity, time and resource, as `formats.eventlog` reads it."""

    def __init__(self, table: pa.Table) -> None:
        self.coded: Steps = steps_of(table)

    @cached_property
    def store(self) -> Store:
        """Where the questions run."""
        return Store(self.coded)

    def summary(self) -> summary.Summary:
        """How much there is of everything."""
        return summary.summary(self.store)
