"""Questions on this machine, without anything to install: DuckDB, in memory and on disk where that does not do."""

from __future__ import annotations

import glob
import shutil
import tempfile
import weakref
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Final

import ibis
import pyarrow as pa
from ibis.expr.operations import ArrayIndex, InValues, JoinChain

_FEW: Final = 1_000  # numbers that are looked up
_BATCH: Final = 1 << 18  # rows that are read at a time
_AHEAD: Final = "4MB"  # of rows that wait for whoever asked: with less one core reads


class DuckDB:
    """A database of one log. What does not fit into memory is readable on disk: for its owner only, and gone with the
    connection. Of a stored log it lies beside the steps, so that whoever removes these after a crash removes it too."""

    def __init__(self, beside: Path | None) -> None:
        try:
            folder = tempfile.mkdtemp(prefix="spill-", dir=beside)
        except OSError:  # steps that may be read only
            folder = tempfile.mkdtemp(prefix="spill-")
        self.connection = ibis.duckdb.connect(temp_directory=folder, preserve_insertion_order=True)
        self.connection.raw_sql(f"SET streaming_buffer_size = '{_AHEAD}'")
        self.connection.raw_sql("SET enable_external_file_cache = false")  # the system keeps files of this disk already
        weakref.finalize(self.connection, shutil.rmtree, folder, ignore_errors=True)

    def given(self, table: pa.Table | Path) -> Any:
        """A table to ask of: one in memory, or a Parquet file."""
        if isinstance(table, Path):
            return self.connection.read_parquet(glob.escape(str(table)))  # brackets are no pattern here
        return ibis.memtable(table)

    def table(self, expression: Any) -> pa.Table:
        """The rows of an expression."""
        return self.connection.to_pyarrow(expression)

    def kept(self, expression: Any) -> Any:
        """The same rows, computed once."""
        return ibis.memtable(self.connection.to_pyarrow(expression))

    def in_order(self, steps: Any, columns: Sequence[str], cases: Any) -> Iterator[pa.RecordBatch]:
        """As they are stored, which is by case and position: rows come out as they went in, unless they are joined."""
        kept = steps.op().replace(_looked_up).to_expr()
        joined = bool(kept.op().find((InValues, JoinChain)))
        rows = (kept.order_by(["case", "position"]) if joined else kept).select(*columns)
        batches = self.connection.to_pyarrow_batches(rows, chunk_size=_BATCH)
        with ThreadPoolExecutor(1) as ahead:  # one is read while the one before it is looked at
            coming = ahead.submit(next, batches, None)
            while (batch := coming.result()) is not None:
                coming = ahead.submit(next, batches, None)
                yield batch
        pa.default_memory_pool().release_unused()  # else it stays with the process until the next question


def _looked_up(node: Any, given: dict[str, Any] | None, **_: Any) -> Any:
    """DuckDB makes a join of a longer list of values, which brings rows in another order: look numbers up instead."""
    made = node.__recreate__(given) if given else node
    size = max((one.value for one in made.options), default=0) + 1 if isinstance(made, InValues) else _FEW
    if size >= _FEW:
        return made
    wanted = {one.value for one in made.options}
    listed = [code in wanted for code in range(size)] + [False]  # NONE looks up the last one
    return ArrayIndex(ibis.literal(listed, "array<boolean>").op(), made.value)
