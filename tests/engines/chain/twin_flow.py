"""Coming in, going out and staying, day by day: nothing of the engine in it."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from tests.engines.chain.twin import DAY, Event, quantile

Spell = tuple[str, int, int | None]  # case, first day, the day on which it closes


def days_of(events: list[Event]) -> dict[str, list[tuple[str, int]]]:
    """Of every case its activities with their days, in order."""
    cases: dict[str, list[Event]] = defaultdict(list)
    for event in events:
        cases[event[0]].append(event)
    return {
        case: [(row[1], row[2] // DAY) for row in sorted(rows, key=lambda row: row[2])] for case, rows in cases.items()
    }


def spells(days: dict[str, list[tuple[str, int]]], opens: str, closes: str, until: int) -> list[Spell]:
    """Without `opens` a case opens with its first event, unless that closes."""
    found: list[Spell] = []
    for case, rows in days.items():
        since: int | None = None
        for place, (activity, day) in enumerate(rows):
            if day >= until:
                break
            if activity in closes:
                if since is not None:
                    found.append((case, since, day))
                since = None
            elif (activity in opens if opens else place == 0) and since is None:
                since = day
        if since is not None:
            found.append((case, since, None))
    return found


def stock(found: list[Spell], day: int) -> list[int]:
    """The ages of what is open at the end of a day."""
    return [day - begin for _case, begin, end in found if begin <= day and (end is None or end > day)]


def period(found: list[Spell], first: int, end: int) -> dict[str, Any]:
    """Of the days [first, end)."""
    ages = stock(found, end - 1)
    return {
        "stock_before": len(stock(found, first - 1)),
        "inflow": sum(first <= begin < end for _case, begin, _end in found),
        "outflow": sum(closed is not None and first <= closed < end for _case, _begin, closed in found),
        "stock": len(ages),
        "mean_stock": sum(len(stock(found, day)) for day in range(first, end)) / (end - first),
        "median_age": quantile([float(age) for age in ages], 0.5) if ages else None,
        "p90_age": quantile([float(age) for age in ages], 0.9) if ages else None,
    }


def moved(days: dict[str, list[tuple[str, int]]], one: str, two: str, by: int) -> dict[str, list[tuple[str, int]]]:
    """With every wait from one to two so many days longer, but never below 0."""
    found = {}
    for case, rows in days.items():
        shift, later = 0, []
        for place, (activity, day) in enumerate(rows):
            if place and (rows[place - 1][0], activity) == (one, two):
                took = day - rows[place - 1][1]
                shift += max(took + by, 0) - took
            later.append((activity, day + shift))
        found[case] = later
    return found
