"""Questions 6 to 8, down to the last column, beside loops by a second hand."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest

from sluitend.engines.chain import CLOSING, Leaving, Open, Per
from tests.engines.chain import naive, naive_flow
from tests.engines.chain.asked import FAMILY, LEAVING, PLACE, SPLIT, UNTIL, drawn, log_of
from tests.engines.chain.twin import quantile

SEEDS = [21, 22, 23]


def ages(of: list[naive_flow.Spell], day: date) -> list[float]:
    return [(day - one.begin).days for one in naive_flow.stock(of, day)]


def period(of: list[naive_flow.Spell], first: date, last: date) -> dict[str, Any]:
    days, old = naive_flow.days_between(first, last + timedelta(days=1)), ages(of, last)
    return {
        "first": first,
        "last": last,
        "days": len(days),
        "stock_before": len(naive_flow.stock(of, first - timedelta(days=1))),
        "inflow": sum(one.begin in days for one in of),
        "outflow": sum(naive_flow.ended(one) in days for one in of),
        "stock": len(old),
        "mean_stock": sum(len(naive_flow.stock(of, day)) for day in days) / len(days),
        "median_age": quantile(old, 0.5) if old else None,
        "p90_age": quantile(old, 0.9) if old else None,
    }


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("open_", [Open(("f",)), Open(("f", "e"), ("a", "b"))], ids=["first event", "chosen"])
def test_flow(seed: int, open_: Open) -> None:
    rows = drawn(seed)

    found = log_of(rows).flow(open_, since=SPLIT, until=UNTIL, per=Per.WEEK, by=PLACE)

    cases = naive.cases_of(rows)
    spells = naive_flow.spells(cases, open_, UNTIL)
    groups = {one: [spell for spell in spells if cases[spell.case][0].place == one] for one in ("p0", "p1", "p2", None)}
    mondays = [day for day in naive_flow.days_between(SPLIT, UNTIL) if day.weekday() == 0]
    edges = [*sorted({SPLIT, *mondays}), UNTIL]
    expected = [
        {"group": name, **period(of, first, end - timedelta(days=1))}
        for name, of in groups.items()
        for first, end in pairwise(edges)
    ]
    for row, other in zip(found.periods.to_pylist(), expected, strict=True):
        assert row == pytest.approx(other)
    assert {row["group"] for row in found.ages.to_pylist()} == groups.keys()
    for row in found.ages.to_pylist():
        old = ages(groups[row["group"]], UNTIL - timedelta(days=1))
        assert row["cases"] == sum(row["from_days"] <= age <= (row["to_days"] or 10**6) for age in old)
    assert [one.group for one in found.little] == [*groups]
    for one in found.little:
        wanted = naive_flow.little(groups[one.group], SPLIT, UNTIL)
        assert {name: getattr(one, name) for name in wanted} == pytest.approx(wanted)
        assert one.case_days == pytest.approx(one.departures * one.mean_days + one.inside - one.before)
        assert one.steady == (abs(one.stock - one.stock_before) <= 0.1 * one.arrivals)
        assert one.long_enough == (one.days >= 3 * one.mean_days)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("leaving", [LEAVING, Leaving(("e", "f"), ("a", "b"), ("e",), FAMILY, 4)], ids=["one", "four"])
def test_returns(seed: int, leaving: Leaving) -> None:
    rows = drawn(seed)

    found = log_of(rows).returns(leaving, until=UNTIL, days=(3, 9, 20), by=CLOSING)

    left = naive_flow.leavings(naive.cases_of(rows), leaving, UNTIL)
    assert {one.name for one in found.cohorts} == {one.closing for one in left}
    for cohort in found.cohorts:
        those = [one for one in left if one.closing == cohort.name]
        spans = [] if cohort.name in leaving.final else [(float(one.length), one.back) for one in those]
        assert (cohort.leavers, cohort.leavings) == (len({one.unit for one in those}), len(those))
        assert cohort.final == len(those) - len(spans)
        assert cohort.returned == sum(back for _, back in spans)
        for part in cohort.within:
            waiting = naive.still_waits(spans, part.norm)
            assert part.kept == sum(back and length <= part.norm for length, back in spans)
            assert part.share.value == (None if waiting is None else pytest.approx(1 - waiting))
    assert found.not_placed == sum(events[0].family is None for events in naive.cases_of(rows).values())


@pytest.mark.parametrize("seed", SEEDS)
def test_the_ladder_of_families(seed: int) -> None:
    rows, ladder = drawn(seed), {"a": 1, "b": 2, "c": 2, "e": 3}

    found = log_of(rows).moves(ladder, until=UNTIL, per=FAMILY)

    moved = naive_flow.moves(naive.cases_of(rows), ladder, UNTIL)
    rows_found = {
        (row["source"], row["target"], row["direction"]): (
            row["count"],
            row["units"],
            pytest.approx(row["median_days"]),
        )
        for row in found.moves.to_pylist()
    }
    assert rows_found == naive_flow.taken_together(moved)
    ups, downs = ({unit for unit, *_, way, _days in moved if way == one} for one in ("up", "down"))
    assert {(row["up"], row["down"]): row["units"] for row in found.units.to_pylist() if row["up"] or row["down"]} == {
        key: count
        for key, count in (((True, True), len(ups & downs)), ((True, False), len(ups - downs)),
                           ((False, True), len(downs - ups)))
        if count
    }  # fmt: skip


@pytest.mark.parametrize("seed", SEEDS)
def test_the_network(seed: int) -> None:
    rows = drawn(seed, 8)

    found = log_of(rows).network()

    wanted = naive_flow.network(naive.cases_of(rows))
    edges = {
        (row["resource"], row["next_resource"]): (row["handovers"], row["cases"]) for row in found.edges.to_pylist()
    }
    assert edges == wanted["edges"]
    assert {
        row["resource"]: (row["events"], row["in_weight"], row["out_weight"], row["partners"])
        for row in found.nodes.to_pylist()
    } == wanted["nodes"]
    for name in ("density", "reciprocity", "returned", "missing"):
        assert getattr(found, name) == pytest.approx(wanted[name])
