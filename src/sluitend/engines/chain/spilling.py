"""From a Parquet file to steps in memory that does not grow with the log: what does not fit waits on disk.

The same steps as `steps.steps_of` makes, figure by figure. DuckDB gives every case and every name its number, in order
of first appearance; rows go to a file of their range of cases, so that each of these fits into memory and is sorted and
written by itself. Cases with the same sequence of activities are found by comparing the sequences themselves.
"""

from __future__ import annotations

import glob
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as parquet

from sluitend.engines.chain.steps import (
    NONE,
    SECOND,
    Rows,
    Steps,
    attribute,
    begins_of,
    case_columns,
    registered_days,
    tick_of,
)

MEMORY: Final = 1024**3  # bytes for DuckDB; what Python holds beside it is a piece and a batch
_BATCH: Final = 1 << 19  # rows that are read at a time
_PIECE: Final = 1 << 20  # rows that are sorted at a time, unless one case has more
_MOST_PIECES: Final = 400  # files that are open at a time
_ROWS: Final = 256 * 1024  # in a row group: what a reader has in memory at a time, and can leave out whole
_SAME_TEXT: Final = (
    pa.types.is_string,
    pa.types.is_large_string,
    pa.types.is_dictionary,
    pa.types.is_integer,
    pa.types.is_boolean,
    pa.types.is_null,
)  # what DuckDB and Arrow write alike; numbers with a point they do not
_LATEST: Final = np.iinfo(np.int64).max  # microseconds
_UNKNOWN: Final = np.iinfo(np.int32).min  # a day that is not known
_STEPS, _CASES = "steps.parquet", "cases.parquet"


@dataclass(frozen=True, slots=True)
class Columns:
    """What the columns of the file are called that have these roles, and the attributes of cases."""

    case: str = "case"
    activity: str = "activity"
    time: str = "time"
    resource: str | None = "resource"
    registered: str | None = None
    attributes: Sequence[str] = ()

    def texts(self) -> dict[str, str]:
        """Roles and names of what becomes a code: the case, the activity, the resource, and attributes."""
        roles = {"case": self.case, "activity": self.activity}
        roles |= {} if self.resource is None else {"resource": self.resource}
        return roles | {attribute(name): name for name in self.attributes}


def fits(source: Path, columns: Columns) -> bool:
    """Whether `spilled` reads this file as `steps_of` would: text, whole numbers, yes and no; moments or dates as time.

    Raises KeyError for a column that is not there.
    """
    schema = parquet.read_schema(source)
    kinds = {name: schema.field(name).type for name in (*columns.texts().values(), columns.time)}
    moment = kinds.pop(columns.time)
    timed = pa.types.is_timestamp(moment) or pa.types.is_date(moment)
    return timed and all(any(is_kind(kind) for is_kind in _SAME_TEXT) for kind in kinds.values())


def spilled(
    source: Path, folder: Path, columns: Columns | None = None, *, zone: str = "Europe/Amsterdam", memory: int = MEMORY
) -> Steps:
    """The steps of a log as `steps_of` makes them of the same table, as two files in a folder, for their owner only.

    Nothing else is left in it, and nothing at all when it fails. Raises ValueError for a case, an activity or a time
    that is missing, for columns whose names are told apart by capitals only, and for a file that does not fit (see
    `fits`): its names would not be those of `steps_of`; OSError and `duckdb.Error` when the disk is full.
    """
    asked = columns or Columns()
    schema = parquet.read_schema(source)
    if len({name.casefold() for name in schema.names}) < len(schema.names):
        raise ValueError("columns of which only the capitals differ")
    if not fits(source, asked):
        raise ValueError("a name that is no text or whole number, or a time that is no moment")
    zoned = getattr(schema.field(asked.time).type, "tz", None) is not None
    with tempfile.TemporaryDirectory(prefix="spill-", dir=folder) as name, _connected(Path(name), memory) as database:
        coded = _Coded(database, source, asked)
        pieces = coded.pieces(Path(name), zone)
        _write_steps(database, pieces, Path(name) / _STEPS, zone if zoned else None)
        _write_cases(database, Path(name) / _CASES, pieces.about)
        values = {role: coded.names(role) for role in ("activity", "resource", *pieces.about)}
        for made in (_STEPS, _CASES):
            (Path(name) / made).chmod(0o600)
            (Path(name) / made).rename(folder / made)
    return Steps(folder / _STEPS, folder / _CASES, values, zoned, zone, tick=pieces.tick)


def _connected(folder: Path, memory: int) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(config={"temp_directory": str(folder), "memory_limit": f"{memory}B"})
    connection.execute("SET preserve_insertion_order = false")
    return connection


