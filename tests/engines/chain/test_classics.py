"""The five classic questions against plain loops, of the whole log and of chosen cases."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sluitend.engines.chain import EventLog
from tests.engines.chain.test_summary import EVENTS, table
from tests.engines.chain.twin import (
    DAY,
    Event,
    figures,
    handover_table,
    pair_table,
    quantile,
    sequences,
)

PLAIN = settings(deadline=None, max_examples=30)


@PLAIN
@given(EVENTS)
def test_pairs_and_performance(events: list[Event]) -> None:
    log = EventLog(table(events))
    expected = pair_table(events)

    counts = [{key: row[key] for key in ("activity", "next_activity", "count", "cases")} for row in expected]
    assert log.pairs().to_pylist() == counts
    assert log.performance().drop_columns(["activity", "next_activity"]).to_pylist() == [
        pytest.approx({key: row[key] for key in ("count", "median_days", "p90_days", "mean_days")}) for row in expected
    ]


@PLAIN
@given(EVENTS)
def test_handovers(events: list[Event]) -> None:
    found = EventLog(table(events)).handovers().to_pylist()

    expected = handover_table(events)
    assert [(row["resource"], row["next_resource"]) for row in found] == [
        (row["resource"], row["next_resource"]) for row in expected
    ]
    assert [list(row.values())[2:] for row in found] == [pytest.approx(list(row.values())[2:]) for row in expected]


@PLAIN
@given(EVENTS)
def test_variants_and_throughput(events: list[Event]) -> None:
    log = EventLog(table(events))
    expected = sequences(events)
    durations = [days for found in expected.values() for days in found]

    found = {tuple(row["activities"]): row for row in log.variants().to_pylist()}
    through = log.throughput()

    assert {key: row["cases"] for key, row in found.items()} == {key: len(days) for key, days in expected.items()}
    assert {key: row["median_days"] for key, row in found.items()} == pytest.approx(
        {key: quantile(days, 0.5) for key, days in expected.items()}
    )
    assert sum(row["share"] for row in found.values()) == pytest.approx(1)
    assert through == pytest.approx(
        {
            "cases": len(durations),
            "mean_days": sum(durations) / len(durations),
            **{f"p{share}_days": quantile(durations, share / 100) for share in (10, 25, 50, 75, 90)},
        }
    )


@PLAIN
@given(EVENTS, st.integers(0, 5))
def test_the_commonest_variants_come_first_and_equals_by_their_first_case(events: list[Event], most: int) -> None:
    courses: dict[str, list[Event]] = {}
    for event in events:
        courses.setdefault(event[0], []).append(event)
    often = Counter(tuple(one[1] for one in sorted(rows, key=lambda one: one[2])) for rows in courses.values())
    expected = [(list(names), cases) for names, cases in often.most_common()][:most]  # equals: as they came in
    log = EventLog(table(events))

    for found in (log.variants(most), log.variant_list(most)):
        assert [(row["activities"], row["cases"]) for row in found.to_pylist()] == expected


@PLAIN
@given(EVENTS, st.sampled_from(["noord", "zuid", "nergens"]), st.integers(0, 3))
def test_a_choice_of_cases_is_the_log_of_those_cases(events: list[Event], place: str, since: int) -> None:
    """The place of a case is that of its first event, whatever later rows say."""
    where = ["noord" if number % 3 else "zuid" for number in range(len(events))]
    log = EventLog(table(events).append_column("place", pa.array(where)), attributes=["place"])
    moment = datetime(1970, 1, 1) + timedelta(microseconds=since)  # noqa: DTZ001 - these times have no zone

    first: dict[str, tuple[int, str]] = {}
    for event, spot in zip(events, where, strict=True):
        if event[0] not in first or event[2] < first[event[0]][0]:
            first[event[0]] = event[2], spot
    kept = [event for event in events if first[event[0]][1] == place and first[event[0]][0] >= since]

    found = log.where(place=place, since=moment)

    assert found.summary().events == len(kept)
    if kept:
        expected = figures(kept)
        assert {name: getattr(found.summary(), name) for name in expected} == pytest.approx(expected)
        assert found.pairs().num_rows == len(pair_table(kept))
    else:
        assert found.summary().median_duration_days is None


def test_a_period_is_of_the_first_event_and_its_end_does_not_belong_to_it() -> None:
    events: list[Event] = [("1", "a", 0, None), ("1", "b", 5 * DAY, None), ("2", "a", 2 * DAY, None)]
    log = EventLog(table(events))

    assert log.where(until=datetime(1970, 1, 3)).summary().events == 2  # noqa: DTZ001
    assert log.where(since=datetime(1970, 1, 3)).summary().events == 1  # noqa: DTZ001


def test_a_moment_with_a_zone_is_compared_in_utc() -> None:
    events: list[Event] = [("1", "a", 0, None)]

    assert EventLog(table(events)).where(since=datetime.fromisoformat("1970-01-01T01:00+01:00")).summary().events == 1
    assert EventLog(table(events)).where(since=datetime(1970, 1, 1, 1, tzinfo=UTC)).summary().events == 0


def test_what_is_no_attribute_is_no_choice() -> None:
    with pytest.raises(KeyError):
        EventLog(table([("1", "a", 0, None)])).where(place="noord")


def test_in_how_many_cases_something_occurs() -> None:
    rows: list[Event] = [
        ("1", "a", 0, None), ("1", "b", 1, None), ("1", "b", 2, None), ("2", "a", 0, None), ("3", "c", 0, None),
        ("4", "b", 0, None),
    ]  # fmt: skip
    places = pa.array([{"1": "x", "2": "x", "3": "w"}.get(case) for case, *_ in rows], pa.string())
    log = EventLog(table(rows).append_column("place", places), attributes=["place"])

    assert log.occurring(["b", "c"], "place").to_pylist() == [
        {"group": "w", "cases": 1, "having": 1},
        {"group": "x", "cases": 2, "having": 1},
        {"group": None, "cases": 1, "having": 1},
    ]
    assert log.occurring(["b", "c"]).to_pylist() == [{"group": None, "cases": 4, "having": 3}]
    assert log.occurring(["none"]).to_pylist() == [{"group": None, "cases": 4, "having": 0}]
    assert log.occurring(["none"], "place")["having"].to_pylist() == [0, 0, 0]
    with pytest.raises(KeyError):
        log.occurring(["b"], "region")
