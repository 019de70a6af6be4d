"""Waiting between milestones: planted truths first, then plain loops."""

from __future__ import annotations

import random
from collections import Counter
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pyarrow as pa
import pytest

from sluitend.engines.chain import EventLog, Unit, Wait
from sluitend.engines.chain.steps import local_days
from tests.engines.chain import twin_waiting as twin
from tests.engines.chain.test_summary import table
from tests.engines.chain.twin import DAY, Event

MARCH = (date(2026, 3, 30) - date(1970, 1, 1)).days * DAY  # a Monday; Easter is the Sunday after
UNTIL = date(2026, 4, 20)


def log(rows: list[tuple[str, str, float]], **place: str) -> EventLog:
    """Case, activity, day after 30 March 2026."""
    events: list[Event] = [(case, activity, MARCH + int(day * DAY), None) for case, activity, day in rows]
    plain = table(events)
    if place:
        plain = plain.append_column("place", pa.array([place.get(case) for case, _, _ in rows], pa.string()))
    return EventLog(plain, attributes=["place"] if place else [])


def test_planted_waits() -> None:
    """One waits 4 days, one 10, one still waits after 20, one broke off after 6, one never began, one was first."""
    found = log(
        [
            ("four", "ask", 0), ("four", "help", 4), ("four", "help", 9),
            ("ten", "ask", 1), ("ten", "ask", 5), ("ten", "help", 11),
            ("waits", "ask", 0), ("waits", "other", 3),
            ("stops", "ask", 2), ("stops", "withdrawn", 8), ("stops", "help", 9),
            ("never", "other", 1), ("never", "help", 3),
            ("earlier", "help", 1), ("earlier", "ask", 2),
        ]
    ).waiting(Wait(("ask",), ("help",), ("withdrawn",)), until=UNTIL, norm=5)  # fmt: skip

    (one,) = found.cohorts
    assert (one.cases, one.reached, one.open, one.stopped, one.no_start, one.end_before) == (6, 2, 1, 1, 1, 1)
    assert one.curve.time.tolist() == [4, 6, 10, 20]
    assert one.curve.waiting.tolist() == pytest.approx([3 / 4, 3 / 4, 3 / 8, 3 / 8])
    assert (one.median.value, one.p90.value) == (10, None)
    assert one.within is not None
    assert (one.within.kept, one.within.known, one.within.not_yet_known) == (1, 4, 0)
    assert one.within.share.value == pytest.approx(1 / 4)
    assert found.log_rank is None


def test_which_event_counts_is_chosen() -> None:
    rows = [("1", "ask", 0.0), ("1", "ask", 3.0), ("1", "help", 5.0), ("1", "help", 9.0)]

    def days(**choice: str) -> float | None:
        return log(rows).waiting(Wait(("ask",), ("help",), **choice), until=UNTIL).cohorts[0].median.value  # type: ignore[arg-type]

    assert (days(), days(start_at="last"), days(end_at="last")) == (5, 2, 9)


def test_units() -> None:
    """From Thursday 2 April at noon to Tuesday 7 April at six: over Good Friday and Easter Monday."""
    rows = [("1", "ask", 3.5), ("1", "help", 8.25)]

    found = {
        unit: log(rows).waiting(Wait(("ask",), ("help",), unit=unit), until=UNTIL).cohorts[0].median.value
        for unit in Unit
    }

    assert found == {Unit.EXACT: 4.75, Unit.DAYS: 5, Unit.WORKING_DAYS: 1}


def test_who_still_waits_is_followed_until_the_last_day_that_was_looked_at() -> None:
    rows = [("1", "ask", 0.0), ("1", "help", 6.0)]

    early, strict, late = (
        log(rows).waiting(Wait(("ask",), ("help",)), until=until, norm=norm).cohorts[0]
        for until, norm in ((date(2026, 4, 5), 5), (date(2026, 4, 5), 4), (date(2026, 4, 6), 5))
    )

    assert (early.open, early.curve.time.tolist()) == (1, [5])  # 30 March to 4 April
    assert early.within is not None
    assert (early.within.known, early.within.not_yet_known) == (0, 1)
    assert strict.within is not None
    assert (strict.within.kept, strict.within.known) == (0, 1)  # five days without: the norm is broken, help or not
    assert (late.open, late.reached) == (0, 1)
    assert late.within is not None
    assert (late.within.kept, late.within.known) == (0, 1)