class _Coded:
    """The file with numbers in place of names: tables `names_0` (of cases), `names_1`, …: name, code, events."""

    def __init__(self, database: duckdb.DuckDBPyConnection, source: Path, columns: Columns) -> None:
        self._database, self._columns, self._roles = database, columns, list(columns.texts())
        database.read_parquet(glob.escape(str(source)), file_row_number=True).create_view("source")
        self._refuse_missing()
        for number, name in enumerate(columns.texts().values()):
            found = f"SELECT {_text(name)} AS name, min(file_row_number) AS first, count(*) AS events FROM source"
            ranked = "SELECT name, (row_number() OVER (ORDER BY first) - 1)::INTEGER AS code, events"
            known = f"{found} WHERE {_quoted(name)} IS NOT NULL GROUP BY 1"
            database.execute(f"CREATE TABLE names_{number} AS {ranked} FROM ({known})")

    def _refuse_missing(self) -> None:
        needed = (self._columns.case, self._columns.activity, self._columns.time)
        counts = ", ".join(f"count(*) - count({_quoted(name)})" for name in needed)
        found = self._database.execute(f"SELECT {counts} FROM source").fetchone() or ()
        if any(found):
            raise ValueError("an event without a case, an activity or a time")

    def names(self, role: str) -> pa.Array:
        """What the codes of a role stand for."""
        if role not in self._roles:
            return pa.array([], pa.string())
        ordered = f"SELECT name FROM names_{self._roles.index(role)} ORDER BY code"
        return self._database.execute(ordered).to_arrow_table()["name"].cast(pa.string()).combine_chunks()

    def pieces(self, folder: Path, zone: str) -> _Pieces:
        """All rows, each in the file of its piece."""
        bounds = self._bounds()
        found = _Pieces([folder / f"piece-{number}" for number in range(len(bounds))], self._columns)
        with ExitStack() as until_done:
            files = [until_done.enter_context(path.open("wb")) for path in found.paths]
            for batch in self._rows():
                rows = found.records(batch, zone)
                place = np.searchsorted(bounds, rows["case"], side="right").astype(np.uint16)
                order = np.argsort(place, kind="stable")
                cuts = np.searchsorted(place[order], np.arange(len(files) + 1))
                for file, begin, end in zip(files, cuts, cuts[1:], strict=False):
                    rows[order[begin:end]].tofile(file)
        return found

    def _bounds(self) -> npt.NDArray[np.int64]:
        """The first case after each piece."""
        before = "(sum(events) OVER (ORDER BY code) - events)::BIGINT"
        (total,) = self._database.execute("SELECT coalesce(sum(events), 0)::BIGINT FROM names_0").fetchone() or (0,)
        piece = max(_PIECE, total // _MOST_PIECES)
        placed = f"SELECT code, {before} // {piece} AS piece FROM names_0"
        found = self._database.execute(f"SELECT max(code) + 1 FROM ({placed}) GROUP BY piece ORDER BY piece")
        return np.array([bound for (bound,) in found.fetchall()], np.int64)

    def _rows(self) -> Iterator[pa.RecordBatch]:
        """With the number of the row in the file; in any order."""
        columns = [f'epoch_us(source.{_quoted(self._columns.time)}) AS "time"', 'file_row_number AS "row"']
        joins = []
        for number, (role, name) in enumerate(self._columns.texts().items()):
            columns.append(f"coalesce(names_{number}.code, {NONE}) AS {_quoted(role)}")
            joins.append(f"LEFT JOIN names_{number} ON names_{number}.name = source.{_text(name)}")
        if self._columns.registered is not None:
            columns.append(f'source.{_quoted(self._columns.registered)} AS "registered"')
        found = self._database.execute(f"SELECT {', '.join(columns)} FROM source {' '.join(joins)}")
        yield from found.to_arrow_reader(_BATCH)


class _Pieces:
    """Files of records, each with all events of its cases."""

    def __init__(self, paths: Sequence[Path], columns: Columns) -> None:
        self.paths = paths
        self.about = [attribute(name) for name in columns.attributes]
        self._dated = columns.registered is not None
        self._codes = ["case", "activity", *([] if columns.resource is None else ["resource"]), *self.about]
        narrow = [*self._codes, *(["registered"] if self._dated else [])]
        self._is_whole, self._first, self._last = True, _LATEST, -_LATEST
        self._kind = np.dtype([("row", np.int64), ("time", np.int64), *((name, np.int32) for name in narrow)])

    def records(self, batch: pa.RecordBatch, zone: str) -> npt.NDArray[Any]:
        """The rows of a batch."""
        rows = np.empty(batch.num_rows, self._kind)
        for name in ("row", "time", *self._codes):
            rows[name] = batch[name].to_numpy()
        if self._dated:
            days = registered_days(pa.chunked_array([batch["registered"]]), zone)
            rows["registered"] = days.fill_null(_UNKNOWN).to_numpy()
        self._look_at(rows["time"])
        return rows

    def _look_at(self, time: npt.NDArray[np.int64]) -> None:
        self._is_whole = self._is_whole and bool((time % SECOND == 0).all())
        self._first = min(self._first, int(time.min(initial=_LATEST)))
        self._last = max(self._last, int(time.max(initial=-_LATEST)))

    @property
    def tick(self) -> int:
        """As `Steps` has it, once all rows were read."""
        return tick_of(self._is_whole, max(0, self._last - self._first))

    def __iter__(self) -> Iterator[Rows]:
        """Each piece, sorted; its file goes."""
        for path in self.paths:
            yield self._sorted(np.fromfile(path, self._kind))
            path.unlink()
        if not self.paths:
            yield self._sorted(np.empty(0, self._kind))

    def _sorted(self, rows: npt.NDArray[Any]) -> Rows:
        columns = {name: np.ascontiguousarray(rows[name]) for name in self._kind.names or ()}
        order = np.lexsort((columns["row"], columns["time"], columns["case"]))
        found = {name: columns[name][order] for name in ("time", *self._codes)}
        days = columns["registered"][order] if self._dated else None
        begins = begins_of(found["case"])
        return Rows(
            case=found["case"],
            activity=found["activity"],
            resource=found.get("resource", np.full(len(order), NONE, np.int32)),
            time=found["time"],
            begins=begins,
            registered=None if days is None else pa.array(days, mask=days == _UNKNOWN),
            about={name: found[name][begins] for name in self.about},
        )


def _write_steps(database: duckdb.DuckDBPyConnection, pieces: _Pieces, path: Path, zone: str | None) -> None:
    """The steps to a file; of the cases what they tell to the table `courses`, with their activities in a row."""
    made, writer = 0, None
    try:
        for rows in pieces:
            steps = pa.table(rows.steps(zone, pieces.tick))
            writer = writer or _writer(path, steps.schema)
            writer.write_table(steps, _ROWS)
            table = pa.table({**rows.cases(), "course": _courses(rows)})
            database.register("piece", table)
            database.execute(f"{'INSERT INTO courses' if made else 'CREATE TABLE courses AS'} SELECT * FROM piece")
            database.unregister("piece")
            made += 1
    finally:
        if writer is not None:
            writer.close()


def _writer(path: Path, schema: pa.Schema) -> parquet.ParquetWriter:
    """Codes and days repeat; few waits are alike, and reading them as they are takes half of the time."""
    repeating = [one.name for one in schema if one.type == pa.int32() and one.name != "wait"]
    packed = {one.name: "none" if one.name == "wait" else "lz4" for one in schema}
    return parquet.ParquetWriter(path, schema, compression=packed, use_dictionary=repeating)


def _courses(rows: Rows) -> pa.Array:
    """Of each case its activities one after the other, as bytes."""
    offsets = pa.py_buffer(np.append(rows.begins, len(rows.activity)).astype(np.int64) * 4)
    return pa.LargeBinaryArray.from_buffers(
        pa.large_binary(), len(rows.begins), [None, offsets, pa.py_buffer(rows.activity)]
    )


def _write_cases(database: duckdb.DuckDBPyConnection, path: Path, about: Sequence[str]) -> None:
    """Variants are numbered by length, and by the first case that has them, as `steps.variants` does."""
    distinct = 'SELECT course, min(events) AS events, min("case") AS leader FROM courses GROUP BY course'
    numbered = "SELECT course, row_number() OVER (ORDER BY events, leader) - 1 AS variant"
    database.execute(f"CREATE TABLE variants AS {numbered} FROM ({distinct})")
    columns = ", ".join(_quoted(name) for name in case_columns(about))
    told = "(SELECT course, variant FROM variants) JOIN courses USING (course)"
    placed = "SELECT name, code, row_number() OVER (ORDER BY name) - 1 AS by_name FROM names_0"
    joined = f'{told} JOIN ({placed}) ON code = "case"'
    found = database.execute(f'SELECT {columns} FROM {joined} ORDER BY "case"')
    kinds: Mapping[str, pa.DataType] = {"name": pa.string(), "first": pa.int64(), "last": pa.int64()}
    schema = pa.schema([(name, kinds.get(name, pa.int32())) for name in case_columns(about)])
    with _writer(path, schema) as writer:
        for batch in found.to_arrow_reader(_ROWS):
            writer.write_table(pa.Table.from_batches([batch]).cast(schema), _ROWS)


def _text(name: str) -> str:
    return f"{_quoted(name)}::VARCHAR"


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
