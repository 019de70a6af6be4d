"""Nobody's and passed on once more, by a second hand: from `docs/methods/keten.md` alone, in loops over the rows."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import date, timedelta
from itertools import groupby
from typing import Any, NamedTuple

from tests.engines.chain.asked import Row
from tests.engines.chain.naive import Cases

STATES = ("one", "several", "unknown", "late", "nobody")


class Gap(NamedTuple):
    case: str
    begins: date
    days: int
    now: bool
    passed_on: bool
    last_owner: str | None


def states(rows: list[Row], rules: Any, until: date) -> dict[date, tuple[str, list[str | None]]]:
    """Of every day that counts how it ended, and who let go on it: all over again for each day."""
    found = {}
    day = rows[0].time.date()
    while day < until:
        seen = [row for row in rows if row.time.date() <= day]
        open_, owners, gone = _replayed(seen, rules, day)
        if open_:
            found[day] = (_state(owners, day), gone)
        day += timedelta(days=1)
    return found


def _replayed(seen: list[Row], rules: Any, today: date) -> tuple[bool, dict[str | None, date], list[str | None]]:
    """Whether the case is open, its owners with the first day at whose end each was on record, who let go today."""
    open_ = False
    owners: dict[str | None, date] = {}
    gone: list[str | None] = []
    for place, row in enumerate(seen):
        day, who = row.time.date(), row.resource
        if row.activity in rules.closes:
            open_ = False
        elif row.activity in rules.opens or (not rules.opens and place == 0):
            open_ = True
        leaving: list[str | None] = []
        if row.activity in rules.takes:
            on_record = max(day, row.registered or day)
            if rules.alone:
                leaving = [one for one in owners if one != who]
            owners[who] = min(owners.get(who, on_record), on_record)
        elif row.activity in rules.lets_go:
            leaving = [*owners] if rules.alone and who is None else [one for one in owners if one == who]
        for one in leaving:
            del owners[one]
        if day == today:
            gone += leaving
    return open_, owners, gone


def _state(owners: dict[str | None, date], day: date) -> str:
    read = [who for who, since in owners.items() if since <= day]
    known = [who for who in read if who is not None]
    if len(known) > 1:
        return "several"
    if known:
        return "one"
    if read:
        return "unknown"
    return "late" if owners else "nobody"


def gaps(case: str, found: dict[date, tuple[str, list[str | None]]], until: date) -> list[Gap]:
    """The stretches of days on end that are nobody's."""
    result: list[Gap] = []
    for day in sorted(found):
        state, gone = found[day]
        if state != "nobody":
            continue
        if found.get(day - timedelta(days=1), ("",))[0] == "nobody":
            result[-1] = result[-1]._replace(days=result[-1].days + 1)
        else:
            result.append(Gap(case, day, 1, False, bool(gone), gone[-1] if gone else None))
    return [gap._replace(now=gap.begins + timedelta(days=gap.days) == until) for gap in result]


def hands(rows: list[Row]) -> list[str | None]:
    return [who for who, _ in groupby(row.resource for row in rows)]


def ping_pongs(cases: Cases) -> dict[tuple[str, str], tuple[int, int]]:
    """Of who has it back and by way of whom: how often, and in how many cases."""
    times: Counter[tuple[str, str]] = Counter()
    where: dict[tuple[str, str], set[str]] = defaultdict(set)
    for case, rows in cases.items():
        run = hands(rows)
        for one, two, three in zip(run, run[1:], run[2:], strict=False):
            if one is not None and two is not None and one == three:
                times[one, two] += 1
                where[one, two].add(case)
    return {pair: (count, len(where[pair])) for pair, count in times.items()}


def organisations(cases: Cases, unit: Callable[[Row], str | None]) -> dict[int, tuple[int, int]]:
    """By the number of organisations: how many units, with how many cases."""
    whose: dict[str, set[str]] = defaultdict(set)
    of_unit: dict[str, int] = Counter()
    for rows in cases.values():
        key = unit(rows[0])
        if key is not None:
            whose[key] |= {row.resource for row in rows if row.resource is not None}
            of_unit[key] += 1
    found: dict[int, tuple[int, int]] = {}
    for key, known in whose.items():
        units, many = found.get(len(known), (0, 0))
        found[len(known)] = (units + 1, many + of_unit[key])
    return found


def family_states(rows: list[Row], rules: Any, until: date) -> dict[date, str]:
    """Of every day on which a case of the family is open how it ended: who has any of those, over again for each."""
    cases: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        cases[row.case].append(row)
    found = {}
    day = min(row.time.date() for row in rows)
    while day < until:
        every = [_replayed([row for row in one if row.time.date() <= day], rules, day) for one in cases.values()]
        had = [owners for open_, owners, _gone in every if open_]
        read = {who for owners in had for who, since in owners.items() if since <= day}
        if had:
            found[day] = _of_family(read, some=any(had))
        day += timedelta(days=1)
    return found


def _of_family(read: set[str | None], *, some: bool) -> str:
    known = read - {None}
    if known:
        return "one" if len(known) == 1 else "several"
    if read:
        return "unknown"
    return "late" if some else "nobody"
