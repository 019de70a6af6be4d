"""Whose a case is on every day: one owner's, several', or nobody's as far as was registered.

A day is counted by how it ends, so that a day has one answer also when a case is passed on in it. The days of a case
run from the day on which it opens up to and without the day on which it closes (or up to `until`). Every day has one of
five states: `one` owner, `several` owners, `unknown` (somebody took it, but not who), `late` (somebody had it, but that
was put on record only after this day), or `nobody`.

Computed from the days on which something changes: intervals become changes of four counters, and their running sums
give the state up to the next change.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import ibis
import pyarrow as pa
import pyarrow.compute as pc
from ibis import _

from sluitend.engines.chain.steps import EPOCH, NONE
from sluitend.engines.chain.store import Store

STATES = ("one", "several", "unknown", "late", "nobody")
_TEN = 1 << 15  # more owners of one case on one day there are not
_KNOWN, _UNKNOWN, _LATE, _FOLLOWED = (_TEN**place for place in range(4))
_NEVER = 2**31 - 1  # position of an end that has not come


@dataclass(frozen=True, slots=True)
class Rules:
    """What makes an owner: who did one of `takes` owns the case from that day, until he does one of `lets_go`.

    With `alone` the next who takes it replaces him, and letting go without saying who ends what is there; without it,
    owners stand beside each other and each lets go for himself. Who lets go without owning changes nothing. A case
    opens with the activities of `opens` (none: with its first event) and closes with those of `closes`; it may open
    again.
    """

    takes: tuple[str, ...]
    lets_go: tuple[str, ...] = ()
    opens: tuple[str, ...] = ()
    closes: tuple[str, ...] = ()
    alone: bool = True


@dataclass(frozen=True, slots=True)
class Ownership:
    """`days`: group (a value of the attribute; null: none), cases, case_days, a column of days for every state, and
    cases_nobody (with a day that is nobody's). `gaps`: the periods in which a case is nobody's, longest first: case,
    begins (date), days, now (goes on at the end of the last day), passed_on (somebody let go on the day on which it
    begins; else the case opened without an owner), last_owner (null when not known). `last`: who let go last:
    last_owner, gaps, cases, days, the most days first."""

    days: pa.Table
    gaps: pa.Table
    last: pa.Table


def ownership(store: Store, rules: Rules, *, until: date, by: str | None = None) -> Ownership:
    """What was known at the end of the day before `until`, which is the last day that is counted.

    Raises KeyError for what is no attribute.
    """
    now = (until - EPOCH).days
    steps = store.steps.filter(_.day < now)
    owned = store.kept(_owned(store, steps, rules, now))
    periods = store.kept(_periods(_followed(store, steps, rules, now), owned, "registered" in steps.columns))
    gaps = store.kept(_gaps(periods, owned, now))
    found = store.table(gaps.join(store.cases.select("case", "name"), "case").drop("case"))
    return Ownership(_days(store, periods, by), _dated(store, found), _last(store, gaps))


def _followed(store: Store, steps: Any, rules: Rules, now: int) -> Any:
    """Per case the intervals [day, end) in which it is open."""
    closes = _.activity.isin(store.codes("activity", rules.closes))
    opens = _.activity.isin(store.codes("activity", rules.opens)) if rules.opens else (_.position == 0) & ~closes
    turns = steps.mutate(opens=opens, closes=closes).filter(_.opens | _.closes)
    following = ibis.window(group_by="case", order_by="position")
    return (
        turns.mutate(end=ibis.coalesce(_.day.lead().over(following), now)).filter(_.opens).select("case", "day", "end")
    )


def _owned(store: Store, steps: Any, rules: Rules, now: int) -> Any:
    """Per case the intervals [day, end) of its owners, the position in the case at which each ends, and the first day
    at whose end it was on record."""
    takes, lets_go = (_.activity.isin(store.codes("activity", names)) for names in (rules.takes, rules.lets_go))
    turns = steps.mutate(takes=takes, goes=lets_go & ~takes).filter(_.takes | _.goes)
    own = ibis.window(group_by=["case", "resource"], order_by="position")
    turns = turns.mutate(end=_.day.lead().over(own), end_at=_.position.lead().over(own))
    if rules.alone:
        turns = _replaced(turns)
    taken = turns.filter(_.takes).mutate(end=ibis.coalesce(_.end, now), end_at=ibis.coalesce(_.end_at, _NEVER))
    taken = _recorded(taken) if "registered" in steps.columns else taken.mutate(on_record=_.day)
    return taken.select("case", "resource", "day", "end", "end_at", "on_record")


def _recorded(taken: Any) -> Any:
    """With the first day at whose end it was on record. Who takes again what he has, has been on record since then."""
    own = ibis.window(group_by=["case", "resource"], order_by="position")
    so_far = ibis.cumulative_window(group_by=["case", "resource"], order_by="position")
    again = taken.mutate(
        again=ibis.coalesce(_.end_at.lag().over(own) == _.position, False),  # noqa: FBT003
        on_record=ibis.greatest(_.day, ibis.coalesce(_.registered, _.day)),
    )
    numbered = again.mutate(turn=(~_.again).cast("int64").sum().over(so_far))
    turn = ibis.cumulative_window(group_by=["case", "resource", "turn"], order_by="position")
    return numbered.mutate(on_record=ibis.greatest(_.day, _.on_record.min().over(turn)))


def _replaced(turns: Any) -> Any:
    """With the end brought forward to the next who takes the case, or lets go of it without a name."""
    ends = _.takes | _.resource.isnull()
    later = ibis.window(group_by="case", order_by="position", following=(1, None))
    marked = turns.mutate(new_day=ends.ifelse(_.day, None), new_at=ends.ifelse(_.position, None))
    marked = marked.mutate(new_day=_.new_day.min().over(later), new_at=_.new_at.min().over(later))
    return marked.mutate(
        end=ibis.least(ibis.coalesce(_.end, _.new_day), ibis.coalesce(_.new_day, _.end)),
        end_at=ibis.least(ibis.coalesce(_.end_at, _.new_at), ibis.coalesce(_.new_at, _.end_at)),
    )


def _periods(followed: Any, owned: Any, dated: bool) -> Any:
    """Per case the periods in which it is open and its state does not change: case, day (its first), days, state.

    The four counters are digits of one number, so that one sum runs over all of them; `dated` says whether the log
    tells when something was put on record.
    """
    begun = ibis.least(_.on_record, _.end)
    registered = owned.mutate(day=begun) if dated else owned
    whose = registered.resource.isnull().ifelse(_UNKNOWN, _KNOWN)
    changes = [*_changes(followed, ibis.literal(_FOLLOWED)), *_changes(registered, whose)]
    if dated:
        changes += _changes(owned.mutate(end=begun), ibis.literal(_LATE))
    daily = ibis.union(*changes).group_by("case", "day").aggregate(state=_.change.sum().cast("int64"))
    so_far = ibis.cumulative_window(group_by="case", order_by="day")
    following = ibis.window(group_by="case", order_by="day")
    running = daily.filter(_.state != 0).mutate(
        days=_.day.lead().over(following) - _.day, state=_.state.sum().over(so_far).cast("int64")
    )
    known, unknown, late = (_.state // digit % _TEN for digit in (_KNOWN, _UNKNOWN, _LATE))
    state = ibis.cases((known > 1, 1), (known == 1, 0), (unknown > 0, 2), (late > 0, 3), else_=4)
    return running.filter(_.state >= _FOLLOWED).select("case", "day", "days", state=state.cast("int8"))


def _changes(intervals: Any, digit: Any) -> tuple[Any, Any]:
    """Up at the first day of each interval, down at the day after its last; empty intervals change nothing."""
    lasting = intervals.mutate(change=digit.cast("int64")).filter(_.day < _.end)
    return lasting.select("case", "day", "change"), lasting.select("case", day="end", change=-_.change)


def _gaps(periods: Any, owned: Any, now: int) -> Any:
    """The periods that are nobody's, with who let go last on the day on which each begins."""
    ended = owned.filter(_.end_at < _NEVER).mutate(resource=ibis.coalesce(_.resource, NONE))
    last = ended.group_by("case", day="end").aggregate(last_owner=_.resource.argmax(_.end_at))
    nobody = periods.filter(_.state == STATES.index("nobody")).left_join(last, ["case", "day"])
    return nobody.select(
        "case",
        "day",
        "days",
        now=_.day + _.days == now,
        passed_on=_.last_owner.notnull(),
        last_owner=_.last_owner.nullif(NONE),
    )


def _days(store: Store, periods: Any, by: str | None) -> pa.Table:
    per_case = periods.group_by("case").aggregate(
        case_days=_.days.sum(), **{name: _.days.sum(where=_.state == code) for code, name in enumerate(STATES)}
    )
    group = ibis.null("int32") if by is None else store.cases[store.about(by)]
    of_cases = store.cases.select("case", group=group)
    counted = (
        per_case.join(of_cases, "case")
        .group_by("group")
        .aggregate(
            cases=_.count(),
            case_days=_.case_days.sum(),
            **{name: ibis.coalesce(_[name].sum(), 0) for name in STATES},
            cases_nobody=_.count(where=_.nobody > 0),
        )
    )
    if by is None:
        return store.table(counted)
    return store.with_names(store.table(counted), "group", store.about(by)).sort_by("group")


def _dated(store: Store, gaps: pa.Table) -> pa.Table:
    named = store.with_names(gaps, "last_owner", "resource")
    begins = pc.cast(pc.cast(named["day"], pa.int32()), pa.date32())
    columns = {"case": named["name"], "begins": begins}
    columns |= {name: named[name] for name in ("days", "now", "passed_on", "last_owner")}
    return pa.table(columns).sort_by([("days", "descending"), ("case", "ascending"), ("begins", "ascending")])


def _last(store: Store, gaps: Any) -> pa.Table:
    passed = gaps.filter(_.passed_on).group_by("last_owner")
    counted = passed.aggregate(gaps=_.count(), cases=_.case.nunique(), days=_.days.sum())
    return store.named(counted, by=["days"], last_owner="resource")
