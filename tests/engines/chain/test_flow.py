"""Flow: planted truths first, then day by day."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pyarrow as pa
import pytest

from sluitend.engines.chain import EventLog, Flow, Link, Open, Per
from sluitend.engines.chain.flow import edges_of
from tests.engines.chain import twin_flow as twin
from tests.engines.chain.test_summary import table
from tests.engines.chain.twin import DAY, Event

EPOCH = date(1970, 1, 1)
RULES = Open(closes=("close",), opens=("open",))


def on(day: int) -> date:
    return EPOCH + timedelta(days=day)


def log(rows: list[tuple[str, str, float]], **place: str) -> EventLog:
    """Case, activity, day."""
    plain = table([(case, activity, int(day * DAY), None) for case, activity, day in rows])
    if place:
        plain = plain.append_column("place", pa.array([place.get(case) for case, _, _ in rows], pa.string()))
    return EventLog(plain, attributes=["place"] if place else [])


def test_planted_flow() -> None:
    """One from before, one that stays, one within a day, one that comes back."""
    found = log(
        [
            ("before", "open", 0), ("before", "other", 2), ("before", "close", 12),
            ("stays", "open", 11), ("stays", "open", 15),
            ("a day", "open", 13.2), ("a day", "close", 13.9),
            ("back", "open", 10), ("back", "close", 14), ("back", "close", 15), ("back", "open", 18),
        ]
    ).flow(RULES, since=on(10), until=on(20), per=Per.YEAR)  # fmt: skip

    assert found.periods.to_pylist() == [
        {
            "group": None, "first": on(10), "last": on(19), "days": 10,
            "stock_before": 1, "inflow": 4, "outflow": 3, "stock": 2,
            "mean_stock": (2 + 9 + 4 + 2) / 10, "median_age": 4.5, "p90_age": pytest.approx(7.3),
        }
    ]  # fmt: skip
    assert [row["cases"] for row in found.ages.to_pylist()] == [1, 1, 0, 0, 0, 0]
    (law,) = found.little
    assert (law.arrivals, law.departures, law.before, law.inside) == (4, 3, 10, 11)
    assert law.mean_days == (12 + 0 + 4) / 3
    assert law.case_days == law.departures * law.mean_days + law.inside - law.before


def test_littles_law_holds_for_a_steady_stream_and_shows_what_nobody_closed() -> None:
    """Every day one case of five days. When every second closure is missing, the stock grows without end."""
    rows = [(str(day), "open", float(day)) for day in range(200)]
    closed = [(str(day), "close", day + 5.0) for day in range(200)]

    (whole,) = log(rows + closed).flow(RULES, since=on(50), until=on(200)).little
    (half,) = log(rows + closed[::2]).flow(RULES, since=on(50), until=on(200)).little

    assert (whole.mean_stock, whole.per_day, whole.mean_days, whole.ratio) == (5, 1, 5, 1)
    assert (whole.steady, whole.long_enough, whole.holds) == (True, True, True)
    assert (half.steady, half.holds) == (False, False)


def test_a_case_that_opens_with_its_first_event_and_groups_by_name() -> None:
    rows = [("1", "x", 0.0), ("1", "close", 3.0), ("2", "x", 1.0), ("3", "close", 1.0), ("4", "x", 30.0)]

    found = log(rows, **{"1": "b", "2": "a", "4": "c"}).flow(
        Open(closes=("close",)), since=on(0), until=on(10), by="place"
    )

    counts = [(row["group"], row["inflow"], row["stock"], row["median_age"]) for row in found.periods.to_pylist()]
    assert counts == [("a", 1, 1, 8), ("b", 1, 0, None), ("c", 0, 0, None), (None, 0, 0, None)]


def test_periods_of_the_calendar() -> None:
    assert edges_of(date(2025, 11, 12), date(2026, 2, 3), Per.MONTH) == [
        date(2025, 11, 12), date(2025, 12, 1), date(2026, 1, 1), date(2026, 2, 1), date(2026, 2, 3),
    ]  # fmt: skip
    assert edges_of(date(2025, 11, 12), date(2026, 5, 1), Per.QUARTER)[1:] == [
        date(2026, 1, 1), date(2026, 4, 1), date(2026, 5, 1),
    ]  # fmt: skip
    assert edges_of(date(2024, 12, 30), date(2025, 1, 7), Per.WEEK) == [
        date(2024, 12, 30), date(2025, 1, 6), date(2025, 1, 7),
    ]  # fmt: skip


def test_what_is_no_flow() -> None:
    one = log([("1", "open", 0.0)])

    with pytest.raises(ValueError, match="nothing ever goes out"):
        Open(closes=())
    with pytest.raises(ValueError, match="not both"):
        Open(closes=("x",), opens=("x",))
    with pytest.raises(ValueError, match="before the last"):
        one.flow(RULES, since=on(3), until=on(3))
    with pytest.raises(ValueError, match="ages rise"):
        one.flow(RULES, since=on(0), until=on(3), ages=(1, 5))
    with pytest.raises(KeyError):
        one.flow(RULES, since=on(0), until=on(3), by="place")
    assert one.flow(Open(closes=("nothing",), opens=("none",)), since=on(0), until=on(3)).little[0].holds is None


def drawn(seed: int, cases: int) -> list[Event]:
    """Up to ten events in sixty days: many ties, cases of one event, and one that is called NA."""
    chance = random.Random(seed)
    events: list[Event] = [
        ("NA" if case == 0 else f"c{case}", chance.choice("oocxy"), chance.randint(0, 120) * DAY // 2, None)
        for case in range(cases)
        for _ in range(chance.randint(1, 10))
    ]
    return chance.sample(events, len(events))


def checked(found: Flow, spells: list[twin.Spell], *, until: int) -> None:
    for row in found.periods.to_pylist():
        first, end = (row["first"] - EPOCH).days, (row["last"] - EPOCH).days + 1
        expected = twin.period(spells, first, end)
        assert {name: row[name] for name in expected} == pytest.approx(expected)
    ages = twin.stock(spells, until - 1)
    for row in found.ages.to_pylist():
        assert row["cases"] == sum(row["from_days"] <= age <= (row["to_days"] or 10**6) for age in ages)


@pytest.mark.parametrize(("seed", "cases", "opens"), [(1, 1, ""), (2, 20, "o"), (3, 150, "o"), (4, 150, "")])
def test_the_same_as_day_by_day(seed: int, cases: int, opens: str) -> None:
    events = drawn(seed, cases)

    found = EventLog(table(events)).flow(
        Open(closes=("c",), opens=tuple(opens)), since=on(9), until=on(55), per=Per.WEEK, ages=(0, 3, 20)
    )

    checked(found, twin.spells(twin.days_of(events), opens, "c", 55), until=55)


def test_a_planted_delay() -> None:
    """Link a→b takes ten days longer: two cases pass it, one of them twice; one closes too late to be seen."""
    rows = [
        ("1", "open", 0.0), ("1", "a", 1.0), ("1", "b", 4.0), ("1", "close", 10.0),
        ("2", "open", 0.0), ("2", "a", 1.0), ("2", "b", 2.0), ("2", "a", 3.0), ("2", "b", 5.0), ("2", "close", 15.0),
        ("3", "open", 5.0), ("3", "a", 6.0), ("3", "c", 7.0), ("3", "close", 8.0),
    ]  # fmt: skip

    found = log(rows).delay(Link(("a",), ("b",)), 10, RULES, since=on(0), until=on(30), per=Per.YEAR)

    assert (found.passes, found.cases, found.cut, found.days, found.unsure) == (3, 2, 0, 30, 0)
    (row,) = found.periods.to_pylist()
    assert (row["stock"], row["stock_after"], row["outflow"], row["outflow_after"]) == (0, 1, 3, 2)
    assert (row["mean_stock"], row["mean_stock_after"]) == ((10 + 15 + 3) / 30, (20 + 30 + 3) / 30)
    assert found.further.to_pylist() == [
        {"activity": "b", "events": 3, "mean_days": 40 / 3, "past_until": 0, "brought_in": 0},
        {"activity": "close", "events": 2, "mean_days": 15, "past_until": 1, "brought_in": 0},
        {"activity": "a", "events": 1, "mean_days": 10, "past_until": 0, "brought_in": 0},
    ]


def test_a_link_becomes_no_shorter_than_nothing_and_says_what_it_cannot_know() -> None:
    rows = [
        ("1", "open", 0.0), ("1", "a", 1.0), ("1", "b", 4.0), ("1", "close", 32.0),
        ("2", "open", 0.0), ("2", "a", 1.0), ("2", "b", 21.0),
    ]  # fmt: skip

    found = log(rows).delay(Link(("a",), ("b",)), -5, RULES, since=on(0), until=on(30))

    assert (found.passes, found.cut, found.days, found.unsure) == (2, 1, -8, 1)
    (row,) = found.periods.to_pylist()
    assert (row["outflow"], row["outflow_after"]) == (0, 1)
    assert {one["activity"]: one["brought_in"] for one in found.further.to_pylist()} == {"b": 0, "close": 1}


@pytest.mark.parametrize(("seed", "days"), [(5, 7), (6, -3), (7, 0)])
def test_a_delay_is_the_same_as_day_by_day(seed: int, days: int) -> None:
    events = drawn(seed, 120)

    found = EventLog(table(events)).delay(
        Link(("o",), ("x",)), days, Open(closes=("c",), opens=("o",)), since=on(9), until=on(55), per=Per.WEEK
    )

    plain = twin.days_of(events)
    later = twin.moved(plain, "o", "x", days)
    checked(found.before, twin.spells(plain, "o", "c", 55), until=55)
    checked(found.after, twin.spells(later, "o", "c", 55), until=55)
    moves = [
        (day, now) for case in plain for (_, day), (_, now) in zip(plain[case], later[case], strict=True) if now != day
    ]
    further = found.further.to_pylist()
    assert sum(row["events"] for row in further) == len(moves)
    assert sum(row["events"] * row["mean_days"] for row in further) == pytest.approx(
        sum(now - day for day, now in moves)
    )
    assert sum(row["past_until"] for row in further) == sum(day < 55 <= now for day, now in moves)
    assert sum(row["brought_in"] for row in further) == sum(now < 55 <= day for day, now in moves)


def stream(seed: int, *, missing: float = 0.0, growth: float = 0.0, days: int = 1095) -> EventLog:
    """Three cases a day on average, of ten to fifty days; some are never closed on record, or more and more come in."""
    chance = random.Random(seed)
    rows: list[tuple[str, str, float]] = []
    for day in range(days):
        for number in range(sum(chance.random() < 0.3 * (1 + growth * day / days) for _ in range(10))):
            rows.append((f"{day}-{number}", "open", float(day)))
            if chance.random() >= missing:
                rows.append((f"{day}-{number}", "close", float(day + chance.randint(10, 50))))
    return log(rows)


@pytest.mark.parametrize("seed", [1, 2, 3, 4])
@pytest.mark.parametrize("since", [0, 365, 730])
def test_littles_law_is_asked_of_a_stream_that_chance_moves(seed: int, since: int) -> None:
    """The stock goes up and down by more than a tenth of itself; against what comes in that is little."""
    for growth in (0.0, 1.0):
        (law,) = stream(seed, growth=growth).flow(RULES, since=on(since), until=on(1095)).little

        assert (law.steady, law.long_enough, law.holds) == (True, True, True)


@pytest.mark.parametrize("seed", [1, 2, 3, 4])
@pytest.mark.parametrize("missing", [0.02, 0.05])
def test_littles_law_shows_the_few_that_nobody_closed(seed: int, missing: float) -> None:
    (law,) = stream(seed, missing=missing).flow(RULES, since=on(0), until=on(1095)).little

    assert (law.steady, law.long_enough, law.holds) == (True, True, False)
    assert 0 < (law.ratio or 0) < 0.9


def test_littles_law_is_not_asked_where_far_more_comes_in_than_goes_out() -> None:
    """Three in ten are never closed; and a stock that truly empties."""
    (lost,) = stream(1, missing=0.3).flow(RULES, since=on(0), until=on(1095)).little
    (last,) = stream(1).flow(RULES, since=on(1050), until=on(1145)).little

    assert (lost.steady, lost.holds) == (False, False)
    assert (last.arrivals < last.departures, last.steady) == (True, False)
