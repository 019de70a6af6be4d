"""Days on which an organisation is closed, as people write them: a day or a range on each line, and why."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from sluitend.errors import InputError

MOST_LINES = 200
_LONGEST = 366  # days in a row: who is closed longer than a year has a year that is wrong
_LINE = re.compile(r"(\S+?)(?:\s+(?:t/m|tot en met)\s+(\S+?))?\s*:\s*(\S.*)", re.IGNORECASE)
_DAYS = (re.compile(r"(?P<d>\d{1,2})-(?P<m>\d{1,2})-(?P<y>\d{4})"), re.compile(r"(?P<y>\d{4})-(?P<m>\d\d)-(?P<d>\d\d)"))


@dataclass(frozen=True, slots=True)
class Closing:
    """Closed from the first day up to and including the last."""

    first: date
    last: date
    reason: str

    def __str__(self) -> str:
        """24-12-2026 t/m 31-12-2026 (kerstsluiting)"""
        until = "" if self.first == self.last else f" t/m {self.last:%d-%m-%Y}"
        return f"{self.first:%d-%m-%Y}{until} ({self.reason})"


def closings(lines: Iterable[str]) -> tuple[Closing, ...]:
    """In the order of the days. Raises InputError("analyses.closing" | "analyses.too_many_closings")."""
    given = tuple(lines)
    if len(given) > MOST_LINES:
        raise InputError("analyses.too_many_closings", where="closed", most=MOST_LINES)
    return tuple(sorted(map(_closing, given), key=lambda one: (one.first, one.last)))


def days(lines: Iterable[str]) -> frozenset[date]:
    """Every day of them. Raises what `closings` raises."""
    found = closings(lines)
    return frozenset(
        one.first + timedelta(days=after) for one in found for after in range((one.last - one.first).days + 1)
    )


def in_words(lines: Iterable[str]) -> str:
    """All of them in a row."""
    return ", ".join(map(str, closings(lines)))


def _closing(line: str) -> Closing:
    found = _LINE.fullmatch(line.strip())
    first = _day(found[1]) if found else None
    last = _day(found[2]) if found and found[2] else first
    if found is None or first is None or last is None or not 0 <= (last - first).days < _LONGEST:
        raise InputError("analyses.closing", where="closed", line=line)
    return Closing(first, last, found[3].strip())


def _day(text: str) -> date | None:
    found = next((match for one in _DAYS if (match := one.fullmatch(text))), None)
    try:
        return date(int(found["y"]), int(found["m"]), int(found["d"])) if found else None
    except ValueError:
        return None
