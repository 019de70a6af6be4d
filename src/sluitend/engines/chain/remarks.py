"""What can be wrong with the rows of an event log (`quality`), and how bad it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final


class Level(StrEnum):
    """How bad it is."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Code(StrEnum):
    """What is wrong; the comment says what the count counts."""

    NO_CASE = "no_case"  # rows
    NO_ACTIVITY = "no_activity"  # rows
    NO_TIME = "no_time"  # rows
    BAD_TIME = "bad_time"  # rows whose time is no date that exists
    FUTURE_TIME = "future_time"  # rows of a day after today
    TWICE = "twice"  # events that are in every column as an earlier row
    BEFORE = "before"  # rows put on record on a day before it happened
    UNKNOWN_WORD = "unknown_word"  # rows with a word that means "not known"
    NEW_VALUE = "new_value"  # rows with a value that is not among the known ones
    SPELLED_ALIKE = "spelled_alike"  # rows with the rarer of two spellings of one value
    GAP = "gap"  # calendar months without an event between the first and the last one
    FAR_OFF = "far_off"  # rows far from the others
    MANY_EVENTS = "many_events"  # cases with far more events than the others; the row is the first of each
    SAME_TIME = "same_time"  # rows of a case at a moment at which it has another event too
    NO_RESOURCE = "no_resource"  # rows
    # Told by who prepares a log, of what is left (`engines.disclosure.uniqueness`).
    RECOGNISABLE = "recognisable"  # cases that share all attributes with fewer than nine others; the column helps most
    ONLY_COURSE = "only_course"  # cases whose sequence of activities is nobody else's


LEVELS: Final[Mapping[Code, Level]] = {
    **dict.fromkeys((Code.NO_CASE, Code.NO_ACTIVITY, Code.NO_TIME, Code.BAD_TIME), Level.ERROR),
    **dict.fromkeys((Code.FUTURE_TIME, Code.TWICE), Level.ERROR),
    **dict.fromkeys((Code.BEFORE, Code.UNKNOWN_WORD, Code.NEW_VALUE, Code.SPELLED_ALIKE), Level.WARNING),
    **dict.fromkeys((Code.GAP, Code.FAR_OFF, Code.MANY_EVENTS), Level.WARNING),
    **dict.fromkeys((Code.RECOGNISABLE, Code.ONLY_COURSE), Level.WARNING),
    **dict.fromkeys((Code.SAME_TIME, Code.NO_RESOURCE), Level.NOTE),
}
# An event without these is none: such rows stay out of the log, also when a person lets the error pass.
LEFT_OUT: Final = frozenset({Code.NO_CASE, Code.NO_ACTIVITY, Code.NO_TIME, Code.BAD_TIME})


@dataclass(frozen=True, slots=True)
class Remark:
    """`count` as said at the code, `rows` the first of them; `data` numbers and months ("2024-03")."""

    code: Code
    column: str
    count: int
    rows: tuple[int, ...] = ()
    data: Mapping[str, int | str] = field(default_factory=dict)

    @property
    def level(self) -> Level:
        return LEVELS[self.code]
