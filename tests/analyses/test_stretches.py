"""In, out and stock before and from a day: the days in two, each as if asked alone. Everything is fictitious."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta
from typing import Any

import pyarrow as pa
import pytest

from sluitend.apps.analyses.discovery import analysis
from sluitend.apps.analyses.kit.analysis import checked, inputs_of
from sluitend.apps.analyses.kit.outside import outside
from sluitend.apps.analyses.kit.result import Result
from sluitend.apps.analyses.kit.stretches import names
from sluitend.apps.analyses.kit.tables import Row, records
from sluitend.apps.analyses.kit.vocabulary import vocabulary_of
from sluitend.engines.chain import EventLog
from sluitend.errors import InputError
from sluitend.formats.drawn_chart import draw
from tests.analyses import crowd
from tests.analyses.reckoning import SEEDS, Cells, cells_of, is_told, learns_nothing_small

FIRST, SPLIT, LAST = date(2024, 1, 1), date(2024, 7, 11), date(2024, 12, 31)
Spell = tuple[date, date | None]  # on which a case opens and closes


def drawn(seed: int, cases: int = 200) -> list[Spell]:
    """Cases that open at random, the first and last day among them, and mostly close."""
    chance = random.Random(seed)
    found: list[Spell] = [(FIRST, None), (LAST, None), (SPLIT, SPLIT), (SPLIT - timedelta(days=1), SPLIT)]
    for _case in range(cases):
        begin = FIRST + timedelta(days=chance.randrange(366))
        end = begin + timedelta(days=chance.randrange(120))
        found.append((begin, end if end <= LAST and chance.random() < 0.9 else None))
    return found


def log_of(spells: list[Spell]) -> EventLog:
    rows = []
    for at, spell in enumerate(spells):
        for hour, (name, day) in enumerate(zip(("open", "dicht"), spell, strict=True)):
            if day is not None:
                rows.append((f"k{at}", name, datetime(day.year, day.month, day.day, hour)))  # noqa: DTZ001 - of days
    columns = dict(zip(("case", "activity", "time"), map(list, zip(*rows, strict=True)), strict=True))
    made = pa.table({**columns, "resource": pa.array([None] * len(rows), pa.string())})
    return EventLog(made.set_column(2, "time", made["time"].cast(pa.timestamp("us"))))


def ask(spells: list[Spell], **more: Any) -> Result:
    log = log_of(spells)
    vocabulary = vocabulary_of(log)
    parameters = checked(analysis("stroom"), {"closes": ["dicht"], **more}, vocabulary)
    return analysis("stroom").run(inputs_of(log, vocabulary, parameters), parameters, lambda percent: None)


def rows(result: Result, key: str) -> list[Row]:
    return [Row(row) for one in result.tables if one.key == key for row in records(one)]


def counted(spells: list[Spell], since: date, until: date) -> dict[str, Any]:
    """The same by a loop over days."""

    def is_open(spell: Spell, day: date) -> bool:
        begin, end = spell
        return begin <= day and not (end is not None and end <= day)

    days = [since + timedelta(days=at) for at in range((until - since).days)]
    went = [(end - begin).days for begin, end in spells if end is not None and since <= end < until]
    return {
        "days": len(days),
        "arrivals": sum(since <= begin < until for begin, _end in spells),
        "departures": len(went),
        "stock_before": sum(is_open(one, since - timedelta(days=1)) for one in spells),
        "stock": sum(is_open(one, days[-1]) for one in spells),
        "mean_stock": sum(is_open(one, day) for one in spells for day in days) / len(days),
        "mean_days": sum(went) / len(went),
    }


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_both_parts_are_those_of_a_count_by_hand(seed: int) -> None:
    spells = drawn(seed)
    result = ask(spells, split=SPLIT.isoformat())

    found = rows(result, "little")
    assert [row["group"] for row in found] == ["vóór 11-07-2024", "vanaf 11-07-2024"]
    beside = rows(result, "before_and_from")
    for row, side, ends in zip(found, beside, ((FIRST, SPLIT), (SPLIT, LAST + timedelta(days=1))), strict=True):
        known = counted(spells, *ends)
        assert {key: row[key] for key in known} == pytest.approx(known)
        assert row["expected_stock"] == pytest.approx(known["arrivals"] / known["days"] * known["mean_days"])
        assert side["inflow"] == pytest.approx(30 * known["arrivals"] / known["days"])
        assert side["outflow"] == pytest.approx(30 * known["departures"] / known["days"])
        assert side["mean_stock"] == pytest.approx(known["mean_stock"])


@pytest.mark.parametrize("per", ["week", "month", "quarter", "year"])
def test_a_part_is_what_those_days_alone_give(per: str) -> None:
    """Asked from that day on; and of the same cases until the day before it."""
    spells = drawn(4)
    both = ask(spells, split=SPLIT.isoformat(), per=per)
    before = ask(spells, last_day=(SPLIT - timedelta(days=1)).isoformat(), per=per)
    since = ask(spells, first_day=SPLIT.isoformat(), per=per)

    for name, alone in zip(names(SPLIT), (before, since), strict=True):
        for one in alone.tables:
            known = [row[1:] for row in one.rows]
            assert [
                row[1:] for row in next(two.rows for two in both.tables if two.key == one.key) if row[0] == name
            ] == known
        (side,) = (row for row in rows(both, "before_and_from") if row["group"] == name)
        last = rows(alone, "periods")[-1]
        assert (side["median_age"], side["p90_age"]) == (last["median_age"], last["p90_age"])


def test_a_pilot_after_which_twice_as_many_come_in_is_found() -> None:
    spells: list[Spell] = [(FIRST + timedelta(days=at), FIRST + timedelta(days=at + 20)) for at in range(0, 192, 2)]
    spells += [(SPLIT + timedelta(days=at), SPLIT + timedelta(days=at + 20)) for at in range(150)]
    result = ask(spells, split=SPLIT.isoformat(), last_day=(SPLIT + timedelta(days=149)).isoformat())

    before, since = rows(result, "before_and_from")
    assert (before["days"], before["inflow"], since["days"], since["inflow"]) == (192, 15, 150, 30)
    assert result.sentences[0].startswith("Per 30 dagen: vóór 11-07-2024 15 erin en ")
    assert [row["mean_days"] for row in rows(result, "little")] == [20, 20]


def test_a_period_that_the_day_cuts_is_said_to_be() -> None:
    cut = ask(drawn(5), split="2024-07-11")
    whole = ask(drawn(5), split="2024-07-01")

    assert any("midden in een maand" in said for said in cut.caveats)
    assert not any("midden in een" in said for said in whole.caveats)
    assert any("midden in een week" in said for said in ask(drawn(5), split="2024-07-10", per="week").caveats)
    assert not any("midden in een" in said for said in ask(drawn(5), split="2024-07-08", per="week").caveats)
    assert [draw(chart.spec).svg for chart in cut.charts]


@pytest.mark.parametrize("day", ["2024-01-01", "2023-05-01", "2025-01-01"])
def test_a_day_with_nothing_before_or_after_it_is_refused(day: str) -> None:
    with pytest.raises(InputError) as refused:
        ask(drawn(6), split=day)
    assert (refused.value.code, refused.value.where) == ("analyses.split_outside", "split")
    assert refused.value.data == {"first": "01-01-2024", "last": "31-12-2024"}


def test_either_groups_or_a_day() -> None:
    with pytest.raises(InputError) as refused:
        checked(analysis("stroom"), crowd.ASKED["stroom"] | {"split": "2025-03-01"}, vocabulary_of(crowd.log(1, 50)))
    assert refused.value.code == "analyses.by_or_split"


@pytest.mark.parametrize("seed", SEEDS)
def test_nothing_small_can_be_computed_of_the_periods_around_the_day(seed: int) -> None:
    """Who knows all that is told of both parts exactly, and of the same days undivided."""
    exact, told = crowd.both("stroom/split", seed)
    _whole, together = crowd.both("stroom/split", seed, together=True)
    true: Cells = {("before",): 0.0}
    known: set[tuple[str, ...]] = {("before",)}
    lines: list[dict[tuple[str, ...], float]] = []
    sums: dict[tuple[str, ...], dict[tuple[str, ...], float]] = {}
    said = {(*cell[1:-1], cell[-1]) for cell, value in cells_of(told, "periods", ("group", "first"), "stock").items()
            if value is not None}  # fmt: skip
    ends = {cell[1] for cell, value in cells_of(together, "periods", ("last",), "stock").items() if value is not None}
    before: tuple[str, ...] = ("before",)
    for row in rows(exact, "periods"):
        at = {key: (row["group"], row["first"], key) for key in ("inflow", "outflow", "stock")}
        true |= {cell: row[key] for key, cell in at.items()}
        lines.append({before: 1.0, at["inflow"]: 1.0, at["outflow"]: -1.0, at["stock"]: -1.0})
        before = at["stock"]
        known |= {before} if before in said or row["last"] in ends else set()
        for total, flow in (("arrivals", "inflow"), ("departures", "outflow")):
            for cell in ((row["group"], total), ("all", total)):
                sums.setdefault(cell, {})[at[flow]] = 1.0
    for cell, line in sums.items():
        true[cell] = sum(true[one] for one in line)
        lines.append({**line, cell: -1.0})
    for result, whose in ((told, None), (together, "all")):
        for row in rows(result, "little"):
            known |= {(whose or row["group"], one) for one in ("arrivals", "departures") if row[one] is not None}
    assert ("all", "arrivals") in known
    learns_nothing_small(true, known, lines)


def test_of_two_parts_something_leaves_the_team() -> None:
    exact, told = crowd.both("stroom/split", 1)

    beside = rows(told, "before_and_from")
    assert len(beside) == 2
    assert all(row["inflow"] is not None for row in beside)
    assert told.sentences[0].startswith("Per 30 dagen: ")
    assert [row["stock"] for row in rows(told, "little")] != [row["stock"] for row in rows(exact, "little")]
    assert all(is_told(row[one]) for row in rows(told, "little") for one in ("stock", "arrivals", "departures"))


def test_a_part_in_which_few_came_in_tells_nothing_of_either() -> None:
    """Somebody may know both together: then the few would follow."""
    spells: list[Spell] = [(FIRST + timedelta(days=at), FIRST + timedelta(days=at + 60)) for at in range(190)]
    spells += [(SPLIT + timedelta(days=9), None), (LAST, None)]
    log = log_of(spells)
    vocabulary = vocabulary_of(log)
    parameters = checked(analysis("stroom"), {"closes": ["dicht"], "split": SPLIT.isoformat()}, vocabulary)
    exact = analysis("stroom").run(inputs_of(log, vocabulary, parameters), parameters, lambda percent: None)

    told = outside(analysis("stroom"), exact, parameters)

    assert [row["arrivals"] for row in rows(exact, "little")] == [190, 2]
    assert told.tables == ()
