"""Dutch holidays and working days: published dates, another computation of Easter, and counting day by day."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
from dateutil.easter import easter as other_easter
from hypothesis import given, settings
from hypothesis import strategies as st

from sluitend.engines.chain.workdays import Workdays, easter
from tests.engines.chain import twin_waiting as twin


def count(first: date, last: date, days: Workdays = Workdays()) -> int:  # noqa: B008 - frozen
    one, two = (np.array([(day - date(1970, 1, 1)).days]) for day in (first, last))
    return int(days.between(one, two)[0])


def test_easter() -> None:
    assert [easter(year) for year in (2008, 2024, 2025, 2026, 2038)] == [
        date(2008, 3, 23), date(2024, 3, 31), date(2025, 4, 20), date(2026, 4, 5), date(2038, 4, 25)
    ]  # fmt: skip
    assert all(easter(year) == other_easter(year) for year in range(1900, 2200))


@pytest.mark.parametrize("year", [2025, 2026])
def test_holidays_are_those_of_a_published_calendar(year: int) -> None:
    assert Workdays().holidays(year) == {day for day in twin.HOLIDAYS if day.year == year}


def test_the_birthday_of_a_queen_of_a_king_and_on_a_sunday() -> None:
    assert date(2013, 4, 30) in Workdays().holidays(2013)
    assert date(2006, 4, 29) in Workdays().holidays(2006)  # the 30th was a Sunday
    assert date(2014, 4, 26) in Workdays().holidays(2014)  # the 27th was a Sunday
    assert date(2014, 4, 30) not in Workdays().holidays(2014)


def test_what_is_agreed_otherwise() -> None:
    agreed = Workdays(good_friday=False, liberation_day_every=5, closed=frozenset({date(2026, 12, 24)}))

    assert date(2026, 4, 3) not in agreed.holidays(2026)
    assert date(2026, 5, 5) not in agreed.holidays(2026)
    assert date(2025, 5, 5) in agreed.holidays(2025)
    assert date(2016, 5, 5) in agreed.holidays(2016)  # Ascension Day
    assert date(2026, 12, 24) in agreed.holidays(2026)
    assert count(date(2026, 12, 23), date(2026, 12, 28), agreed) == 1  # only Monday the 28th


def test_planted_lengths() -> None:
    assert count(date(2026, 4, 2), date(2026, 4, 7)) == 1  # Maundy Thursday to the Tuesday after Easter
    assert count(date(2026, 4, 2), date(2026, 4, 2)) == 0
    assert count(date(2026, 6, 5), date(2026, 6, 8)) == 1  # over a weekend
    assert count(date(2025, 12, 24), date(2026, 1, 2)) == 4  # 29, 30, 31 December and 2 January


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 720), st.integers(0, 300))
def test_counted_day_by_day(begin: int, length: int) -> None:
    first = date(2025, 1, 1) + timedelta(days=begin)
    last = min(first + timedelta(days=length), date(2026, 12, 31))

    assert count(first, last) == twin.working_days(first, last)


CLOSED = st.frozensets(st.integers(0, 729).map(lambda day: date(2025, 1, 1) + timedelta(days=day)), max_size=12)
RANGES = st.tuples(st.integers(0, 690), st.integers(1, 40)).map(
    lambda drawn: frozenset(date(2025, 1, 1) + timedelta(days=drawn[0] + day) for day in range(drawn[1]))
)
GOOD_FRIDAYS = {date(2025, 4, 18), date(2026, 4, 3)}


def agreed(closed: frozenset[date], friday: bool, every: int) -> tuple[Workdays, set[date]]:
    """A calendar, and by hand every day off in it; 2025 is a lustrum year and 2026 is not."""
    off = twin.HOLIDAYS | closed
    off -= set() if friday else GOOD_FRIDAYS - closed
    off -= set() if every == 1 else {date(2026, 5, 5)} - closed
    return Workdays(friday, every, closed), off


@settings(max_examples=60)
@given(CLOSED | RANGES, st.booleans(), st.sampled_from([1, 5]), st.integers(0, 700), st.integers(0, 60), st.booleans())
def test_closed_days_are_counted_day_by_day(
    closed: frozenset[date], friday: bool, every: int, begin: int, length: int, on_the_edge: bool
) -> None:
    """Also from and to a closed day itself, where one day more or less shows."""
    calendar, off = agreed(closed, friday, every)
    first = max(closed) if on_the_edge and closed else date(2025, 1, 1) + timedelta(days=begin)
    last = min(first + timedelta(days=length), date(2026, 12, 31))

    assert count(first, last, calendar) == twin.working_days(first, last, off)


@settings(max_examples=60)
@given(CLOSED | RANGES, st.booleans(), st.sampled_from([1, 5]), st.integers(7, 600), st.integers(0, 20))
def test_so_many_working_days_later(closed: frozenset[date], friday: bool, every: int, begin: int, term: int) -> None:
    closed = frozenset(day for day in closed if day > date(2025, 1, 10))
    calendar, off = agreed(closed, friday, every)
    first = date(2025, 1, 1) + timedelta(days=begin)

    (found,) = calendar.after(np.array([(first - date(1970, 1, 1)).days]), term)

    assert date(1970, 1, 1) + timedelta(days=int(found)) == twin.working_day_after(first, term, off)


def test_who_is_closed_for_long_has_terms_that_end_in_a_later_year() -> None:
    """Closed from the middle of November up to and including January: two working days later is 2 February 2027."""
    closed = frozenset(date(2026, 11, 14) + timedelta(days=day) for day in range(79))
    first = np.array([(date(2026, 11, 13) - date(1970, 1, 1)).days])

    (found,) = Workdays(closed=closed).after(first, 2)

    assert date(1970, 1, 1) + timedelta(days=int(found)) == date(2027, 2, 2)


def test_no_spells_at_all() -> None:
    assert Workdays().between(np.zeros(0, np.int64), np.zeros(0, np.int64)).tolist() == []
