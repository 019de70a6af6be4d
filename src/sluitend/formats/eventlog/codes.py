"""Every reason for which an event log is refused. Rows count as in a spreadsheet: column names stand in row 1."""

from __future__ import annotations

from typing import Final

UNSUPPORTED: Final = "eventlog.unsupported"  # data: suffix
FOLDER: Final = "eventlog.folder"  # data: name
EMPTY: Final = "eventlog.empty"
DAMAGED: Final = "eventlog.damaged"
TOO_BIG: Final = "eventlog.too_big"  # data: megabytes, most
TOO_MUCH_MEMORY: Final = "eventlog.too_much_memory"  # data: most
NO_COLUMN: Final = "eventlog.no_column"  # data: column, found
SAME_COLUMN: Final = "eventlog.same_column"  # data: column
NO_CASE: Final = "eventlog.no_case"  # data: row
NO_ACTIVITY: Final = "eventlog.no_activity"  # data: row
NO_TIME: Final = "eventlog.no_time"  # data: row
BAD_TIME: Final = "eventlog.bad_time"  # data: row
MIXED_TIMES: Final = "eventlog.mixed_times"  # data: row, other
UNCLEAR_TIMES: Final = "eventlog.unclear_times"  # data: row, other
TOO_MANY_ACTIVITIES: Final = "eventlog.too_many_activities"  # data: found, most
TOO_DEEP: Final = "eventlog.too_deep"
XML_ENTITIES: Final = "eventlog.xml_entities"
NOT_XES: Final = "eventlog.not_xes"
RAGGED_ROW: Final = "eventlog.ragged_row"  # data: row, expected, found

ALL: Final = frozenset(value for name, value in list(globals().items()) if name.isupper())
