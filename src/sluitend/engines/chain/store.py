"""The one place that knows the database below the questions: DuckDB through Ibis.

Every question is an Ibis expression over the tables `steps` and `cases` (see `steps.Steps`), so that the same question
can run elsewhere.
"""

from __future__ import annotations

from typing import Any

import ibis
import pyarrow as pa

from sluitend.engines.chain.steps import Steps


class Store:
    """Tables of one log, and the connection that questions run on."""

    def __init__(self, steps: Steps) -> None:
        self._connection = ibis.duckdb.connect()
        self.steps = ibis.memtable(steps.steps)
        self.cases = ibis.memtable(steps.cases)

    def value(self, expression: Any) -> Any:
        """A single value as a plain Python object; None for null."""
        return self._connection.to_pyarrow(expression).as_py()

    def table(self, expression: Any) -> pa.Table:
        return self._connection.to_pyarrow(expression)

    def row(self, aggregate: Any) -> dict[str, Any]:
        """The one row of an aggregate, as plain Python objects."""
        found: dict[str, Any] = self.table(aggregate).to_pylist()[0]
        return found
