"""The network of handovers: planted truths, a published network, and walking through it."""

from __future__ import annotations

import random
from collections import Counter

import numpy as np
import pytest

from sluitend.engines.chain import EventLog
from sluitend.engines.chain.graphs import betweenness, cut_off
from tests.engines.chain import twin_network as twin
from tests.engines.chain.test_passing import events
from tests.engines.chain.test_summary import table
from tests.engines.chain.twin import Event

KITE = (  # Krackhardt's kite (Administrative Science Quarterly 35, 1990): ten people, no directions
    "AB AC AD AF BD BE BG CD CF DE DF DG EG FG FH GH HI IJ"
)


def kite() -> np.ndarray:
    linked = np.zeros((10, 10), bool)
    for one, two in KITE.split():
        linked[ord(one) - 65, ord(two) - 65] = linked[ord(two) - 65, ord(one) - 65] = True
    return linked


def test_brokers_of_a_published_network() -> None:
    """Betweenness as Krackhardt gives it, rounded to three decimals; H holds I and J to the rest, I holds J."""
    assert betweenness(kite()).round(3).tolist() == [0.023, 0.023, 0, 0.102, 0, 0.231, 0.231, 0.389, 0.222, 0]
    assert cut_off(kite()) == [0, 0, 0, 0, 0, 0, 0, 2, 1, 0]


def test_a_planted_network() -> None:
    """A hands to B four times in three cases, B back once, B to C twice; D works alone, and one handover is unseen."""
    found = EventLog(
        table(events("1", "ABAB") + events("2", "AABC") + events("3", "A.C") + events("4", "ABC") + events("5", "DD"))
    ).network()

    assert found.edges.to_pylist() == [
        {"resource": "A", "next_resource": "B", "handovers": 4, "cases": 3},
        {"resource": "B", "next_resource": "C", "handovers": 2, "cases": 2},
        {"resource": "B", "next_resource": "A", "handovers": 1, "cases": 1},
    ]
    nodes = found.nodes.to_pylist()
    assert [(row["resource"], row["in_weight"], row["out_weight"], row["partners"]) for row in nodes] == [
        ("B", 4, 3, 2), ("A", 1, 4, 1), ("C", 2, 0, 1), ("D", 0, 0, 0),
    ]  # fmt: skip
    assert [row["share"] for row in nodes] == [1, 5 / 7, 2 / 7, 0]
    assert [(row["broker"], row["cut_off"]) for row in nodes] == [(pytest.approx(1 / 6), 1), (0, 0), (0, 0), (0, 0)]
    assert (found.density, found.reciprocity, found.returned) == (3 / 12, 2 / 3, 2 / 7)
    assert found.missing == 2 / 11


def test_light_links_do_not_count_and_teams_are_taken_together() -> None:
    log = EventLog(table(events("1", "ABAB") + events("2", "ABC") + events("3", "BC")))

    cases = log.network(weight="cases", least=2)
    together = log.network(called={"A": "team", "B": "team"})

    assert cases.edges["cases"].to_pylist() == [2, 2]
    assert cases.reciprocity == 0
    assert together.edges.to_pylist() == [{"resource": "team", "next_resource": "C", "handovers": 2, "cases": 2}]
    assert {row["resource"]: row["events"] for row in together.nodes.to_pylist()} == {"team": 7, "C": 2}


def test_a_log_without_resources_has_no_network() -> None:
    found = EventLog(table(events("1", "..")), attributes=[]).network()

    assert (found.nodes.num_rows, found.edges.num_rows, found.density, found.returned) == (0, 0, None, None)
    assert found.missing == 1


def drawn(seed: int, cases: int, who: str) -> list[Event]:
    chance = random.Random(seed)
    rows: list[Event] = [
        (f"c{case}", "x", chance.randint(0, 9), chance.choice([*who, None]))
        for case in range(cases)
        for _ in range(chance.randint(1, 4))
    ]
    return chance.sample(rows, len(rows))


@pytest.mark.parametrize(
    ("seed", "cases", "who"), [(1, 1, "A"), (2, 5, "ABCDEFG"), (3, 12, "ABCDEFGH"), (4, 90, "ABC")]
)
def test_the_same_as_walking_through_it(seed: int, cases: int, who: str) -> None:
    rows = drawn(seed, cases, who)

    found = EventLog(table(rows)).network()

    passed = twin.handovers(rows)
    names = {row[3] for row in rows if row[3] is not None}
    links = {name: {two for _, one, two, _ in passed if one == name} for name in names}
    counts = Counter((one, two) for _, one, two, _ in passed)
    assert {(row["resource"], row["next_resource"]): row["handovers"] for row in found.edges.to_pylist()} == counts
    for row in found.nodes.to_pylist():
        name = row["resource"]
        assert row["broker"] == pytest.approx(twin.betweenness(links, name) if len(names) > 2 else 0)
        assert row["cut_off"] == twin.cut_off(links, name)
        assert row["share"] == pytest.approx(sum(name in (one, two) for _, one, two, _ in passed) / max(len(passed), 1))
    if passed:
        matched = sum(min(count, counts[two, one]) for (one, two), count in counts.items())
        assert found.returned == pytest.approx(matched / len(passed))


@pytest.mark.parametrize("reach", [2, 60])
def test_many_resources_at_once(reach: int) -> None:
    """300 in a ring, each linked to so many next ones, so that all lie between as often: few links, and many."""
    ring = sum(np.roll(np.eye(300, dtype=int), step, axis=1) for step in range(1, reach + 1)) > 0

    steps_between = sum(-(-distance // reach) - 1 for distance in range(1, 300))
    assert betweenness(ring).tolist() == pytest.approx([steps_between / (299 * 298)] * 300)
    assert cut_off(ring) == [0] * 300
