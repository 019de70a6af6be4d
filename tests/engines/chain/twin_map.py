"""The process map by plain loops: nothing of the engine in it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from fractions import Fraction
from itertools import pairwise
from typing import Any

from tests.engines.chain.twin import DAY, Event, quantile


def cases_of(events: list[Event]) -> dict[str, list[Event]]:
    cases: dict[str, list[Event]] = defaultdict(list)
    for event in events:
        cases[event[0]].append(event)
    for rows in cases.values():
        rows.sort(key=lambda row: row[2])
    return cases


def common(cases: dict[str, list[Event]], share: Fraction) -> dict[str, list[Event]]:
    """Sequence by sequence, the commonest first and equally common ones together, until there are enough cases."""
    counts = Counter(tuple(row[1] for row in rows) for rows in cases.values())
    kept: set[tuple[str, ...]] = set()
    for size in sorted(set(counts.values()), reverse=True):
        if sum(counts[one] for one in kept) >= share * len(cases) and (kept or share == 0):
            break
        kept |= {one for one, count in counts.items() if count == size}
    return {case: rows for case, rows in cases.items() if tuple(row[1] for row in rows) in kept}


def process_map(
    events: list[Event], groups: Mapping[str, str], share: Fraction, most: int, arrows: Fraction, most_arrows: int
) -> dict[str, Any]:
    every = cases_of(events)
    chosen = common(every, share)
    named = {case: [(groups.get(row[1], row[1]), row[2]) for row in rows] for case, rows in chosen.items()}
    activities, found = _activities(named), _arrows(named)
    first = activities[:most]
    shown = {row["name"] for row in first}
    between = [row for row in found if row["source"] in shown and row["target"] in shown]
    kept = _kept(between, arrows, most_arrows)
    return {
        "activities": first,
        "arrows": kept,
        "shown": {
            "cases": (len(chosen), len(every)),
            "activities": (len(first), len(activities)),
            "events": (sum(row["events"] for row in first), sum(row["events"] for row in activities)),
            "arrows": (len(kept), len(found)),
            "transitions": (sum(row["events"] for row in kept), sum(row["events"] for row in found)),
        },
    }


def _activities(named: dict[str, list[tuple[str, int]]]) -> list[dict[str, Any]]:
    rows = [
        {
            "name": name,
            "events": sum(one == name for steps in named.values() for one, _ in steps),
            "cases": sum(any(one == name for one, _ in steps) for steps in named.values()),
            "starts": sum(steps[0][0] == name for steps in named.values()),
            "ends": sum(steps[-1][0] == name for steps in named.values()),
        }
        for name in {one for steps in named.values() for one, _ in steps}
    ]
    return sorted(rows, key=lambda row: (-row["events"], row["name"]))


def _arrows(named: dict[str, list[tuple[str, int]]]) -> list[dict[str, Any]]:
    waits: dict[tuple[str, str], list[tuple[str, float]]] = defaultdict(list)
    for case, steps in named.items():
        for one, two in pairwise(steps):
            waits[one[0], two[0]].append((case, (two[1] - one[1]) / DAY))
    rows = [
        {
            "source": pair[0],
            "target": pair[1],
            "events": len(found),
            "cases": len({case for case, _ in found}),
            "median_days": quantile([days for _, days in found], 0.5),
            "p90_days": quantile([days for _, days in found], 0.9),
        }
        for pair, found in waits.items()
    ]
    return sorted(rows, key=lambda row: (-row["events"], row["source"], row["target"]))


def _kept(between: list[dict[str, Any]], share: Fraction, most: int) -> list[dict[str, Any]]:
    total = sum(row["events"] for row in between)
    kept: list[dict[str, Any]] = []
    for size in sorted({row["events"] for row in between}, reverse=True):
        more = [row for row in between if row["events"] == size]
        if share == 0 or (kept and sum(row["events"] for row in kept) >= share * total):
            break
        if len(kept) + len(more) > most:
            break
        kept += more
    for name in {row["source"] for row in between} | {row["target"] for row in between}:
        for end in ("source", "target"):
            tied = [row for row in between if row[end] == name and row["source"] != row["target"]]
            if tied and tied[0] not in kept:
                kept.append(tied[0])
    return [row for row in between if row in kept]
