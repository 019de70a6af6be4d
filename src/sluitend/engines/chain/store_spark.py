"""Questions on Spark, for logs that outgrow one machine: the same Ibis expressions, written as Spark's SQL.

Only Spark's own operators run on the workers, so these need no Python; tables come and go as Arrow.
"""

from __future__ import annotations

import re
import weakref
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import ibis
import pyarrow as pa
import pyarrow.parquet as parquet
from ibis.expr.operations import Count, CountStar, InMemoryTable

from sluitend.engines.chain import refusals
from sluitend.engines.chain.spark_session import session_at
from sluitend.errors import InputError

_PATTERN: Final = re.compile(r"([\\{}\[\]*?])")  # what has a meaning in Spark's paths

_EVENTS: Final = 1_000_000  # of the log, of which rows are fetched at a time


class Spark:
    """A database of one log, in the session of this process."""

    def __init__(self, engine: str) -> None:
        """Raises InputError of `refusals`."""
        self._session = session_at(engine)
        self._connection = ibis.pyspark.connect(self._session)
        self._frames: dict[str, Any] = {}
        weakref.finalize(self, _forget, self._session, self._frames).atexit = False  # the session ends with the program

    def given(self, table: pa.Table | Path) -> Any:
        """A table to ask of: one in memory, or a Parquet file that every worker can read at this place."""
        if isinstance(table, pa.Table):
            return ibis.memtable(table)
        with _Plainly():
            frame = self._session.read.parquet("file://" + _PATTERN.sub(r"\\\1", str(table.absolute())))
        return self._named(frame, ibis.Schema.from_pyarrow(parquet.read_schema(table)))

    def table(self, expression: Any) -> pa.Table:
        """The rows of an expression."""
        with _Plainly():
            schema = expression.schema()
            return self._frame(expression).select(*map(_quoted, schema)).toArrow().cast(schema.to_pyarrow())

    def kept(self, expression: Any) -> Any:
        """The same rows, computed once, where they are."""
        with _Plainly():
            return self._named(self._frame(expression).persist(), expression.schema())

    def in_order(self, steps: Any, columns: Sequence[str], cases: Any) -> Iterator[pa.RecordBatch]:
        """A range of cases at a time: the rows of one come from all workers."""
        chosen = steps.select("case", "position", *(name for name in columns if name not in ("case", "position")))
        for first, last in self._ranges(cases):
            found = self.table(chosen.filter(chosen["case"].between(first, last)))
            ordered = found.sort_by([("case", "ascending"), ("position", "ascending")])
            yield from ordered.select(list(columns)).combine_chunks().to_batches()

    def _ranges(self, cases: Any) -> Iterator[tuple[int, int]]:
        """The first and last case of each range: of about so many events, or one range of nothing."""
        size = cases.aggregate(first=cases["case"].min(), last=cases["case"].max(), events=cases["events"].sum())
        found = self.table(size).to_pylist()[0]
        first, last = found["first"] or 0, found["last"] or 0
        width = max(1, (last + 1 - first) * _EVENTS // max(found["events"] or 0, 1))
        for begin in range(first, last + 1, width):
            yield begin, min(begin + width - 1, last)

    def _frame(self, expression: Any) -> Any:
        for one in expression.op().find(InMemoryTable):
            if one.name not in self._frames:
                self._lend(one.name, self._session.createDataFrame(one.data.to_pyarrow(one.schema)))
        return self._session.sql(self._connection.compile(expression.op().replace(_counting).to_expr()))

    def _named(self, frame: Any, schema: Any) -> Any:
        name = ibis.util.gen_name("chain")
        self._lend(name, frame)
        return ibis.table(schema, name=name)

    def _lend(self, name: str, frame: Any) -> None:
        frame.createTempView(name)
        self._frames[name] = frame


def _counting(node: Any, given: dict[str, Any] | None, **_: Any) -> Any:
    """Ibis has Spark add up the rows that are counted, and the sum of none is null: let it count them."""
    made = node.__recreate__(given) if given else node
    return Count(made.where, where=made.where) if isinstance(made, CountStar) and made.where is not None else made


def _quoted(name: str) -> str:
    return "`" + name.replace("`", "``") + "`"


class _Plainly:
    """What Spark says may repeat a question with the name of a case in it, so none of it goes on."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        theirs = kind is not None and kind.__module__.partition(".")[0] in ("pyspark", "py4j")
        if theirs or isinstance(error, ConnectionError):
            missing = "FILE_NOT_EXIST" in str(error) or "FileNotFoundException" in str(error)
            raise InputError(refusals.NOT_VISIBLE if missing else refusals.STOPPED) from None


def _forget(session: Any, frames: dict[str, Any]) -> None:
    """Views stay in the session for as long as nobody drops them, and what is kept in memory with them."""
    if session.sparkContext._jsc is None:  # the session stopped before us
        return
    for name, frame in frames.items():
        session.catalog.dropTempView(name)
        frame.unpersist()
