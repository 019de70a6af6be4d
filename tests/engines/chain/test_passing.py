"""Passing on: planted truths, published figures, and plain loops."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from itertools import groupby

import pyarrow as pa
import pytest

from sluitend.engines.chain import EventLog
from sluitend.formats import eventlog
from tests.engines.chain.test_summary import LOGS, XES_NAMES, table
from tests.engines.chain.twin import Event


def events(case: str, resources: str) -> list[Event]:
    """One event a letter; a dot is nobody known."""
    return [(case, "x", moment, None if letter == "." else letter) for moment, letter in enumerate(resources)]


def test_planted_ping_pongs() -> None:
    found = EventLog(table(events("1", "ABABB") + events("2", "AABA") + events("3", "A.A") + events("4", "AB.A")))

    assert found.ping_pongs().to_pylist() == [
        {"resource": "A", "by_way_of": "B", "count": 2, "cases": 2},
        {"resource": "B", "by_way_of": "A", "count": 1, "cases": 1},
    ]


def test_back_and_forth_that_belongs_to_the_work_does_not_count() -> None:
    """B is the council: who asks it, gets the case back."""
    found = EventLog(table(events("1", "ABAB") + events("2", "ABACA") + events("3", "CDC")))

    assert found.back_and_forth() == (5, 3)
    assert found.back_and_forth(["B"]) == (2, 2)
    assert found.ping_pongs(["B"]).to_pylist() == [
        {"resource": "A", "by_way_of": "C", "count": 1, "cases": 1},
        {"resource": "C", "by_way_of": "D", "count": 1, "cases": 1},
    ]
    assert found.back_and_forth(["A", "C"]) == (0, 0)
    assert found.back_and_forth(["nobody"]) == (5, 3)


def test_planted_chains() -> None:
    found = EventLog(table(events("1", "AABCC.DE") + events("2", "AB") + events("3", "..") + events("4", "A.B.CDE")))

    assert found.longest_chains().to_pylist() == [
        {"case": "1", "hands": 3, "handovers": 3, "resources": ["A", "B", "C"]},
        {"case": "4", "hands": 3, "handovers": 2, "resources": ["C", "D", "E"]},
        {"case": "2", "hands": 2, "handovers": 1, "resources": ["A", "B"]},
    ]
    assert found.longest_chains(1)["case"].to_pylist() == ["1"]
    assert found.hands().to_pylist() == [{"hands": 0, "cases": 1}, {"hands": 2, "cases": 1}, {"hands": 3, "cases": 2}]


def test_planted_organisations_of_families() -> None:
    rows = events("1", "AB") + events("2", "BC") + events("3", "A") + events("4", "D")
    families = pa.array([{"1": "f", "2": "f", "3": "g"}.get(case) for case, *_ in rows], pa.string())
    found = EventLog(table(rows).append_column("family", families), attributes=["family"])

    assert found.organisations("family").to_pylist() == [
        {"organisations": 1, "units": 1, "cases": 1},
        {"organisations": 3, "units": 1, "cases": 2},
    ]
    assert found.organisations().to_pylist() == [
        {"organisations": 1, "units": 2, "cases": 2},
        {"organisations": 2, "units": 2, "cases": 2},
    ]
    with pytest.raises(KeyError):
        found.organisations("place")


def test_a_published_log() -> None:
    if not LOGS.exists():
        pytest.skip("the published logs are not here")

    found = EventLog(eventlog.read(LOGS / "receipt.csv.gz", **XES_NAMES, resource="org:group", missing=("EMPTY",)))

    assert sum(found.ping_pongs()["count"].to_pylist()) == 132
    assert sum(found.longest_chains(2000)["handovers"].to_pylist()) == 3548
    assert sum(found.hands()["cases"].to_pylist()) == 1434


def drawn(seed: int, cases: int) -> list[Event]:
    chance = random.Random(seed)
    events: list[Event] = [
        (f"c{case}", "x", chance.randint(0, 9), chance.choice(["A", "B", "C", None]))
        for case in range(cases)
        for _ in range(chance.randint(1, 15))
    ]
    return chance.sample(events, len(events))


@pytest.mark.parametrize(("seed", "size", "families"), [(1, 1, 1), (2, 15, 4), (3, 200, 30)])
def test_the_same_as_plain_loops(seed: int, size: int, families: int) -> None:
    rows = drawn(seed, size)
    family = pa.array([str(sum(map(ord, case)) % families) for case, *_ in rows])
    found = EventLog(table(rows).append_column("family", family), attributes=["family"])
    cases: dict[str, list[Event]] = defaultdict(list)
    for event in rows:
        cases[event[0]].append(event)
    ordered = {case: sorted(found, key=lambda row: row[2]) for case, found in cases.items()}
    runs = {case: [who for who, _ in groupby(row[3] for row in found)] for case, found in ordered.items()}

    back = Counter(
        (one, two) for run in runs.values() for one, two, three in zip(run, run[1:], run[2:], strict=False)
        if one == three and one is not None and two is not None
    )  # fmt: skip
    assert {(row["resource"], row["by_way_of"]): row["count"] for row in found.ping_pongs().to_pylist()} == dict(back)
    left = sum(count for (ends, between), count in back.items() if "A" not in (ends, between))
    assert found.back_and_forth(["A"])[0] == sum(found.ping_pongs(["A"])["count"].to_pylist()) == left

    chains = {
        case: [list(part) for known, part in groupby(run, key=lambda who: who is not None) if known]
        for case, run in runs.items()
    }
    longest = {case: max(parts, key=len) for case, parts in chains.items() if parts}
    assert found.longest_chains(size).to_pylist() == [
        {
            "case": case,
            "hands": len(longest[case]),
            "handovers": sum(len(part) - 1 for part in chains[case]),
            "resources": longest[case],
        }
        for case in sorted(longest, key=lambda case: (-len(longest[case]), case))
    ]
    lengths = Counter(len(longest.get(case, [])) for case in cases)
    assert found.hands().to_pylist() == [{"hands": hands, "cases": count} for hands, count in sorted(lengths.items())]

    of_family: dict[int, set[str]] = defaultdict(set)
    for case, run in runs.items():
        of_family[sum(map(ord, case)) % families] |= {who for who in run if who is not None}
    expected = Counter(len(whose) for whose in of_family.values())
    assert {row["organisations"]: row["units"] for row in found.organisations("family").to_pylist()} == dict(expected)
