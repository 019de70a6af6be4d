"""Coming back, ending, flow and network once more, by a second hand: from `docs/methods/keten.md` alone, in loops."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import date, timedelta
from itertools import pairwise
from statistics import median
from typing import Any, NamedTuple

from tests.engines.chain.asked import Row
from tests.engines.chain.naive import Cases

ONE = timedelta(days=1)


class Spell(NamedTuple):
    """From the day on which a case opens to the day on which it closes (None: not yet), and what closed it."""

    case: str
    begin: date
    end: Row | None


def spells(cases: Cases, open_: Any, until: date) -> list[Spell]:
    found = []
    for case, rows in cases.items():
        begin: date | None = None
        for place, row in enumerate(rows):
            day = row.time.date()
            if day >= until:
                break
            if row.activity in open_.closes:
                if begin is not None:
                    found.append(Spell(case, begin, row))
                begin = None
            elif begin is None and (row.activity in open_.opens if open_.opens else place == 0):
                begin = day
        if begin is not None:
            found.append(Spell(case, begin, None))
    return found


def ended(spell: Spell) -> date:
    return date.max if spell.end is None else spell.end.time.date()


def stock(of: list[Spell], day: date) -> list[Spell]:
    """Open at the end of the day."""
    return [one for one in of if one.begin <= day < ended(one)]


def days_between(first: date, end: date) -> list[date]:
    return [first + number * ONE for number in range((end - first).days)]


def little(of: list[Spell], since: date, until: date) -> dict[str, Any]:
    """Every day and every spell by itself."""
    days = days_between(since, until)
    gone = [one for one in of if since <= ended(one) < until]
    came = [one for one in of if since <= one.begin < until]
    case_days = sum(len(stock(of, day)) for day in days)
    still = stock(of, until - ONE)
    mean_stock, per_day = case_days / len(days), len(came) / len(days)
    mean_days = sum((ended(one) - one.begin).days for one in gone) / len(gone) if gone else None
    return {
        "days": len(days),
        "arrivals": len(came),
        "departures": len(gone),
        "stock_before": len(stock(of, since - ONE)),
        "stock": len(still),
        "case_days": case_days,
        "before": sum(max((since - one.begin).days, 0) for one in gone),
        "inside": sum((until - max(one.begin, since)).days for one in still),
        "mean_stock": mean_stock,
        "per_day": per_day,
        "mean_days": mean_days,
        "expected_stock": None if mean_days is None else per_day * mean_days,
        "ratio": None if mean_days is None or not mean_stock else per_day * mean_days / mean_stock,
    }


class Left(NamedTuple):
    """One leaving: of whom, with which closing, after how many days back (or until when looked), and whether back."""

    unit: str
    closing: str
    length: int
    back: bool


def leavings(cases: Cases, leaving: Any, until: date) -> list[Left]:
    """By the days on which a unit is in the chain; per family."""
    of_unit: dict[str, list[Spell]] = defaultdict(list)
    for one in spells(cases, leaving, until):
        unit = cases[one.case][0].family
        if unit is not None:
            of_unit[unit].append(one)
    return [left for unit, of in of_unit.items() for left in _leavings(unit, of, leaving.continued, until)]


def _leavings(unit: str, of: list[Spell], continued: int, until: date) -> list[Left]:
    there = {day for one in of for day in days_between(one.begin, min(ended(one), until - ONE) + ONE)}
    open_now = any(one.end is None for one in of)
    last_days = [
        day for day in sorted(there) if not any(day + number * ONE in there for number in range(1, continued + 1))
    ]
    found = []
    for day in last_days:
        if open_now and day == last_days[-1]:
            continue
        closers = [one.end for one in of if one.end is not None and one.end.time.date() == day]
        closer = max(closers, key=lambda row: (row.time, row.case))
        later = [one for one in sorted(there) if one > day]
        length = ((later[0] if later else until - ONE) - day).days
        found.append(Left(unit, closer.activity, length, bool(later)))
    return found


def moves(cases: Cases, ladder: Mapping[str, int], until: date) -> list[tuple[str, str, str, str, float]]:
    """Of families: unit, source, target, direction, days."""
    of_unit: dict[str, list[Row]] = defaultdict(list)
    for _case, rows in sorted(cases.items()):
        for row in rows:
            if rows[0].family is not None and row.activity in ladder and row.time.date() < until:
                of_unit[rows[0].family].append(row)
    found = []
    for unit, rows in of_unit.items():
        for one, two in pairwise(sorted(rows, key=lambda row: row.time)):  # then by name of the case, as they stand
            if one.activity != two.activity:
                steps = ladder[two.activity] - ladder[one.activity]
                way = "up" if steps > 0 else "down" if steps < 0 else "level"
                found.append((unit, one.activity, two.activity, way, (two.time - one.time) / ONE))
    return found


def taken_together(found: list[tuple[str, str, str, str, float]]) -> dict[tuple[str, str, str], tuple[int, int, float]]:
    """By source, target and direction: how often, of how many units, median days."""
    groups = defaultdict(list)
    for unit, source, target, way, days in found:
        groups[source, target, way].append((unit, days))
    return {
        key: (len(those), len({unit for unit, _ in those}), median(days for _, days in those))
        for key, those in groups.items()
    }


def network(cases: Cases) -> dict[str, Any]:
    """Edges with handovers and cases; the shares; and of each resource its events, weights and partners."""
    steps = [(case, one.resource, two.resource) for case, rows in cases.items() for one, two in pairwise(rows)]
    handed = [(case, one, two) for case, one, two in steps if one is not None and two is not None and one != two]
    weights = Counter((one, two) for _, one, two in handed)
    events = Counter(row.resource for rows in cases.values() for row in rows if row.resource is not None)
    size = len(events)
    return {
        "edges": {
            pair: (count, len({case for case, *both in handed if tuple(both) == pair}))
            for pair, count in weights.items()
        },
        "nodes": {
            name: (
                count,
                sum(weight for (_, two), weight in weights.items() if two == name),
                sum(weight for (one, _), weight in weights.items() if one == name),
                len({*(two for one, two in weights if one == name), *(one for one, two in weights if two == name)}),
            )
            for name, count in events.items()
        },
        "density": len(weights) / (size * (size - 1)),
        "reciprocity": sum((two, one) in weights for one, two in weights) / len(weights),
        "returned": sum(min(weight, weights[two, one]) for (one, two), weight in weights.items()) / len(handed),
        "missing": sum(one is None or two is None for _, one, two in steps) / len(steps),
    }
