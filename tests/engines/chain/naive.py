"""Waiting and norms once more, by a second hand: from `docs/methods/keten.md` alone, in loops over the rows.

Slow, and nothing of the engine or of the other twins in it, so that all three must have read the method alike.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from fractions import Fraction
from math import exp, log
from statistics import NormalDist
from typing import Any, NamedTuple

from tests.engines.chain.asked import Row

# Of the years that `asked` has: Easter 2025 is 20 April; the King's birthday is a Sunday in 2025, so the day before.
FREE = {
    *(date(2025, 4, day) for day in (18, 21, 26)),
    *(date(2025, 5, day) for day in (5, 29)),
    date(2025, 6, 9),
}
Cases = dict[str, list[Row]]
Spans = list[tuple[float, bool]]  # how long, and whether it ended in what was waited for


def cases_of(rows: Iterable[Row]) -> Cases:
    """In the order of time; what came at one moment in the order of the rows."""
    found: Cases = defaultdict(list)
    for row in rows:
        found[row.case].append(row)
    return {case: sorted(of_case, key=lambda row: row.time) for case, of_case in found.items()}


def works(day: date) -> bool:
    return day.weekday() < 5 and day not in FREE


def working_days(first: date, last: date) -> int:
    """After the first, up to and including the last."""
    days = (first + timedelta(days=number) for number in range(1, (last - first).days + 1))
    return sum(works(day) for day in days)


class Came(NamedTuple):
    """What came of a case that waits: no_start, end_before, reached, stopped or open; when it began; how long."""

    what: str
    began: date | None
    length: float


def waited(rows: list[Row], wait: Any, until: date) -> Came:
    known = [row for row in rows if row.time.date() < until]
    begins = [place for place, row in enumerate(known) if row.activity in wait.start]
    if not begins:
        return Came("no_start", None, 0)
    start = begins[0] if wait.start_at == "first" else begins[-1]
    ends = [place for place, row in enumerate(known) if row.activity in wait.end and place > start]
    stops = [place for place, row in enumerate(known) if row.activity in wait.stop and place > start]
    end = (ends[0] if wait.end_at == "first" else ends[-1]) if ends else None
    began = known[start].time
    if stops and (end is None or stops[0] < end):
        return Came("stopped", began.date(), _length(began, known[stops[0]].time, wait.unit))
    if end is not None:
        return Came("reached", began.date(), _length(began, known[end].time, wait.unit))
    if any(row.activity in wait.end for row in known[:start]):
        return Came("end_before", began.date(), 0)
    seen = datetime.combine(until, datetime.min.time())
    if wait.unit != "exact":
        seen -= timedelta(days=1)  # the last day that was looked at
    return Came("open", began.date(), _length(began, seen, wait.unit))


def _length(began: datetime, ended: datetime, unit: str) -> float:
    if unit == "exact":
        return (ended - began) / timedelta(days=1)
    if unit == "days":
        return (ended.date() - began.date()).days
    return working_days(began.date(), ended.date())


def still_waits(spans: Spans, at: float) -> float | None:
    """Kaplan and Meier's share at a length; None beyond who was followed longest while some still wait."""
    share = Fraction(1)
    for length in sorted({length for length, ended in spans if ended and length <= at}):
        risk = sum(other >= length for other, _ in spans)
        share *= 1 - Fraction(sum(other == length and ended for other, ended in spans), risk)
    longest = max((length for length, _ in spans), default=None)
    return None if longest is None or (at > longest and share > 0) else float(share)


def interval(spans: Spans, at: float) -> tuple[float, float] | None:
    """95% around the share that has reached the end: Greenwood, on the scale of log(-log S)."""
    share = still_waits(spans, at)
    if share is None or not 0 < share < 1:
        return None
    sum_ = 0.0
    for length in sorted({length for length, ended in spans if ended and length <= at}):
        risk = sum(other >= length for other, _ in spans)
        ended = sum(other == length and end for other, end in spans)
        sum_ += ended / (risk * (risk - ended))
    wide = NormalDist().inv_cdf(0.975) * sum_**0.5 / abs(log(share))
    return 1 - share ** exp(-wide), 1 - share ** exp(wide)


def by_which(share: float, spans: Spans) -> float | None:
    """The smallest length at which this share has reached the end."""
    for length in sorted({length for length, ended in spans if ended}):
        waiting = still_waits(spans, length)
        if waiting is not None and waiting <= 1 - share + 1e-12:
            return length
    return None


class Verdict(NamedTuple):
    verdict: str
    trigger: date | None
    answer: date | None
    deadline: date | None
    length: float


def judge(rows: list[Row], norm: Any, until: date, *, occurs: bool) -> Verdict | None:
    """None for a case that had not begun; `occurs`: the log has one of the answers somewhere."""
    known = [row for row in rows if row.time.date() < until]
    if not known:
        return None
    begins = [place for place, row in enumerate(known) if row.activity in norm.trigger]
    if not begins:
        return Verdict("no_trigger", None, None, None, 0)
    if norm.answered_on == "record" and set(norm.trigger) == set(norm.answer):
        return _of_all([_of_one(known, place, norm, until) for place in begins])
    start = begins[0] if norm.trigger_at == "first" else begins[-1]
    began = known[start].time.date()
    last_day = _deadline(began, norm)
    put = [row for row in rows if row.registered is not None and row.time.date() >= until > row.registered]
    answer, before, undated = _answer(
        [*known, *put] if norm.answered_on == "record" else known, start, began, norm, until
    )
    stop = _stop(known, start, began, norm)
    if stop is not None and answer is not None and not _comes_first(known, start, norm, answer, stop):
        answer = None  # it was broken off before
    elif answer is not None:
        stop = None
    until_when = answer or stop or until - timedelta(days=1)
    length = _within(began, until_when, last_day, norm)
    verdict = _verdict(occurs and not undated, before, answer, stop, until_when > last_day)
    return Verdict(verdict, began, answer, last_day, length)


