"""What happened before a day and from it on, side by side: a case may be in both parts.

So the parts do not add up to the whole. Who asks the same without parts knows of every count how many are only in the
one part (the whole without the other): that may not be few either.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from sluitend.apps.analyses.kit import alike
from sluitend.apps.analyses.kit.across import PART, across
from sluitend.apps.analyses.kit.guards import Counts, Guard, Made
from sluitend.apps.analyses.kit.parts import LEAST
from sluitend.apps.analyses.kit.result import Column, Kind, Table
from sluitend.apps.analyses.kit.tables import Row, records

_BOTH = "_both"
_Key = tuple[object, ...]


@dataclass(frozen=True)
class Parted:
    """That not cases are parted by the day, but what happened: what that is called, and what a reader has to know.
    `counts` are columns, by table, that count cases once in every part they are in: of those others are told."""

    did: str
    caveats: tuple[str, ...]
    counts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def with_both(parts: Table, whole: Table | None, counts: Sequence[str]) -> Table:
    """The parts of a table below each other, with for every count how many are in both."""
    of_all = {_name(row, parts): row for row in map(Row, records(whole))} if whole else {}
    sums: dict[tuple[_Key, str], int] = {}
    rows = [Row(row) for row in records(parts)]
    for row in rows:
        for key in counts:
            sums[_name(row, parts), key] = sums.get((_name(row, parts), key), 0) + (row[key] or 0)
    titles = {one.key: one.title for one in parts.columns}
    added = tuple(Column(f"{key}{_BOTH}", f"{titles[key]}, in beide delen", Kind.COUNT) for key in counts)
    cells = [
        tuple(sums[_name(row, parts), key] - (of_all.get(_name(row, parts), row)[key] or 0) for key in counts)
        for row in rows
    ]
    laid = tuple((*row, *more) for row, more in zip(parts.rows, cells, strict=True))
    return replace(parts, columns=(*parts.columns, *added), rows=laid)


def parted(guard: Guard, counts: Sequence[str], otherwise: Guard, *, alone: bool = False) -> Guard:
    """Of a table of parts rows of which every count is told in both, or none; of other tables what `otherwise` tells.
    `alone`: what it tells of each part follows from what was told before."""

    def told(exact: Table, made: Made) -> Table | None:
        if exact.columns[:1] != (PART,):
            return otherwise(exact, made)
        if alone:
            return across(guard, alone=True)(exact, made)
        return _told(guard, exact, counts) if counts and isinstance(guard, Counts) else None

    return told


def _told(guard: Counts, exact: Table, counts: Sequence[str]) -> Table | None:
    rows: dict[_Key, list[Row]] = {}
    for row in map(Row, records(exact)):
        rows.setdefault(_name(row, exact), []).append(row)
    own = tuple(key for key in exact.by if key != PART.key)
    told = {key: alike.told({name: _alone(each, key, own) for name, each in rows.items()}) for key in counts}
    kept = set(rows).intersection(*told.values()) if own else set(rows)
    guard = _only(guard, [key for key in counts if own or told[key]])
    amounts = {key: of for key, of in guard.amounts.items() if _have_room(rows, kept, key, of)}
    left = tuple(line for line, row in zip(exact.rows, records(exact), strict=True) if _name(Row(row), exact) in kept)
    labels = (*guard.labels, PART.key, *own)
    return replace(guard, by=(), pairs=(), amounts=amounts, labels=labels)(replace(exact, rows=left), {})


def _only(guard: Counts, counts: Sequence[str]) -> Counts:
    """Without what does not rest on these counts."""
    return replace(
        guard,
        counts=tuple(one for one in guard.counted if one in counts),
        wholes={},
        within={one: of for one, of in guard.within.items() if {one, of} <= {*counts}},
        shares={one: of for one, of in guard.shares.items() if {*of} <= {*counts}},
        intervals={one: of for one, of in guard.intervals.items() if {*of[:2]} <= {*counts}},
        values={one: of for one, of in guard.values.items() if {*of} <= {*counts}},
        amounts={one: of for one, of in guard.amounts.items() if of in counts},
    )


def _alone(rows: Sequence[Row], key: str, own: tuple[str, ...]) -> list[float]:
    """How many are only in the one part, and only in the other. Of a table with one row also how many are in both: of
    the rows of others (from whom to whom) few ever are, and only rounding says not how few."""
    both = float(rows[0][f"{key}{_BOTH}"] or 0)
    found = [float(row[key] or 0) - both for row in rows]
    return [*found, *[0.0] * (2 - len(found)), *([both] if both and not own else [])]


def _have_room(rows: Mapping[_Key, Sequence[Row]], kept: set[_Key], key: str, of: str) -> bool:
    """An amount of what is kept back needs as much room as ten have on average."""
    every = [row for own in rows.values() for row in own]
    each = sum(row[key] or 0 for row in every) / max(1, sum(row[of] or 0 for row in every))
    hidden = [[*(float(row[key] or 0) for row in own), 0.0][:2] for name, own in rows.items() if name not in kept]
    return alike.has_room(hidden, max(1.0, each) * LEAST)


def _name(row: Row, parts: Table) -> _Key:
    return tuple(row[key] for key in parts.by if key != PART.key)
