"""Events as arrays, in the order of the log and in parts of whole cases.

Steps are stored by case and position, so what comes first, last or next in a case is a look at its neighbours; a
database would group, join or sort for it. What is in memory is one part, whatever the log.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, Final, TypeVar

import ibis
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from sluitend.engines.chain.steps import NONE, places_of
from sluitend.engines.chain.store import Store

Arrays = dict[str, npt.NDArray[Any]]
Flags = npt.NDArray[np.bool_]
Part = TypeVar("Part")
Made = TypeVar("Made")
_BITS = 62
_AT_ONCE: Final = 2  # parts: what is in memory grows with each


def parts(store: Store, steps: Any, *columns: str) -> Iterator[Arrays]:
    """`case` and these columns of a choice of the steps, with NONE for null, each part by case and position.

    Nothing else may be asked of the store before the last part was read.
    """
    held: Arrays = {}
    for batch in store.in_order(steps, ["case", *columns]):
        rows = {name: _array(batch[name]) for name in ("case", *columns)}
        if held:
            rows = {name: np.concatenate([held[name], rows[name]]) for name in rows}
        case = rows["case"]
        if (case[1:] < case[:-1]).any():
            raise AssertionError("the database does not give the steps in their order")
        whole = int(np.searchsorted(case, case[-1])) if len(case) else 0  # the last case may go on
        held = {name: column[whole:] for name, column in rows.items()}
        if whole:
            yield {name: column[:whole] for name, column in rows.items()}
    if held and len(held["case"]):
        yield held


def worked(rows: Iterable[Part], work: Callable[[Part], Made]) -> Iterator[Made]:
    """What is made of every part, in the order of the parts: two at once, while the next is read."""
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        coming: deque[Future[Made]] = deque()
        for part in rows:
            coming.append(pool.submit(work, part))
            if len(coming) > _AT_ONCE:
                yield coming.popleft().result()
        while coming:
            yield coming.popleft().result()


def together(found: Iterable[Arrays], empty: Arrays) -> Arrays:
    """What was made of every part, one after the other; `empty` has the columns."""
    every = [empty, *found]
    return {name: np.concatenate([one[name] for one in every]) for name in empty}


class Marks:
    """Of which kinds an activity is; each kind is the activities of one list."""

    def __init__(self, store: Store, *kinds: Collection[str]) -> None:
        self._kinds = np.zeros(len(store.coded.values["activity"]), np.uint8)
        self._bits = [1 << place for place in range(len(kinds))]
        for bit, names in zip(self._bits, kinds, strict=True):
            self._kinds[store.codes("activity", names)] |= bit

    def condition(self, steps: Any, *, or_first: bool = False) -> Any:
        """Whether an event of these steps is of any kind (`or_first`: or the first of its case); with more activities
        than a number has bits: may be."""
        if len(self._kinds) > _BITS:
            return ibis.literal(True)  # noqa: FBT003
        bits = sum(1 << int(code) for code in np.flatnonzero(self._kinds))
        found = (ibis.literal(bits, "int64") >> steps["activity"]) & 1
        if or_first:
            found += (steps["position"] == 0).cast("int64")  # databases are slow at OR
        return found != 0

    def __call__(self, activity: npt.NDArray[Any]) -> Sequence[Flags]:
        """For every kind which of these activities are of it."""
        found = self._kinds[activity]
        return [found & bit != 0 for bit in self._bits]


def first_of(case: npt.NDArray[Any]) -> Flags:
    """Which rows are the first of their case, of rows in the order of their cases."""
    found = np.ones(len(case), np.bool_)
    np.not_equal(case[1:], case[:-1], out=found[1:])
    return found


def last_of(case: npt.NDArray[Any]) -> Flags:
    """Which rows are the last of their case."""
    found = np.ones(len(case), np.bool_)
    np.not_equal(case[1:], case[:-1], out=found[:-1])
    return found


def cases_in_order(store: Store, *columns: str, **made: Any) -> pa.Table:
    """`case`, these columns and what is `made` of others, of the chosen cases, by number: as they are stored, unless a
    choice mixed them up."""
    table = store.table(store.cases.select("case", *columns, **made))
    case = table["case"].to_numpy()
    return table.take(pa.array(np.argsort(case, kind="stable"))) if (case[1:] < case[:-1]).any() else table


def names_of(store: Store) -> tuple[pa.Table, npt.NDArray[np.int32]]:
    """`case` and `name` of the chosen cases, by number, and the place of each in the order of names."""
    if "by_name" not in store.cases.columns:
        table = cases_in_order(store, "name")
        return table, places_of(table["name"].combine_chunks())
    table = cases_in_order(store, "name", "by_name")
    return table, np.asarray(table["by_name"])


class Cases:
    """The chosen cases in the order of their numbers, with what an attribute says of them."""

    def __init__(self, store: Store, column: str | None = None) -> None:
        """`column`: that of the attribute (see `Store.about`)."""
        names = [] if column is None else [column]
        table = cases_in_order(store, *names)
        self.case = table["case"].to_numpy()
        self.code = None if column is None else _array(table[column])
        self._places = np.full(int(self.case.max(initial=-1)) + 1, NONE, np.int32)
        self._places[self.case] = np.arange(len(self.case), dtype=np.int32)

    def __len__(self) -> int:
        return len(self.case)

    def places(self, case: npt.NDArray[Any]) -> npt.NDArray[np.int32]:
        """Where these cases stand."""
        found: npt.NDArray[np.int32] = self._places[case]
        return found

    def codes(self, case: npt.NDArray[Any]) -> npt.NDArray[np.int32]:
        """What the attribute says of these cases, NONE for nothing."""
        none = np.full(len(case), NONE, np.int32)
        return none if self.code is None else self.code[self.places(case)].astype(np.int32, copy=False)


def _array(column: pa.ChunkedArray | pa.Array) -> npt.NDArray[Any]:
    filled = column.fill_null(NONE) if column.null_count else column
    return np.asarray(filled)
