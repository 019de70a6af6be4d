"""Which link explains a difference: published values, planted truths, and fractions over all orders."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

import numpy as np
import pyarrow as pa
import pytest

from sluitend.engines.chain import Between, EventLog, Explanation
from sluitend.engines.chain.contributions import three_factors
from tests.engines.chain import twin_explain as twin
from tests.engines.chain.test_summary import table
from tests.engines.chain.twin import DAY, Event

EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001


def test_three_factors_against_das_gupta() -> None:
    """Das Gupta, Standardization and Decomposition of Rates (US Bureau of the Census, P23-186, 1993): three factors."""
    base, now = np.array([[51.78746], [0.45919], [0.52638]]), np.array([[84.90502], [0.75756], [0.51065]])

    found = three_factors(base, now)[:, 0]

    assert found.tolist() == pytest.approx([10.4340333, 10.5608476, -0.6670084], abs=5e-7)
    assert found.sum() == pytest.approx(20.3278726, abs=5e-7)


def place_log(events: list[Event], places: dict[str, str]) -> EventLog:
    where = pa.array([places[case] for case, *_ in events], pa.string())
    return EventLog(table(events).append_column("place", where), attributes=["place"])


def journeys(seed: int, extra: dict[str, float]) -> tuple[list[Event], dict[str, str]]:
    """Three hundred cases per place, report → team → GI → end; before the GI some wait so many days more."""
    chance = random.Random(seed)
    events: list[Event] = []
    places: dict[str, str] = {}
    for place, more in extra.items():
        for number in range(300):
            case, at = f"{place}{number}", chance.uniform(0, 300)
            steps = [("report", "desk"), ("plan", "team"), *([("measure", "gi")] if number % 3 else []), ("end", "gi")]
            for activity, who in steps:
                events.append((case, activity, int(at * DAY), who))
                at += chance.expovariate(1 / 10) + (more if activity == "plan" else 0)
            places[case] = place
    return events, places


def explained(log: EventLog, **choice: object) -> Explanation:
    return log.where(place="b").explain(log.where(place="a"), **choice)


def test_a_planted_delay_of_23_days_between_team_and_gi_is_found() -> None:
    """Only that link's interval is clear of 0, and it covers 23 days."""
    found = explained(place_log(*journeys(1, {"a": 0.0, "b": 23.0})), between=Between.RESOURCES, draws=200)

    first, *others = found.links.to_pylist()
    assert (first["one"], first["next"]) == ("team", "gi")
    assert first["total"] == first["by_days"]
    assert 15 < first["low"] < 23 < first["high"] < 30
    assert first["clear"]
    assert not any(row["clear"] for row in others)
    assert all(row["low"] < 0 < row["high"] for row in others)
    assert found.low is not None
    assert found.high is not None
    assert found.low < found.difference < found.high


def test_two_places_that_differ_by_chance_show_no_link() -> None:
    found = explained(place_log(*journeys(2, {"a": 0.0, "b": 0.0})), draws=200)

    assert all(row["low"] < 0 < row["high"] for row in found.links.to_pylist())


def test_of_many_links_some_lie_outside_their_own_interval_by_chance_and_none_is_clear() -> None:
    """Twelve activities in any order, in two places that do not differ: of 144 links the largest fifty."""
    chance = random.Random(4)
    places = {f"{place}{case}": place for place in "ab" for case in range(150)}
    events: list[Event] = []
    for case in places:
        at = 0.0
        for _ in range(8):
            events.append((case, str(chance.randint(1, 12)), int(at * DAY), None))
            at += chance.expovariate(1 / 10)

    rows = explained(place_log(events, places), draws=200).links.to_pylist()

    assert len(rows) == 144
    errors = [(row["high"] - row["low"]) / (2 * 1.96) for row in rows[:50]]
    assert sum(abs(row["total"]) > 1.96 * error for row, error in zip(rows[:50], errors, strict=True)) > 2
    assert not any(row["clear"] for row in rows[:50])
    assert rows[50]["low"] is None
    assert rows[50]["clear"] is None


def test_passing_more_often_passing_again_and_taking_longer_are_told_apart() -> None:
    """In b every case passes x→y (in a half of them), twice (once), and a pass takes 4 days (2)."""
    rows: list[Event] = [
        ("a1", "x", 0, None), ("a1", "y", 2 * DAY, None), ("a2", "x", 0, None),
        ("b1", "x", 0, None), ("b1", "y", 4 * DAY, None), ("b1", "x", 4 * DAY, None), ("b1", "y", 8 * DAY, None),
    ]  # fmt: skip

    found = explained(place_log(rows, {"a1": "a", "a2": "a", "b1": "b"}), draws=0)

    first, second = found.links.to_pylist()
    assert (found.base_mean, found.mean, found.difference, found.low) == (1, 8, 7, None)
    assert {name: first[name] for name in ("base_share", "share", "base_times", "times", "base_days", "days")} == {
        "base_share": 0.5, "share": 1, "base_times": 1, "times": 2, "base_days": 2, "days": 4,
    }  # fmt: skip
    assert first["by_share"] == first["by_times"] == first["by_days"] == pytest.approx(7 / 3)
    assert (second["one"], second["base_days"], second["days"], second["total"]) == ("y", None, 0, 0)
    assert (found.mix, found.within, found.shared) == (7, 0, 0)


