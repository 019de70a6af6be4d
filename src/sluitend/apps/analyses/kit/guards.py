"""How an entry says, table by table, on which counts of cases its figures rest.

A guard gets the exact table and the protected ones before it, and gives what may leave the team; None when that is
nothing. A column that it does not name is left out. How counts are protected: `engines.disclosure.tables`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sluitend.apps.analyses.kit.parts import LEAST, kept_back
from sluitend.apps.analyses.kit.result import Cell, Kind, Table
from sluitend.apps.analyses.kit.tables import Row, records

Made = Mapping[str, Table]  # protected tables, by their keys
Guard = Callable[[Table, Made], Table | None]
_ROW = "\0row"
_REST = "\0rest"
_NO_TOTAL = "\0total"  # none of our tables has rows of totals
_DECIMALS = 2  # of a share


@dataclass(frozen=True)
class Counts:
    """Of a table of counts. `by` are up to two columns that say what a row counts, over which totals are known; none:
    rows have nothing to do with each other. `pairs` do the same when only the total of all rows is known.

    `counts` stand each for itself. `wholes` have parts that add up to them; totals over
    their rows are known where a table without groups would tell them. `within`: a part, and the whole of which
    the rest may not be small either. `shares` are made again of two counts that are told, `intervals` (Wilson's) of the
    same, as (part, whole, "low" or "high"). `values` stand where all counts that they rest on do, with `tails` when ten
    cases at least lie beyond them (of a median half lies at either side), with `enough` when that says so of the row.
    `means` are those of `values` that are numbers of cases themselves, such as how many are open on average: they are
    rounded as counts are, since in more digits one case more or less would be seen.
    `amounts` add up as counts do, each with its count. `labels` say nothing that was counted. `unshown` are
    counts that only say where others stand. `drop`: a row of which no figure is told goes.
    """

    by: tuple[str, ...] = ()
    pairs: tuple[str, ...] = ()
    counts: tuple[str, ...] = ()
    wholes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    within: Mapping[str, str] = field(default_factory=dict)
    shares: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    intervals: Mapping[str, tuple[str, str, str]] = field(default_factory=dict)
    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    tails: Mapping[str, float] = field(default_factory=dict)
    enough: Mapping[str, Callable[[Row], bool]] = field(default_factory=dict)
    means: tuple[str, ...] = ()
    amounts: Mapping[str, str] = field(default_factory=dict)
    labels: tuple[str, ...] = ()
    unshown: tuple[str, ...] = ()
    drop: bool = False

    def __call__(self, exact: Table, _made: Made) -> Table | None:
        """What may leave the team."""
        try:
            return _Protecting(self, exact).table()
        except ValueError:  # no table of counts: then nothing of it is told
            return None

    @property
    def counted(self) -> tuple[str, ...]:
        """Every column of counts."""
        parts = [part for whole in self.wholes.values() for part in whole]
        return tuple(dict.fromkeys([*self.counts, *self.wholes, *parts, *self.within.values(), *self.within]))


class _Protecting:
    """One table at work."""

    def __init__(self, guard: Counts, exact: Table) -> None:
        self.guard, self.exact = guard, exact
        self.by = (_ROW,) if guard.pairs else guard.by
        self.there = {column.key: column for column in exact.columns}
        self.rows = [Row(row) for row in records(exact)]
        self.cells: dict[str, list[Any]] = {key: [row[key] for row in self.rows] for key in self.there}
        self.size = len(self.rows)
        # A part that is nowhere is told to be so: it says of no case in particular what it is.
        parts = {*guard.within, *(part for whole in guard.wholes.values() for part in whole)} & self.there.keys()
        self.nowhere = {key for key in parts if not any(one is None or one for one in self.cells[key])}
        self.hidden: dict[str, set[int]] = {key: set() for key in guard.counted if key in self.there}

    def table(self) -> Table | None:
        if not self.size:
            return None
        self._hide()
        made = {key: self._rounded(key) for key in self.hidden}
        made |= dict(self._shares(made))
        made |= {key: self._values(key, made) for key in self.guard.values if key in self.there}
        made |= {key: self._amounts(key, count) for key, count in self.guard.amounts.items() if key in self.there}
        if not any(cell is not None for cells in made.values() for cell in cells):
            return None
        return self._put(made)

    def _hide(self) -> None:
        for whole, parts in self.guard.wholes.items():
            there = [key for key in (*parts, whole) if key in self.there and key not in self.nowhere]
            for at, rows in kept_back([self.cells[key] for key in there]).items():
                self.hidden[there[at]] |= rows
        for part, whole in self.guard.within.items():
            if part in self.there and part not in self.nowhere:
                rest = [None if None in (a, b) else a - b for a, b in self._pairs(whole, part)]
                self._protect({part: self.cells[part], _REST: rest, whole: self.cells[whole]}, (_ROW,), whole)
        for key in self.guard.counts:
            if key in self.there and key not in self.nowhere:
                self._protect({key: self.cells[key]}, self.by, None)

        for key in self.guard.enough.keys() & self.hidden.keys():
            self.hidden[key] |= {at for at, row in enumerate(self.rows) if not self.guard.enough[key](row)}

    def _pairs(self, one: str, two: str) -> Iterable[tuple[Any, Any]]:
        return zip(self.cells[one], self.cells[two], strict=True)

    def _protect(self, columns: Mapping[str, Sequence[Any]], by: tuple[str, ...], whole: str | None) -> None:
        found = self._protected(columns, by, whole=whole, counts=list(columns))
        for key in columns.keys() & self.hidden.keys():
            told = found[key].to_pylist()
            self.hidden[key] |= {at for at, one in enumerate(told) if one is None}

    def _protected(self, columns: Mapping[str, Sequence[Any]], by: tuple[str, ...], **how: Any) -> Any:
        """As the engine does it, of rows named by these columns."""
        import pyarrow as pa

        from sluitend.engines.disclosure.tables import Rule, protect

        names = {key: [_name(one) for one in self.cells.get(key, range(self.size))] for key in by}
        return protect(pa.table({**names, **columns}), by=list(by), rule=Rule(LEAST, total=_NO_TOTAL), **how)

    def _rounded(self, key: str) -> list[Cell]:
        from sluitend.apps.analyses.kit.outside import rounded

        if key in self.nowhere:
            return list(self.cells[key])
        return [None if at in self.hidden[key] else rounded(one) for at, one in enumerate(self.cells[key])]

    def _shares(self, made: Mapping[str, list[Any]]) -> Iterator[tuple[str, list[Cell]]]:
        """Of rounded counts, in whole per cents."""
        for key, (part, whole) in self.guard.shares.items():
            if key in self.there:
                yield key, [_share(*pair) for pair in zip(made[part], made[whole], strict=True)]
        for key, (part, whole, end) in self.guard.intervals.items():
            if key in self.there:
                yield key, [_bound(*pair, end) for pair in zip(made[part], made[whole], strict=True)]

    def _values(self, key: str, made: Mapping[str, list[Any]]) -> list[Cell]:
        kind, told = self.there[key].kind, self._stands(key, made)
        told_as = _mean if key in self.guard.means else _short
        return [told_as(value, kind) if stands else None for value, stands in zip(self.cells[key], told, strict=True)]

    def _stands(self, key: str, made: Mapping[str, list[Any]]) -> Iterator[bool]:
        """Of every row whether this value may be told."""
        rest, tail = self.guard.values[key], self.guard.tails.get(key, 1.0)
        enough: Callable[[Row], bool] = self.guard.enough.get(key, lambda _row: True)
        for at, row in enumerate(self.rows):
            known = all(made[one][at] is not None and row[one] * tail >= LEAST for one in rest)
            yield known and row[key] is not None and enough(row)

    def _amounts(self, key: str, count: str) -> list[Cell]:
        columns = {count: self.cells[count], key: [None if one is None else float(one) for one in self.cells[key]]}
        found = self._protected(columns, self.by, counts=[count], amounts={key: count})[key].to_pylist()
        counted = self.there[key].kind is Kind.COUNT
        told = (None if at in self.hidden[count] else one for at, one in enumerate(found))
        return [_counted(*two) if counted else two[0] for two in zip(told, self.cells[key], strict=True)]

    def _put(self, made: Mapping[str, list[Cell]]) -> Table:
        made = {key: cells for key, cells in made.items() if key not in self.guard.unshown}
        named = {*self.guard.by, *self.guard.pairs, *self.guard.labels} & self.there.keys()
        columns = tuple(one for one in self.exact.columns if one.key in made or one.key in named)
        cells = [made.get(one.key, self.cells[one.key]) for one in columns]
        rows = tuple(zip(*cells, strict=True))
        if self.guard.drop:
            figures = [at for at, one in enumerate(columns) if one.key in made]
            rows = tuple(row for row in rows if any(row[at] is not None for at in figures))
        by = tuple(key for key in self.exact.by if key in {one.key for one in columns})
        return replace(self.exact, columns=columns, rows=rows, by=by)


@dataclass(frozen=True)
class Steps:
    """Of a curve that comes down as cases reach an end, a line for every `group`: only where ten at least reached it
    since the moment before, ten after it or nobody, and ten are still followed; other moments go. `needs` names a table
    and its counts that must be told of the group; `first` gets a moment and that row, and says whether the moment goes
    before others since the row tells it."""

    group: str
    time: str
    reached: str  # so far
    at_risk: str  # after this moment
    shares: tuple[str, ...]
    needs: tuple[str, tuple[str, ...]]
    first: Callable[[Row, Row], bool]

    def __call__(self, exact: Table, made: Made) -> Table | None:
        """Shares in whole per cents; the counts beside them stay away."""
        told = self._told(made)
        groups: dict[Cell, list[Row]] = {}
        for row in map(Row, records(exact)):
            groups.setdefault(row[self.group], []).append(row)
        kept = [row for name, rows in groups.items() if name in told for row in self._kept(rows, told[name])]
        columns = tuple(one for one in exact.columns if one.key in {self.group, self.time, *self.shares})
        rows = tuple(tuple(_short(row[one.key], one.kind) for one in columns) for row in kept)
        return replace(exact, columns=columns, rows=rows) if kept else None

    def _told(self, made: Made) -> dict[Cell, Row]:
        """The groups of which enough is told, each with its row."""
        key, counts = self.needs
        rows = [Row(row) for row in (records(made[key]) if key in made else [])]
        return {row[self.group]: row for row in rows if all(row[one] is not None for one in counts)}

    def _kept(self, rows: Sequence[Row], about: Row) -> list[Row]:
        every = max(row[self.reached] for row in rows)
        chosen = [row for row in rows if self.first(row, about)]
        for row in rows:
            reached = row[self.reached]
            if row[self.at_risk] >= LEAST and _apart(reached, every, [one[self.reached] for one in chosen]):
                chosen.append(row)
        start = [row for row in rows if not row[self.time] and not row[self.reached]][:1] if chosen else []
        return start + sorted(chosen, key=lambda one: one[self.time])


@dataclass(frozen=True)
class Remade:
    """A table that is made of others, by the function that made the exact one: of the protected ones now."""

    make: Callable[[Made], Table | None]

    def __call__(self, _exact: Table, made: Made) -> Table | None:
        """None when what it is made of was left out."""
        return self.make(made)


@dataclass(frozen=True)
class Beside:
    """What rests on counts in another table: stands when every row of that one tells these; in three digits."""

    key: str
    counts: tuple[str, ...]
    columns: tuple[str, ...]
    by: tuple[str, ...] = ()

    def __call__(self, exact: Table, made: Made) -> Table | None:
        """The columns that are named, or nothing."""
        rows = records(made[self.key]) if self.key in made else []
        if not rows or any(row.get(one) is None for row in rows for one in self.counts):
            return None
        columns = tuple(one for one in exact.columns if one.key in {*self.by, *self.columns})
        cells = ([_short(row[one.key], one.kind) for one in columns] for row in records(exact))
        return replace(exact, columns=columns, rows=tuple(map(tuple, cells)), by=self.by)


def texts(exact: Table, _made: Made) -> Table:
    """A table of words that nobody counted: what a norm says, or what was asked."""
    columns = tuple(one for one in exact.columns if one.kind is Kind.TEXT)
    rows = tuple(tuple(row[one.key] for one in columns) for row in records(exact))
    return replace(exact, columns=columns, rows=rows)


def _apart(reached: int, every: int, others: Iterable[int]) -> bool:
    """Whether ten reached the end before it, after it (or nobody), and between it and every other."""
    after = every - reached
    return reached >= LEAST and (not after or after >= LEAST) and all(abs(reached - one) >= LEAST for one in others)


def _counted(told: float | None, exact: float | None) -> Cell:
    """An amount that is counted too, such as events or days: rounded as counts are, and not told when it is small."""
    from sluitend.apps.analyses.kit.outside import rounded

    return None if told is None or exact is None or exact < LEAST else rounded(round(told))


def _mean(value: Cell, kind: Kind) -> Cell:
    """A number of cases that need not be whole: rounded as counts are, in three digits at most."""
    return _short(_counted(value, value), kind) if isinstance(value, int | float) else None


def _name(value: Cell) -> str:
    return "\0unknown" if value is None else str(value)


def _share(part: int | None, whole: int | None) -> float | None:
    return None if part is None or not whole else min(1.0, round(part / whole, _DECIMALS))


def _bound(part: int | None, whole: int | None, end: str) -> float | None:
    from sluitend.engines.chain.shares import wilson

    if part is None or not whole:
        return None
    found: float | None = getattr(wilson(min(part, whole), whole), end)
    return None if found is None else round(found, _DECIMALS)


def _short(value: Cell, kind: Kind) -> Cell:
    """Shares in whole per cents, other numbers in three digits: more would tell what they were divided by."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return value
    return round(float(value), _DECIMALS) if kind is Kind.SHARE else float(f"{value:.3g}")
