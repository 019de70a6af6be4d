"""An event log as steps: coded, sorted by (case, time, row), every row with what comes next in its case.

Everything here is exact: equal sequences of activities are recognised by going through all cases one position at a time
and numbering what has been seen (no hashing of whole sequences: 64 bits collide on some hundred thousand variants).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

Codes = npt.NDArray[np.int32]
_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - times without a zone are counted from here too
NONE = -1  # no resource known, or nothing follows


@dataclass(frozen=True, slots=True)
class Steps:
    """`steps` has a row per event, `cases` a row per case; numbers are places in the lists of names.

    steps: case, activity, resource, time (microseconds), next_activity, next_resource, wait (microseconds until the
    next event), hand (begins a run of events of one resource), next_hand and second_hand (resource of the next run and
    of the one after it), first (when its case began). cases: case, first, last (microseconds), events, variant. Both
    have a column for every attribute. Null where there is none.
    """

    steps: pa.Table
    cases: pa.Table
    names: pa.Array
    activities: pa.Array
    resources: pa.Array
    attributes: Mapping[str, pa.Array]  # the values of each, in the order of their codes
    begins: npt.NDArray[np.intp]  # row in `steps` at which each row of `cases` begins

    def begin_of(self, case: int) -> int:
        """The row at which the case with this code begins."""
        return int(self.begins[self._row(case)])

    def events_of(self, case: int) -> int:
        """How many events the case with this code has."""
        return int(self.cases["events"][self._row(case)].as_py())

    def _row(self, case: int) -> int:
        return int(np.searchsorted(self.cases["case"].to_numpy(), case))

    @staticmethod
    def moment(at: datetime) -> int:
        """Microseconds, as the columns of time have them: of UTC when `at` has a zone, else as on the clock."""
        plain = at.astimezone(UTC).replace(tzinfo=None) if at.tzinfo else at
        return (plain - _EPOCH) // timedelta(microseconds=1)


def steps_of(table: pa.Table, attributes: Sequence[str] = ()) -> Steps:
    """The steps of a log as `formats.eventlog` reads it: columns case, activity, time, resource (null allowed).

    Events of one case at one moment keep the order of the rows; of an attribute the first value in a case counts.
    """
    case, names = _coded(table["case"])
    activity, activities = _coded(table["activity"])
    resource, resources = _coded(table["resource"])
    time = table["time"].cast(pa.timestamp("us", table["time"].type.tz)).to_numpy().astype("int64")
    order = np.lexsort((time, case))  # stable: ties stay in the order of the rows
    case, activity, resource, time = case[order], activity[order], resource[order], time[order]
    follows = np.append(case[1:] == case[:-1], [False])[: len(case)]
    following = _shifted(activity, follows), _shifted(resource, follows)
    wait = np.where(follows, np.append(time[1:], [0])[: len(time)] - time, 0)
    begins = np.flatnonzero(np.append([True], case[1:] != case[:-1])[: len(case)])
    lengths = np.diff(np.append(begins, len(case)))
    about, values = _attributes(table, attributes, order[begins])
    columns = {
        "case": case,
        "activity": activity,
        "resource": _nullable(resource),
        "time": time,
        "next_activity": _nullable(following[0]),
        "next_resource": _nullable(following[1]),
        "wait": pa.array(wait, mask=~follows),
        **_hands(case, resource),
        "first": np.repeat(time[begins], lengths),
        **{name: _nullable(np.repeat(codes, lengths)) for name, codes in about.items()},
    }
    cases = {
        "case": case[begins],
        "first": time[begins],
        "last": time[begins + lengths - 1],
        "events": lengths.astype(np.int32),
        "variant": variants(activity, begins, lengths),
        **{name: _nullable(codes) for name, codes in about.items()},
    }
    return Steps(pa.table(columns), pa.table(cases), names, activities, resources, values, begins)


def _attributes(
    table: pa.Table, names: Sequence[str], first: npt.NDArray[np.int64]
) -> tuple[dict[str, Codes], dict[str, pa.Array]]:
    """Of every attribute its code in each case, read in the rows `first`, and the values that codes stand for."""
    coded = {name: _coded(table[name]) for name in names}
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


def _hands(case: Codes, resource: Codes) -> dict[str, pa.Array]:
    """Runs of one resource within a case; events without one are runs too, so that they come between two hands."""
    begins = np.ones(len(case), bool)
    begins[1:] = (case[1:] != case[:-1]) | (resource[1:] != resource[:-1])
    starts = np.flatnonzero(begins)
    whose, where = resource[starts], case[starts]
    found = {}
    for name, distance in (("next_hand", 1), ("second_hand", 2)):
        later = np.full(len(starts), NONE, np.int32)
        same = where[distance:] == where[:-distance] if len(where) > distance else np.zeros(0, bool)
        later[: len(same)][same] = whose[distance:][same]
        column = np.full(len(case), NONE, np.int32)
        column[starts] = later
        found[name] = _nullable(column)
    return {"hand": pa.array(begins), **found}


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