def test_of_days_alone_the_order_of_the_log_decides_nothing() -> None:
    """Setting such cases apart by their order would leave out the quickest."""
    wait = Wait(("ask",), ("help",))

    for names in (("ask", "help"), ("help", "ask")):
        found = log([("1", name, 0) for name in names]).waiting(wait, until=UNTIL).cohorts[0]
        assert (found.reached, found.median.value, found.end_before) == (1, 0, 0)


def test_at_one_moment_with_a_time_the_order_of_the_log_decides() -> None:
    wait, elsewhere = Wait(("ask",), ("help",)), ("2", "other", 0.5)

    after = log([("1", "ask", 0), ("1", "help", 0), elsewhere]).waiting(wait, until=UNTIL).cohorts[0]
    before = log([("1", "help", 0), ("1", "ask", 0), elsewhere]).waiting(wait, until=UNTIL).cohorts[0]

    assert (after.reached, after.median.value) == (1, 0)
    assert (before.reached, before.end_before) == (0, 1)


def test_an_end_on_the_day_of_the_start_gives_way_to_one_that_comes_after() -> None:
    """It may be that of an earlier course: help ended, and was asked for anew."""
    rows = [("1", "help", 0), ("1", "ask", 0), ("1", "help", 5)]

    assert log(rows).waiting(Wait(("ask",), ("help",)), until=UNTIL).cohorts[0].median.value == 5


def test_what_is_a_start_too_is_no_end_of_its_own_day() -> None:
    rows = [("1", "ask", 0), ("1", "ask", 0)]

    found = log(rows).waiting(Wait(("ask",), ("ask",), start_at="last"), until=UNTIL).cohorts[0]

    assert (found.reached, found.end_before) == (0, 1)


def test_an_end_earlier_on_the_day_of_the_start_is_before_it() -> None:
    rows = [("1", "help", 0.25), ("1", "ask", 0.5)]

    assert log(rows).waiting(Wait(("ask",), ("help",)), until=UNTIL).cohorts[0].end_before == 1


def test_days_are_those_of_the_place_not_of_utc() -> None:
    """23:30 in Amsterdam on 31 March is 21:30 UTC; half past midnight on 1 April is 22:30 UTC, the day before."""
    times = [datetime(2026, 3, 31, 21, 30, tzinfo=UTC), datetime(2026, 3, 31, 22, 30, tzinfo=UTC)]
    plain = table([("1", "ask", 0, None), ("1", "help", 0, None)])
    zoned = plain.set_column(2, "time", pa.array(times, pa.timestamp("us", "UTC")))

    wait = Wait(("ask",), ("help",))
    assert EventLog(zoned).waiting(wait, until=UNTIL).cohorts[0].median.value == 1
    assert EventLog(zoned, zone="UTC").waiting(wait, until=UNTIL).cohorts[0].median.value == 0


def test_who_still_waits_is_followed_until_midnight_of_the_place() -> None:
    """20 April begins in Amsterdam at 22:00 UTC; who asked at noon UTC on 18 April waited 34 hours by then."""
    plain = table([("1", "ask", 0, None)])
    asked = pa.array([datetime(2026, 4, 18, 12, tzinfo=UTC)], pa.timestamp("us", "UTC"))
    wait = Wait(("ask",), ("help",), unit=Unit.EXACT)

    def followed(log: EventLog) -> float:
        return float(log.waiting(wait, until=UNTIL).cohorts[0].curve.time[-1])

    zoned = plain.set_column(2, "time", asked)
    assert followed(EventLog(zoned)) == pytest.approx(1 + 10 / 24)
    assert followed(EventLog(zoned, zone="UTC")) == 1.5
    assert followed(EventLog(plain.set_column(2, "time", asked.cast(pa.timestamp("us"))))) == 1.5


def test_days_of_a_log_with_a_date_that_stands_for_unknown() -> None:
    """A system that writes 9999 for "not known" costs no calendar of eight thousand years."""
    moments = [datetime(2026, 3, 31, 22, 30, tzinfo=UTC), datetime(9999, 12, 30, 12, tzinfo=UTC)]
    time = np.array([int(one.timestamp()) * 1_000_000 for one in moments])

    assert local_days(time, "Europe/Amsterdam").tolist() == [
        (day - date(1970, 1, 1)).days for day in (date(2026, 4, 1), date(9999, 12, 30))
    ]


