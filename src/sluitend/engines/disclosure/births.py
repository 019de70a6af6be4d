"""Whether days that are given as those of events, or of putting them on record, are rather days of birth.

Those leave as they are, so a column that is taken for them is refused. A rule can miss: of cases with one event each,
nothing but the name of the column tells a birth from an event.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from sluitend.engines.disclosure.columns import recognise
from sluitend.engines.disclosure.kinds import Kind

__all__ = ["are_births", "lie_long_before", "says_birth"]

_YEAR = 366  # days
_LIFE = 10 * _YEAR  # events of one year of a register lie closer together than births, as in `signs`

Days = npt.NDArray[np.int64]


def says_birth(name: str, column: pa.ChunkedArray) -> bool:
    """Whether the name of a column of dates says that they are of birth: a single date does not tell by its value."""
    found = recognise(pa.table({name: column.drop_null().slice(0, 1)}))
    return any(one.kind is Kind.BIRTH_DATE for one in found)


def lie_long_before(days: Days, events: Days) -> bool:
    """Whether most days lie more than a year before their event: nothing is put on record before it happens."""
    return len(days) > 0 and float((days < events - _YEAR).mean()) > 0.5


def are_births(cases: Days, days: Days) -> bool:
    """Whether days lie as far apart as births do, and all events of a case lie on one day. `cases` are numbers."""
    low, high = np.percentile(np.unique(days), (5, 95))
    first, several = np.full(cases.max() + 1, -1), np.bincount(cases) > 1
    first[cases] = days  # one of each
    return bool(high - low > _LIFE and several.any() and (first[cases] == days).all())