WEIGHS = ["not_met", "running", "not_recorded", "answered_before", "broken_off", "met", "not_in_force"]


def _of_all(those: list[tuple[Verdict, float, date]]) -> Verdict:
    """What weighs most; of those the one that took longest; of those the one that was seen last."""
    worst = min(WEIGHS.index(one.verdict) for one, _, _ in those)
    same = [row for row in those if WEIGHS.index(row[0].verdict) == worst]
    return max(same, key=lambda row: (row[1], row[2], row[0].answer is not None))[0]


def _of_one(known: list[Row], place: int, norm: Any, until: date) -> tuple[Verdict, float, date]:
    """The verdict on one event by its own day of record, how long it took, and until which day it was looked at."""
    event, last_seen = known[place], until - timedelta(days=1)
    happened, record = event.time.date(), event.registered
    answer = record if record is not None and happened <= record <= last_seen else None
    breaks = [row.time.date() for row in known if row.activity in norm.breaks and row.time.date() >= happened]
    stop = min(breaks) if breaks and (answer is None or min(breaks) < answer) else None
    if stop is not None:
        answer = None
    ended = stop or answer or last_seen
    days = [row.registered for row in known[:place] if row.activity in norm.counts_from]
    if None in days:
        days = [happened, ended]
    begins = [max(happened, min(day, ended)) for day in days if day is not None] or [happened]
    before = stop is None and record is not None and record < happened
    said = {
        _said(norm, begin, ended, answer, stop, before=before, recorded=record is not None)
        for begin in (min(begins), max(begins))
    }
    verdict = said.pop() if len(said) == 1 else "not_recorded"
    if verdict == "not_met" and any(row.activity in norm.unsure_after for row in known[:place]):
        verdict = "not_recorded"
    began = min(begins)
    if not _holds(norm, began):
        verdict = "not_in_force"
    took = working_days(began, ended) if norm.unit == "working_days" else (ended - began).days
    last_day = _deadline(began, norm)
    return Verdict(verdict, began, answer, last_day, _within(began, ended, last_day, norm)), took, ended


def _holds(norm: Any, day: date) -> bool:
    return (norm.valid_from is None or norm.valid_from <= day) and (norm.valid_until is None or day < norm.valid_until)


def _said(
    norm: Any, began: date, ended: date, answer: date | None, stop: date | None, *, before: bool, recorded: bool
) -> str:
    if not _holds(norm, began):
        return "not_in_force"
    return _verdict(recorded, before, answer, stop, ended > _deadline(began, norm))


def _answer(known: list[Row], start: int, began: date, norm: Any, until: date) -> tuple[date | None, bool, bool]:
    """The day of the answer; whether there is one before the trigger; whether it may be one without a day of record."""
    answers = [(place, row) for place, row in enumerate(known) if row.activity in norm.answer]
    if norm.answered_on == "day":
        after = [row.time.date() for place, row in answers if place > start]
        return (after[0] if after else None), any(place < start for place, _ in answers), False
    days = [row.registered for _, row in answers]
    known_days = [day for day in days if day is not None]
    on_time = [day for day in known_days if began <= day < until]
    return min(on_time, default=None), any(day < began for day in known_days), None in days and not on_time


def _stop(known: list[Row], start: int, began: date, norm: Any) -> date | None:
    of_days = [row for row in known if row.time.date() >= began]
    later = known[start + 1 :] if norm.answered_on == "day" else of_days
    return min((row.time.date() for row in later if row.activity in norm.breaks), default=None)


def _comes_first(known: list[Row], start: int, norm: Any, answer: date, stop: date) -> bool:
    """In the order of the log; of days of record only the day is known."""
    if norm.answered_on == "record":
        return answer <= stop
    later = [row.activity for row in known[start + 1 :]]
    return next(one in norm.answer for one in later if one in norm.answer or one in norm.breaks)


def _deadline(began: date, norm: Any) -> date:
    if norm.unit == "working_days":
        left, day = norm.term, began
        while left:
            day += timedelta(days=1)
            left -= works(day)
        return day
    day = began + timedelta(days=norm.term * (7 if norm.unit == "weeks" else 1))
    while norm.extends and not works(day):
        day += timedelta(days=1)
    return day


def _within(began: date, ended: date, last_day: date, norm: Any) -> float:
    """Beyond the term exactly when beyond the last day."""
    term = norm.term * (7 if norm.unit == "weeks" else 1)
    took = working_days(began, ended) if norm.unit == "working_days" else (ended - began).days
    return max(took, term + 1) if ended > last_day else min(took, term)


def _verdict(recorded: bool, before: bool, answer: date | None, stop: date | None, late: bool) -> str:
    if not recorded:
        return "not_recorded"
    if answer is None and stop is None and before:
        return "answered_before"
    if late:
        return "not_met"
    if answer is not None:
        return "met"
    return "broken_off" if stop is not None else "running"
