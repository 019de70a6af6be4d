"""How far cases can still be told apart by what is left of them: classes of equal cases, and courses that occur once.

A class holds the cases that are equal in all columns given. Who knows those things of somebody finds that person in a
class of one. (k-anonymity: Sweeney, *Int. J. Uncertainty Fuzziness* 10, 2002; Hundepool e.a. 2012, §3.3.)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as parquet

from sluitend.engines.chain.steps import Steps, attribute

__all__ = ["KS", "Course", "Risk", "Under", "Worse", "courses", "risk"]

KS: Final = (5, 10)
Codes = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Under:
    """How many cases are in a class of fewer than `k`, and which share that is (None without cases)."""

    k: int
    cases: int
    share: float | None


@dataclass(frozen=True, slots=True)
class Worse:
    """How many cases would be alone in their class if this column were not there."""

    column: str
    unique_without: int


@dataclass(frozen=True, slots=True)
class Risk:
    """Of all cases together. `worst` has the column first of which leaving out helps most."""

    columns: tuple[str, ...]
    cases: int
    classes: int
    unique: int
    smallest: int | None
    under: tuple[Under, ...]
    worst: tuple[Worse, ...]


@dataclass(frozen=True, slots=True)
class Course:
    """Of the cases of one group: how many different sequences of activities, and how many cases share theirs little."""

    group: str | None
    cases: int
    sequences: int
    unique: int
    smallest: int | None
    under: tuple[Under, ...]


def risk(cases: pa.Table, columns: Sequence[str], ks: Sequence[int] = KS) -> Risk:
    """Of a table with a row for every case; null is a value like any other."""
    coded = [_codes(cases[name]) for name in columns]
    sizes = _sizes(coded, cases.num_rows)
    without = [
        Worse(name, int((_sizes(coded[:at] + coded[at + 1 :], cases.num_rows) == 1).sum()))
        for at, name in enumerate(columns)
    ]
    return Risk(
        tuple(columns),
        cases.num_rows,
        _classes(sizes),
        int((sizes == 1).sum()),
        int(sizes.min()) if len(sizes) else None,
        _under(sizes, ks),
        tuple(sorted(without, key=lambda one: one.unique_without)),
    )


def courses(steps: Steps, by: str | None = None, ks: Sequence[int] = KS) -> tuple[Course, ...]:
    """Of every value of an attribute of cases, the largest group first; without one, of all cases together."""
    cases = steps.cases if isinstance(steps.cases, pa.Table) else parquet.read_table(steps.cases)
    variant = cases["variant"].to_numpy().astype(np.int64)
    group = np.zeros(len(variant), np.int64) if by is None else _codes(cases[attribute(by)])
    names = [None] if by is None else [*steps.values[attribute(by)].to_pylist(), None]
    sizes = _sizes([group, variant], len(variant))
    found = [_course(names[one], sizes[group == one], ks) for one in np.unique(group)]
    return tuple(sorted(found, key=lambda course: (-course.cases, course.group or "")))


def _course(name: str | None, sizes: Codes, ks: Sequence[int]) -> Course:
    return Course(name, len(sizes), _classes(sizes), int((sizes == 1).sum()), int(sizes.min()), _under(sizes, ks))


def _codes(column: pa.ChunkedArray) -> Codes:
    """Numbers of the values, from zero; null has the one after the last."""
    coded = pc.dictionary_encode(column.combine_chunks())
    numbers: Codes = coded.indices.cast(pa.int64()).fill_null(len(coded.dictionary)).to_numpy(zero_copy_only=False)
    return numbers


def _sizes(coded: Sequence[Codes], many: int) -> Codes:
    """Of every case the size of its class: classes are numbered anew after each column, so nothing can collide."""
    classes = np.zeros(many, np.int64)
    for codes in coded:
        pairs = classes * (int(codes.max(initial=0)) + 1) + codes
        classes = pd.factorize(pairs)[0].astype(np.int64)
    sizes: Codes = np.bincount(classes, minlength=1)[classes] if many else np.zeros(0, np.int64)
    return sizes


def _classes(sizes: Codes) -> int:
    """A class of five has five cases that each count for a fifth."""
    return round(float((1 / sizes).sum())) if len(sizes) else 0


def _under(sizes: Codes, ks: Sequence[int]) -> tuple[Under, ...]:
    low = [int((sizes < k).sum()) for k in ks]
    return tuple(Under(k, one, one / len(sizes) if len(sizes) else None) for k, one in zip(ks, low, strict=True))
