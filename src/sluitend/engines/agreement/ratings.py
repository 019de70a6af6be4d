"""Ratings in their most compact form: for each unit how often each value was given."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Ratings: TypeAlias = Sequence[Sequence[Hashable | None]] | NDArray[Any]
Numbers: TypeAlias = NDArray[np.float64]
SPAN = 1000  # between the smallest and the largest of values that are counted


@dataclass(frozen=True)
class Counts:
    """`table[u, k]`: how many coders gave unit u the value `values[k]`; `weights[u]`: how often such a unit occurs."""

    table: Numbers  # units × values
    values: tuple[Any, ...]
    coders: int
    weights: Numbers  # units

    @cached_property
    def raters(self) -> Numbers:
        """How many coders rated each unit."""
        return np.asarray(self.table.sum(axis=1))

    @property
    def units(self) -> int:
        """Units that two coders or more have rated."""
        return int(self.weights[self.raters >= 2].sum())

    @property
    def is_of_one_value(self) -> bool:
        """Whether no two coders could differ: all that two or more have rated is one value."""
        return bool(np.count_nonzero(self.table[self.raters >= 2].sum(axis=0)) < 2)

    def pairable(self) -> Counts:
        """Only the units that two coders or more have rated, and the values that occur in them."""
        rows = self.table[self.raters >= 2]
        used = np.flatnonzero(rows.sum(axis=0) > 0)
        values = tuple(self.values[place] for place in used)
        return Counts(rows[:, used], values, self.coders, self.weights[self.raters >= 2])

    def collapsed(self) -> Counts:
        """Units that were rated alike together, with their number: nothing is lost for any coefficient."""
        table, place = self.patterns
        weights = np.bincount(place, weights=self.weights, minlength=len(table)).astype(np.float64)
        return Counts(table, self.values, self.coders, weights)

    @cached_property
    def patterns(self) -> tuple[Numbers, NDArray[np.int64]]:
        """The different rows of the table, and for each unit which of them is its."""
        base = float(self.coders + 1)
        if len(self.values) * np.log2(base) < 52:  # a row fits in one number, and numbers sort quickly
            keys = self.table @ (base ** np.arange(len(self.values)))
            _keys, first, place = np.unique(keys, return_index=True, return_inverse=True)
            return self.table[first], place.ravel()
        table, place = np.unique(self.table, axis=0, return_inverse=True)
        return table, place.ravel()


def counts_of(ratings: Ratings, values: Sequence[Hashable] | None = None) -> Counts:
    """Count. `values` are all that could have been given; by default those that were, in their order.

    Raises ValueError when coders have different numbers of units, or gave a value that is not among `values`.
    """
    codes, found, order = _coded(ratings, values)
    table = np.zeros((codes.shape[1], len(order)))
    for place, value in enumerate(order):
        if value in found:
            table[:, place] = np.count_nonzero(codes == found[value], axis=0)
    return Counts(table, tuple(order), codes.shape[0], np.ones(codes.shape[1]))


def given_of(ratings: Ratings, values: Sequence[Hashable] | None = None) -> Numbers:
    """Coders × values: how many units each coder gave each value. Raises as `counts_of`."""
    codes, found, order = _coded(ratings, values)
    table = np.zeros((codes.shape[0], len(order)))
    for place, value in enumerate(order):
        if value in found:
            table[:, place] = np.count_nonzero(codes == found[value], axis=1)
    return table


Codes: TypeAlias = tuple[NDArray[Any], dict[Any, Any]]  # coders × units, and what stands there for each value


def _coded(ratings: Ratings, values: Sequence[Hashable] | None) -> tuple[NDArray[Any], dict[Any, Any], list[Any]]:
    codes, found = _of_numbers(ratings) if _is_numeric(ratings) else _of_anything(ratings)
    order = list(values) if values is not None else _sorted(list(found))
    if missing := [value for value in found if value not in order]:
        raise ValueError(f"rated with a value that is not among the values: {missing[0]!r}")
    return codes, found, order


def _is_numeric(ratings: Ratings) -> bool:
    return isinstance(ratings, np.ndarray) and ratings.dtype.kind in "biuf"


def _of_anything(ratings: Ratings) -> Codes:
    rows = [list(map(_plain, row)) for row in ratings]
    if len({len(row) for row in rows}) > 1:
        raise ValueError("every coder has a place for every unit")
    places: dict[Any, int] = {}
    coded = [[-1 if _is_missing(one) else places.setdefault(one, len(places)) for one in row] for row in rows]
    units = len(rows[0]) if rows else 0
    return np.array(coded, dtype=np.int64).reshape(len(rows), units), places


def _of_numbers(ratings: Any) -> Codes:
    """An array as it is: NaN equals no value."""
    if ratings.ndim != 2:
        raise ValueError("ratings are coders × units")
    if ratings.dtype.kind == "b":
        ratings = ratings.astype(np.uint8)
    return ratings, {value: value for value in _distinct(ratings)}


def _distinct(ratings: NDArray[Any]) -> list[Any]:
    """The values that occur; of whole numbers that are not far apart by counting, which is ten times as quick."""
    found = ratings[~np.isnan(ratings)] if ratings.dtype.kind == "f" else ratings.ravel()
    if not found.size:
        return []
    low, high = found.min(), found.max()
    whole = found.astype(np.int64) if high - low < SPAN else None
    if whole is None or (whole != found).any():
        return list(np.unique(found).tolist())
    counted = np.flatnonzero(np.bincount(whole - int(low)))
    return list((counted + int(low)).astype(ratings.dtype).tolist())


def _plain(value: Any) -> Any:
    """A number of an array as any other number: lists of them are in order of size as well."""
    return value.item() if isinstance(value, np.generic) else value


def _is_missing(value: Any) -> bool:
    return value is None or value != value  # NaN is the one value that differs from itself


def _sorted(values: list[Any]) -> list[Any]:
    """Numbers by size, everything else by its words."""
    return sorted(values) if are_numbers(values) else sorted(values, key=str)


def are_numbers(values: Iterable[Any]) -> bool:
    return all(isinstance(value, int | float) for value in values)


def require_order(counts: Counts, values: Sequence[Hashable] | None) -> None:
    """Words have the order that somebody gives them, and no other. Raises ValueError."""
    if values is None and not are_numbers(counts.values):
        raise ValueError("values that are no numbers have no order of themselves: give `values` in their order")
