"""A log with everything that goes wrong in logs, and every question that can be asked of it, for tests that compare."""

from __future__ import annotations

import dataclasses
import math
import random
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa

from sluitend.engines.chain import (
    CLOSING,
    EventLog,
    Grammar,
    Helping,
    Kind,
    Leaving,
    Link,
    Norm,
    Open,
    Per,
    Rules,
    Source,
    TermUnit,
    Unit,
    View,
    Wait,
    derived,
)

FIRST, UNTIL, SPLIT = date(2025, 3, 24), date(2025, 5, 12), date(2025, 4, 10)  # Easter, the King's birthday, 5 May
PLACE, FAMILY = "place", "gezin `a.b`"  # a name that has to be quoted well


class Row(NamedTuple):
    """One event of a log."""

    case: str
    activity: str
    time: datetime
    resource: str | None
    registered: date | None
    place: str | None
    family: str | None


def drawn(seed: int, cases: int = 90) -> list[Row]:
    """Whole and half days within eight weeks, so many ties; a case called NA, cases of one event, cases without place,
    family or any resource, events after the last day that is looked at."""
    chance = random.Random(seed)
    rows = [row for number in range(cases) for row in _case(chance, number)]
    return chance.sample(rows, len(rows))


def _case(chance: random.Random, number: int) -> list[Row]:
    name = "NA" if number == 0 else f"c{number}"
    place = None if number % 11 == 0 else f"p{number % 3}"
    family = None if number % 13 == 0 else f"f{number % 25}"
    known = [None] if number % 7 == 0 else ["A", "B", "C", "D", None]
    return [
        Row(name, chance.choice("abcdef"), _moment(chance), chance.choice(known), _registered(chance), place, family)
        for _ in range(1 if number % 9 == 0 else chance.randint(1, 14))
    ]


def _moment(chance: random.Random) -> datetime:
    return datetime.combine(FIRST, datetime.min.time()) + timedelta(hours=12 * chance.randint(0, 112))


def _registered(chance: random.Random) -> date | None:
    return None if chance.random() < 0.3 else FIRST + timedelta(days=chance.randint(0, 60))


def table(rows: list[Row]) -> pa.Table:
    kinds = (pa.string(), pa.string(), pa.timestamp("us"), pa.string(), pa.date32(), pa.string(), pa.string())
    names = ("case", "activity", "time", "resource", "registered", PLACE, FAMILY)
    columns = zip(*rows, strict=True) if rows else [()] * len(names)
    return pa.table({name: pa.array(column, kind) for name, column, kind in zip(names, columns, kinds, strict=True)})


def log_of(rows: list[Row], engine: str | None = None) -> EventLog:
    return EventLog(table(rows), attributes=[PLACE, FAMILY], registered="registered", engine=engine)


def norm(**changed: Any) -> Norm:
    values: dict[str, Any] = {
        "key": "answer", "title": "Antwoord (fictief)", "trigger": ("a",), "answer": ("b",), "addressee": "gemeente",
        "term": 5, "unit": TermUnit.WORKING_DAYS, "kind": Kind.AGREEMENT, "source": Source("Afspraak (fictief)", "1"),
        "breaks": ("c",),
    }  # fmt: skip
    return Norm(**values | changed)


ALONE = Rules(("a", "b"), ("c",), closes=("f",))
BESIDE = Rules(("a", "b"), ("c",), opens=("d",), closes=("f",), alone=False)
WAIT = Wait(("a",), ("b", "c"), ("d",), unit=Unit.WORKING_DAYS)
EXACT = Wait(("a",), ("b",), ("c",), start_at="last", end_at="last", unit=Unit.EXACT)
RECORD = norm(answered_on="record", term=2, unit=TermUnit.WEEKS, extends=True, trigger_at="last")
ITSELF = norm(answer=("a",), answered_on="record", counts_from=("d", "e"), unsure_after=("f",))
LEAVING = Leaving(("f",), ("a",), final=("e",), per=FAMILY)
HELPING = Helping(("a", "b"), ("c",), ("d",), ("f",))
Question = Callable[[EventLog], Any]

