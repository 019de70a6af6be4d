"""Every reason for which an object-centric log is refused."""

from __future__ import annotations

from typing import Final

DAMAGED: Final = "ocel.damaged"
NOT_OCEL: Final = "ocel.not_ocel"  # data: place
TOO_BIG: Final = "ocel.too_big"  # data: megabytes, most
EMPTY: Final = "ocel.empty"
NO_TYPE: Final = "ocel.no_type"  # data: type, found
NO_CASE: Final = "ocel.no_case"  # data: found
NO_FAMILY: Final = "ocel.no_family"  # data: family, found
TWICE: Final = "ocel.twice"  # data: place
NO_OBJECT: Final = "ocel.no_object"  # data: place
BAD_TIME: Final = "ocel.bad_time"  # data: place
MIXED_TIMES: Final = "ocel.mixed_times"

ALL: Final = frozenset(value for name, value in list(globals().items()) if name.isupper())
