"""The events of all cases as one table, in the order of time."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from sluitend.demo.events import planted
from sluitend.demo.events.course import (
    ABSENT,
    DAYS,
    MUNICIPALITIES,
    RESOURCES,
    SUBREGIONS,
    Course,
    Flags,
    Ints,
    Step,
    course,
)

_MINUTE, _DAY = 60, 86_400  # seconds
_OPENS, _CLOSES = 8 * 60 + 30, 17 * 60  # minutes of the day
_STOPPED_EARLY = len(Step)  # beside the activities of the steps
ACTIVITIES = (
    "Aanmelding",
    "Regiehouder aangewezen",
    "Intake",
    "Verhuizing",
    "Regiehouder aangewezen",
    "Verzoek om raadsonderzoek",
    "Raadsonderzoek gestart",
    "Maatregel uitgesproken",
    "Overdracht aan GI",
    "Jeugdbeschermer toegewezen",
    "Eerste contact jeugdbeschermer",
    "Toegewezen",
    "Hulp gestart",
    "Hulp gestart",
    "Hulp overgenomen",
    "Hulp overgenomen",
    "Evaluatie",
    "Hulp afgerond",
    "Hulp afgerond",
    "Afgesloten",
    "Hulp voortijdig gestopt",
)
KINDS = ("Ambulante jeugdhulp", "Jeugd-ggz", "Dagbehandeling", "Jeugdbescherming")
REASONS = ("Volgens plan", "Eenzijdig door jeugdige of ouders", "Eenzijdig door aanbieder", "In overleg voortijdig")


def events() -> pa.Table:
    """Three years of events; the same every time."""
    random = np.random.RandomState(planted.SEED)  # its stream is frozen, unlike that of Generator
    drawn = course(random)
    time = _times(random, drawn)
    case, step = np.nonzero((drawn.day != ABSENT) & (time < DAYS * _DAY))
    order = np.argsort(time[case, step], kind="stable")  # of one moment: by case, then by step
    case, step = case[order], step[order]
    stopped = drawn.stopped[case] & (step == Step.DONE)
    place = np.where(step >= Step.HAS_NEXT_DIRECTOR, drawn.next_place[case], drawn.place[case])
    return pa.table(
        {
            "case": _named(case, _cases(len(drawn.place))),
            "activity": _named(np.where(stopped, _STOPPED_EARLY, step), ACTIVITIES),
            "time": _moments(time[case, step]),
            "resource": _named(drawn.who[case, step], RESOURCES, _missing(random, drawn, case, step)),
            "registered": _registered(random, drawn, case, step),
            "municipality": _named(place, MUNICIPALITIES),
            "subregion": _named(place, SUBREGIONS),
            "family": _named(drawn.family[case], [f"G{number:05}" for number in range(int(drawn.family.max()) + 1)]),
            "kind": _named(_kinds(random, drawn)[case], KINDS),
            "reason": _named(_reasons(random, stopped), REASONS, step != Step.DONE),
        }
    )


def _times(random: np.random.RandomState, drawn: Course) -> Ints:
    """Seconds since BEGIN, within opening hours and to five minutes; in a case never before the step before it, so that
    two steps of one day can share a moment."""
    minutes = random.randint(_OPENS // 5, _CLOSES // 5, drawn.day.shape) * 5
    time = np.where(drawn.day == ABSENT, ABSENT, drawn.day * _DAY + minutes * _MINUTE)
    return np.asarray(np.maximum.accumulate(time, axis=1))


def _cases(size: int) -> list[str]:
    names = [f"W{number:05}" for number in range(size)]
    names[planted.NAMED_NA] = "NA"
    return names


def _moments(seconds: Ints) -> pa.Array:
    return pa.array(np.datetime64(planted.BEGIN, "s") + seconds.astype("timedelta64[s]"))


def _missing(random: np.random.RandomState, drawn: Course, case: Ints, step: Ints) -> Flags:
    """Of whom nobody knows who did it: some of the help, and some first directors of who does not move."""
    draw = random.random_sample(len(case))
    stays = drawn.day[case, Step.MOVES] == ABSENT
    director = (step == Step.HAS_DIRECTOR) & stays & (draw < planted.MISSING_SHARE / 2)
    return np.asarray(director | ((step >= Step.HELP) & (draw < planted.MISSING_SHARE)))


def _registered(random: np.random.RandomState, drawn: Course, case: Ints, step: Ints) -> pa.Array:
    """Mostly within two days, some directors much later; the last day knows all that is in the table."""
    director = np.isin(step, (Step.HAS_DIRECTOR, Step.HAS_NEXT_DIRECTOR))
    late = director & (random.random_sample(len(case)) < planted.LATE_SHARE)
    after = np.where(late, random.randint(10, 61, len(case)), random.randint(0, 3, len(case)))
    day = np.minimum(drawn.day[case, step] + after, DAYS - 1)
    return pa.array(np.datetime64(planted.BEGIN, "D") + day.astype("timedelta64[D]"))


def _kinds(random: np.random.RandomState, drawn: Course) -> Ints:
    return np.where(drawn.protection, len(KINDS) - 1, random.randint(0, len(KINDS) - 1, len(drawn.place)))


def _reasons(random: np.random.RandomState, stopped: Flags) -> Ints:
    return np.where(stopped, random.randint(1, len(REASONS), len(stopped)), 0)


def _named(codes: Ints, names: Sequence[str], missing: Flags | None = None) -> pa.Array:
    """Names that occur twice in the list are one name."""
    return pa.array(names).take(pa.array(codes, mask=missing))
