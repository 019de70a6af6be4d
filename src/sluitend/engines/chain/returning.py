"""Back again: how many return within a time after they left, when not all have been followed that long.

Counted in days. A case is open from the day on which it opens up to and including the day on which it closes. A child
(or family) is in the chain on every day on which one of its cases is open, so that closing one of two parallel cases is
no leaving.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import ibis
import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
from ibis import _

from sluitend.engines.chain.spells import Open, stretches
from sluitend.engines.chain.steps import EPOCH
from sluitend.engines.chain.store import Store
from sluitend.engines.chain.survival import Bounded, Curve, LogRank, kaplan_meier, log_rank
from sluitend.engines.chain.waiting import AFTER, BEFORE, NO_VALUE, Rows, Within, groups_by, within

RETURN_DAYS = (91, 182, 365)  # three, six and twelve months
CLOSING = "closing"  # cohorts by the activity with which they left
_OPEN = np.iinfo(np.int64).max  # the end of what has not closed


@dataclass(frozen=True, slots=True)
class Leaving:
    """When somebody has left, and what is coming back.

    A case opens with `opens` (none: with its first event, and never again) and closes with `closes`. `per` is the
    attribute that says whose a case is (a child, a family); without it every case stands by itself. Who opens again at
    most `continued` days after closing never left. After a closing of `final` (death) nobody can return; such leavings
    are counted apart. Raises ValueError without `closes`, and for an activity that opens and closes.
    """

    closes: tuple[str, ...]
    opens: tuple[str, ...] = ()
    final: tuple[str, ...] = ()
    per: str | None = None
    continued: int = 1

    def __post_init__(self) -> None:
        Open(self.closes, self.opens)  # raises what it raises


@dataclass(frozen=True, slots=True)
class Returned:
    """One cohort: `leavings` of `leavers` (one may leave more than once), of which `returned` came back so far; `final`
    leavings stand apart and in no curve. `within`: for every number of days who is known to have returned, and the
    share by Kaplan and Meier."""

    name: str | None
    leavers: int
    leavings: int
    final: int
    returned: int
    within: tuple[Within, ...]
    median: Bounded
    curve: Curve


@dataclass(frozen=True, slots=True)
class Returns:
    """Cohorts in the order of their names, that without a name last. `not_placed`: cases without a value of the
    attribute that says whose they are, which are left out."""

    cohorts: tuple[Returned, ...]
    log_rank: LogRank | None  # None of a single cohort
    not_placed: int


def returns(
    store: Store,
    leaving: Leaving,
    *,
    until: date,
    days: tuple[int, ...] = RETURN_DAYS,
    by: str | None = None,
    split: date | None = None,
) -> Returns:
    """What was known at the end of the day before `until`: who returned within so many days after leaving.

    Cohorts are the values of an attribute of the case that closed last, the activity that closed it (`by=CLOSING`), or
    before and from the day `split` on, by the day of leaving. Raises KeyError for what is no attribute, ValueError for
    two ways of making cohorts.
    """
    if by is not None and split is not None:
        raise ValueError("cohorts are made by an attribute or by a day, not by both")
    group = None if by in (None, CLOSING) else store.about(str(by))
    unit = "case" if leaving.per is None else store.about(leaving.per)
    intervals = _intervals(store, leaving, unit, group, until)
    left = _left(_spells(intervals, leaving.continued), (until - EPOCH).days - 1)
    left["final"] = left["closing"].isin(store.codes("activity", leaving.final))
    groups = [(name, left.iloc[rows]) for name, rows in _groups(store, left, by, group, split)]
    cohorts = tuple(_cohort(name, rows, days) for name, rows in groups)
    tested = log_rank([_observed(rows) for _name, rows in groups]) if len(groups) > 1 else None
    return Returns(cohorts, tested, store.value(store.cases.filter(store.cases[unit].isnull()).count()))


def _intervals(store: Store, leaving: Leaving, unit: str, group: str | None, until: date) -> pd.DataFrame:
    """The periods in which cases are open: unit, start, end (days), time and name (of the case), closing, group."""
    steps = store.steps.filter((_.day < (until - EPOCH).days) & _[unit].notnull())
    closing = store.steps.select("case", "time", end_position="position", closing="activity")
    of_case = {"unit": _[unit], "group": ibis.null("int32") if group is None else _[group]}
    whose = store.cases.mutate(**of_case).select("case", "name", *of_case)
    found = stretches(store, steps, Open(leaving.closes, leaving.opens)).left_join(closing, ["case", "end_position"])
    rows = store.table(found.drop("case_right", "end_position_right").join(whose, "case"))
    empty = {"end": _OPEN, "time": _OPEN, "closing": NO_VALUE, "group": NO_VALUE}
    numbers = {
        name: rows[name].cast(pa.int64()).fill_null(empty.get(name, 0)).to_numpy() for name in ("unit", "day", *empty)
    }
    return pd.DataFrame({**numbers, "name": rows["name"].to_pandas()}).rename(columns={"day": "start"})


def _spells(intervals: pd.DataFrame, continued: int) -> pd.DataFrame:
    """Intervals of one unit that touch, taken together: unit, start, end, and the closing and group of its last case
    (the last to close; of several at one moment the last by name)."""
    ordered = intervals.sort_values(["unit", "start"], kind="stable")
    reached = ordered.groupby("unit")["end"].cummax().shift()
    same = ordered["unit"] == ordered["unit"].shift()
    apart = ~same | (ordered["start"] - continued > reached.fillna(0))
    ordered["spell"] = apart.cumsum()
    start = ordered.groupby("spell")["start"].first()
    last = ordered.sort_values(["spell", "time", "name"], kind="stable").groupby("spell").last()
    return last.assign(start=start)


def _left(spells: pd.DataFrame, now: int) -> pd.DataFrame:
    """The spells that ended: how long after it the next began, or until the last day that was looked at."""
    following = (spells["unit"] == spells["unit"].shift(-1)).to_numpy()
    until = np.where(following, spells["start"].shift(-1).fillna(0), now)
    ended = (spells["end"] != _OPEN).to_numpy()
    return spells.assign(back=following, length=until - spells["end"])[ended]


def _groups(
    store: Store, left: pd.DataFrame, by: str | None, group: str | None, split: date | None
) -> Iterator[tuple[str | None, Rows]]:
    if split is not None:
        early = left["end"].to_numpy() < (split - EPOCH).days
        yield BEFORE, np.flatnonzero(early)
        yield AFTER, np.flatnonzero(~early)
    elif by is None:
        yield None, np.arange(len(left))
    else:
        names, column = ("activity", "closing") if group is None else (group, "group")
        codes = left[column].to_numpy()
        yield from groups_by(codes, store.coded.values[names].to_pylist())


def _observed(rows: pd.DataFrame) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.bool_]]:
    """As `kaplan_meier` takes it; who cannot return was never at risk."""
    followed = rows[~rows["final"]]
    return followed["length"].to_numpy(np.float64), followed["back"].to_numpy(np.bool_)


def _cohort(name: str | None, rows: pd.DataFrame, days: tuple[int, ...]) -> Returned:
    length, back = _observed(rows)
    curve = kaplan_meier(length, back)
    return Returned(
        name=name,
        leavers=int(rows["unit"].nunique()),
        leavings=len(rows),
        final=len(rows) - len(length),
        returned=int(back.sum()),
        within=tuple(within(norm, length, back, curve) for norm in days),
        median=curve.quantile(0.5),
        curve=curve,
    )
