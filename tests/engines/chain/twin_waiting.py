"""Waiting by plain loops, with fractions where the engine has floating point: nothing of the engine in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date, timedelta
from fractions import Fraction
from math import exp, log, sqrt
from statistics import NormalDist

from tests.engines.chain.twin import DAY, Event

# By hand from published calendars: the days off of 2025 and 2026 between which the tests lie.
_2025 = ((1, 1), (4, 18), (4, 21), (4, 26), (5, 5), (5, 29), (6, 9), (12, 25), (12, 26))
_2026 = ((1, 1), (4, 3), (4, 6), (4, 27), (5, 5), (5, 14), (5, 25), (12, 25), (12, 26))
HOLIDAYS = {date(year, month, day) for year, days in ((2025, _2025), (2026, _2026)) for month, day in days}
EPOCH = date(1970, 1, 1)


def day_of(moment: int) -> date:
    return EPOCH + timedelta(days=moment // DAY)


def working_days(first: date, last: date, off: Collection[date] = HOLIDAYS) -> int:
    """After the first, up to and including the last."""
    days = [first + timedelta(days=step) for step in range(1, (last - first).days + 1)]
    return sum(day.weekday() < 5 and day not in off for day in days)


def working_day_after(first: date, count: int, off: Collection[date]) -> date:
    """The day on which so many working days have gone by: one day at a time."""
    day = first
    while working_days(first, day, off) < count:
        day += timedelta(days=1)
    while day.weekday() >= 5 or day in off:  # no working day has to go by: the last one that did
        day -= timedelta(days=1)
    return day


def spells(
    events: list[Event], start: str, end: str, stop: str, *, first: bool, end_first: bool, until: date
) -> dict[str, tuple[str, Event | None, int | None]]:
    """Of every case what came of it, the event that it starts with, and the moment of its end or stop."""
    cases: dict[str, list[Event]] = defaultdict(list)
    for event in events:
        cases[event[0]].append(event)
    found = {}
    days = all(row[2] % DAY == 0 for row in events)
    for case, rows in cases.items():
        rows.sort(key=lambda row: row[2])
        found[case] = _spell(rows, start, end, stop, first, end_first, until, days)
    return found


def _spell(
    rows: list[Event], start: str, end: str, stop: str, first: bool, end_first: bool, until: date, days: bool
) -> tuple[str, Event | None, int | None]:
    seen = [row for row in rows if day_of(row[2]) < until]
    starts = [place for place, row in enumerate(seen) if row[1] in start]
    if not starts:
        return "no_start", None, None
    at = starts[0] if first else starts[-1]
    ends = [place for place, row in enumerate(seen) if row[1] in end and place > at]
    stops = [place for place, row in enumerate(seen) if row[1] in stop and place > at]
    if not ends and days:  # nothing tells what came first on a day
        ends = [place for place, row in enumerate(seen[:at]) if row[1] in end and row[2] == seen[at][2]]
        ends = [place for place in ends if seen[place][1] not in start]
    ended = None if not ends else ends[0] if end_first else ends[-1]
    if ended is not None and not (stops and stops[0] < ended):
        return "reached", seen[at], seen[ended][2]
    if stops:
        return "stopped", seen[at], seen[stops[0]][2]
    if any(row[1] in end for row in seen[:at]):
        return "end_before", seen[at], None
    return "open", seen[at], None


def survival(lengths: list[tuple[float, bool]]) -> list[tuple[float, int, int, Fraction]]:
    """At every length at which somebody reached the end: length, at risk, reached, share that still waits."""
    rows, waiting = [], Fraction(1)
    for length in sorted({length for length, reached in lengths if reached}):
        risk = sum(other >= length for other, _ in lengths)
        reached = sum(other == length and ended for other, ended in lengths)
        waiting *= 1 - Fraction(reached, risk)
        rows.append((length, risk, reached, waiting))
    return rows


def quantile(lengths: list[tuple[float, bool]], share: Fraction) -> float | None:
    return next((length for length, _, _, waiting in survival(lengths) if waiting <= 1 - share), None)


def bounds(lengths: list[tuple[float, bool]], share: Fraction) -> tuple[float | None, float | None]:
    """The 95% interval of a quantile."""
    rest, low, high, variance = float(1 - share), None, None, 0.0
    for length, risk, reached, waiting in survival(lengths):
        if waiting == 0:
            break
        variance += reached / (risk * (risk - reached))
        spread = NormalDist().inv_cdf(0.975) * sqrt(variance) / abs(log(waiting))
        lower, upper = (exp(-exp(log(-log(waiting)) + sign * spread)) for sign in (1, -1))
        low = length if low is None and lower <= rest else low
        high = length if high is None and upper <= rest else high
    return low, high


def two_sample_log_rank(one: list[tuple[float, bool]], two: list[tuple[float, bool]]) -> float | None:
    """The chi-square of two groups, from their two-by-two table at every length."""
    apart, variance = Fraction(0), Fraction(0)
    for length, risk, reached, _ in survival(one + two):
        mine = sum(other >= length for other, _ in one)
        apart += sum(other == length and ended for other, ended in one) - Fraction(reached * mine, risk)
        if risk > 1:
            variance += Fraction(reached * mine * (risk - mine) * (risk - reached), risk * risk * (risk - 1))
    return float(apart**2 / variance) if variance else None


def log_rank(groups: list[list[tuple[float, bool]]]) -> tuple[float, int]:
    """The chi-square of several groups and its degrees of freedom, in fractions: the first that anybody was in of which
    is left out, since it says nothing beside the others."""
    there = [group for group in groups if group]
    size = len(there)
    apart = [Fraction()] * size
    covariance = [[Fraction()] * size for _ in there]
    for length, risk, reached, _ in survival([spell for group in there for spell in group]):
        mine = [sum(other >= length for other, _ in group) for group in there]
        for one in range(size):
            ended = sum(other == length and end for other, end in there[one])
            apart[one] += ended - Fraction(reached * mine[one], risk)
            for two in range(size if risk > 1 else 0):
                share = Fraction(mine[one], risk) * ((one == two) - Fraction(mine[two], risk))
                covariance[one][two] += share * Fraction(reached * (risk - reached), risk - 1)
    rows = [[*covariance[one][1:], apart[one]] for one in range(1, size)]
    solved = _solved(rows)
    return float(sum(one * two for one, two in zip(apart[1:], solved, strict=True))), size - 1


def _solved(rows: list[list[Fraction]]) -> list[Fraction]:
    """Gauss and Jordan; every row ends with its right-hand side."""
    for place in range(len(rows)):
        pivot = next(other for other in range(place, len(rows)) if rows[other][place])
        rows[place], rows[pivot] = rows[pivot], rows[place]
        rows[place] = [value / rows[place][place] for value in rows[place]]
        for other in range(len(rows)):
            if other != place:
                factor = rows[other][place]
                rows[other] = [one - factor * two for one, two in zip(rows[other], rows[place], strict=True)]
    return [row[-1] for row in rows]
