"""Norms about the day on which something was put on record: what came of every case, as `waiting.spells_of` has it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import ibis
import numpy as np
import numpy.typing as npt
import pyarrow as pa
from ibis import _

from sluitend.engines.chain.reading import Arrays, Cases, first_of
from sluitend.engines.chain.steps import EPOCH, NONE
from sluitend.engines.chain.store import Store
from sluitend.engines.chain.verdicts import VERDICTS, Days, Flags, Judgement, Verdict
from sluitend.engines.chain.waiting import Spells, Wait, nothing

if TYPE_CHECKING:
    from sluitend.engines.chain.norms import Norm

_NO_DAY = np.iinfo(np.int64).min  # in arrays, for null
# Which of the verdicts on the events of a case is that of the case: the first. What is no verdict goes before MET, so
# that a case never counts as kept by what could not be judged.
_WEIGHS = (
    Verdict.NOT_MET,
    Verdict.RUNNING,
    Verdict.NOT_RECORDED,
    Verdict.ANSWERED_BEFORE,
    Verdict.BROKEN_OFF,
    Verdict.MET,
    Verdict.NOT_IN_FORCE,
    Verdict.NO_TRIGGER,
)


def on_record(store: Store, norm: Norm, wait: Wait, until: date, by: str | None) -> tuple[Spells, Flags]:
    """With the day on which an answer was put on record as its day. Not recorded: there are answers, and of none of
    them is known when it was put on record on the day of the trigger or later; or there are no answers in the whole
    log."""
    days = _arrays(store, _by_case(store, norm, until))
    end, stop = days["end_day"], days["stop_day"]
    found = _found(wait, days["case"], days["start_day"], end, stop)
    found["end_before"] = (days["before"] != _NO_DAY) & ~found["reached"] & ~found["stopped"]
    cases = _cases(store, by)
    answered = "registered" in store.steps.columns and bool(store.codes("activity", norm.answer))
    recorded = np.full(len(cases), answered)
    undated = (end == _NO_DAY) & (days["undated"] != _NO_DAY)
    recorded[cases.places(days["case"])] = (end != _NO_DAY) | (answered & ~undated)
    return Spells(cases, found, wait, until, store.coded.begin(until)), recorded


def of_itself(store: Store, norm: Norm, wait: Wait, until: date, by: str | None) -> tuple[Spells, Flags]:
    """Every event is judged by its own day of record; a case gets the verdict that weighs most (`_WEIGHS`), with the
    days of the event that took longest of those that have it.

    Where a term may have begun on several days, a verdict is what holds for the first and the last of them alike.
    """
    days = _arrays(store, _by_event(store, norm, until))
    last_day = (until - EPOCH).days - 1
    known = (days["registered"] >= days["day"]) & (days["registered"] <= last_day)
    found = _found(wait, days["case"], days["day"], np.where(known, days["registered"], _NO_DAY), days["stop_day"])
    early = days["registered"] < days["day"]
    undated = days["registered"] == _NO_DAY
    found["end_before"] = early & ~undated & ~found["stopped"]
    ended = np.where(found["reached"] | found["stopped"], found["last"], last_day)
    first, last = (_begun(days, ended, name) for name in ("counts_first", "counts_last"))

    def judgement(began: Days, recorded: Flags) -> Judgement:
        spells = Spells(_Events(len(began)), _each(found, began), wait, until, store.coded.begin(until))
        return Judgement(spells, norm, wait.workdays, recorded)

    one, other = (judgement(began, ~undated).verdict for began in (first, last))
    unsure = (days["unsure"] != _NO_DAY) & (one == VERDICTS.index(Verdict.NOT_MET))
    recorded = ~undated & (one == other) & ~unsure
    chosen = _weightiest(days["case"], judgement(first, recorded))
    cases = _cases(store, by)
    every = np.ones(len(cases), np.bool_)
    every[cases.places(days["case"][chosen])] = recorded[chosen]
    picked = {name: column[chosen] for name, column in (found | {"start": first}).items()}
    return Spells(cases, picked, wait, until, store.coded.begin(until)), every


class _Events(Cases):
    """Events in the place of cases, each its own."""

    def __init__(self, count: int) -> None:
        self.case, self.code = np.arange(count), None

    def places(self, case: npt.NDArray[Any]) -> npt.NDArray[np.int32]:
        return case.astype(np.int32)


def _each(found: Arrays, began: Days) -> Arrays:
    return found | {"case": np.arange(len(began)), "start": began}


def _begun(days: Arrays, ended: Days, name: str) -> Days:
    """The day of the event, or the later one on which what it counts from was put on record; never after its end.
    Where one of those days is not known, the first is that of the event, the last as late as can be."""
    counted = days[name]
    unknown = days["counts_undated"] > 0
    counted = np.where(unknown, days["day"] if name == "counts_first" else ended, counted)
    return np.maximum(days["day"], np.minimum(counted, ended))  # null is before every day


def _weightiest(case: npt.NDArray[Any], judged: Judgement) -> npt.NDArray[np.intp]:
    """Of every case the row whose verdict is that of the case: the longest, of equals the last, with its own answer."""
    weights = np.argsort([VERDICTS.index(one) for one in _WEIGHS])[judged.verdict]
    spells = judged.spells
    order = np.lexsort((~spells.reached, -spells.last_day, -spells.length, weights, case))
    rows: npt.NDArray[np.intp] = order[first_of(case[order])]
    return rows


def _found(wait: Wait, case: npt.NDArray[Any], start: Days, end: Days, stop: Days) -> Arrays:
    """As `nothing`, of these days; without `end_before`."""
    stopped = (stop != _NO_DAY) & ((end == _NO_DAY) | (stop < end))
    return {
        **{name: np.zeros(len(end), column.dtype) for name, column in nothing(wait.unit).items()},
        "ending": np.full(len(end), NONE, np.int32),
        "case": case,
        "start": start,
        "last": np.where(stopped, stop, end),
        "reached": (end != _NO_DAY) & ~stopped,
        "stopped": stopped,
    }


def _cases(store: Store, by: str | None) -> Cases:
    return Cases(store, None if by is None else store.about(by))


def _arrays(store: Store, rows: Any) -> Arrays:
    table = store.table(rows)
    return {name: table[name].cast(pa.int64()).fill_null(_NO_DAY).to_numpy() for name in table.column_names}


def _steps(store: Store, until: date) -> Any:
    """What had happened by then, with the day on which it was put on record."""
    return _every(store).filter(_.day < (until - EPOCH).days)


def _every(store: Store) -> Any:
    dated = {"registered": _.registered if "registered" in store.steps.columns else ibis.null("int32")}
    every = (store.steps, *(one.semi_join(store.cases, "case") for one in store.ahead))
    return ibis.union(*(one.select("case", "position", "activity", "day", **dated) for one in every))


def _by_case(store: Store, norm: Norm, until: date) -> Any:
    """For every case with a trigger: the day of the trigger, of the answer and of what broke it off, and how many
    answers were before the trigger and how many have no day on record (null: none).

    What was put on record by then is an answer, also when it begins later: an assignment from a day to come.
    """
    steps, last = _steps(store, until), (until - EPOCH).days
    seen = _every(store).filter((_.day < last) | (_.registered < last))
    triggers, answers, breaks = (
        table.filter(_.activity.isin(store.codes("activity", names)))
        for table, names in ((steps, norm.trigger), (seen, norm.answer), (steps, norm.breaks))
    )
    day = _.day.min() if norm.trigger_at == "first" else _.day.max()
    rows = triggers.group_by("case").aggregate(start_day=day)
    answers = answers.join(rows, "case")
    after = answers.filter((_.registered >= _.start_day) & (_.registered < last))
    for table in (
        after.group_by("case").aggregate(end_day=_.registered.min()),
        breaks.join(rows, "case").filter(_.day >= _.start_day).group_by("case").aggregate(stop_day=_.day.min()),
        answers.filter(_.registered < _.start_day).group_by("case").aggregate(before=_.count()),
        answers.filter(_.registered.isnull()).group_by("case").aggregate(undated=_.count()),
    ):
        rows = rows.left_join(table, "case").drop("case_right")
    return rows


def _by_event(store: Store, norm: Norm, until: date) -> Any:
    """For every event that must be put on record: its day and that of its record; the day of what broke it off; the
    first and last day on record of what it counts from and how many of those days are not known; and whether something
    is before it after which its term may begin later than data tell (null: none of it)."""
    steps = _steps(store, until)
    events = steps.filter(_.activity.isin(store.codes("activity", norm.trigger))).drop("activity")

    def beside(names: tuple[str, ...]) -> Any:
        others = steps.filter(_.activity.isin(store.codes("activity", names)))
        return events.join(others.select("case", at="position", on="day", put="registered"), "case")

    which = ["case", "position"]
    before = beside(norm.counts_from).filter(_.at < _.position).group_by(which)
    rows = events
    for table in (
        beside(norm.breaks).filter(_.on >= _.day).group_by(which).aggregate(stop_day=_.on.min()),
        before.aggregate(
            counts_first=_.put.min(), counts_last=_.put.max(), counts_undated=_.put.isnull().cast("int64").sum()
        ),
        beside(norm.unsure_after).filter(_.at < _.position).group_by(which).aggregate(unsure=_.count()),
    ):
        rows = rows.left_join(table, which).drop("case_right", "position_right")
    return rows