def test_cohorts_by_place_and_the_test_between_them() -> None:
    rows = [(f"{place}{number}", activity, day) for place, wait in (("noord", 2), ("zuid", 9)) for number in range(20)
            for activity, day in (("ask", 0.0), ("help", wait + number % 3))]  # fmt: skip
    places = {case: case.rstrip("0123456789") for case, _, _ in rows}
    places["zuid1"] = None  # type: ignore[assignment] - nobody knows where

    found = log(rows, **places).waiting(Wait(("ask",), ("help",)), until=UNTIL, by="place")

    assert [(one.name, one.cases, one.median.value) for one in found.cohorts] == [
        ("noord", 20, 3), ("zuid", 19, 10), (None, 1, 10)
    ]  # fmt: skip
    assert found.log_rank is not None
    assert found.log_rank.freedom == 2
    assert found.log_rank.p is not None
    assert found.log_rank.p < 1e-6


def test_before_and_after_a_day() -> None:
    rows = [("old", "ask", 0.0), ("old", "help", 7.0), ("new", "ask", 2.0), ("new", "help", 3.0), ("none", "help", 1.0)]

    found = log(rows).waiting(Wait(("ask",), ("help",)), until=UNTIL, split=date(2026, 4, 1))

    assert [(one.name, one.cases, one.median.value) for one in found.cohorts] == [("before", 1, 7), ("after", 1, 1)]


def test_an_unknown_activity_and_an_unknown_attribute() -> None:
    rows = [("1", "ask", 0.0), ("1", "help", 1.0)]

    assert log(rows).waiting(Wait(("nothing",), ("help",)), until=UNTIL).cohorts[0].no_start == 1
    with pytest.raises(KeyError):
        log(rows).waiting(Wait(("ask",), ("help",)), until=UNTIL, by="place")
    with pytest.raises(ValueError, match="not by both"):
        log(rows, **{"1": "x"}).waiting(Wait(("ask",), ("help",)), until=UNTIL, by="place", split=UNTIL)


def drawn(seed: int, cases: int = 200, step: int = DAY // 2) -> list[Event]:
    """Cases of up to a dozen events on the (half) days around Easter: many ties, and a case that is called NA."""
    chance = random.Random(seed)
    names = ["NA", *(f"c{number}" for number in range(1, cases))]
    events: list[Event] = [
        (case, chance.choice("abcde"), MARCH + chance.randint(0, 20 * DAY // step) * step, None)
        for case in names
        for _ in range(chance.randint(1, 12))
    ]
    return chance.sample(events, len(events))


@pytest.mark.parametrize("step", [DAY // 2, DAY])
@pytest.mark.parametrize(
    ("start_at", "end_at", "unit", "stop"),
    [
        ("first", "first", Unit.EXACT, ""),
        ("first", "last", Unit.DAYS, "c"),
        ("last", "first", Unit.WORKING_DAYS, "c"),
        ("last", "last", Unit.EXACT, "cd"),
    ],
)
def test_the_same_as_plain_loops(start_at: str, end_at: str, unit: Unit, stop: str, step: int) -> None:
    until, events = date(2026, 4, 15), drawn(len(stop) + len(start_at), step=step)
    wait = Wait(("a",), ("b", "d"), tuple(stop), start_at, end_at, unit)  # type: ignore[arg-type]

    (found,) = EventLog(table(events)).waiting(wait, until=until, norm=4).cohorts

    came = twin.spells(events, "a", "bd", stop, first=start_at == "first", end_first=end_at == "first", until=until)
    kinds = Counter(kind for kind, _, _ in came.values())
    assert {kind: getattr(found, kind) for kind in ("no_start", "end_before", "reached", "open", "stopped")} == {
        kind: kinds[kind] for kind in ("no_start", "end_before", "reached", "open", "stopped")
    }
    lengths = [
        (_length(start[2], end, unit, until), kind == "reached")
        for kind, start, end in came.values()
        if kind in ("reached", "open", "stopped") and start is not None
    ]
    ended = found.curve.reached > 0
    assert found.curve.time[ended].tolist() == [row[0] for row in twin.survival(lengths)]
    assert found.curve.waiting[ended].tolist() == pytest.approx([float(row[3]) for row in twin.survival(lengths)])
    assert found.within is not None
    assert found.within.kept == sum(reached and length <= 4 for length, reached in lengths)
    assert found.within.known == sum(reached or length > 4 for length, reached in lengths)


def _length(start: int, end: int | None, unit: Unit, until: date) -> float:
    last = until - timedelta(days=1) if end is None else twin.day_of(end)
    if unit is Unit.EXACT:
        return ((until - date(1970, 1, 1)).days * DAY - start if end is None else end - start) / DAY
    first = twin.day_of(start)
    return (last - first).days if unit is Unit.DAYS else twin.working_days(first, last)
