"""The figures of a log by plain loops: slow, and nothing of the engine in it."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from statistics import median
from typing import Any

Event = tuple[str, str, int, str | None]  # case, activity, moment in microseconds, resource

DAY = 24 * 3600 * 1_000_000


def figures(events: list[Event]) -> dict[str, Any]:
    """By the names of `chain.Summary`."""
    cases: dict[str, list[Event]] = defaultdict(list)
    for event in events:
        cases[event[0]].append(event)
    for rows in cases.values():
        rows.sort(key=lambda row: row[2])  # stable: ties keep their order
    aba = {case: _ping_pongs([row[3] for row in rows]) for case, rows in cases.items()}
    follows = [(one, two) for rows in cases.values() for one, two in pairwise(rows)]
    return {
        "events": len(events),
        "cases": len(cases),
        "activities": len({event[1] for event in events}),
        "resources": len({event[3] for event in events} - {None}),
        "variants": len({tuple(row[1] for row in rows) for rows in cases.values()}),
        "directly_follows_pairs": len({(one[1], two[1]) for one, two in follows}),
        "median_duration_days": median((rows[-1][2] - rows[0][2]) / DAY for rows in cases.values()),
        "handovers": sum(one[3] != two[3] for one, two in follows if one[3] is not None and two[3] is not None),
        "ping_pongs": sum(aba.values()),
        "ping_pong_cases": sum(count > 0 for count in aba.values()),
    }


def _ping_pongs(resources: list[str | None]) -> int:
    runs: list[str | None] = []
    for resource in resources:
        if not runs or runs[-1] != resource:
            runs.append(resource)
    return sum(runs[i] is not None and runs[i + 1] is not None and runs[i] == runs[i + 2] for i in range(len(runs) - 2))


def steps(events: list[Event]) -> list[tuple[Event, Event]]:
    """Every event with the one after it in its case."""
    cases: dict[str, list[Event]] = defaultdict(list)
    for event in events:
        cases[event[0]].append(event)
    found = []
    for rows in cases.values():
        found += list(pairwise(sorted(rows, key=lambda row: row[2])))
    return found


def quantile(values: list[float], share: float) -> float:
    """Interpolated between the two nearest (Hyndman and Fan's type 7)."""
    ordered = sorted(values)
    place = (len(ordered) - 1) * share
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)


def pair_table(events: list[Event]) -> list[dict[str, Any]]:
    """What `performance` and `pairs` say together, in their order."""
    found: dict[tuple[str, str], list[tuple[str, float]]] = defaultdict(list)
    for one, two in steps(events):
        found[one[1], two[1]].append((one[0], (two[2] - one[2]) / DAY))
    rows = [
        {
            "activity": pair[0],
            "next_activity": pair[1],
            "count": len(waits),
            "cases": len({case for case, _ in waits}),
            "median_days": quantile([days for _, days in waits], 0.5),
            "p90_days": quantile([days for _, days in waits], 0.9),
            "mean_days": sum(days for _, days in waits) / len(waits),
        }
        for pair, waits in found.items()
    ]
    return sorted(rows, key=lambda row: (-row["count"], row["activity"], row["next_activity"]))


def handover_table(events: list[Event]) -> list[dict[str, Any]]:
    found: dict[tuple[str, str], list[tuple[str, float]]] = defaultdict(list)
    for one, two in steps(events):
        if one[3] is not None and two[3] is not None and one[3] != two[3]:
            found[one[3], two[3]].append((one[0], (two[2] - one[2]) / DAY))
    rows = [
        {
            "resource": pair[0],
            "next_resource": pair[1],
            "count": len(waits),
            "cases": len({case for case, _ in waits}),
            "median_days": quantile([days for _, days in waits], 0.5),
        }
        for pair, waits in found.items()
    ]
    return sorted(rows, key=lambda row: (-row["count"], row["resource"], row["next_resource"]))


def sequences(events: list[Event]) -> dict[tuple[str, ...], list[float]]:
    """The durations in days of the cases of every variant."""
    cases: dict[str, list[Event]] = defaultdict(list)
    for event in events:
        cases[event[0]].append(event)
    found: dict[tuple[str, ...], list[float]] = defaultdict(list)
    for rows in cases.values():
        rows.sort(key=lambda row: row[2])
        found[tuple(row[1] for row in rows)].append((rows[-1][2] - rows[0][2]) / DAY)
    return found
