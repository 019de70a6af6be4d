"""What the events of a case say of all of it: its first and last known organisation, and the period in which it began.

These are asked as attributes of cases are, by their names; they are made of the steps when they are asked for, and cost
nothing until then. For organisations, events without a resource are passed over, and a case with none but those has no
value. Periods are those of the log's own calendar (`Steps.begin`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from ibis import _, literal

from sluitend.engines.chain.steps import NONE

FIRST: Final = "eerste organisatie"
LAST: Final = "laatste organisatie"
YEAR: Final = "jaar van begin"
QUARTER: Final = "kwartaal van begin"
ENDS: Final = {FIRST: "resource:first", LAST: "resource:last"}
BEGUN: Final = {YEAR: "first:year", QUARTER: "first:quarter"}
COLUMNS: Final = {**ENDS, **BEGUN}  # no attribute of a log has such a column
_MONTHS = {BEGUN[YEAR]: 12, BEGUN[QUARTER]: 3}


def ends(steps: Any, column: str) -> Any:
    """`case`, and in `column` (of `ENDS`) its first or last known resource, in the order of the case."""
    known = steps.filter(_.hand & (_.resource != NONE))  # the rest of a run has the same resource
    found = _.resource.argmin(_.position) if column == COLUMNS[FIRST] else _.resource.argmax(_.position)
    return known.group_by("case").aggregate(**{column: found})


@dataclass(frozen=True, slots=True)
class Periods:
    """Calendar years or quarters one after another: what they are called, and the moments at which they begin."""

    names: tuple[str, ...]
    begins: tuple[int, ...]

    def of(self, moments: Any) -> Any:
        """The place of the period of every moment, none of which comes before the first period."""
        if len(self.begins) == 1:
            return literal(0, "int32")
        return moments.bucket(self.begins, closed="left", close_extreme=False, include_over=True).cast("int32")


def periods(column: str, first: date, last: date, begin: Callable[[date], int]) -> Periods:
    """Those of a column of `BEGUN`, from that of one day to that of another. `begin`: see `Steps.begin`."""
    days = list(_beginnings(_MONTHS[column], first, last))
    names = (str(day.year) if _MONTHS[column] == 12 else f"{day.year}-K{(day.month + 2) // 3}" for day in days)
    return Periods(tuple(names), tuple(map(begin, days)))


def _beginnings(months: int, first: date, last: date) -> Iterator[date]:
    at = (first.year * 12 + first.month - 1) // months * months
    while at <= last.year * 12 + last.month - 1:
        yield date(at // 12, at % 12 + 1, 1)
        at += months
