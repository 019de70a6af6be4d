"""How help ends: as planned, broken off early, or otherwise, when for some it has not ended yet.

Counting only what has ended makes short, broken-off help look commoner than it is, since long help is still going on.
So beside the counts stands the cumulative incidence of Aalen and Johansen (Scandinavian Journal of Statistics 5, 1978;
Klein and Moeschberger, Survival Analysis, 2nd edition 2003, section 4.7): the share that has ended in one way by a
time, while it could also have ended in another.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from sluitend.engines.chain.returning import RETURN_DAYS
from sluitend.engines.chain.store import Store
from sluitend.engines.chain.survival import moments_of
from sluitend.engines.chain.waiting import Rows, Spells, Wait, groups_of, spells_of

Floats = npt.NDArray[np.float64]
_OPEN = -1


@dataclass(frozen=True, slots=True)
class Ending:
    """One way of ending: how many cases, the share of those that ended, the median of their days from opening to
    closing, and for every number of days the share of all that ended so by then (None past the last who was
    followed)."""

    reason: str
    cases: int
    share: float | None
    median_days: float | None
    incidence: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Endings:
    """One cohort: cases that opened, of which so many are open; `days` are those of `incidence`. Endings by reason, the
    most frequent first, then by name; all reasons are in every cohort."""

    name: str | None
    cases: int
    open: int
    days: tuple[int, ...]
    endings: tuple[Ending, ...]


def endings(
    store: Store,
    reasons: Mapping[str, str],
    *,
    until: date,
    opens: tuple[str, ...] = (),
    days: tuple[int, ...] = RETURN_DAYS,
    by: str | None = None,
    split: date | None = None,
) -> tuple[Endings, ...]:
    """How cases end that opened before the day `until`: with the first of the closing activities after the opening.

    `reasons` gives every closing activity its reason; several may have one. A case opens with the first event of
    `opens`; none: with the first event that does not close it. Cases that never opened are left out. Cohorts are made
    as by `waiting`, and so are its errors.
    """
    closing = tuple(reasons)
    start = opens or tuple(name for name in _names(store) if name not in reasons)
    known = store.where({}, None, store.coded.begin(until))
    # What closed on the day of the opening, in a row above it, closed another course.
    spells = spells_of(known, Wait(start, closing, same_day=False), until, by)
    kinds = sorted(set(reasons.values()))
    kind = _kinds(_names(store), spells, reasons, kinds)
    groups = groups_of(known, spells, by, split)
    return tuple(_cohort(name, rows[~spells.no_start[rows]], spells, kind, kinds, days) for name, rows in groups)


def _kinds(names: list[str], spells: Spells, reasons: Mapping[str, str], kinds: list[str]) -> npt.NDArray[np.int64]:
    """The place of its reason in `kinds` for every case; _OPEN for one that has not ended."""
    codes = np.array([kinds.index(reasons[name]) if name in reasons else _OPEN for name in names] + [_OPEN])
    found: npt.NDArray[np.int64] = codes[spells.ending]  # the last is for none
    return found


def _names(store: Store) -> list[str]:
    names: list[str] = store.coded.values["activity"].to_pylist()
    return names


def _cohort(
    name: str | None, rows: Rows, spells: Spells, kind: npt.NDArray[np.int64], kinds: list[str], days: tuple[int, ...]
) -> Endings:
    length, ended = np.nan_to_num(spells.length[rows]), kind[rows]
    total = int((ended != _OPEN).sum())
    shares = incidence(length, ended, len(kinds), days)
    found = []
    for place, reason in enumerate(kinds):
        own = length[ended == place]
        share = len(own) / total if total else None
        median = float(np.median(own)) if len(own) else None
        found.append(Ending(reason, len(own), share, median, shares[place]))
    ranked = tuple(sorted(found, key=lambda one: (-one.cases, one.reason)))
    return Endings(name, len(rows), len(rows) - total, days, ranked)


def incidence(
    length: Floats, ended: npt.NDArray[np.int64], kinds: int, days: tuple[int, ...]
) -> list[tuple[float | None, ...]]:
    """For every kind of ending (0 to `kinds`; below 0: not ended when last seen) the share that ended so by each of the
    days; None past the last who was followed while some had not ended."""
    moments, place = moments_of(length)
    risk = len(length) - np.append([0], np.cumsum(np.bincount(place, minlength=len(moments))))[: len(moments)]
    counts = [np.bincount(place[ended == kind], minlength=len(moments)) for kind in range(kinds)]
    any_kind = np.sum(counts, axis=0) if kinds else np.zeros(len(moments))
    waiting = np.cumprod(1 - any_kind / np.maximum(risk, 1))
    before = np.append([1.0], waiting)[: len(moments)]
    lines = [np.cumsum(before * count / np.maximum(risk, 1)) for count in counts]
    return [tuple(_at(moments, waiting, line, day) for day in days) for line in lines]


def _at(moments: Floats, waiting: Floats, line: Floats, day: int) -> float | None:
    if not len(moments) or (day > moments[-1] and waiting[-1] > 0):
        return None
    place = int(np.searchsorted(moments, day, side="right")) - 1
    return float(line[place]) if place >= 0 else 0.0
