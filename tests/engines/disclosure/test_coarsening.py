"""Rougher values, against plain loops."""

from __future__ import annotations

import random
from collections import defaultdict
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pyarrow as pa
import pytest

from sluitend.engines.disclosure.coarsening import BANDS, OTHER, Moment, age_bands, band_names, moments, rare_as_other

EPOCH = date(1970, 1, 1)


def days(*dates: date) -> np.ndarray:
    return np.array([(one - EPOCH).days for one in dates], np.int64)


def band(born: date, on: date) -> str | None:
    known = np.array([True])
    return age_bands(days(born), days(on), known).to_pylist()[0]


@pytest.mark.parametrize(
    ("born", "on", "group"),
    [
        (date(2020, 5, 6), date(2024, 5, 5), "0-3"),
        (date(2020, 5, 6), date(2024, 5, 6), "4-11"),
        (date(2008, 2, 29), date(2026, 2, 28), "12-17"),
        (date(2008, 2, 29), date(2026, 3, 1), "18-22"),
        (date(2000, 1, 1), date(2026, 1, 1), "23+"),
        (date(2026, 1, 1), date(2026, 1, 1), "0-3"),
        (date(2026, 1, 2), date(2026, 1, 1), None),
        (date(1900, 1, 1), date(2026, 1, 1), None),
    ],
)
def test_ages_change_on_the_birthday(born: date, on: date, group: str | None) -> None:
    assert band(born, on) == group


def test_ages_of_random_people_against_a_loop() -> None:
    chance = random.Random(4)
    people = [
        (EPOCH + timedelta(chance.randrange(5_000, 20_000)), EPOCH + timedelta(chance.randrange(18_000, 21_000)))
        for _ in range(500)
    ]

    found = age_bands(days(*(born for born, _ in people)), days(*(on for _, on in people)), np.ones(500, bool))

    assert found.to_pylist() == [by_hand(born, on) for born, on in people]
    assert band_names() == ("0-3", "4-11", "12-17", "18-22", "23+")


def by_hand(born: date, on: date) -> str | None:
    years = on.year - born.year - ((on.month, on.day) < (born.month, born.day))
    if years < 0:
        return None
    return next(name for name, low in reversed([*zip(band_names(), BANDS, strict=True)]) if years >= low)


def test_moments_become_days_of_the_place_weeks_and_months() -> None:
    zoned = pa.chunked_array([pa.array([datetime(2026, 3, 31, 22, 30, tzinfo=UTC), None], pa.timestamp("us", "UTC"))])
    plain = pa.chunked_array([pa.array([datetime(2026, 3, 29, 23, 59), datetime(2026, 3, 30)], pa.timestamp("us"))])  # noqa: DTZ001

    assert moments(zoned, Moment.DAY).to_pylist() == [datetime(2026, 4, 1), None]  # noqa: DTZ001
    assert [one.date() for one in moments(plain, Moment.DAY).to_pylist()] == [date(2026, 3, 29), date(2026, 3, 30)]
    assert [one.date() for one in moments(plain, Moment.WEEK).to_pylist()] == [date(2026, 3, 23), date(2026, 3, 30)]
    assert {one.date() for one in moments(plain, Moment.MONTH).to_pylist()} == {date(2026, 3, 1)}


def test_rare_values_against_a_loop() -> None:
    chance = random.Random(5)
    rows = [(f"c{chance.randrange(40)}", chance.choice(["a", "a", "b", "zeldzaam", None])) for _ in range(300)]
    rows += [("c1", "vaak in één casus")] * 30
    having = defaultdict(set)
    for case, value in rows:
        having[value].add(case)
    least = len(having["b"])

    found = rare_as_other(
        *(pa.chunked_array([pa.array(side)]) for side in reversed(tuple(zip(*rows, strict=True)))), least
    )

    expected = [None if one is None else one if len(having[one]) >= least else OTHER for _, one in rows]
    assert found.column.to_pylist() == expected
    assert found.values == sum(len(cases) < least for value, cases in having.items() if value is not None)
