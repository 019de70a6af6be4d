"""Small numbers: what may leave the analysis team of a table of counts, and of what was computed from them.

Counts below `least` are kept back, others rounded to `base`; as many others are kept back as are needed for nobody to
compute a small one from totals (`grid`). Rounded parts do not add up to rounded totals, and are not repaired to do so.
Shares are computed again from the rounded counts; other figures stand only where the count behind them does.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from sluitend.engines.disclosure.grid import Cells, Numbers, suppressed
from sluitend.engines.disclosure.layout import Layout, layout
from sluitend.engines.disclosure.rule import CAVEAT, Rule

__all__ = ["CAVEAT", "Rule", "protect"]

_SHARE_OF_AMOUNT = 0.2  # room that an amount of a small count needs, of its value
_DIGITS = 3  # of what is no count: a mean in many digits tells what it was divided by


def protect(
    table: pa.Table,
    *,
    counts: Sequence[str],
    by: Sequence[str],
    whole: str | None = None,
    shares: Mapping[str, tuple[str, str]] | None = None,
    values: Mapping[str, str] | None = None,
    amounts: Mapping[str, str] | None = None,
    rule: Rule | None = None,
) -> pa.Table:
    """The same rows and columns, with null for what is kept back.

    `by` are the one or two columns that say what a row counts; where one of them reads `rule.total`, the row is a
    total. A total that the table does not have is taken to be known when it is not small itself; a combination without
    a row is taken to be known as zero. With `whole`, the other `counts` are parts of that column (then `by` is one).
    `shares` has two counts for each column: part and whole. `values` (a median, a mean) and `amounts` (costs, which
    add up as counts do) have the count that they rest on. Counts and amounts are not negative.

    Counts in columns without `whole` are protected each for itself: do not give columns of which one follows from the
    others. Two tables of the same cases that differ little are not protected against each other but by the rounding.
    Raises ValueError when a column is not accounted for, a row stands twice, or a count is below zero.
    """
    rule = rule or Rule()
    job = _Job(table, rule, layout(table, tuple(by), tuple(counts), whole, rule.total))
    job.check({*by, *counts, *(shares or {}), *(values or {}), *(amounts or {})})
    kept = job.counts()
    columns = {name: job.rounded(name, kept[name]) for name in counts}
    columns |= {name: job.share(columns[part], columns[of]) for name, (part, of) in (shares or {}).items()}
    columns |= {name: job.value(name, kept[count]) for name, count in (values or {}).items()}
    columns |= {name: job.amount(name, count, kept[count]) for name, count in (amounts or {}).items()}
    return pa.table({name: columns.get(name, table[name]) for name in table.column_names})


@dataclass(frozen=True)
class _Job:
    table: pa.Table
    rule: Rule
    layout: Layout

    def check(self, known: set[str]) -> None:
        unknown = [name for name in self.table.column_names if name not in known]
        if unknown:
            raise ValueError(f"nothing says how to protect {', '.join(unknown)}")

    def numbers(self, name: str) -> Numbers:
        """Of every row; null counts as zero, and comes back as null."""
        found = np.array([0.0 if one is None else float(one) for one in self.table[name].to_pylist()])
        if (found < 0).any() or not np.isfinite(found).all():
            raise ValueError(f"{name} has values below zero, or that are no numbers")
        return found

    def counts(self) -> dict[str, Cells]:
        """Of every count the rows in which it is kept back."""
        columns = {name: self.numbers(name) for name in self.layout.counts}
        small = {name: self._small(name, column) for name, column in columns.items()}
        fixed = {name: self._fixed(name, column) for name, column in columns.items()}
        return self.kept(columns, small, fixed, float(self.rule.least), 0.0)

    def _small(self, name: str, column: Numbers) -> Cells:
        low: Cells = (column < self.rule.least) & ~self._fixed(name, column)
        return low

    def _fixed(self, name: str, column: Numbers) -> Cells:
        """What is told as it is: what the table did not know, and a zero when the rule shows it."""
        unknown = np.array([one is None for one in self.table[name].to_pylist()], bool)
        shown: Cells = unknown | ((column == 0) & self.rule.zeros)
        return shown

    def kept(
        self, columns: dict[str, Numbers], small: dict[str, Cells], fixed: dict[str, Cells], least: float, share: float
    ) -> dict[str, Cells]:
        """Of every column the rows to keep back: the small ones, and what else it takes."""
        kept: dict[str, Cells] = {name: rows.copy() for name, rows in small.items()}
        for grid, places in self.layout.grids(columns, small, fixed, least, share):
            found = suppressed(grid)
            for cell, (name, row) in places.items():
                kept[name][row] |= found[cell]
        return kept

    def rounded(self, name: str, kept: Cells) -> pa.Array:
        """A count as it is told: to the nearest multiple of the base, null where it is kept back or was not known."""
        known = self.table[name].is_valid().to_pylist()
        near = self._near(self.numbers(name))
        told = [int(one) if ok and not hide else None for one, ok, hide in zip(near, known, kept, strict=True)]
        return pa.array(told, pa.int64())

    def _near(self, numbers: Numbers) -> Numbers:
        found: Numbers = np.floor((numbers + self.rule.base // 2) / self.rule.base) * self.rule.base
        return found

    def share(self, part: pa.Array, of: pa.Array) -> pa.Array:
        """Of rounded counts, in whole per cents."""
        pairs = zip(part.to_pylist(), of.to_pylist(), strict=True)
        told = [None if one is None or not every else min(1.0, round(one / every, 2)) for one, every in pairs]
        return pa.array(told, pa.float64())

    def value(self, name: str, kept: Cells) -> pa.Array:
        """A figure where the count behind it is told."""
        told = zip(self.table[name].to_pylist(), kept, strict=True)
        return pa.array([None if hide else _short(one) for one, hide in told], self.table[name].type)

    def amount(self, name: str, count: str, small: Cells) -> pa.Array:
        """Kept back where its count is and where else is needed; else as much as the rounded count would have."""
        amounts, numbers = self.numbers(name), self.numbers(count)
        each = amounts.sum() / max(1.0, numbers.sum())
        job = _Job(self.table, self.rule, self.layout.only(count))
        nothing = {count: np.zeros(len(amounts), bool)}
        kept = job.kept({count: amounts}, {count: small}, nothing, self.rule.least * each, _SHARE_OF_AMOUNT)[count]
        mean = np.divide(amounts, numbers, out=np.zeros(len(amounts)), where=numbers > 0)
        told = zip(mean * self._near(numbers), kept | self.table[name].is_null().to_numpy(), strict=True)
        return pa.array([None if hide else _short(float(one)) for one, hide in told], pa.float64())


def _short(value: Any) -> Any:
    """In three significant digits when it is a number."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not value or not np.isfinite(value):
        return value
    return round(value, _DIGITS - 1 - int(np.floor(np.log10(abs(value)))))
