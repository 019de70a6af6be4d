"""What the engine says, cohort by cohort and down to the last column, beside loops by a second hand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from sluitend.engines.chain import Norm, Rules, TermUnit, Unit, Verdict, Wait
from tests.engines.chain import naive, naive_owners
from tests.engines.chain.asked import (
    ALONE,
    BESIDE,
    EXACT,
    FAMILY,
    ITSELF,
    PLACE,
    RECORD,
    SPLIT,
    UNTIL,
    WAIT,
    Row,
    drawn,
    log_of,
    norm,
)
from tests.engines.chain.twin_waiting import log_rank

KINDS = ("no_start", "end_before", "reached", "open", "stopped")
SEEDS = [11, 12, 13]
Split = Callable[[list[Row], date | None], str | None]


def by_place(rows: list[Row], began: date | None) -> str | None:
    return rows[0].place


def by_day(rows: list[Row], began: date | None) -> str | None:
    return "none" if began is None else "before" if began < SPLIT else "after"


def nearly(value: float | None) -> Any:
    return None if value is None else pytest.approx(value, abs=1e-9)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(
    ("wait", "split"),
    [
        (WAIT, by_place),
        (EXACT, by_day),
        (Wait(("a", "b"), ("c",), ("d", "e"), end_at="last", unit=Unit.DAYS), by_place),
        (Wait(("f",), ("a",), start_at="last", unit=Unit.WORKING_DAYS), by_day),
    ],
    ids=range(4),
)
def test_waiting(seed: int, wait: Wait, split: Split) -> None:
    rows = drawn(seed)
    chosen = {"by": PLACE} if split is by_place else {"split": SPLIT}

    found = log_of(rows).waiting(wait, until=UNTIL, norm=5, **chosen)  # type: ignore[arg-type]

    groups: dict[str | None, list[naive.Came]] = defaultdict(list)
    for case in naive.cases_of(rows).values():
        came = naive.waited(case, wait, UNTIL)
        groups[split(case, came.began)].append(came)
    for cohort in found.cohorts:
        those = groups[cohort.name]
        spans = [(one.length, one.what == "reached") for one in those if one.what in KINDS[2:]]
        assert cohort.cases == len(those)
        assert {kind: getattr(cohort, kind) for kind in KINDS} == {
            kind: sum(one.what == kind for one in those) for kind in KINDS
        }
        assert (cohort.median.value, cohort.p90.value) == (naive.by_which(0.5, spans), naive.by_which(0.9, spans))
        share, waiting, around = cohort.within.share, naive.still_waits(spans, 5), naive.interval(spans, 5)
        assert share.value == nearly(None if waiting is None else 1 - waiting)
        assert (share.low, share.high) == ((None, None) if around is None else tuple(map(nearly, around)))
    assert {cohort.name for cohort in found.cohorts} == groups.keys() - {"none"}
    statistic, freedom = log_rank(
        [[(one.length, one.what == "reached") for one in groups[cohort.name] if one.what in KINDS[2:]]
         for cohort in found.cohorts]
    )  # fmt: skip
    assert (found.log_rank.statistic, found.log_rank.freedom) == (nearly(statistic), freedom)


NORMS = [
    (norm(), by_place),
    (RECORD, by_day),
    (norm(term=1, unit=TermUnit.WEEKS, extends=True, breaks=("d", "e")), by_day),
    (norm(answer=("a", "b"), answered_on="record", term=4, trigger_at="first"), by_place),
    (norm(answered_on="record", term=9, unit=TermUnit.DAYS, breaks=()), by_place),
    (norm(answer=("nothing",)), by_place),
    (norm(term=1, unit=TermUnit.DAYS, extends=True, breaks=()), by_day),  # most terms end after a weekend
    (ITSELF, by_place),
    (norm(trigger=("a", "b"), answer=("b", "a"), answered_on="record", term=9, valid_from=SPLIT, breaks=()), by_day),
    (norm(trigger=("f",), answer=("f",), answered_on="record", term=20, unit=TermUnit.DAYS), by_place),
]


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(("own", "split"), NORMS, ids=range(len(NORMS)))
def test_norms(seed: int, own: Norm, split: Split) -> None:
    rows = drawn(seed)
    chosen = {"by": PLACE} if split is by_place else {"split": SPLIT}

    found = log_of(rows).judged(own, until=UNTIL, **chosen)  # type: ignore[arg-type]

    cases = naive.cases_of(rows)
    occurs = any(row.activity in own.answer for row in rows)
    expected = {case: naive.judge(events, own, UNTIL, occurs=occurs) for case, events in cases.items()}
    groups: dict[str | None, list[naive.Verdict]] = defaultdict(list)
    listed = []
    for case, one in sorted(expected.items()):
        if one is None:
            continue
        group = split(cases[case], one.trigger)
        groups[group].append(one)
        if group != "none":
            days = dict(zip(("trigger", "answer", "deadline"), one[1:4], strict=True))
            listed.append({"case": case, "group": group, "verdict": one.verdict, **days})
    assert found.cases.to_pylist() == listed
    assert {cohort.name for cohort in found.cohorts} == groups.keys() - {"none"}
    for cohort in found.cohorts:
        those = groups[cohort.name]
        assert cohort.cases == len(those)
        assert cohort.counts == {kind: sum(one.verdict == kind for one in those) for kind in Verdict}
        spans = [
            (one.length, one.answer is not None)
            for one in those
            if one.verdict in ("met", "not_met", "running", "broken_off")
        ]
        waiting = naive.still_waits(spans, own.term * (7 if own.unit is TermUnit.WEEKS else 1))
        assert cohort.share.value == nearly(None if waiting is None else 1 - waiting)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("rules", [ALONE, BESIDE], ids=["alone", "beside"])
def test_nobodys(seed: int, rules: Rules) -> None:
    rows = drawn(seed)

    found = log_of(rows).ownership(rules, until=UNTIL, by=PLACE)

    cases = naive.cases_of(rows)
    days = {case: naive_owners.states(events, rules, UNTIL) for case, events in cases.items()}
    gaps = [gap for case, of_case in days.items() for gap in naive_owners.gaps(case, of_case, UNTIL)]
    assert found.gaps.to_pylist() == [
        gap._asdict() for gap in sorted(gaps, key=lambda gap: (-gap.days, gap.case, gap.begins))
    ]
    groups: dict[str | None, list[list[str]]] = defaultdict(list)
    for case, of_case in days.items():
        if of_case:
            groups[cases[case][0].place].append([state for state, _ in of_case.values()])
    assert found.days.to_pylist() == [
        {
            "group": place,
            "cases": len(groups[place]),
            "case_days": sum(map(len, groups[place])),
            **{state: sum(one.count(state) for one in groups[place]) for state in naive_owners.STATES},
            "cases_nobody": sum("nobody" in one for one in groups[place]),
        }
        for place in [*sorted(name for name in groups if name), None]
    ]
    passed = defaultdict(list)
    for gap in gaps:
        if gap.passed_on:
            passed[gap.last_owner].append(gap)
    assert {row["last_owner"]: row for row in found.last.to_pylist()} == {
        who: {
            "last_owner": who,
            "gaps": len(those),
            "cases": len({gap.case for gap in those}),
            "days": sum(gap.days for gap in those),
        }
        for who, those in passed.items()
    }


@pytest.mark.parametrize("seed", SEEDS)
def test_passed_on_and_how_often_something_occurs(seed: int) -> None:
    rows = drawn(seed)
    log, cases = log_of(rows), naive.cases_of(rows)

    back = {(row["resource"], row["by_way_of"]): (row["count"], row["cases"]) for row in log.ping_pongs().to_pylist()}
    assert back == naive_owners.ping_pongs(cases)
    for per, unit in ((None, lambda row: row.case), (PLACE, lambda row: row.place), (FAMILY, lambda row: row.family)):
        found = log.organisations(per).to_pylist()
        assert {row["organisations"]: (row["units"], row["cases"]) for row in found} == naive_owners.organisations(
            cases, unit
        )
    having = {
        place: (
            sum(events[0].place == place for events in cases.values()),
            sum(events[0].place == place and any(row.activity in "ae" for row in events) for events in cases.values()),
        )
        for place in {events[0].place for events in cases.values()}
    }
    assert {
        row["group"]: (row["cases"], row["having"]) for row in log.occurring(["a", "e"], PLACE).to_pylist()
    } == having
