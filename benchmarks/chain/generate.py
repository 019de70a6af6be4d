"""A log of any size, the same for the same seed: nobody's data, and like that of a country in its numbers."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

ACTIVITIES, MUNICIPALITIES, ORGANISATIONS = 24, 342, 1_200
SECOND = 1_000_000
DAY = 86_400 * SECOND
_BEGIN = np.datetime64("2023-01-01", "us").astype(np.int64)
_PERIOD = 3 * 365  # days over which cases begin


def events(number: int, seed: int = 5) -> pa.Table:
    """About so many events, in an order that helps nobody: case, activity, time, resource, municipality.

    Cases have ten events on average (1 to some sixty). Each begins with activity 0 and goes on by a fixed matrix of
    chances; municipalities differ in size as cities do; a case is with one of a few organisations of its municipality
    and is passed on in one of four steps; one in fifty events has no organisation.
    """
    chance = np.random.default_rng(seed)
    lengths = np.minimum(1 + chance.geometric(1 / 9, number // 9), 60)
    lengths = lengths[np.cumsum(lengths) <= number]
    case = np.repeat(np.arange(len(lengths), dtype=np.int32), lengths)
    starts = np.append([0], np.cumsum(lengths)[:-1])
    place = np.minimum(chance.zipf(1.3, len(lengths)) - 1, MUNICIPALITIES - 1).astype(np.int32)
    columns = {
        "case": _named(case, len(lengths), "C"),
        "activity": _named(_walk(chance, case, starts), ACTIVITIES, "stap "),
        "time": pa.array(_times(chance, case, starts), pa.timestamp("us")),
        "resource": _resources(chance, place[case], starts, case),
        "municipality": _named(place[case], MUNICIPALITIES, "GM"),
    }
    return pa.table(columns).take(pa.array(chance.permutation(len(case))))


def _named(codes: np.ndarray, many: int, letter: str, missing: np.ndarray | None = None) -> pa.DictionaryArray:
    names = pa.array([f"{letter}{number}" for number in range(many)])
    return pa.DictionaryArray.from_arrays(pa.array(codes, mask=missing), names)


def _walk(chance: np.random.Generator, case: np.ndarray, starts: np.ndarray) -> np.ndarray:
    """One position of all cases at a time, by the matrix."""
    ladder = np.cumsum(chance.dirichlet(np.full(ACTIVITIES, 0.15), ACTIVITIES), axis=1)
    found = np.zeros(len(case), np.int32)
    at, now = starts, np.zeros(len(starts), np.int32)
    ends = np.append(starts[1:], len(case))
    while len(at):
        found[at] = now
        going = at + 1 < ends
        at, ends = at[going] + 1, ends[going]
        draw = chance.random(len(at))[:, None]
        now = np.minimum((ladder[now[going]] < draw).sum(axis=1), ACTIVITIES - 1).astype(np.int32)
    return found


def _times(chance: np.random.Generator, case: np.ndarray, starts: np.ndarray) -> np.ndarray:
    """In whole seconds, as systems tell them: 0 to some weeks, one in ten at the moment of the one before it."""
    waits = (chance.exponential(12, len(case)) * (chance.random(len(case)) > 0.1) * DAY).astype(np.int64)
    waits[starts] = 0
    passed = np.cumsum(waits)
    begins = _BEGIN + (chance.random(len(starts)) * _PERIOD * DAY).astype(np.int64)
    moments = passed - passed[starts][case] + begins[case]
    return moments // SECOND * SECOND


def _resources(
    chance: np.random.Generator, place: np.ndarray, starts: np.ndarray, case: np.ndarray
) -> pa.DictionaryArray:
    changed = chance.random(len(place)) < 0.25
    changed[starts] = True
    since = np.maximum.accumulate(np.where(changed, np.arange(len(place)), 0))
    drawn = (place * 3 + chance.integers(0, 8, len(place))) % ORGANISATIONS
    return _named(drawn[since].astype(np.int32), ORGANISATIONS, "org ", chance.random(len(place)) < 0.02)
