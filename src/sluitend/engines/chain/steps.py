"""An event log as steps: coded, sorted by (case, time, row), every row with what comes next in its case.

Everything here is exact: equal sequences of activities are recognised by going through all cases one position at a time
and numbering what has been seen (no hashing of whole sequences: 64 bits collide on some hundred thousand variants).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, Protocol
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

Codes = npt.NDArray[np.int32]
EPOCH = date(1970, 1, 1)  # day 0
_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - times without a zone are counted from here too
DAY = 86_400_000_000  # microseconds
HOUR = DAY // 24
SECOND = 1_000_000
_ZONE = r"\d:\d{2}.*(?:[Zz]|[+-]\d{2}(?::?\d{2})?)$"  # how a moment as ISO text ends
NONE = -1  # no resource known, or nothing follows


@dataclass(frozen=True, slots=True)
class Steps:
    """`steps` has a row per event, `cases` a row per case, in memory or as the path of a Parquet file.

    steps: case, position (in its case, from 0), activity, resource, time (microseconds), day (days since 1970 by the
    local calendar), registered (the day on which the event was put on record; only where the log tells), next_activity,
    next_resource, wait (until the next event, in units of `tick` microseconds), new_pair and new_handover (the first
    time in its case that this activity is followed by that one, this resource by that other one), hand (begins a run of
    events of one resource), next_hand and second_hand (resource of the next run and of the one after it), first (when
    its case began). NONE stands in place of a resource, an activity or a wait that there is not: columns without nulls
    are read in half the time (`with_nulls`: a log that was stored before, which has nulls there; `Store` fills them).

    cases: case, name, by_name (its place in the order of the names; logs that were stored before do not have it),
    first, last (microseconds), events, variant. Both have a column `case:NAME` for every attribute, null where there is
    none, as is `registered`. Numbers are places in `values`, which has a list of names for activity, resource and every
    attribute. `zoned` says that times are UTC, and days those of `zone`; else both are what the clock said. `tick` is
    that of `tick_of`.
    """

    steps: pa.Table | Path
    cases: pa.Table | Path
    values: Mapping[str, pa.Array]
    zoned: bool
    zone: str = "Europe/Amsterdam"
    with_nulls: bool = False
    tick: int = 1

    def begin(self, day: date) -> int:
        """The moment at which a day begins, in microseconds as the columns of time have them."""
        zone = ZoneInfo(self.zone) if self.zoned else None
        return self.moment(datetime(day.year, day.month, day.day, tzinfo=zone))

    def day(self, moment: int) -> date:
        """The day on which a moment lies, by the calendar of `zone` or as on the clock."""
        days = local_days(np.array([moment]), self.zone if self.zoned else None)
        return date(1970, 1, 1) + timedelta(days=int(days[0]))

    def moment(self, at: datetime) -> int:
        """Microseconds, as the columns of time have them: of UTC when `at` has a zone, else as on the clock."""
        plain = at.astimezone(UTC).replace(tzinfo=None) if at.tzinfo else at
        return (plain - _EPOCH) // timedelta(microseconds=1)

    def code(self, column: str, name: str) -> int | None:
        """The number of a name in a column; None when the log does not have it."""
        at: int = pc.index(self.values[column], value=name).as_py()
        return at if at >= 0 else None


class Stored(Protocol):
    """What `formats.steps` tells of a log: as `Steps`."""

    @property
    def steps(self) -> Path: ...
    @property
    def cases(self) -> Path: ...
    @property
    def values(self) -> Mapping[str, pa.Array]: ...
    @property
    def zoned(self) -> bool: ...
    @property
    def zone(self) -> str: ...
    @property
    def with_nulls(self) -> bool: ...
    @property
    def tick(self) -> int: ...


def steps_of(
    table: pa.Table, attributes: Sequence[str] = (), registered: str | None = None, zone: str = "Europe/Amsterdam"
) -> Steps:
    """The steps of a log as `formats.eventlog` reads it: columns case, activity, time, resource (null allowed).

    Events of one case at one moment keep the order of the rows; of an attribute the first value in a case counts.
    `registered` is the column that says when an event was put on record; days are those of `zone`. Raises ValueError
    for attributes of which only the capitals differ: DuckDB and Spark would give the values of the one for the other.
    """
    if len({name.casefold() for name in attributes}) < len({*attributes}):
        raise ValueError("attributes of which only the capitals differ")
    case, names = _coded(table["case"])
    activity, activities = _coded(table["activity"])
    resource, resources = _coded(table["resource"])
    zoned = getattr(table["time"].type, "tz", None) is not None  # a date has none
    time = _microseconds(table["time"])
    order = np.lexsort((time, case))  # stable: ties stay in the order of the rows
    begins = begins_of(case[order])
    about, values = _attributes(table, attributes, order[begins])
    dated = None if registered is None else registered_days(table[registered], zone).take(pa.array(order))
    rows = Rows(case[order], activity[order], resource[order], time[order], begins, dated, about)
    tick = tick_of(bool((time % SECOND == 0).all()), int(np.ptp(time)) if len(time) else 0)
    columns = {
        "name": names,  # codes were given in order of first appearance, and every case has an event
        "by_name": places_of(names),
        "variant": variants(rows.activity, begins, rows.lengths),
    }
    cases = pa.table({**rows.cases(), **columns}).select(case_columns(about))
    lists = {"activity": activities, "resource": resources, **values}
    return Steps(pa.table(rows.steps(zone if zoned else None, tick)), cases, lists, zoned, zone, tick=tick)


@dataclass(frozen=True, slots=True)
class Rows:
    """Events of whole cases, sorted: codes (NONE for null) and microseconds. `begins` are the places where cases begin,
    `registered` days (null where unknown; None: the log does not tell), `about` the code of each attribute per case."""

    case: Codes
    activity: Codes
    resource: Codes
    time: npt.NDArray[np.int64]
    begins: npt.NDArray[np.intp]
    registered: pa.Array | None
    about: Mapping[str, Codes]

    @property
    def lengths(self) -> npt.NDArray[np.intp]:
        return np.diff(np.append(self.begins, len(self.case)))

    def steps(self, zone: str | None, tick: int) -> dict[str, Any]:
        """The columns of `Steps.steps`; days are those of the zone."""
        many, lengths = len(self.case), self.lengths
        follows = np.ones(many, bool)
        follows[self.begins[1:] - 1] = False
        follows[-1:] = False
        following = _shifted(self.activity, follows), _shifted(self.resource, follows)
        handed = (self.resource != NONE) & (following[1] != NONE) & (self.resource != following[1])
        wait = np.append(np.diff(self.time) // tick, [0])[:many]
        return {
            "case": self.case,
            "position": (np.arange(many) - np.repeat(self.begins, lengths)).astype(np.int32),
            "activity": self.activity,
            "resource": self.resource,
            "time": self.time,
            "day": local_days(self.time, zone),
            **({} if self.registered is None else {"registered": self.registered}),
            "next_activity": following[0],
            "next_resource": following[1],
            "wait": np.where(follows, wait, NONE).astype(np.int64 if tick == 1 else np.int32),
            "new_pair": _new_in_case(self.case, self.activity, following[0], follows),
            "new_handover": _new_in_case(self.case, self.resource, following[1], handed),
            **_hands(self.case, self.resource),
            "first": np.repeat(self.time[self.begins], lengths),
            **{name: _nullable(np.repeat(codes, lengths)) for name, codes in self.about.items()},
        }

    def cases(self) -> dict[str, Any]:
        """The columns of `Steps.cases`, but for the name and the variant."""
        lengths = self.lengths
        return {
            "case": self.case[self.begins],
            "first": self.time[self.begins],
            "last": self.time[self.begins + lengths - 1],
            "events": lengths.astype(np.int32),
            **{name: _nullable(codes) for name, codes in self.about.items()},
        }


def tick_of(is_whole: bool, span: int) -> int:
    """The unit of waits in microseconds: a second where all times are whole seconds and lie within 68 years, so that a
    wait has 32 bits and quantiles take half of the memory; else a microsecond."""
    return SECOND if is_whole and span < SECOND << 31 else 1


def case_columns(about: Iterable[str]) -> list[str]:
    """In the order in which they are stored."""
    return ["case", "name", "by_name", "first", "last", "events", "variant", *about]


def places_of(names: pa.Array) -> Codes:
    """The place of every name in the order of the names."""
    found = np.empty(len(names), np.int32)
    found[pc.sort_indices(names).to_numpy()] = np.arange(len(names), dtype=np.int32)
    return found


def begins_of(case: Codes | npt.NDArray[np.int64]) -> npt.NDArray[np.intp]:
    """The places where a case begins, of events in the order of their cases."""
    fresh = np.ones(len(case), bool)
    fresh[1:] = case[1:] != case[:-1]
    return np.flatnonzero(fresh)


def attribute(name: str) -> str:
    """The column that an attribute of cases has: never one of our own, whatever its name."""
    return f"case:{name}"


def local_days(time: npt.NDArray[np.int64], zone: str | None) -> Codes:
    """Days since 1970 by the calendar of a zone, of microseconds UTC; without a zone the clock's own days.

    A zone changes its clock on a whole hour, so one offset for every hour that occurs is exact (since 1940 for ours).
    """
    if zone is None or not len(time):
        return (time // DAY).astype(np.int32)
    places, hours = pd.factorize(time // HOUR)
    index = pd.DatetimeIndex((hours * 3600).astype("datetime64[s]")).tz_localize("UTC")
    offsets = index.tz_convert(zone).tz_localize(None).asi8 - index.asi8
    days: Codes = ((time + offsets[places] * 1_000_000) // DAY).astype(np.int32)
    return days


def _microseconds(column: pa.ChunkedArray) -> npt.NDArray[np.int64]:
    moments = column.cast(pa.timestamp("us", getattr(column.type, "tz", None))).to_numpy()
    return np.asarray(moments.astype("int64"))


def registered_days(column: pa.ChunkedArray, zone: str) -> pa.Array:
    """Days on which the events were put on record; null where unknown.

    A date, a timestamp, or either as ISO text; text with a zone may stand beside text without.
    """
    known = column.is_valid().to_numpy()
    days = np.zeros(len(column), np.int32)  # what is not known stays out of the calendar: NaT is an impossible year
    column = column.drop_null()
    zoned = _with_zone(column)
    for part, its_zone in ((zoned, zone), (~zoned, None)):
        kind = pa.timestamp("us", None if its_zone is None else "UTC")
        time = _microseconds(column.filter(pa.array(part)).cast(kind))
        days[np.flatnonzero(known)[part]] = local_days(time, its_zone)
    return pa.array(days, mask=~known)


def _with_zone(column: pa.ChunkedArray) -> npt.NDArray[np.bool_]:
    """Which moments have a zone of their own; of text each may have one."""
    if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
        return np.asarray(pc.match_substring_regex(column, _ZONE).to_numpy(), bool)
    return np.full(len(column), pa.types.is_timestamp(column.type) and column.type.tz is not None)


def _attributes(
    table: pa.Table, names: Sequence[str], first: npt.NDArray[np.int64]
) -> tuple[dict[str, Codes], dict[str, pa.Array]]:
    """Of every attribute its code in each case, read in the rows `first`, and the values that codes stand for."""
    coded = {attribute(name): _coded(table[name]) for name in names}
    return {name: codes[first] for name, (codes, _) in coded.items()}, {name: one for name, (_, one) in coded.items()}


def _coded(column: pa.ChunkedArray) -> tuple[Codes, pa.Array]:
    """Numbers in order of first appearance, NONE for null, and the names that they stand for."""
    coded = pc.dictionary_encode(column.cast(pa.string()).combine_chunks())
    return coded.indices.fill_null(NONE).to_numpy(zero_copy_only=False).astype(np.int32), coded.dictionary


def _nullable(codes: Codes) -> pa.Array:
    return pa.array(codes, mask=codes == NONE)


def _shifted(codes: Codes, follows: npt.NDArray[np.bool_]) -> Codes:
    """What the next event of the case has."""
    return np.where(follows, np.append(codes[1:], [NONE])[: len(codes)], NONE).astype(np.int32)


def _new_in_case(case: Codes, one: Codes, two: Codes, counts: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """Whether these two come after each other for the first time in the case, of the rows that count.

    Sorted by pair, stably, the rows of a case stay together and in their order.
    """
    rows = np.flatnonzero(counts)
    found = np.zeros(len(case), bool)
    if len(rows):
        keys = _small(two[rows]), _small(one[rows])
        order = np.lexsort(keys)
        changes = (np.diff(key[order]) != 0 for key in (*keys, case[rows]))
        found[rows[order]] = np.append([True], np.logical_or.reduce(list(changes)))
    return found


def _small(codes: Codes) -> npt.NDArray[np.int32] | npt.NDArray[np.uint16]:
    """In 16 bits where they fit: numpy sorts those by radix."""
    return codes.astype(np.uint16) if int(codes.max()) < 1 << 16 else codes


def _hands(case: Codes, resource: Codes) -> dict[str, npt.NDArray[Any]]:
    """Runs of one resource within a case; events without one are runs too, so that they come between two hands."""
    begins = np.ones(len(case), bool)
    begins[1:] = (case[1:] != case[:-1]) | (resource[1:] != resource[:-1])
    starts = np.flatnonzero(begins)
    whose, where = resource[starts], case[starts]
    found: dict[str, npt.NDArray[Any]] = {"hand": begins}
    for name, distance in (("next_hand", 1), ("second_hand", 2)):
        later = np.full(len(starts), NONE, np.int32)
        same = where[distance:] == where[:-distance] if len(where) > distance else np.zeros(0, bool)
        later[: len(same)][same] = whose[distance:][same]
        column = np.full(len(case), NONE, np.int32)
        column[starts] = later
        found[name] = column
    return found


def variants(activity: Codes, begins: npt.NDArray[np.intp], lengths: npt.NDArray[np.intp]) -> Codes:
    """A number for every case, the same for cases with the same sequence of activities."""
    found = np.zeros(len(begins), np.int32)
    seen = np.zeros(len(begins), np.int64)  # number of what the case began with, up to this position
    width = int(activity.max()) + 1 if len(activity) else 1
    going, given = np.arange(len(begins)), 0
    for position in range(int(lengths.max()) if len(lengths) else 0):
        keys = seen[going] * width + activity[begins[going] + position]
        numbers, _distinct = pd.factorize(keys)
        seen[going] = numbers
        ended = lengths[going] == position + 1
        if ended.any():
            last, kinds = pd.factorize(numbers[ended])
            found[going[ended]] = last + given
            given += len(kinds)
            going = going[~ended]
    return found