# The questions 1 to 5 of the chain: what is promised of every engine.
FIVE: Mapping[str, Question] = {
    "summary": lambda log: log.summary(),
    "pairs": lambda log: log.pairs(),
    "performance": lambda log: log.performance(),
    "variants": lambda log: log.variants(),
    "throughput": lambda log: log.throughput(),
    "handovers": lambda log: log.handovers(),
    "map": lambda log: log.process_map(),
    "map in part": lambda log: log.process_map(View({"a": "ab", "b": "ab"}, cases=0.5, activities=3)),
    "list of cases": lambda log: log.case_list(20, 5),
    "one case": lambda log: log.case_steps("NA"),
    "dots": lambda log: log.dots(17),
    "dots of some": lambda log: log.having(activity="a").dots(17),
    "waiting by place": lambda log: log.waiting(WAIT, until=UNTIL, by=PLACE, norm=5),
    "waiting before and after": lambda log: log.waiting(EXACT, until=UNTIL, split=SPLIT, norm=5),
    "norm by place": lambda log: log.judged(norm(), until=UNTIL, by=PLACE),
    "norm on record": lambda log: log.judged(RECORD, until=UNTIL, split=SPLIT),
    "norm on its own record": lambda log: log.judged(ITSELF, until=UNTIL, by=PLACE),
    "grammar": lambda log: log.violations(Grammar(("a",), ("b",), ("c",)), until=UNTIL),
    "nobody's by place": lambda log: log.ownership(ALONE, until=UNTIL, by=PLACE),
    "nobody's beside each other": lambda log: log.ownership(BESIDE, until=UNTIL),
    "directors of families": lambda log: log.families(ALONE, per=FAMILY, until=UNTIL),
    "directors of families beside each other": lambda log: log.families(BESIDE, per=FAMILY, until=UNTIL),
    "ping-pong": lambda log: log.ping_pongs(),
    "longest chains": lambda log: log.longest_chains(),
    "hands": lambda log: log.hands(),
    "organisations": lambda log: log.organisations(),
    "organisations of families": lambda log: log.organisations(FAMILY),
    "occurring": lambda log: log.occurring(["a", "e"], PLACE),
    "occurring in all cases": lambda log: log.occurring(["a", "e"]),
    "waiting by the first organisation": lambda log: log.waiting(WAIT, until=UNTIL, by=derived.FIRST, norm=5),
    "waiting of an organisation": lambda log: log.involving(["A", "C"]).waiting(WAIT, until=UNTIL, by=PLACE),
    "nobody's by the last organisation": lambda log: log.ownership(ALONE, until=UNTIL, by=derived.LAST),
    "nobody's of last organisations": lambda log: log.where(**{derived.LAST: ["B", "C"]}).ownership(ALONE, until=UNTIL),
    "organisations by the last": lambda log: log.organisations(derived.LAST),
    "occurring by the first organisation": lambda log: log.occurring(["a", "e"], derived.FIRST),
    "waiting by the quarter of the begin": lambda log: log.waiting(WAIT, until=UNTIL, by=derived.QUARTER, norm=5),
    "organisations by the year of the begin": lambda log: log.organisations(derived.YEAR),
}
# The others: nothing in them is of one engine either.
OTHERS: Mapping[str, Question] = {
    "returns": lambda log: log.returns(LEAVING, until=UNTIL, by=CLOSING),
    "ladder": lambda log: log.moves({"a": 1, "b": 2, "c": 2}, until=UNTIL, per=FAMILY),
    "returns of some": lambda log: log.where(place="p0").returns(LEAVING, until=UNTIL, by=CLOSING),
    "ladder of some": lambda log: log.where(place="p0").moves({"a": 1, "b": 2, "c": 2}, until=UNTIL, per=FAMILY),
    "endings": lambda log: log.endings({"f": "plan", "e": "early"}, until=UNTIL, by=PLACE),
    "flow": lambda log: log.flow(Open(("f",)), since=SPLIT, until=UNTIL, per=Per.WEEK, by=PLACE),
    "delay": lambda log: log.delay(Link(("a",), ("b",)), 3, Open(("f",)), since=SPLIT, until=UNTIL),
    "ladder of first organisations": lambda log: log.moves({"A": 1, "B": 2}, until=UNTIL, attribute=derived.FIRST),
    "around families": lambda log: log.around(HELPING, per=FAMILY, until=UNTIL, by=PLACE),
    "around cases": lambda log: log.around(HELPING, until=UNTIL, called={"A": "AB", "B": "AB"}, most=7),
    "around families of some": lambda log: log.akin(FAMILY, log.where(place="p0")).around(
        HELPING, per=FAMILY, until=UNTIL, by=PLACE, of=log.where(place="p0")
    ),
    "network": lambda log: log.network(),
    "explain": lambda log: log.where(place="p0").explain(log.where(place="p1")),
}

EXACTLY = 1e-9


def check(one: Any, other: Any, place: str) -> None:
    """Equal in every part: counts and names exactly, what is measured to nine decimals."""
    if dataclasses.is_dataclass(one):
        for field in dataclasses.fields(one):
            check(getattr(one, field.name), getattr(other, field.name), f"{place}.{field.name}")
    elif isinstance(one, pa.Table):
        assert one.schema == other.schema, place
        check(one.to_pylist(), other.to_pylist(), place)
    elif isinstance(one, np.ndarray):
        check(one.tolist(), other.tolist(), place)
    elif isinstance(one, dict):
        assert one.keys() == other.keys(), place
        for key in one:
            check(one[key], other[key], f"{place}.{key}")
    elif isinstance(one, (list, tuple)):
        assert len(one) == len(other), place
        for number, (left, right) in enumerate(zip(one, other, strict=True)):
            check(left, right, f"{place}[{number}]")
    elif isinstance(one, float) and isinstance(other, float):
        assert math.isclose(one, other, rel_tol=EXACTLY, abs_tol=EXACTLY) or (one != one and other != other), place
    else:
        assert (type(one), one) == (type(other), other), place
