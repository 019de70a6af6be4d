"""Days and handovers from a day on, beside loops over the rows; with those before it they are all of them."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date, datetime
from itertools import pairwise
from typing import Any

import pytest

from sluitend.engines.chain import EventLog, Rules
from tests.engines.chain import naive, naive_owners
from tests.engines.chain.asked import ALONE, BESIDE, FAMILY, PLACE, SPLIT, UNTIL, Row, drawn, log_of

SEEDS = pytest.mark.parametrize("seed", [31, 32])
RULES = pytest.mark.parametrize("rules", [ALONE, BESIDE], ids=["alone", "beside"])
AT = datetime.combine(SPLIT, datetime.min.time())


def before(log: EventLog) -> EventLog:
    return log.followed(SPLIT)


@SEEDS
@RULES
def test_days_of_cases(seed: int, rules: Rules) -> None:
    rows = drawn(seed)
    log = log_of(rows)

    found = log.ownership(rules, until=UNTIL, by=PLACE, since=SPLIT)

    groups: dict[str | None, list[list[str]]] = defaultdict(list)
    for events in naive.cases_of(rows).values():
        days = naive_owners.states(events, rules, UNTIL)
        if later := [state for day, (state, _gone) in days.items() if day >= SPLIT]:
            groups[events[0].place].append(later)
    assert {row["group"]: row for row in found.days.to_pylist()} == {
        place: {
            "group": place,
            "cases": len(each),
            "case_days": sum(map(len, each)),
            **{state: sum(one.count(state) for one in each) for state in naive_owners.STATES},
            "cases_nobody": sum("nobody" in one for one in each),
        }
        for place, each in groups.items()
    }


@SEEDS
@RULES
def test_both_parts_are_all_days_and_all_gaps(seed: int, rules: Rules) -> None:
    """A gap that goes on at the day is in both, and keeps who let go."""
    log = log_of(drawn(seed))

    whole = log.ownership(rules, until=UNTIL)
    parts = before(log).ownership(rules, until=SPLIT), log.ownership(rules, until=UNTIL, since=SPLIT)
    for state in ("case_days", *naive_owners.STATES):
        assert sum(one.days[state].to_pylist()[0] for one in parts) == whole.days[state].to_pylist()[0]
    after = {(row["case"], row["begins"], row["days"], row["last_owner"]) for row in parts[1].gaps.to_pylist()}
    assert after == {
        (row["case"], max(row["begins"], SPLIT), row["days"] - max((SPLIT - row["begins"]).days, 0), row["last_owner"])
        for row in whole.gaps.to_pylist()
        if (SPLIT - row["begins"]).days < row["days"]
    }


def test_a_gap_over_the_day_counts_in_both_parts_with_its_own_days() -> None:
    days = [datetime(2025, 4, day) for day in (1, 5, 20)]  # noqa: DTZ001 - a log of days
    rows = [Row("k", name, at, "A", None, None, None) for name, at in zip("acf", days, strict=True)]
    log = log_of(rows)

    parts = before(log).ownership(ALONE, until=SPLIT), log.ownership(ALONE, until=UNTIL, since=SPLIT)
    assert [
        (row["begins"], row["days"], row["last_owner"], row["now"]) for one in parts for row in one.gaps.to_pylist()
    ] == [
        (date(2025, 4, 5), 5, "A", True),
        (SPLIT, 10, "A", False),
    ]
    assert [one.days["case_days"].to_pylist() for one in parts] == [[9], [10]]


@SEEDS
@RULES
def test_days_of_families(seed: int, rules: Rules) -> None:
    rows = drawn(seed)
    families: dict[str, list[Row]] = defaultdict(list)
    for events in naive.cases_of(rows).values():
        if events[0].family is not None:
            families[events[0].family] += events
    states = [naive_owners.family_states(events, rules, UNTIL) for events in families.values()]
    later = [[state for day, state in one.items() if day >= SPLIT] for one in states]

    found = log_of(rows).families(rules, per=FAMILY, until=UNTIL, since=SPLIT)

    assert found.families == sum(map(bool, later))
    assert {row["state"]: (row["days"], row["families"]) for row in found.days.to_pylist()} == {
        state: (sum(one.count(state) for one in later), sum(state in one for one in later))
        for state in naive_owners.STATES
    }


def steps(rows: list[Row]) -> list[tuple[Row, Row]]:
    """Every event with the one after it in its case, that comes from the day on."""
    return [(one, two) for events in naive.cases_of(rows).values() for one, two in pairwise(events) if two.time >= AT]


def handed(rows: list[Row]) -> list[tuple[Row, Row]]:
    return [
        (one, two)
        for one, two in steps(rows)
        if None
        not in (
            one.resource,
            two.resource,
        )
        and one.resource != two.resource
    ]


@SEEDS
def test_handovers_and_the_network(seed: int) -> None:
    """Of who came to have the case from the day on; from whom may be of before."""
    rows = drawn(seed)
    log = log_of(rows).arriving(SPLIT)

    known: dict[tuple[str | None, str | None], list[str]] = defaultdict(list)
    for one, two in handed(rows):
        known[one.resource, two.resource].append(one.case)
    for found in (log.handovers(), log.network().edges):
        count = "count" if "count" in found.column_names else "handovers"
        assert {(row["resource"], row["next_resource"]): (row[count], row["cases"]) for row in found.to_pylist()} == {
            pair: (len(cases), len({*cases})) for pair, cases in known.items()
        }
    events = Counter(row.resource for row in rows if row.time >= AT and row.resource)
    assert {row["resource"]: row["events"] for row in log.network().nodes.to_pylist()} == {
        name: events[name] for name in {*events, *(one.resource for one, _two in handed(rows))}
    }
    unknown = [None in (one.resource, two.resource) for one, two in steps(rows)]
    assert log.network().missing == pytest.approx(sum(unknown) / len(unknown))
    assert log.size == len({row.case for row in rows if row.time >= AT})


@SEEDS
@pytest.mark.parametrize("lawful", [(), ("B",)])
def test_back_and_forth_is_of_when_it_was_back(seed: int, lawful: tuple[str, ...]) -> None:
    rows = drawn(seed)
    log = log_of(rows)

    def counted(one: EventLog) -> Counter[tuple[str, str]]:
        return Counter(
            {(row["resource"], row["by_way_of"]): row["count"] for row in one.ping_pongs(lawful).to_pylist()}
        )

    assert counted(before(log)) + counted(log.arriving(SPLIT)) == counted(log)
    times, cases = log.arriving(SPLIT).back_and_forth(lawful)
    assert times == counted(log.arriving(SPLIT)).total() > 0
    assert 0 < cases <= times


def left(rows: list[Row]) -> dict[str, list[Row]]:
    """Of every case with an event from the day on those events, after the last one before them."""
    found = {}
    for case, events in naive.cases_of(rows).items():
        first = next((place for place, row in enumerate(events) if row.time >= AT), None)
        if first is not None:
            found[case] = events[max(first - 1, 0) :]
    return found


@SEEDS
def test_chains_and_organisations(seed: int) -> None:
    """From who had the case at the day on."""
    rows = drawn(seed)
    log, known = log_of(rows).arriving(SPLIT), left(rows)

    alone = log_of([row for events in known.values() for row in events])
    assert log.hands() == alone.hands()
    assert log.organisations() == alone.organisations()
    assert log.organisations(FAMILY) == alone.organisations(FAMILY)
    chains: Any = [one.longest_chains(500).sort_by("case").to_pylist() for one in (log, alone)]
    assert chains[0] == chains[1]
    assert log.where(**{PLACE: "p1"}).hands() == alone.where(**{PLACE: "p1"}).hands()


def test_a_figure_of_whole_cases_is_not_to_be_had_of_a_part() -> None:
    with pytest.raises(AttributeError, match="variant"):
        log_of(drawn(31)).arriving(SPLIT).summary()
