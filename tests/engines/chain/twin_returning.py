"""Back again, up and down, and how help ends: day by day and case by case, nothing of the engine in it."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

Turn = tuple[str, str, int]  # case, activity, day


@dataclass(frozen=True)
class Left:
    unit: str
    day: int
    case: str  # the one that closed last
    closing: str
    length: int  # days until the return, or until the last day that was looked at
    back: bool


def cases_of(turns: list[Turn], until: int) -> dict[str, list[Turn]]:
    cases: dict[str, list[Turn]] = {}
    for turn in turns:
        if turn[2] < until:
            cases.setdefault(turn[0], []).append(turn)
    return {case: sorted(rows, key=lambda row: row[2]) for case, rows in cases.items()}


def leavings(
    turns: list[Turn], opens: str, closes: str, whose: dict[str, str], continued: int, until: int
) -> list[Left]:
    """A day counts as spent in the chain when a case of the unit was open at any moment of it (`continued` from 1)."""
    inside: dict[str, set[int]] = defaultdict(set)
    closed: dict[str, list[tuple[int, str, str]]] = defaultdict(list)  # day, case, activity
    still_open: set[str] = set()
    for case, rows in cases_of(turns, until).items():
        if case in whose:
            days, closings, is_open = _days(rows, opens, closes, until)
            inside[whose[case]] |= days
            closed[whose[case]] += [(day, case, activity) for day, activity in closings]
            still_open |= {whose[case]} if is_open else set()
    found = []
    for unit, every in inside.items():
        days_of = sorted(every)
        for one, two in pairwise(days_of):
            if two - one > continued:
                found.append(_left(unit, one, two - one, True, closed[unit]))
        if days_of and unit not in still_open:
            found.append(_left(unit, days_of[-1], until - 1 - days_of[-1], False, closed[unit]))
    return found


def _days(rows: list[Turn], opens: str, closes: str, until: int) -> tuple[set[int], list[tuple[int, str]], bool]:
    """The days on which a case was open, with what it closed, and whether it is open at the end."""
    days: set[int] = set()
    closings: list[tuple[int, str]] = []
    is_open = False
    for day in range(until):
        days |= {day} if is_open else set()
        for place, row in enumerate(rows):
            if row[2] == day and row[1] in closes:
                closings += [(day, row[1])] if is_open else []
                is_open = False
            elif row[2] == day and (row[1] in opens or (not opens and place == 0)):
                is_open = True
                days.add(day)
    return days, closings, is_open


def _left(unit: str, day: int, length: int, back: bool, closed: list[tuple[int, str, str]]) -> Left:
    last_case = max(case for at, case, _ in closed if at == day)
    closing = [activity for at, case, activity in closed if at == day and case == last_case][-1]
    return Left(unit, day, last_case, closing, length, back)


def product_limit(spans: list[tuple[int, bool]], day: int) -> float | None:
    """The share that reached the end by this day."""
    if not spans:
        return None
    still = Fraction(1)
    for moment in sorted({length for length, _ in spans}):
        if moment > day:
            break
        risk = sum(length >= moment for length, _ in spans)
        still *= 1 - Fraction(sum(length == moment and ended for length, ended in spans), risk)
    last = max(length for length, _ in spans)
    everybody = all(ended for length, ended in spans if length == last)
    return float(1 - still) if day <= last or everybody else None


def ladder(
    turns: list[Turn], weights: dict[str, int], whose: dict[str, str], until: int
) -> tuple[Counter[tuple[str, str, str]], Counter[tuple[bool, bool]]]:
    """Moves with their direction, and units by whether they ever moved up and down."""
    units: dict[str, list[tuple[int, str, int, str]]] = defaultdict(list)
    for case, rows in cases_of(turns, until).items():
        for place, (_, activity, day) in enumerate(rows):
            if activity in weights and case in whose:
                units[whose[case]].append((day, case, place, activity))
    moves: Counter[tuple[str, str, str]] = Counter()
    ways: Counter[tuple[bool, bool]] = Counter()
    for steps in units.values():
        steps.sort()
        up = down = False
        for one, two in pairwise(step[3] for step in steps):
            if one != two:
                lighter = weights[two] - weights[one]
                moves[one, two, "up" if lighter > 0 else "down" if lighter < 0 else "level"] += 1
                up, down = up or lighter > 0, down or lighter < 0
        ways[up, down] += 1
    return moves, ways


def steps_of_the_ladder(
    turns: list[Turn], weights: dict[str, int], whose: dict[str, str], until: int
) -> list[tuple[tuple[str, str], tuple[str, str] | None]]:
    """Every step (case, form) with the next of the same unit (None: it is the last), whichever case that is of."""
    units: dict[str, list[tuple[int, str, int, str]]] = defaultdict(list)
    for case, rows in cases_of(turns, until).items():
        for place, (_, activity, day) in enumerate(rows):
            if activity in weights and case in whose:
                units[whose[case]].append((day, case, place, activity))
    found: list[tuple[tuple[str, str], tuple[str, str] | None]] = []
    for steps in units.values():
        named = [(case, activity) for _day, case, _place, activity in sorted(steps)]
        found += zip(named, [*named[1:], None], strict=True)
    return found


def endings(turns: list[Turn], opens: str, reasons: dict[str, str], until: int) -> list[tuple[int, str | None]]:
    """Of every case that opened how long it lasted so far, and how it ended."""
    found: list[tuple[int, str | None]] = []
    for rows in cases_of(turns, until).values():
        began = next(
            (place for place, row in enumerate(rows) if (row[1] in opens if opens else row[1] not in reasons)), None
        )
        if began is None:
            continue
        end = next((row for row in rows[began + 1 :] if row[1] in reasons), None)
        last, reason = (until - 1, None) if end is None else (end[2], reasons[end[1]])
        found.append((last - rows[began][2], reason))
    return found


def cumulative_incidence(spans: list[tuple[int, str | None]], reason: str, day: int) -> float | None:
    """Day by day: who is left, times the chance that he ends so on this day."""
    if not spans:
        return None
    left, ended = Fraction(1), Fraction(0)
    for moment in range(day + 1):
        risk = sum(length >= moment for length, _ in spans)
        if not risk:
            break
        here = [kind for length, kind in spans if length == moment and kind is not None]
        ended += left * Fraction(here.count(reason), risk)
        left *= 1 - Fraction(len(here), risk)
    last = max(length for length, _ in spans)
    everybody = all(kind is not None for length, kind in spans if length == last)
    return float(ended) if day <= last or everybody else None
