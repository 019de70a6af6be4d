"""The grammar of starting and stopping: which message may come after which, and where a log breaks that.

After a start comes a pause or a stop; after a pause a start or a stop; after a stop a start; and nothing but a start
comes first. So what was said last is all that there is to know, also when it should not have been said.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import ibis
import pyarrow as pa
import pyarrow.compute as pc
from ibis import _

from sluitend.engines.chain.steps import EPOCH
from sluitend.engines.chain.store import Store

_NOTHING, _START, _PAUSE, _STOP = range(4)
# Rules of iJw 3.2 (informatiemodel.istandaarden.nl): OP289 one current start; OP377 a stop follows a start; OP378 after
# a pause only a stop may come without a start between; OP379 after a pause or a stop there may be a start.
DOUBLE_START, STOP_WITHOUT_START, PAUSE_AFTER_PAUSE = "double_start", "stop_without_start", "pause_after_pause"


@dataclass(frozen=True, slots=True)
class Grammar:
    """Which activities say that help starts, pauses (stops for a time) or stops for good. The case is one product that
    was assigned: two products may be current beside each other.

    Raises ValueError when an activity says two things.
    """

    starts: tuple[str, ...]
    pauses: tuple[str, ...]
    stops: tuple[str, ...]

    def __post_init__(self) -> None:
        names = (*self.starts, *self.pauses, *self.stops)
        if len(set(names)) < len(names):
            raise ValueError("an activity is a start, a pause or a stop")


@dataclass(frozen=True, slots=True)
class Violations:
    """`found`: case, position, day (date), activity, rule, by case and position. `rules`: rule, count, cases, for each
    of the three. `checked` is the number of cases that have any start, pause or stop."""

    found: pa.Table
    rules: pa.Table
    checked: int


def violations(store: Store, grammar: Grammar, *, until: date) -> Violations:
    """Where the log breaks the grammar, up to the day `until`, which does not count itself."""
    said = _said(store, grammar, until)
    rule = ibis.cases(
        ((_.kind == _START) & (_.before == _START), DOUBLE_START),
        ((_.kind == _PAUSE) & (_.before == _PAUSE), PAUSE_AFTER_PAUSE),
        ((_.kind != _START) & _.before.isin([_NOTHING, _STOP]), STOP_WITHOUT_START),
    )
    broken = said.mutate(rule=rule).filter(_.rule.notnull()).join(store.cases.select("case", "name"), "case")
    table = store.table(broken.select("position", "day", "activity", "rule", case=_.name))
    table = store.with_names(table, "activity", "activity")
    day = pc.cast(pc.cast(table["day"], pa.int32()), pa.date32())
    columns = {name: table[name] for name in ("case", "position", "activity", "rule")}
    found = pa.table({**columns, "day": day}).select(["case", "position", "day", "activity", "rule"])
    found = found.sort_by([("case", "ascending"), ("position", "ascending")])
    return Violations(found, _counted(found), store.value(said["case"].nunique()))


def _said(store: Store, grammar: Grammar, until: date) -> Any:
    """The starts, pauses and stops, each with what was said before it in its case."""
    kinds = ((grammar.starts, _START), (grammar.pauses, _PAUSE), (grammar.stops, _STOP))
    kind = ibis.cases(*((_.activity.isin(store.codes("activity", names)), code) for names, code in kinds))
    steps = store.steps.filter(_.day < (until - EPOCH).days).select("case", "position", "activity", "day", kind=kind)
    own = ibis.window(group_by="case", order_by="position")
    said = steps.filter(_.kind.notnull())
    return said.mutate(before=ibis.coalesce(_.kind.lag().over(own), _NOTHING))


def _counted(found: pa.Table) -> pa.Table:
    rules = (DOUBLE_START, STOP_WITHOUT_START, PAUSE_AFTER_PAUSE)
    parts = [found.filter(pc.equal(found["rule"], rule)) for rule in rules]
    return pa.table(
        {
            "rule": pa.array(rules, pa.string()),
            "count": pa.array([part.num_rows for part in parts], pa.int64()),
            "cases": pa.array([pc.count_distinct(part["case"]).as_py() for part in parts], pa.int64()),
        }
    )
