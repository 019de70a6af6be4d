"""The logbook as a timeline: lines by month, newest first, beside the phases that ran in that month."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sluitend.apps.design.models import Phase
from sluitend.apps.design.queries import LogbookLine

LANES = 4  # as many bands fit beside the text on a phone; a phase that finds none free is only named


@dataclass(frozen=True, slots=True)
class Band:
    """The piece of a phase's band in one month, in one of the lanes; a lane without a phase is empty."""

    phase: Phase | None
    colour: int
    is_first: bool
    is_last: bool


@dataclass(frozen=True, slots=True)
class Month:
    """A month with its lines, the phases that ran in it and a band for each lane."""

    first: date
    lines: Sequence[LogbookLine]
    phases: Sequence[Phase]
    bands: Sequence[Band]


def months_of(lines: Sequence[LogbookLine], phases: Iterable[Phase]) -> list[Month]:
    """The months with lines, newest first. `lines` are sorted newest first; phases without dates do not count."""
    dated = [phase for phase in phases if phase.starts]
    lanes = _lanes(dated)
    by_month: dict[date, list[LogbookLine]] = {}
    for line in lines:
        by_month.setdefault(line.date.replace(day=1), []).append(line)
    return [_month(first, by_month, dated, lanes) for first in by_month]


def _month(first: date, by_month: dict[date, list[LogbookLine]], dated: list[Phase], lanes: dict[int, int]) -> Month:
    running = [phase for phase in dated if _runs(phase, first)]
    order = list(by_month)
    here = order.index(first)
    newer = order[here - 1] if here else None
    older = order[here + 1] if here + 1 < len(order) else None
    width = max(lanes.values(), default=-1) + 1
    bands = [_band(lane, running, lanes, newer, older, dated) for lane in range(width)]
    return Month(first, by_month[first], running, bands)


def _band(
    lane: int, running: list[Phase], lanes: dict[int, int], newer: date | None, older: date | None, dated: list[Phase]
) -> Band:
    phase = next((one for one in running if lanes.get(one.pk) == lane), None)
    if phase is None:
        return Band(None, 0, is_first=False, is_last=False)
    goes_on = newer is not None and _runs(phase, newer)
    began_before = older is not None and _runs(phase, older)
    return Band(phase, dated.index(phase) % 6 + 1, is_first=not began_before, is_last=not goes_on)


def _runs(phase: Phase, first: date) -> bool:
    """Whether a phase ran in the month that begins on this day."""
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    assert phase.starts is not None
    return phase.starts <= last and (phase.ends is None or phase.ends >= first)


def _lanes(dated: list[Phase]) -> dict[int, int]:
    """A lane for each phase, so that phases which share a month lie side by side; by id."""
    ends: list[date] = []  # the last month that is taken, by lane
    lanes: dict[int, int] = {}
    for phase in sorted(dated, key=lambda one: one.starts or date.min):
        assert phase.starts is not None
        begins, until = phase.starts.replace(day=1), (phase.ends or date.max).replace(day=1)
        free = next((lane for lane, end in enumerate(ends) if end < begins), len(ends))
        if free < LANES:
            ends[free : free + 1] = [until]
            lanes[phase.pk] = free
    return lanes
