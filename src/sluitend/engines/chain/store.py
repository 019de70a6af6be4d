"""The one place that knows the database below the questions: DuckDB through Ibis.

Every question is an Ibis expression over the tables `steps` and `cases` (see `steps.Steps`), so that the same question
can run elsewhere.
"""

from __future__ import annotations

import glob
import shutil
import tempfile
import weakref
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import ibis
import pyarrow as pa

from sluitend.engines.chain.steps import Steps, attribute


class Store:
    """The tables of one log, of all cases or of those that were chosen, and the connection that questions run on."""

    def __init__(self, coded: Steps) -> None:
        self.coded = coded
        self._connection = _connected(coded)
        self.steps = self._given(coded.steps)
        self.cases = self._given(coded.cases)

    def _given(self, table: pa.Table | Path) -> Any:
        if isinstance(table, Path):
            return self._connection.read_parquet(glob.escape(str(table)))  # brackets are no pattern here
        return ibis.memtable(table)

    def where(self, values: Mapping[str, Sequence[str]], since: int | None, until: int | None) -> Store:
        """The same log with only the cases that have one of these values of each of these attributes, and whose first
        event lies in [since, until) in microseconds. Raises KeyError for what is no attribute."""
        chosen = object.__new__(Store)
        chosen.coded, chosen._connection = self.coded, self._connection
        chosen.steps, chosen.cases = (self._chosen(table, values, since, until) for table in (self.steps, self.cases))
        return chosen

    def _chosen(self, table: Any, values: Mapping[str, Sequence[str]], since: int | None, until: int | None) -> Any:
        for name, wanted in values.items():
            column = self.about(name)
            table = table.filter(table[column].isin(self.codes(column, wanted)))
        if since is not None:
            table = table.filter(table["first"] >= since)
        return table if until is None else table.filter(table["first"] < until)

    def codes(self, column: str, names: Iterable[str]) -> list[int]:
        """The numbers of these names; a name that the log does not have has none."""
        return [code for name in names if (code := self.coded.code(column, name)) is not None]

    def about(self, name: str) -> str:
        """The column of an attribute. Raises KeyError for what is none."""
        if attribute(name) not in self.coded.values:
            raise KeyError(name)
        return attribute(name)

    def value(self, expression: Any) -> Any:
        """A single value as a plain Python object; None for null."""
        return self._connection.to_pyarrow(expression).as_py()

    def table(self, expression: Any) -> pa.Table:
        """The rows of an expression, with codes."""
        return self._connection.to_pyarrow(expression)

    def kept(self, expression: Any) -> Any:
        """The same rows, computed once, for questions that use them more often."""
        return ibis.memtable(self._connection.to_pyarrow(expression))

    def row(self, aggregate: Any) -> dict[str, Any]:
        """The one row of an aggregate, as plain Python objects."""
        found: dict[str, Any] = self.table(aggregate).to_pylist()[0]
        return found

    def named(self, expression: Any, *, by: Sequence[str], **lists: str) -> pa.Table:
        """With names in place of codes, the largest of `by` first, then by name."""
        table = self.table(expression)
        for column, names in lists.items():
            table = self.with_names(table, column, names)
        down = [(column, "descending") for column in by]
        return table.sort_by([*down, *((column, "ascending") for column in lists)])

    def with_names(self, table: pa.Table, column: str, names: str) -> pa.Table:
        """With names in place of the codes in one column; null stays null."""
        taken = self.coded.values[names].take(table[column].combine_chunks())
        return table.set_column(table.column_names.index(column), column, taken)

    def sequences(self, cases: Sequence[int], column: str = "activity") -> list[list[str | None]]:
        """What these cases have in a column, in the order of their events."""
        wanted = self.steps.filter(self.steps["case"].isin(list(cases))).select("case", "position", column)
        found: dict[int, list[tuple[int, int | None]]] = {case: [] for case in cases}
        for case, position, code in zip(*self.table(wanted).to_pydict().values(), strict=True):
            found[case].append((position, code))
        names = self.coded.values[column].to_pylist()
        return [[None if code is None else names[code] for _, code in sorted(found[case])] for case in cases]


def _connected(coded: Steps) -> Any:
    """What does not fit into memory is readable on disk: for its owner only, and gone with the connection. Of a stored
    log it lies beside the steps, so that whoever removes these after a crash removes it too."""
    beside = coded.steps.parent if isinstance(coded.steps, Path) else None
    try:
        folder = tempfile.mkdtemp(prefix="spill-", dir=beside)
    except OSError:  # steps that may be read only
        folder = tempfile.mkdtemp(prefix="spill-")
    connection = ibis.duckdb.connect(temp_directory=folder)
    weakref.finalize(connection, shutil.rmtree, folder, ignore_errors=True)
    return connection
