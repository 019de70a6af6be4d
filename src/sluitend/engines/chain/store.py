"""The one place that knows where questions run: DuckDB on this machine, or Spark.

Every question is an Ibis expression over the tables `steps` and `cases` (see `steps.Steps`), so that the same question
runs on both. What only one of them has does not come up here.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import copy
from pathlib import Path
from typing import Any, Protocol

import ibis
import pyarrow as pa
import pyarrow.compute as pc

from sluitend.engines.chain import refusals
from sluitend.engines.chain.derived import BEGUN, COLUMNS, ENDS, Periods, ends, periods
from sluitend.engines.chain.steps import DAY, NONE, Steps, attribute
from sluitend.errors import InputError

ENGINE = "SLUITEND_ENGINE"
HANDS = ("next_hand", "second_hand")
_OR_NONE = ("resource", "next_activity", "next_resource", "wait", *HANDS)


class Database(Protocol):
    """Where the questions of one log run; it lasts as long as somebody asks."""

    def given(self, table: pa.Table | Path) -> Any:
        """A table to ask of: one in memory, or a Parquet file."""

    def table(self, expression: Any) -> pa.Table:
        """The rows of an expression."""

    def kept(self, expression: Any) -> Any:
        """The same rows, computed once, to be asked more often."""

    def in_order(self, steps: Any, columns: Sequence[str], cases: Any) -> Iterator[pa.RecordBatch]:
        """These columns of a choice of the steps, by case and position, some at a time; `cases` are those of the
        store."""


def database(coded: Steps, engine: str | None = None) -> Database:
    """For the tables of a log. `engine`: `duckdb`, `spark://local[2]` (two cores of this machine) or
    `spark://host:port` (a cluster); without it what SLUITEND_ENGINE says, else DuckDB.

    Raises InputError for another engine, and for a Spark that cannot be had.
    """
    chosen = os.environ.get(ENGINE, "") if engine is None else engine
    if chosen in ("", "duckdb"):
        from sluitend.engines.chain.store_duckdb import DuckDB

        return DuckDB(coded.steps.parent if isinstance(coded.steps, Path) else None)
    if not chosen.startswith("spark://"):
        raise InputError(refusals.UNKNOWN, engine=chosen)
    from sluitend.engines.chain.store_spark import Spark

    return Spark(chosen)


class Store:
    """The tables of one log, of all cases or of those that were chosen, and where questions run."""

    def __init__(self, coded: Steps, engine: str | None = None) -> None:
        """See `database` for where questions run."""
        self.coded = coded
        self._database = database(coded, engine)
        self._periods: dict[str, Periods] = {}  # by column of `BEGUN`, of all cases
        self._only_days: list[bool] = []  # of the whole log too, once it was asked
        self._every: Store | None = None  # the store of which the cases were chosen
        self.steps, self.cases = (self._database.given(table) for table in (coded.steps, coded.cases))
        if coded.with_nulls:
            self.steps = self.steps.mutate(**{name: self.steps[name].fill_null(NONE) for name in _OR_NONE})
        self.whole = self.steps  # of all cases
        self.ahead: tuple[Any, ...] = ()  # steps beyond the day up to which it is followed, that were on record by then
        self.since: int | None = None  # the moment from which on events and handovers count, see `followed.arriving`
        self.earlier: Store | None = None  # with what came before that moment
        self.variants_of: object = coded  # numbers of variants mean the same where this is the same

    def cut(self, every: Store | None) -> None:
        """Its events are no longer all of the log's: what was known of those is to be found anew. `every`: the same of
        the store of which the cases were chosen."""
        self._only_days, self.variants_of, self._every = [], object(), every

    @property
    def every(self) -> Store:
        """The same log with all of its cases, whichever were chosen: itself when none were left out."""
        return self._every or self

    @property
    def day(self) -> int:
        """How many units of `wait` a day has."""
        return DAY // self.coded.tick

    @property
    def only_days(self) -> bool:
        """Whether no event of the whole log has a time of day, so that nothing tells what came first on a day."""
        if self.coded.zoned:
            return False  # what has a zone has a time
        if not self._only_days:
            self._only_days.append(not self.value((self.whole["time"] % DAY).max()))
        return self._only_days[0]

    @property
    def resources(self) -> list[str]:
        """Who has an event in the whole log."""
        names: list[str] = self.coded.values["resource"].to_pylist()
        if self.variants_of is self.coded:
            return names
        found = self.table(self.whole.select("resource").distinct())["resource"].to_pylist()
        return [names[code] for code in sorted(found) if code != NONE]

    def with_hands(self) -> Any:
        """The steps with the resources of the next two runs; `followed` leaves those to be found here."""
        steps = self.steps
        if HANDS[0] in steps.columns:
            return steps
        own = ibis.window(group_by=["case", "hand"], order_by="position")
        coming = {name: steps["resource"].lead(place).over(own) for place, name in enumerate(HANDS, 1)}
        return steps.mutate(**{name: steps["hand"].ifelse(one.fill_null(NONE), NONE) for name, one in coming.items()})

    def where(self, values: Mapping[str, Sequence[str]], since: int | None, until: int | None) -> Store:
        """The same log with only the cases that have one of these values of each of these attributes, and whose first
        event lies in [since, until) in microseconds. Raises KeyError for what is no attribute."""
        if not values and since is None and until is None:
            return self
        wanted = {column: self.codes(column, values[name]) for name in values for column in [self.about(name)]}
        made = {column: wanted.pop(column) for column in COLUMNS.values() if column in wanted}
        chosen = self._copied()
        chosen.steps, chosen.cases = (_chosen(table, wanted, since, until) for table in (self.steps, self.cases))
        return chosen.of_cases(_chosen(chosen.cases, made)) if made else chosen

    def involving(self, names: Iterable[str]) -> Store:
        """The same log with only the cases in which one of these resources did something."""
        events = self.steps.filter(self.steps["resource"].isin(self.codes("resource", names)))
        return self.of_cases(self.cases.semi_join(events, "case"))

    def of_cases(self, cases: Any) -> Store:
        """The same log with only these of its cases."""
        chosen = self._copied()
        chosen.cases, chosen.steps = cases, self.steps.semi_join(cases, "case")
        return chosen

    def _copied(self) -> Store:
        chosen = copy(self)
        chosen._every = self.every
        return chosen

    def codes(self, column: str, names: Iterable[str]) -> list[int]:
        """The numbers of these names; a name that the log does not have has none."""
        return [code for name in names if (code := self.code(column, name)) is not None]

    def code(self, column: str, name: str) -> int | None:
        """See `Steps.code`; of the column of any attribute."""
        if column in BEGUN.values():
            names = self._begun(column).names
            return names.index(name) if name in names else None
        return self.coded.code(_list_of(column), name)

    def names(self, column: str) -> pa.Array:
        """What the numbers in a column stand for."""
        if column in BEGUN.values():
            return pa.array(self._begun(column).names, pa.string())
        return self.coded.values[_list_of(column)]

    def about(self, name: str) -> str:
        """The column of an attribute in `cases`; in steps: see `beside`. Raises KeyError for what is none.

        What is derived is put there when it is first asked for; an attribute of the log by that name goes before it.
        """
        if attribute(name) in self.coded.values:
            return attribute(name)
        column = COLUMNS[name]
        if column not in self.cases.columns:
            self.cases = self._with(column)
        return column

    def _with(self, column: str) -> Any:
        if column in BEGUN.values():
            return self.cases.mutate(**{column: self._begun(column).of(self.cases["first"])})
        return self.cases.left_join(ends(self.steps, column), "case").drop("case_right")

    def _begun(self, column: str) -> Periods:
        """From the first begin of all cases to the last, so that a choice of cases has the same numbers."""
        if column not in self._periods:
            every = self._database.given(self.coded.cases)["first"]
            told = self.row(every.as_table().aggregate(first=every.min(), last=every.max()))
            days = [self.coded.day(told[name] or 0) for name in ("first", "last")]
            self._periods[column] = periods(column, days[0], days[1], self.coded.begin)
        return self._periods[column]

    def beside(self, steps: Any, column: str) -> Any:
        """Steps with the column of an attribute, which `about` gave: what is derived is looked up by case."""
        if column in steps.columns:
            return steps
        if column in BEGUN.values():
            return steps.mutate(**{column: self._begun(column).of(steps["first"])})
        return steps.left_join(self.cases.select("case", column), "case").drop("case_right")

    def value(self, expression: Any) -> Any:
        """A single value as a plain Python object; None for null."""
        return self.table(expression.as_table())[0][0].as_py()

    def table(self, expression: Any) -> pa.Table:
        """The rows of an expression, with codes."""
        return self._database.table(expression)

    def kept(self, expression: Any) -> Any:
        """The same rows, computed once, for questions that use them more often."""
        return self._database.kept(expression)

    def in_order(self, steps: Any, columns: Sequence[str]) -> Iterator[pa.RecordBatch]:
        """See `Database.in_order`. Nothing else may be asked before the last batch was read."""
        yield from self._database.in_order(steps, columns, self.cases)

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
        """With names in place of the codes in one column; null for null and NONE."""
        codes = table[column].combine_chunks()
        taken = self.names(names).take(pc.if_else(pc.equal(codes, NONE), None, codes))
        return table.set_column(table.column_names.index(column), column, taken)

    def sequences(self, cases: Sequence[int], column: str = "activity") -> list[list[str | None]]:
        """What these cases have in a column, in the order of their events."""
        wanted = self.steps.filter(self.steps["case"].isin(list(cases))).select("case", "position", column)
        found: dict[int, list[tuple[int, int]]] = {case: [] for case in cases}
        for case, position, code in zip(*self.table(wanted).to_pydict().values(), strict=True):
            found[case].append((position, code))
        names = self.names(column).to_pylist()
        return [[None if code == NONE else names[code] for _, code in sorted(found[case])] for case in cases]


def _list_of(column: str) -> str:
    return "resource" if column in ENDS.values() else column


def _chosen(table: Any, codes: Mapping[str, Sequence[int]], since: int | None = None, until: int | None = None) -> Any:
    for column, wanted in codes.items():
        table = table.filter(table[column].isin(wanted))
    if since is not None:
        table = table.filter(table["first"] >= since)
    return table if until is None else table.filter(table["first"] < until)
