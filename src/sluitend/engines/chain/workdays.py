"""Days that count: by the clock, by the calendar, or working days without Dutch public holidays.

The holidays are those of article 3 of the Algemene termijnenwet (wetten.overheid.nl/BWBR0002448): New Year's Day, Good
Friday (which its second paragraph puts on a par with them), Easter Monday, the King's birthday, 5 May, Ascension Day,
Whit Monday and both days of Christmas. The King's birthday is kept on 27 April since 2014, before that the Queen's on
30 April; a day earlier when it is a Sunday. Easter is computed by the anonymous Gregorian algorithm (J. Meeus,
Astronomical Algorithms, 1991, chapter 8).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from typing import Literal

import numpy as np
import numpy.typing as npt

_SUNDAY = 6
_COUNTED = 1 << 16  # days: so many are counted once for all


class Unit(StrEnum):
    """What a length of time is counted in."""

    EXACT = "exact"  # days of 24 hours, with fractions
    DAYS = "days"  # calendar days: the difference of the two dates
    WORKING_DAYS = "working_days"  # working days after the first date, up to and including the last


@dataclass(frozen=True, slots=True)
class Workdays:
    """Which days are working days: Monday to Friday, but for holidays and the days in `closed`.

    Much of the field works on 5 May but once in five years, and on Good Friday always: where that is so, say it here.
    """

    good_friday: bool = True  # a holiday?
    liberation_day_every: int = 1  # a holiday in years that can be divided by this: 1 every year, 5 in 2020, 2025, …
    closed: frozenset[date] = frozenset()

    def holidays(self, year: int) -> frozenset[date]:
        """The holidays of a year, on whatever day of the week they fall, and the closed days in it."""
        found = set(_fixed_and_movable(year))
        if not self.good_friday:
            found.discard(easter(year) - timedelta(days=2))
        if year % self.liberation_day_every and date(year, 5, 5) != easter(year) + timedelta(days=39):
            found.discard(date(year, 5, 5))  # unless Ascension Day is on it, as in 2016
        return frozenset(found | {day for day in self.closed if day.year == year})

    def between(self, first: npt.NDArray[np.int64], last: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        """Working days after the day `first` up to and including `last`, both in days since 1970; negative when `last`
        comes before `first`."""
        if not len(first):
            return np.zeros(0, np.int64)
        low, high = int(min(first.min(), last.min())), int(max(first.max(), last.max()))
        off = self._off(np.datetime64(low, "D"), np.datetime64(high + 1, "D"))
        if high - low > _COUNTED or (last < first).any():
            begin, end = (days.astype("datetime64[D]") + 1 for days in (first, last))
            return np.asarray(np.busday_count(begin, end, holidays=off), np.int64)
        every = np.arange(low, high + 2).astype("datetime64[D]")
        counts = np.append([0], np.cumsum(np.is_busday(every, holidays=off)))  # before each of these days
        return np.asarray(counts[last + 1 - low] - counts[first + 1 - low])

    def after(self, first: npt.NDArray[np.int64], count: int) -> npt.NDArray[np.int64]:
        """The working day that is so many working days after the day `first`; both in days since 1970."""
        return self._moved(first, count, "backward")

    def on_or_after(self, day: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        """The day itself when it is a working day, else the next one; in days since 1970."""
        return self._moved(day, 0, "forward")

    def _moved(
        self, day: npt.NDArray[np.int64], count: int, roll: Literal["backward", "forward"]
    ) -> npt.NDArray[np.int64]:
        if not len(day):
            return np.zeros(0, np.int64)
        days = day.astype("datetime64[D]")
        off = self._off(days.min() - 14 - len(self.closed), days.max() + 2 * (count + len(self.closed)) + 31)
        return np.busday_offset(days, count, roll=roll, holidays=off).astype(np.int64)

    def _off(self, first: np.datetime64, last: np.datetime64) -> npt.NDArray[np.datetime64]:
        """The holidays and closed days of the years of these days."""
        years = range(_year(first), _year(last) + 1)
        return np.array([day for year in years for day in self.holidays(year)], "datetime64[D]")


def easter(year: int) -> date:
    """Easter Sunday in the Gregorian calendar."""
    golden, century, rest = year % 19, year // 100, year % 100
    leap, correction = century // 4, (century + 8) // 25
    epact = (19 * golden + century - leap - (century - correction + 1) // 3 + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)


@cache
def _fixed_and_movable(year: int) -> frozenset[date]:
    return frozenset(_holidays(year))


def _holidays(year: int) -> Iterator[date]:
    yield from (date(year, 1, 1), date(year, 5, 5), date(year, 12, 25), date(year, 12, 26))
    royal = date(year, 4, 27) if year >= 2014 else date(year, 4, 30)
    yield royal - timedelta(days=royal.weekday() == _SUNDAY)
    yield from (easter(year) + timedelta(days=after) for after in (-2, 1, 39, 50))


def _year(day: np.datetime64) -> int:
    return int(day.astype("datetime64[Y]").astype(int)) + 1970
