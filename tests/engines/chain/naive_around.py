"""Who is around a family, from `docs/methods/keten.md` alone: every day all over again, in loops over the rows."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import date, timedelta
from itertools import combinations
from typing import Any

from tests.engines.chain.asked import Row
from tests.engines.chain.naive import Cases


def helpers(rows: list[Row], helping: Any, today: date) -> set[str]:
    """Who helps in a case at the end of a day."""
    found: set[str] = set()
    for row in rows:
        if row.time.date() > today:
            continue
        if row.activity in helping.closes:
            found = set()
        elif row.activity in helping.stops:
            found = set() if row.resource is None else found - {row.resource}
        elif row.activity in helping.takes_over:
            found = {row.resource} - {None}  # type: ignore[assignment]
        elif row.activity in helping.starts and row.resource is not None:
            found = found | {row.resource}
    return found


def of_unit(cases: list[list[Row]], helping: Any, until: date, called: Mapping[str, str]) -> dict[str, Any]:
    """Who was ever there, and who helps on every day."""
    known = [row for rows in cases for row in rows if row.time.date() < until]
    there = {row.resource for row in known} - {None}
    day, days = min(row.time.date() for row in known), []
    while day < until:
        days.append({called.get(one, one) for rows in cases for one in helpers(rows, helping, day)})
        day += timedelta(days=1)
    return {
        "involved": len(there),
        "organisations": len({called.get(str(one), one) for one in there}),
        "helping": len(set().union(*days)),
        "at_once": max(map(len, days)),
        "days": days,
    }


def units_of(cases: Cases, until: date, attribute: str | None) -> dict[str, list[list[Row]]]:
    """The cases that had begun, by family (an attribute of their first event) or each by itself; of nobody: None."""
    found: dict[Any, list[list[Row]]] = defaultdict(list)
    for name, rows in cases.items():
        if rows[0].time.date() < until:
            found[name if attribute is None else getattr(rows[0], attribute)].append(rows)
    return found


def spread(units: list[dict[str, Any]]) -> list[tuple[int, ...]]:
    keys = ("involved", "organisations", "helping", "at_once")
    counts = [Counter(one[key] for one in units) for key in keys]
    return [(number, *(one[number] for one in counts)) for number in sorted({n for one in counts for n in one})]


def groups(units: list[dict[str, Any]]) -> tuple[int, ...]:
    helped = [sum(map(bool, one["days"])) for one in units]
    parallel = [sum(len(day) > 1 for day in one["days"]) for one in units]
    return len(units), sum(map(bool, helped)), sum(map(bool, parallel)), sum(helped), sum(parallel)


def days(units: list[dict[str, Any]]) -> list[tuple[int, int, int]]:
    counted = Counter(len(day) for one in units for day in one["days"] if day)
    having = Counter(number for one in units for number in {len(day) for day in one["days"] if day})
    return [(number, counted[number], having[number]) for number in sorted(counted)]


def pairs(units: list[dict[str, Any]]) -> set[tuple[str, str, int, int]]:
    counted: Counter[tuple[str, ...]] = Counter()
    having: Counter[tuple[str, ...]] = Counter()
    for one in units:
        together = [two for day in one["days"] for two in combinations(sorted(day), 2)]
        counted.update(together)
        having.update(set(together))
    return {(two[0], two[1], having[two], counted[two]) for two in counted}
