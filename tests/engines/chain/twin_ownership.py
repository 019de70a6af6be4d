"""Whose a case is, day by day and case by case: nothing of the engine in it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

Turn = tuple[str, str, int, str | None, int | None]  # case, activity, day, resource, day on which it was put on record


@dataclass
class Held:
    resource: str | None
    recorded: int  # the first day at whose end somebody could read it


@dataclass(frozen=True)
class Gap:
    case: str
    begins: int
    days: int
    now: bool
    passed_on: bool
    last_owner: str | None


def days_and_gaps(
    turns: list[Turn], takes: str, lets_go: str, opens: str, closes: str, *, alone: bool, until: int
) -> tuple[dict[str, list[tuple[int, str]]], list[Gap]]:
    """Of every case its days with their state, and its periods without an owner."""
    cases: dict[str, list[Turn]] = defaultdict(list)
    for turn in turns:
        cases[turn[0]].append(turn)
    states, gaps = {}, []
    for case, rows in cases.items():
        rows.sort(key=lambda row: row[2])
        states[case], found = _case(rows, takes, lets_go, opens, closes, alone, until)
        gaps += found
    return states, gaps


def _case(
    rows: list[Turn], takes: str, lets_go: str, opens: str, closes: str, alone: bool, until: int
) -> tuple[list[tuple[int, str]], list[Gap]]:
    held: list[Held] = []
    followed = False
    states: list[tuple[int, str]] = []
    gaps: list[Gap] = []
    for day in range(until):
        gone: list[Held] = []
        for place, row in enumerate(rows):
            if row[2] != day:
                continue
            if row[1] in opens or (not opens and place == 0 and row[1] not in closes):
                followed = True
            elif row[1] in closes:
                followed = False
            _turn(row, takes, lets_go, alone, held, gone)
        if not followed:
            continue
        state = _state(held, day)
        if state == "nobody" and states and states[-1] == (day - 1, "nobody"):
            last = gaps.pop()
            gaps.append(Gap(last.case, last.begins, last.days + 1, False, last.passed_on, last.last_owner))
        elif state == "nobody":
            gaps.append(Gap(rows[0][0], day, 1, False, bool(gone), gone[-1].resource if gone else None))
        states.append((day, state))
    if gaps and gaps[-1].begins + gaps[-1].days == until:
        last = gaps.pop()
        gaps.append(Gap(last.case, last.begins, last.days, True, last.passed_on, last.last_owner))
    return states, gaps


def _turn(row: Turn, takes: str, lets_go: str, alone: bool, held: list[Held], gone: list[Held]) -> None:
    _case_name, activity, day, resource, registered = row
    mine = [one for one in held if one.resource == resource]
    if activity in takes:
        recorded = max(day, day if registered is None else registered)
        if mine:
            mine[0].recorded = min(mine[0].recorded, recorded)
            return
        if alone:
            gone += held
            held.clear()
        held.append(Held(resource, recorded))
    elif activity in lets_go:
        leaving = held[:] if alone and resource is None else mine
        for one in leaving:
            held.remove(one)
            gone.append(one)


def _state(held: list[Held], day: int) -> str:
    on_record = [one for one in held if one.recorded <= day]
    known = [one for one in on_record if one.resource is not None]
    if known:
        return "one" if len(known) == 1 else "several"
    if on_record:
        return "unknown"
    return "late" if held else "nobody"
