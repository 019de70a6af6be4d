"""Spells: the stretches of days in which a case is open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import ibis
import numpy as np
import numpy.typing as npt
from ibis import _

from sluitend.engines.chain.steps import EPOCH
from sluitend.engines.chain.store import Store

NEVER = 2**31 - 1  # the day on which a spell ends that has not ended
Days = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Open:
    """With which activities a case opens (none: with its first event) and closes; it may open again.

    A case that is open and opens again just stays open, and closing what is closed changes nothing.
    """

    closes: tuple[str, ...]
    opens: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.closes:
            raise ValueError("without an activity that closes, nothing ever goes out")
        if set(self.closes) & set(self.opens):
            raise ValueError("an activity opens or closes, not both")


@dataclass(frozen=True, slots=True)
class Spells:
    """A row per spell: the number of its case, of its group (a place in `groups`), the day on which it begins and the
    day on which it ends (`NEVER`: not before the last day that was looked at). At the end of a day d a case is in stock
    when begin <= d < end: one that opens and closes on one day came in and went out, and was never in stock."""

    case: Days
    group: Days
    begin: Days
    end: Days
    groups: tuple[str | None, ...]

    def of_group(self, where: npt.NDArray[np.bool_], weights: Days | None = None) -> Days:
        """For every group how many of these spells, or the sum of their weights."""
        weight = None if weights is None else weights[where]
        counted = np.bincount(self.group[where], weight, minlength=len(self.groups))
        return np.asarray(counted).astype(np.int64)  # sums of days are far below what floats hold exactly


def spells(store: Store, steps: Any, open_: Open, *, until: date, by: str | None = None) -> Spells:
    """The spells that begin before `until`, sorted by group and begin, the latest first; `steps` are those of the store
    or the same with other days. Raises KeyError for what is no attribute."""
    found = stretches(store, steps.filter(_.day < (until - EPOCH).days), open_)
    group = ibis.null("int32") if by is None else store.cases[store.about(by)]
    rows = store.table(found.join(store.cases.select("case", group=group), "case"))
    case, begin, end, code = (
        rows[name].fill_null(empty).to_numpy().astype(np.int64)
        for name, empty in (("case", 0), ("day", 0), ("end", NEVER), ("group", -1))
    )
    groups, place = _groups(store, code, by)
    order = np.lexsort((case, -begin, place))
    return Spells(case[order], place[order], begin[order], end[order], groups)


def stretches(store: Store, steps: Any, open_: Open) -> Any:
    """Of these steps the stretches in which cases are open: case, day, end (the day), end_position (of what closes it);
    both null of one that has not ended."""
    following = ibis.window(group_by="case", order_by="position")
    turns = _turns(store, steps, open_).mutate(before=_.opens.lag().over(following))
    changing = turns.filter(_.before.isnull() | (_.before != _.opens))
    ends = {"end": _.day, "end_position": _.position}
    ended = changing.mutate(**{name: column.lead().over(following) for name, column in ends.items()})
    return ended.filter(_.opens).select("case", "day", *ends)


def _turns(store: Store, steps: Any, open_: Open) -> Any:
    closes = _.activity.isin(store.codes("activity", open_.closes))
    opens = _.activity.isin(store.codes("activity", open_.opens)) if open_.opens else (_.position == 0) & ~closes
    return (
        steps.mutate(opens=opens, closes=closes).filter(_.opens | _.closes).select("case", "position", "day", "opens")
    )


def _groups(store: Store, code: Days, by: str | None) -> tuple[tuple[str | None, ...], Days]:
    """The groups that cases have, by name, that of the cases without a name last; and every spell's place in them."""
    if by is None:
        return (None,), np.zeros(len(code), np.int64)
    column = store.about(by)
    names = store.coded.values[column].to_pylist()
    found = store.table(store.cases.select(group=column).distinct())["group"].to_pylist()
    known = sorted((one for one in found if one is not None), key=names.__getitem__)
    places = np.zeros(len(names) + 1, np.int64)  # the last is for the code -1
    places[[*known, -1]] = np.arange(len(known) + 1)
    return (*(names[one] for one in known), *([None] if None in found else [])), places[code]
