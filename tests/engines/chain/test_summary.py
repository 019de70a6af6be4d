"""Ten figures of a log: against published logs, against plain loops, and whatever the order of the rows."""

from __future__ import annotations

import dataclasses
import random
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sluitend.engines.chain import EventLog
from sluitend.formats import eventlog
from tests.engines.chain.twin import Event, figures

LOGS = Path(__file__).parents[3].parent / "shared" / "real" / "logs"
XES_NAMES = {"case": "case:concept:name", "activity": "concept:name", "time": "time:timestamp"}
SEPSIS = {"case": "Case ID", "activity": "Activity", "time": "Complete Timestamp"}

EVENTS = st.lists(
    st.tuples(
        st.sampled_from(["NA", "1", "2", "x"]),
        st.sampled_from("abc"),
        st.integers(0, 3),
        st.sampled_from(["A", "B", "C", None]),
    ),
    min_size=1,
    max_size=40,
)


def table(events: list[Event]) -> pa.Table:
    case, activity, time, resource = zip(*events, strict=True)
    return pa.table(
        {
            "case": pa.array(case, pa.string()),
            "activity": pa.array(activity, pa.string()),
            "time": pa.array(time, pa.timestamp("us")),
            "resource": pa.array(resource, pa.string()),
        }
    )


@pytest.mark.parametrize(
    ("name", "columns", "missing", "expected"),
    [  # events, cases, activities, resources, variants, pairs, handovers, ABA, cases with ABA; by an independent script
        ("receipt.csv.gz", XES_NAMES, (), (8577, 1434, 27, 10, 116, 99, 5440, 439, 269)),
        ("receipt.csv.gz", XES_NAMES, ("EMPTY",), (8577, 1434, 27, 9, 116, 99, 3548, 132, 77)),
        ("08_receipt.xes.gz", XES_NAMES, (), (8577, 1434, 27, 10, 116, 99, 5440, 439, 269)),
        ("sepsis.csv.gz", SEPSIS, (), (15214, 1050, 16, 26, 846, 115, 7048, 1844, 918)),
    ],
)
def test_published_logs(
    name: str, columns: dict[str, str], missing: tuple[str, ...], expected: tuple[int, ...]
) -> None:
    if not LOGS.exists():
        pytest.skip("the published logs are not here")

    found = EventLog(eventlog.read(LOGS / name, **columns, resource="org:group", missing=missing)).summary()

    counts = dataclasses.asdict(found)
    days = counts.pop("median_duration_days")
    assert tuple(counts.values()) == expected
    assert round(days, 2) == (5.34 if name.startswith("sepsis") else 0.03)


@settings(deadline=None, max_examples=60)
@given(EVENTS)
def test_the_same_as_plain_loops(events: list[Event]) -> None:
    assert dataclasses.asdict(EventLog(table(events)).summary()) == pytest.approx(figures(events))


@settings(deadline=None, max_examples=25)
@given(EVENTS, st.randoms(use_true_random=False))
def test_the_order_of_the_rows_does_not_matter_where_there_are_no_ties(
    events: list[Event], chance: random.Random
) -> None:
    apart = [(case, activity, number, resource) for number, (case, activity, _time, resource) in enumerate(events)]
    shuffled = chance.sample(apart, len(apart))

    assert EventLog(table(shuffled)).summary() == EventLog(table(apart)).summary()


def test_ties_keep_the_order_of_the_rows() -> None:
    one = EventLog(table([("1", "a", 0, None), ("1", "b", 0, None), ("1", "a", 0, None)]))

    assert one.summary().directly_follows_pairs == 2  # ab and ba, not aa


def test_a_missing_resource_breaks_a_handover_and_a_ping_pong() -> None:
    rows: list[Event] = [("1", "a", 0, "A"), ("1", "a", 1, None), ("1", "a", 2, "B"), ("1", "a", 3, "A")]

    found = EventLog(table(rows)).summary()

    assert (found.handovers, found.ping_pongs) == (1, 0)


def test_cases_do_not_run_into_each_other() -> None:
    rows: list[Event] = [("1", "a", 0, "A"), ("2", "b", 1, "B"), ("1", "a", 2, "A")]

    found = EventLog(table(rows)).summary()

    assert (found.handovers, found.directly_follows_pairs, found.variants) == (0, 1, 2)


def test_many_variants_are_told_apart() -> None:
    chance = random.Random(5)
    events = [
        (str(case), str(chance.randrange(9)), moment, None)
        for case in range(20_000)
        for moment in range(chance.randrange(1, 9))
    ]

    assert EventLog(table(events)).summary().variants == figures(events)["variants"]