def test_cases_that_still_go_on_can_stay_out_and_teams_can_be_called_alike() -> None:
    rows: list[Event] = [
        ("1", "x", 0, "desk A"), ("1", "end", 3 * DAY, "team A"),
        ("2", "x", 0, "desk A"), ("2", "y", 90 * DAY, "team A"),
        ("4", "x", 0, "desk A"), ("4", "end", 5 * DAY, "team A"), ("4", "y", 50 * DAY, "team A"),
        ("3", "x", 0, "desk B"), ("3", "end", 5 * DAY, "team B"),
    ]  # fmt: skip
    names = {f"{kind} {place}": kind for kind in ("desk", "team") for place in "AB"}

    found = explained(
        place_log(rows, {"1": "a", "2": "a", "3": "b", "4": "a"}),
        closes=("end",), between=Between.RESOURCES, called=names, draws=0,
    )  # fmt: skip

    (row,) = found.links.to_pylist()
    assert (found.base_cases, found.cases, found.difference) == (1, 1, 2)
    assert (row["one"], row["next"], row["by_days"], found.within, found.shared) == ("desk", "team", 2, 2, 1)


def test_two_logs_say_the_same_as_two_choices_of_one() -> None:
    events, places = journeys(3, {"a": 0.0, "b": 5.0})
    one = explained(place_log(events, places), draws=20)
    a, b = (EventLog(table([row for row in events if places[row[0]] == place])) for place in "ab")

    two = b.explain(a, draws=20)

    assert [row["next"] for row in two.links.to_pylist()] == [row["next"] for row in one.links.to_pylist()]
    for name in two.links.column_names[2:-1]:
        assert two.links[name].to_pylist() == pytest.approx(one.links[name].to_pylist()), name
    assert (two.mix, two.within, two.shared) == pytest.approx((one.mix, one.within, one.shared))


def test_nothing_to_compare() -> None:
    log = place_log([("1", "x", 0, None)], {"1": "a"})

    with pytest.raises(ValueError, match="without cases"):
        log.explain(log.where(place="b"))
    alone = log.explain(log, draws=5)
    assert (alone.difference, alone.links.num_rows, alone.low) == (0, 0, 0)
    with pytest.raises(ValueError, match="without cases"):
        log.explain(log.where(since=EPOCH + timedelta(days=1)))


def drawn(seed: int, cases: int) -> tuple[list[Event], dict[str, str]]:
    chance = random.Random(seed)
    events: list[Event] = [
        (f"c{case}", chance.choice("xyz"), chance.randint(0, 40) * DAY // 4, chance.choice(["A", "B", None]))
        for case in range(cases)
        for _ in range(chance.randint(1, 8))
    ]
    return chance.sample(events, len(events)), {f"c{case}": "b" if case % 3 else "a" for case in range(cases)}


@pytest.mark.parametrize("between", Between)
@pytest.mark.parametrize(("seed", "cases"), [(1, 2), (2, 10), (3, 90)])
def test_the_same_as_fractions_over_all_orders(between: Between, seed: int, cases: int) -> None:
    events, places = drawn(seed, cases)

    found = explained(place_log(events, places), between=between, draws=0)

    plain = twin.cases(events, 1 if between is Between.ACTIVITIES else 3)
    old, new = ([passes for case, (_, passes) in plain.items() if places[case] == place] for place in "ab")
    parts = twin.contributions(old, new)
    assert found.difference == pytest.approx(float(twin.mean(new) - twin.mean(old)))
    assert sum(sum(part) for part in parts.values()) == twin.mean(new) - twin.mean(old)
    rows = {(row["one"], row["next"]): row for row in found.links.to_pylist()}
    assert rows.keys() == parts.keys()
    for link, part in parts.items():
        ours = [rows[link][name] for name in ("by_share", "by_times", "by_days", "total")]
        assert ours == pytest.approx([*map(float, part), float(sum(part))], abs=1e-9)
    assert found.mix + found.within == pytest.approx(found.difference, abs=1e-9)
    assert sum(row["total"] for row in rows.values()) == pytest.approx(found.difference, abs=1e-9)
