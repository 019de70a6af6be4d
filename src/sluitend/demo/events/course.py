"""The course of every case: on which day each of its steps happens, and who does it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
import numpy.typing as npt

from sluitend.demo.events import planted

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
ABSENT = -1
MUNICIPALITIES = tuple(planted.PLACES)
SUBREGIONS = tuple(subregion for subregion, _cases in planted.PLACES.values())
RESOURCES = (
    *(planted.team(name) for name in MUNICIPALITIES),
    *planted.PROVIDERS,
    planted.COUNCIL,
    planted.INSTITUTION,
    planted.HEALTH,
)
_FIRST_PROVIDER, _PROVIDERS = len(MUNICIPALITIES), len(planted.PROVIDERS)
COUNCIL, INSTITUTION, HEALTH = (RESOURCES.index(one) for one in (planted.COUNCIL, planted.INSTITUTION, planted.HEALTH))
_BEGIN = np.datetime64(planted.BEGIN, "D")
DAYS = (planted.END - planted.BEGIN).days
_LAST_COMING = DAYS - 5
_TO_MONDAY: Ints = np.array([0, 0, 0, 0, 0, 2, 1])


class Step(IntEnum):
    """The steps of a case in the order in which they stand on one moment."""

    COMES = 0
    HAS_DIRECTOR = 1
    INTAKE = 2
    MOVES = 3
    HAS_NEXT_DIRECTOR = 4
    ASKED_COUNCIL = 5
    COUNCIL_BEGAN = 6
    MEASURE = 7
    HANDED_OVER = 8
    HAS_GUARDIAN = 9
    FIRST_CONTACT = 10
    ASSIGNED = 11
    HELP = 12
    PARALLEL_HELP = 13
    PASSED = 14
    PASSED_BACK = 15
    LOOKED_AT = 16
    PARALLEL_DONE = 17
    DONE = 18
    CLOSED = 19


@dataclass(frozen=True, slots=True)
class Course:
    """Of every case `place` (of MUNICIPALITIES), `next_place` (after it moved), `family` and whether it is `protection`
    or was `stopped` early; and of every case and step `day` (since BEGIN, ABSENT when it never happens) and `who` (of
    RESOURCES). Cases are in the order in which they come."""

    place: Ints
    next_place: Ints
    family: Ints
    protection: Flags
    stopped: Flags
    day: Ints
    who: Ints


def course(random: np.random.RandomState) -> Course:
    """All cases, also what lies after END."""
    place, family, comes = _coming(random)
    size = len(place)
    day = np.full((size, len(Step)), ABSENT, np.int64)
    day[:, Step.COMES] = comes
    day[:, Step.HAS_DIRECTOR] = on_working_day(comes + random.randint(0, 2, size))
    day[:, Step.INTAKE] = _intake(random, place, comes)
    protection = random.random_sample(size) < 0.15
    moves, lost = _moving(random, day, protection)
    next_place = np.where(moves, (place + random.randint(1, len(MUNICIPALITIES), size)) % len(MUNICIPALITIES), place)
    _move(random, day, moves, lost)
    _protect(random, day, protection, place)
    _assign(random, day, ~protection)
    help_ = _Help(random, day, protection)
    stopped = random.random_sample(size) < planted.STOPPED_SHARE
    who = _who(random, place, next_place, help_)
    return Course(place, next_place, family, protection, stopped, day, who)


def on_working_day(day: Ints) -> Ints:
    """That day, or the Monday after it."""
    return np.asarray(day + _TO_MONDAY[(day + planted.BEGIN.weekday()) % 7])


def _coming(random: np.random.RandomState) -> tuple[Ints, Ints, Ints]:
    """Place, family and day of coming of every case, in the order of coming. Most families have one or two
    cases."""
    sizes = np.array([cases for _subregion, cases in planted.PLACES.values()])
    place = np.repeat(np.arange(len(sizes)), sizes)
    fresh = (random.random_sample(len(place)) < 0.7) | np.append([True], place[1:] != place[:-1])
    family = np.cumsum(fresh) - 1
    begins = random.randint(0, _LAST_COMING - 45, int(family[-1]) + 1)
    comes = on_working_day(begins[family] + random.randint(0, 46, len(place)))
    order = np.argsort(comes, kind="stable")
    return place[order], family[order], comes[order]


def _within(day: Ints, edges: tuple[tuple[int, int], tuple[int, int]]) -> Flags:
    """Which days lie in this part of any year, first and last included; it may run over New Year."""
    date = _BEGIN + day
    month = date.astype("datetime64[M]")
    number = (month.astype(np.int64) % 12 + 1) * 100 + (date - month).astype(np.int64) + 1
    first, last = (month_ * 100 + day_ for month_, day_ in edges)
    after, before = number >= first, number <= last
    return np.asarray(after & before if first <= last else after | before)


def _waits(random: np.random.RandomState, mean: float, size: int) -> npt.NDArray[np.float64]:
    """Waits are skew: many short ones, a few long."""
    return random.gamma(2.0, mean / 2, size)


def _intake(random: np.random.RandomState, place: Ints, comes: Ints) -> Ints:
    wait = _waits(random, 24, len(place))
    pilot = place == MUNICIPALITIES.index(planted.PILOT)
    since = comes >= (planted.PILOT_FROM - planted.BEGIN).days
    wait = wait * np.where(pilot & since, planted.PILOT_FACTOR, 1.0)
    wait = wait * np.where(_within(comes, planted.SUMMER), planted.SUMMER_FACTOR, 1.0)
    day = on_working_day(comes + 1 + wait.astype(np.int64))
    while (closed := _within(day, planted.CHRISTMAS)).any():
        day[closed] = on_working_day(day[closed] + 1)
    return day


def _moving(random: np.random.RandomState, day: Ints, protection: Flags) -> tuple[Flags, Flags]:
    """Who moves after the intake; and who of them is lost, of those of whom the log still shows it."""
    moves = ~protection & (random.random_sample(len(day)) < planted.MOVED_SHARE)
    seen = np.flatnonzero(moves & (day[:, Step.INTAKE] < DAYS - 180))
    lost = np.zeros(len(day), bool)
    lost[random.choice(seen, planted.LOST_CASES, replace=False)] = True
    return moves, lost


def _move(random: np.random.RandomState, day: Ints, moves: Flags, lost: Flags) -> None:
    moved = on_working_day(day[:, Step.INTAKE] + random.randint(3, 40, len(day)))
    short = random.randint(0, 11, len(day))  # a weekend makes it two days longer
    long = random.randint(planted.LOST_DAYS + 1, 120, len(day))
    day[moves, Step.MOVES] = moved[moves]
    day[moves, Step.HAS_NEXT_DIRECTOR] = on_working_day(moved + np.where(lost, long, short))[moves]


def _protect(random: np.random.RandomState, day: Ints, protection: Flags, place: Ints) -> None:
    slow = np.array([one == planted.SLOW_PLACE for one in SUBREGIONS])[place]
    steps = (
        (Step.ASKED_COUNCIL, 20, 0),
        (Step.COUNCIL_BEGAN, 12, 0),
        (Step.MEASURE, 60, 0),
        (Step.HANDED_OVER, 4, 0),
        (Step.HAS_GUARDIAN, 14, planted.SLOW_DAYS),
        (Step.FIRST_CONTACT, 5, 0),
    )
    last = day[:, Step.INTAKE]
    for step, mean, more in steps:
        last = on_working_day(last + _waits(random, mean, len(day)).astype(np.int64) + more * slow)
        day[protection, step] = last[protection]


def _assign(random: np.random.RandomState, day: Ints, others: Flags) -> None:
    ready = np.maximum(day[:, Step.INTAKE], day[:, Step.HAS_NEXT_DIRECTOR])
    assigned = on_working_day(ready + _waits(random, 10, len(day)).astype(np.int64))
    day[others, Step.ASSIGNED] = assigned[others]


class _Help:
    """Who helps, and when; `one` and `other` are numbers of providers."""

    def __init__(self, random: np.random.RandomState, day: Ints, protection: Flags) -> None:
        size = len(day)
        self.one = random.randint(0, _PROVIDERS, size)
        refused = protection & (self.one == planted.PROVIDERS.index(planted.SAID_NOT_SEEN[1]))
        self.one[refused] = planted.PROVIDERS.index(planted.THERE)
        self.other = (self.one + random.randint(1, _PROVIDERS, size)) % _PROVIDERS
        begins = on_working_day(day.max(axis=1) + _waits(random, 30, size).astype(np.int64))
        length = 30 + _waits(random, 150, size).astype(np.int64)
        parallel, passed, back, looked = self._kinds(random, begins)
        ends = np.maximum(on_working_day(begins + length), 0)
        parts = {part: on_working_day(begins + length * part // 10) for part in (3, 5, 6, 8)}
        day[:, Step.HELP], day[:, Step.DONE] = begins, ends
        day[parallel, Step.PARALLEL_HELP], day[parallel, Step.PARALLEL_DONE] = parts[3][parallel], parts[8][parallel]
        day[passed, Step.PASSED], day[back, Step.PASSED_BACK] = parts[3][passed], parts[6][back]
        day[looked, Step.LOOKED_AT] = parts[5][looked]
        day[:, Step.CLOSED] = on_working_day(ends + random.randint(0, 8, size))
        self.stays = passed & ~back

    def _kinds(self, random: np.random.RandomState, begins: Ints) -> tuple[Flags, Flags, Flags, Flags]:
        """Parallel help, passing on, passing back, and being looked at: of one case only the first that applies. The
        planted ping-pongs are among those of whom the log still shows it."""
        draw, size = random.random_sample(len(begins)), len(begins)
        seen = np.flatnonzero((draw >= 0.13) & (begins < DAYS - 500))
        planted_ = np.zeros(size, bool)
        planted_[random.choice(seen, planted.PING_PONGS, replace=False)] = True
        self.one[planted_] = planted.PROVIDERS.index(planted.THERE)
        self.other[planted_] = planted.PROVIDERS.index(planted.BACK)
        back = planted_ | ((draw >= planted.PARALLEL_SHARE) & (draw < 0.08))
        passed = back | ((draw >= 0.08) & (draw < 0.13))
        return draw < planted.PARALLEL_SHARE, passed, back, ~passed & (draw >= 0.5)


def _who(random: np.random.RandomState, place: Ints, next_place: Ints, help_: _Help) -> Ints:
    """Teams have the numbers of their municipalities; who was passed on for good ends with the other provider."""
    one, other = _FIRST_PROVIDER + help_.one, _FIRST_PROVIDER + help_.other
    last = np.where(help_.stays, other, one)
    comes = np.where(random.random_sample(len(place)) < 0.15, HEALTH, place)
    teams: Sequence[Ints] = (comes, place, place, place, next_place, place)
    council, institution = np.full_like(place, COUNCIL), np.full_like(place, INSTITUTION)
    protection = (council, council, place, institution, institution)
    providers = (one, other, other, one, one, other, last, last)
    return np.stack([*teams, *protection, next_place, *providers], axis=1)
