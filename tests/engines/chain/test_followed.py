"""A log that is followed up to a day, beside the log of the events up to that day."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa
import pytest

from sluitend.engines.chain import EventLog, Verdict
from sluitend.engines.chain.network import resources
from sluitend.engines.chain.store import Store
from tests.engines.chain import asked

Row = tuple[str, str, datetime, str | None, str | None]
_LAST = date(2024, 3, 31)  # on which the clock goes forward
_NAMES = ("case", "activity", "time", "resource", "town")


def drawn(seed: int, zone: ZoneInfo | None, whole_days: bool) -> list[Row]:
    """Cases of a few events, with ties, gaps over the day, and resources and attributes that are not known."""
    chance = random.Random(seed)
    rows: list[Row] = []
    for case in range(chance.randrange(60, 120)):
        at = datetime(2024, 2, 20, tzinfo=zone) + timedelta(days=chance.randrange(60))
        town = chance.choice(["Oost", "West", None])
        for _event in range(chance.randrange(1, 9)):
            who = chance.choice(["A", "B", "B", "C", None])
            rows.append((f"k{case}", chance.choice("abc"), at, who, town))
            at += timedelta(days=chance.choice([0, 0, 1, 3, 20]))
            at += timedelta() if whole_days else timedelta(minutes=chance.choice([0, 1, 700]))
    chance.shuffle(rows)
    return rows


def log_of(rows: list[Row], zone: ZoneInfo | None) -> EventLog:
    kinds = (pa.string(), pa.string(), pa.timestamp("us", zone and zone.key), pa.string(), pa.string())
    columns = zip(*rows, strict=True)
    made = pa.table([pa.array(list(one), kind) for one, kind in zip(columns, kinds, strict=True)], names=list(_NAMES))
    return EventLog(made, attributes=["town"])


def named(log: EventLog, table: Any, columns: dict[str, str]) -> list[dict[str, Any]]:
    """Rows with names in place of numbers: those are given in the order of the log."""
    store: Store = log._store
    found = store.table(table)
    for column, names in columns.items():
        found = store.with_names(found, column, names)
    calls = dict(zip(*store.table(store.cases.select("case", "name")).to_pydict().values(), strict=True))
    return sorted(
        (row | {"case": calls[row["case"]]} for row in found.to_pylist()),
        key=lambda row: (row["case"], row.get("position", 0)),
    )


_CODES = {
    "activity": "activity", "resource": "resource", "next_activity": "activity", "next_resource": "resource",
    "next_hand": "resource", "second_hand": "resource", "case:town": "case:town",
}  # fmt: skip
_BEGIN = ("around", "directors", "endings", "flow", "grammar", "ladder", "nobody's", "norm", "returns", "waiting")
_UNTIL = {name for name in asked.FIVE | asked.OTHERS if name.startswith(_BEGIN)} - {
    "nobody's by the last organisation", "nobody's of last organisations",  # who was last by then is somebody else
    "waiting of an organisation",  # and not everybody was involved yet
}  # fmt: skip
_ASKED = pytest.mark.parametrize("seed", [1, 2, 3, 4])
_KINDS = pytest.mark.parametrize(
    ("zone", "whole_days"), [(None, True), (None, False), (ZoneInfo("Europe/Amsterdam"), False)]
)


def both(seed: int, zone: ZoneInfo | None, whole_days: bool) -> tuple[EventLog, EventLog]:
    rows = drawn(seed, zone, whole_days)
    left = [row for row in rows if row[2].date() <= _LAST]
    assert 0 < len(left) < len(rows)
    assert {row[0] for row in left} < {row[0] for row in rows}
    return log_of(rows, zone).followed(_LAST + timedelta(days=1)), log_of(left, zone)


@_ASKED
@_KINDS
def test_every_step_is_that_of_the_log_that_ends_there(seed: int, zone: ZoneInfo | None, whole_days: bool) -> None:
    found, known = both(seed, zone, whole_days)

    names = [name for name in known._store.steps.columns if name != "by_name"]
    steps = [named(one, one._store.with_hands().select(*names), _CODES) for one in (found, known)]
    assert steps[0] == steps[1]


@_ASKED
@_KINDS
def test_every_case_is_that_of_the_log_that_ends_there(seed: int, zone: ZoneInfo | None, whole_days: bool) -> None:
    found, known = both(seed, zone, whole_days)

    columns = ("case", "first", "last", "events", "case:town")
    cases = [named(one, one._store.cases.select(*columns), {"case:town": "case:town"}) for one in (found, known)]
    assert cases[0] == cases[1]
    kinds = [variants(one) for one in (found, known)]
    assert kinds[0] == kinds[1]
    assert found.size == known.size == len(cases[0])


def variants(log: EventLog) -> list[list[str]]:
    """The names of the cases of every variant."""
    kinds: dict[int, list[str]] = {}
    for name, number in zip(
        *log._store.table(log._store.cases.select("name", "variant")).to_pydict().values(), strict=True
    ):
        kinds.setdefault(number, []).append(name)
    return sorted(sorted(one) for one in kinds.values())


@_ASKED
@_KINDS
def test_the_figures_are_those_of_the_log_that_ends_there(seed: int, zone: ZoneInfo | None, whole_days: bool) -> None:
    found, known = both(seed, zone, whole_days)

    for one, two in ((found, known), (found.where(town="Oost"), known.where(town="Oost"))):
        assert one.summary() == two.summary()
        assert one.variants(500)["cases"].to_pylist() == two.variants(500)["cases"].to_pylist()
        assert one.throughput() == two.throughput()
        assert one.ping_pongs() == two.ping_pongs()
        assert one.longest_chains() == two.longest_chains()
    assert found._store.only_days is known._store.only_days is whole_days


@pytest.mark.parametrize("name", sorted((asked.FIVE | asked.OTHERS).keys() - {"norm on record"}))
def test_every_answer_is_that_of_the_log_that_ends_there(name: str) -> None:
    """With nulls, ties and events after it; where a question has a last day of its own, that is the same. By time, so
    that cases have the same numbers: these say which is first of equals."""
    rows = sorted(asked.drawn(21), key=lambda row: row.time)
    left = [row for row in rows if row.time.date() < asked.UNTIL]
    ask = (asked.FIVE | asked.OTHERS)[name]

    found, known = ask(asked.log_of(rows).followed(asked.UNTIL)), ask(asked.log_of(left))
    asked.check(found, known, name)


@pytest.mark.parametrize("seed", [21, 22])
@pytest.mark.parametrize("name", sorted(_UNTIL))
def test_a_question_with_a_last_day_of_its_own_has_the_same_answer(name: str, seed: int) -> None:
    """Of the cases that had begun. Norms on records know of what was put on record by then and begins later."""
    log, ask = asked.log_of(asked.drawn(seed)), (asked.FIVE | asked.OTHERS)[name]
    begun = log.where(until=datetime.combine(asked.UNTIL, datetime.min.time()))

    asked.check(ask(log.followed(asked.UNTIL)), ask(begun), name)


def test_an_answer_on_record_that_begins_later_is_known_of_the_chosen_cases_only() -> None:
    day = asked.UNTIL - timedelta(days=9)
    later = datetime.combine(asked.UNTIL + timedelta(days=9), datetime.min.time())
    rows = [
        row
        for case, place in (("k", "p0"), ("l", "p1"))
        for row in (
            asked.Row(case, "a", datetime.combine(day, datetime.min.time()), "A", day, place, None),
            asked.Row(case, "b", later, "A", day + timedelta(days=2), place, None),
        )
    ]
    norm = asked.norm(answered_on="record", breaks=())

    found = asked.log_of(rows).followed(later.date()).followed(asked.UNTIL)
    for log, cases in ((found, 2), (found.where(**{asked.PLACE: "p0"}), 1)):
        (cohort,) = log.judged(norm, until=asked.UNTIL).cohorts
        assert (cohort.cases, cohort.counts[Verdict.MET]) == (cases, cases)
    assert found.summary().events == 2


def test_what_first_happens_after_the_day_is_not_known_there() -> None:
    at = datetime(2024, 3, 31)  # noqa: DTZ001 - a log of days
    rows: list[Row] = [
        ("k", "a", at, "A", None), ("k", "b", at + timedelta(hours=30), "Later", None),
        ("l", "b", at + timedelta(days=1), "A", None),
    ]  # fmt: skip
    found = log_of(rows, None).followed(date(2024, 4, 1))

    assert found._store.resources == ["A"] == resources(found._store, {})[0]
    assert found._store.only_days
    assert found.handovers().num_rows == 0
    assert found.sizes("laatste organisatie") == {"A": 1}
    assert log_of(rows, None)._store.resources == ["A", "Later"]


def test_followed_twice_is_followed_to_the_first_of_both() -> None:
    rows = drawn(5, None, whole_days=False)
    known = log_of(rows, None).followed(date(2024, 3, 10))

    found = log_of(rows, None).followed(_LAST).followed(date(2024, 3, 10))
    assert found.summary() == known.summary()
    assert found.explain(known).difference == 0  # their numbers of variants are not the same ones


def test_nothing_is_left_of_a_log_that_begins_later() -> None:
    assert log_of(drawn(6, None, whole_days=True), None).followed(date(2023, 1, 1)).size == 0
