"""What comes in, goes out and stays, per period; how old the stock is; and whether Little's law holds.

Little (Operations Research 9, 1961; as a check on data Little, Operations Research 59, 2011): in the long run the mean
number of open cases L is the number λ that comes in per day times the mean number of days W that a case stays open.
Over a stretch of T days in which D spells end, an identity holds for every log:

    L T = D W + inside - before

with W the mean length of the spells that ended in it, `before` the days of those that lie before the stretch, and
`inside` the days in it of the spells that are still open at its end. So L = λ W as far as what came in equals what went
out, and the two edges are small or equal.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from sluitend.engines.chain.spells import Open, Spells, spells
from sluitend.engines.chain.steps import EPOCH
from sluitend.engines.chain.stocks import Counted, Stock
from sluitend.engines.chain.store import Store

AGES = (0, 7, 30, 90, 180, 365)  # days from which the classes of age of the stock begin


class Per(StrEnum):
    """The periods of a calendar."""

    WEEK = "week"  # from Monday
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Flow:
    """`periods`: group (a value of the attribute; null: none), first and last (dates; of the first and last period
    within what was asked for), days, stock_before, inflow, outflow, stock (at the end of the last day), mean_stock (of
    the stocks at the end of each day), median_age and p90_age (days since opening of the stock at the end; null without
    stock). Always stock_before + inflow - outflow = stock. `ages`: group, from_days, to_days (null: no end), cases, of
    the stock at the end. `little`: see `Little`."""

    periods: pa.Table
    ages: pa.Table
    little: tuple[Little, ...]


@dataclass(frozen=True, slots=True)
class Little:
    """One group over all days that were asked for. `mean_stock` is L, `per_day` λ (what came in per day), `mean_days` W
    (of the spells that ended), `expected_stock` λ W and `ratio` λ W / L; None without any.

    The law speaks of a long run. It may be asked of these data when the stock is `steady` and the stretch is
    `long_enough` (three times W). Steady: what came in and what went out differ by no more than the tolerance times
    what came in, so that λ W and D W / T, which the identity has, do too (conservation of flow: Little and Graves 2008,
    "Little's Law", in Building Intuition, ch. 5). The change is held against the flow, not against L: by chance alone a
    stock goes up and down by about the root of L. When both are true and it does not `hold` (the ratio lies further
    from 1 than the tolerance), what is in stock is open far longer than who left: closures that nobody put on record,
    mostly, or cases that stay behind. `before` and `inside` are the days at the edges.
    """

    group: str | None
    days: int
    arrivals: int
    departures: int
    stock_before: int
    stock: int
    case_days: int
    before: int
    inside: int
    mean_stock: float
    per_day: float
    mean_days: float | None
    expected_stock: float | None
    ratio: float | None
    steady: bool
    long_enough: bool | None
    holds: bool | None


def flow(
    store: Store,
    open_: Open,
    *,
    since: date,
    until: date,
    per: Per = Per.MONTH,
    by: str | None = None,
    ages: Sequence[int] = AGES,
    tolerance: float = 0.1,
) -> Flow:
    """Of the days from `since` up to and without `until`; what was open before is stock.

    A case that was open before the log begins is not in it: until such cases have gone, stock and age are too low.
    Raises KeyError for what is no attribute, ValueError when no day lies between or ages do not rise from 0.
    """
    return flow_of(spells(store, open_, until=until, by=by), since, until, per, ages, tolerance)


def flow_of(found: Spells, since: date, until: date, per: Per, ages: Sequence[int], tolerance: float) -> Flow:
    """See `flow`: of these spells."""
    if list(ages) != sorted(set(ages)) or not ages or ages[0] != 0:
        raise ValueError("ages rise, from 0")
    edges = [(day - EPOCH).days for day in edges_of(since, until, per)]
    counted = Counted(found, edges)
    rows = []
    for place, stock in enumerate(counted.stocks()):
        rows.append(_period(counted, place, edges[place], edges[place + 1], stock))
    names = {name: np.concatenate([row[name] for row in rows]) for name in rows[0]}
    groups = list(found.groups) * len(rows)
    order = np.lexsort((np.arange(len(groups)), np.arange(len(groups)) % len(found.groups)))
    table = pa.table({"group": pa.array(groups, pa.string()), **{name: _column(name, names[name]) for name in names}})
    return Flow(
        table.take(pa.array(order)),
        _ages(found.groups, stock, edges[-1], ages),
        _littles(found.groups, counted, stock, edges, tolerance),
    )


def edges_of(since: date, until: date, per: Per) -> list[date]:
    """The days on which periods begin, and `until`. Raises ValueError when no day lies between."""
    if since >= until:
        raise ValueError("the first day comes before the last")
    edges = [since]
    while edges[-1] < until:
        edges.append(min(_next(edges[-1], per), until))
    return edges


def _next(day: date, per: Per) -> date:
    if per is Per.WEEK:
        return day + timedelta(days=7 - day.weekday())
    months = {Per.MONTH: 1, Per.QUARTER: 3, Per.YEAR: 12}[per]
    years, month = divmod((day.month - 1) // months * months + months, 12)
    return date(day.year + years, month + 1, 1)


def _period(counted: Counted, place: int, first: int, end: int, stock: Stock) -> dict[str, npt.NDArray[Any]]:
    """A value for every group."""
    many = len(stock.counts)
    inflow, outflow = counted.inflow[:, place], counted.outflow[:, place]
    return {
        "first": np.full(many, first),
        "last": np.full(many, end - 1),
        "days": np.full(many, end - first),
        "stock_before": stock.counts - inflow + outflow,
        "inflow": inflow,
        "outflow": outflow,
        "stock": stock.counts,
        "mean_stock": (counted.open_days[:, place + 1] - counted.open_days[:, place]) / (end - first),
        "median_age": stock.quantile(end - 1, 0.5),
        "p90_age": stock.quantile(end - 1, 0.9),
    }


def _column(name: str, values: np.ndarray) -> pa.Array:
    if name in ("first", "last"):
        return pa.array(values.astype(np.int32), pa.int32()).cast(pa.date32())
    return pa.array(values, mask=np.isnan(values)) if values.dtype.kind == "f" else pa.array(values)


def _ages(groups: Sequence[str | None], stock: Stock, end: int, ages: Sequence[int]) -> pa.Table:
    band = np.searchsorted(np.array(ages), end - 1 - stock.begin, side="right") - 1
    there = np.flatnonzero(stock.many)  # who begins later has no age
    cells = (stock.group * len(ages) + band)[there]
    counts = np.bincount(cells, stock.many[there], len(ages) * len(groups)).astype(np.int64)
    return pa.table(
        {
            "group": pa.array([name for name in groups for _ in ages], pa.string()),
            "from_days": pa.array(list(ages) * len(groups), pa.int64()),
            "to_days": pa.array([*(age - 1 for age in ages[1:]), None] * len(groups), pa.int64()),
            "cases": counts,
        }
    )


def _littles(
    groups: Sequence[str | None], counted: Counted, stock: Stock, edges: Sequence[int], tolerance: float
) -> tuple[Little, ...]:
    first, end = edges[0], edges[-1]
    inside = np.bincount(stock.group, stock.many * (end - np.maximum(stock.begin, first)), len(groups))
    columns = (
        counted.inflow.sum(axis=1),
        counted.outflow.sum(axis=1),
        counted.before,
        stock.counts,
        counted.open_days[:, -1] - counted.open_days[:, 0],
        counted.early,
        inside.astype(np.int64),
        counted.lengths,
    )
    rows = zip(groups, *(column.tolist() for column in columns), strict=True)
    return tuple(_little(name, end - first, *counts, tolerance=tolerance) for name, *counts in rows)


def _little(
    group: str | None,
    days: int,
    arrivals: int,
    departures: int,
    stock_before: int,
    stock: int,
    case_days: int,
    before: int,
    inside: int,
    lengths: int,
    *,
    tolerance: float,
) -> Little:
    mean_stock, per_day = case_days / days, arrivals / days
    mean_days = lengths / departures if departures else None
    expected = None if mean_days is None else per_day * mean_days
    ratio = None if expected is None or not mean_stock else expected / mean_stock
    return Little(
        group=group,
        days=days,
        arrivals=arrivals,
        departures=departures,
        stock_before=stock_before,
        stock=stock,
        case_days=case_days,
        before=before,
        inside=inside,
        mean_stock=mean_stock,
        per_day=per_day,
        mean_days=mean_days,
        expected_stock=expected,
        ratio=ratio,
        steady=abs(arrivals - departures) <= tolerance * arrivals,
        long_enough=None if mean_days is None else days >= 3 * mean_days,
        holds=None if ratio is None else abs(ratio - 1) <= tolerance,
    )
