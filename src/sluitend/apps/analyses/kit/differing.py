"""Which rows differ most between groups that stand side by side, with both figures and what each rests on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sluitend.apps.analyses.kit import words
from sluitend.apps.analyses.kit.across import COHORT, parts
from sluitend.apps.analyses.kit.guards import Made
from sluitend.apps.analyses.kit.result import Cell, Column, Kind, Table
from sluitend.apps.analyses.kit.tables import Row, records, table
from sluitend.apps.analyses.kit.telling import Given

MOST = 10  # rows


@dataclass(frozen=True, slots=True)
class Differing:
    """Of the rows of a table (`of`, told apart by `by`) that two groups have at least, the figure in the group where it
    is lowest and in that where it is highest. `value` gives the figure of a row of a group and the number that it rests
    on, by the row and the size of the group; None where either is not told."""

    key: str
    title: str
    of: str
    by: tuple[Column, ...]
    figure: Column
    basis: str
    value: Callable[[Row, int | None], tuple[float, int] | None]
    sizes: tuple[str, str]
    unit: str = ""

    def __call__(self, made: Made) -> Table | None:
        """Of exact tables or of what is told; the rows that differ most first."""
        rows = [row for _order, row in sorted(self._rows(made), key=lambda one: one[0])[:MOST]]
        kind = self.figure.kind
        columns = [*self.by]
        for key, title in (("low", "laagste"), ("high", "hoogste")):
            columns += [Column(key, f"{title} groep"), Column(f"{key}_value", f"{title} {self.unit}".rstrip(), kind)]
            columns += [Column(f"{key}_n", f"{self.basis}, {title}", Kind.COUNT)]
        columns.append(Column("difference", "verschil", kind))
        by = [one.key for one in self.by]
        return table(self.key, self.title, columns, rows, by) if rows else None

    def _rows(self, made: Made) -> Iterator[tuple[tuple[float, str], list[Cell]]]:
        found: dict[tuple[Cell, ...], list[tuple[float, int, str]]] = {}
        for row in map(Row, records(made[self.of]) if self.of in made else []):
            group = row[COHORT.key]
            size = Given(parts(made, group), None).one(self.sizes[0])[self.sizes[1]]
            if (value := self.value(row, size)) is not None:
                found.setdefault(tuple(row[one.key] for one in self.by), []).append((*value, group))
        for name, values in found.items():
            low, high = min(values, key=lambda one: one[0]), max(values, key=lambda one: one[0])
            if high[0] > low[0]:
                ends: list[Cell] = [low[2], low[0], low[1], high[2], high[0], high[1]]
                yield (low[0] - high[0], str(name)), [*name, *ends, high[0] - low[0]]

    def said(self, given: Given) -> Iterator[str]:
        """The row that differs most."""
        for row in given.rows(self.key)[:1]:
            name = " → ".join(str(row[one.key]) for one in self.by)
            low, high = (self._end(row, end) for end in ("low", "high"))
            yield f"{self.title}: {name}. Laagste: {low}. Hoogste: {high}."

    def _end(self, row: Row, end: str) -> str:
        value = words.cell(self.figure, row[f"{end}_value"])
        return f"{row[end]} {' '.join(filter(None, (value, self.unit)))} (n = {words.count(row[f'{end}_n'])})"
