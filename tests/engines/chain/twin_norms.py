"""Norms and the grammar of starts and stops, case by case with a calendar on the wall: nothing of the engine in it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

# case, activity, day after 1 January 2026, day on which it was put on record
Turn = tuple[str, str, int, int | None]
FIRST = date(2026, 1, 1)
HOLIDAYS_2026 = {
    date(2026, month, day)
    for month, day in ((1, 1), (4, 3), (4, 6), (4, 27), (5, 5), (5, 14), (5, 25), (12, 25), (12, 26))
}


def free(day: date) -> bool:
    return day.weekday() >= 5 or day in HOLIDAYS_2026


def deadline(began: date, term: int, unit: str, *, extends: bool, closed: frozenset[date] = frozenset()) -> date:
    """Only who counts in working days has closed days; a law goes by the public holidays."""
    if unit == "working_days":
        day = began
        while term:
            day += timedelta(days=1)
            term -= not (free(day) or day in closed)
        while (free(day) or day in closed) and day != began:
            day -= timedelta(days=1)
        return day
    day = began + timedelta(days=term * (7 if unit == "weeks" else 1))
    while extends and free(day):
        day += timedelta(days=1)
    return day


def cases_of(turns: list[Turn], until: int) -> dict[str, list[Turn]]:
    cases: dict[str, list[Turn]] = {}
    for turn in turns:
        if turn[2] < until:
            cases.setdefault(turn[0], []).append(turn)
    return {case: sorted(rows, key=lambda row: row[2]) for case, rows in cases.items()}


def verdicts(
    turns: list[Turn], trigger: str, answer: str, breaks: str, last: bool, until: int, rule: dict[str, Any]
) -> dict[str, tuple[str, int, bool]]:
    """Of every case its verdict, how many days it was followed, and whether it was answered.

    `rule`: term, unit, extends, valid_from, valid_until (days), on_record, closed (days off). Activities are letters.
    """
    known = any(turn[1] in answer for turn in turns if turn[0] in cases_of(turns, until))
    told: dict[str, list[int | None]] = {}  # days of record of answers that have happened, or are on record already
    for case, activity, day, record in turns:
        if activity in answer and min(day, day if record is None else record) < until:
            told.setdefault(case, []).append(record)
    return {
        case: _verdict(rows, trigger, answer, breaks, last, until, rule, told.get(case, []))
        if known
        else _unknown(rows, trigger, last, rule)
        for case, rows in cases_of(turns, until).items()
    }


def _began(rows: list[Turn], trigger: str, last: bool, rule: dict[str, Any]) -> tuple[int, str | None]:
    places = [place for place, row in enumerate(rows) if row[1] in trigger]
    if not places:
        return -1, "no_trigger"
    place = places[-1 if last else 0]
    held = rule["valid_from"] <= rows[place][2] < rule["valid_until"]
    return place, None if held else "not_in_force"


def _unknown(rows: list[Turn], trigger: str, last: bool, rule: dict[str, Any]) -> tuple[str, int, bool]:
    return _began(rows, trigger, last, rule)[1] or "not_recorded", 0, False


def _verdict(
    rows: list[Turn],
    trigger: str,
    answer: str,
    breaks: str,
    last: bool,
    until: int,
    rule: dict[str, Any],
    answers: list[int | None],
) -> tuple[str, int, bool]:
    place, verdict = _began(rows, trigger, last, rule)
    if verdict:
        return verdict, 0, False
    began = rows[place][2]
    if rule["on_record"]:
        after = [day for day in answers if day is not None and began <= day < until]
        before = any(day is not None and day < began for day in answers)
        if not after and None in answers:
            return "not_recorded", 0, False
        stops = [row[2] for row in rows if row[1] in breaks and row[2] >= began]
        end = min(after) if after else None
        stopped = bool(stops) and (end is None or min(stops) < end)
        stop = min(stops) if stopped else None
    else:
        ends = [at for at in range(place + 1, len(rows)) if rows[at][1] in answer]
        if not ends:  # of one day nobody knows the order
            alike = [at for at in range(place) if rows[at][1] in answer and rows[at][1] not in trigger]
            ends = [at for at in alike if rows[at][2] == began]
        before = any(row[1] in answer for row in rows[:place])
        breaking = [at for at in range(place + 1, len(rows)) if rows[at][1] in breaks]
        stopped = bool(breaking) and (not ends or breaking[0] < ends[0])
        stop = rows[breaking[0]][2] if stopped else None
        end = rows[ends[0]][2] if ends and not stopped else None
    if end is None and stop is None and before:
        return "answered_before", 0, False
    seen = stop if stop is not None else until - 1 if end is None else end
    over = FIRST + timedelta(days=seen) > deadline(
        FIRST + timedelta(days=began), rule["term"], rule["unit"], extends=rule["extends"], closed=rule["closed"]
    )
    answered = end is not None and stop is None
    open_ = "broken_off" if stop is not None else "running"
    return "not_met" if over else "met" if answered else open_, seen - began, answered


def of_itself(turns: list[Turn], what: str, until: int, rule: dict[str, Any]) -> dict[str, str]:
    """The verdict of every case when each of these turns must itself be put on record within the term.

    Bit by bit: whatever was too late sinks the case, then whatever still runs or cannot be said holds it up.
    """
    found = {}
    for case, rows in cases_of(turns, until).items():
        events = [(day, record) for _case, activity, day, record in rows if activity in what]
        held = [(day, record) for day, record in events if rule["valid_from"] <= day < rule["valid_until"]]
        on_time, open_, late = [], [], []
        for day, record in held:
            if record is None or record < day:
                continue
            seen = min(record, until - 1)
            closed = FIRST + timedelta(days=seen) > deadline(
                FIRST + timedelta(days=day), rule["term"], rule["unit"], extends=rule["extends"], closed=rule["closed"]
            )
            (late if closed else on_time if record < until else open_).append(day)
        if late or open_:
            found[case] = "not_met" if late else "running"
        elif any(record is None for _day, record in held):
            found[case] = "not_recorded"
        elif len(on_time) < len(held):
            found[case] = "answered_before"
        else:
            found[case] = "met" if held else "not_in_force" if events else "no_trigger"
    return found


def violations(turns: list[Turn], starts: str, pauses: str, stops: str, until: int) -> list[tuple[str, int, str, str]]:
    """Case, position in the case, activity, rule: by an automaton with three states."""
    found = []
    for case, rows in sorted(cases_of(turns, until).items()):
        state = "away"
        for place, (_case, activity, _day, _recorded) in enumerate(rows):
            if activity in starts:
                if state == "there":
                    found.append((case, place, activity, "double_start"))
                state = "there"
            elif activity in pauses:
                if state == "paused":
                    found.append((case, place, activity, "pause_after_pause"))
                if state == "away":
                    found.append((case, place, activity, "stop_without_start"))
                state = "paused"
            elif activity in stops:
                if state == "away":
                    found.append((case, place, activity, "stop_without_start"))
                state = "away"
    return found
