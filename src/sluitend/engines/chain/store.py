"""The one place that knows the database below the questions: DuckDB through Ibis.

Every question is an Ibis expression over the tables `steps` and `cases` (see `steps.Steps`), so that the same question
can run elsewhere.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import ibis
import pyarrow as pa
import pyarrow.compute as pc

from sluitend.engines.chain.steps import Steps


class Store:
    """The tables of one log, of all cases or of those that were chosen, and the connection that questions run on."""

    def __init__(self, coded: Steps) -> None:
        self._coded = coded
        self._connection = ibis.duckdb.connect()
        self.steps = ibis.memtable(coded.steps)
        self.cases = ibis.memtable(coded.cases)

    def where(self, values: Mapping[str, Sequence[str]], since: int | None, until: int | None) -> Store:
        """The same log with only the cases that have one of these values in each of these columns, and whose first
        event lies in [since, until) in microseconds."""
        chosen = object.__new__(Store)
        chosen._coded, chosen._connection = self._coded, self._connection
        chosen.steps, chosen.cases = (self._chosen(table, values, since, until) for table in (self.steps, self.cases))
        return chosen

    def _chosen(self, table: Any, values: Mapping[str, Sequence[str]], since: int | None, until: int | None) -> Any:
        for column, wanted in values.items():
            known = self._coded.attributes[column]
            codes = [code for name in wanted if (code := pc.index(known, value=name).as_py()) >= 0]
            table = table.filter(table[column].isin(codes))
        if since is not None:
            table = table.filter(table["first"] >= since)
        return table if until is None else table.filter(table["first"] < until)

    def value(self, expression: Any) -> Any:
        """A single value as a plain Python object; None for null."""
        return self._connection.to_pyarrow(expression).as_py()

    def table(self, expression: Any) -> pa.Table:
        return self._connection.to_pyarrow(expression)

    def row(self, aggregate: Any) -> dict[str, Any]:
        """The one row of an aggregate, as plain Python objects."""
        found: dict[str, Any] = self.table(aggregate).to_pylist()[0]
        return found

    def named(self, expression: Any, *, by: Sequence[str], **lists: str) -> pa.Table:
        """With names in place of codes, the largest of `by` first, then by name."""
        table = self.table(expression)
        for column, names in lists.items():
            at = table.column_names.index(column)
            table = table.set_column(at, column, getattr(self._coded, names).take(table[column].combine_chunks()))
        down = [(column, "descending") for column in by]
        return table.sort_by([*down, *((column, "ascending") for column in lists)])

    def sequences(self, cases: Sequence[int]) -> list[list[str]]:
        """The activities of these cases in their order."""
        steps = self._coded.steps
        found = []
        for case in cases:
            begin = self._coded.begin_of(case)
            codes = steps["activity"].slice(begin, self._coded.events_of(case))
            found.append(self._coded.activities.take(codes.combine_chunks()).to_pylist())
        return found
