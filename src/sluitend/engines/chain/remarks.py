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
    # Of an object-centric log (`formats.ocel.choosing`).
    SEVERAL_FAMILIES = "several_families"  # cases that belong to more than one family
    NO_FAMILY = "no_family"  # cases that belong to no family
    SHARED_EVENT = "shared_event"  # events that concern several cases
    ELSEWHERE = "elsewhere"  # events that concern no case
    # Told by who prepares a log, of what is left (`engines.disclosure.uniqueness`).
    RECOGNISABLE = "recognisable"  # cases that share all attributes with fewer than nine others; the column helps most
    ONLY_COURSE = "only_course"  # cases whose sequence of activities is nobody else's
    NO_SUBREGION = "no_subregion"  # municipalities that lie in no subregion of the register
    # Of a questionnaire on relations (`engines.tables.questionnaire`).
    NO_NAME = "no_name"  # rows that do not say who, or about whom
    ITSELF = "itself"  # rows in which an organisation says something of itself
    OFF_LADDER = "off_ladder"  # rows with something that is no step of the ladder
    NO_ANSWER = "no_answer"  # rows without a step
    SAID_TWICE = "said_twice"  # rows in which a respondent speaks of the same organisation again
    SILENT = "silent"  # organisations that are spoken of and say nothing
    ONE_VOICE = "one_voice"  # organisations for which one respondent speaks
    # Of a series per period (`engines.tables.series`).
    NO_PERIOD = "no_period"  # rows
    BAD_PERIOD = "bad_period"  # rows
    OTHER_UNIT = "other_unit"  # rows with a period of another length than most
    PERIOD_TWICE = "period_twice"  # rows of a period and group that an earlier row has
    NO_VALUE = "no_value"  # rows
    BAD_VALUE = "bad_value"  # rows
    UNCLEAR_VALUE = "unclear_value"  # rows with a dot that is a thousand or decimal: nothing tells which
    BAD_DENOMINATOR = "bad_denominator"  # rows whose denominator is no number above 0
    ABOVE = "above"  # rows with more than their denominator
    MISSING_PERIOD = "missing_period"  # periods between the first and the last of a group
    SMALL = "small"  # rows with a count from 1 to 9
    BAD_NUMBER = "bad_number"  # rows with something that is no number
    UNCLEAR_NUMBER = "unclear_number"  # rows with such a dot, in an answer


LEVELS: Final[Mapping[Code, Level]] = {
    **dict.fromkeys((Code.NO_CASE, Code.NO_ACTIVITY, Code.NO_TIME, Code.BAD_TIME), Level.ERROR),
    **dict.fromkeys((Code.FUTURE_TIME, Code.TWICE), Level.ERROR),
    **dict.fromkeys((Code.BEFORE, Code.UNKNOWN_WORD, Code.NEW_VALUE, Code.SPELLED_ALIKE), Level.WARNING),
    **dict.fromkeys((Code.GAP, Code.FAR_OFF, Code.MANY_EVENTS), Level.WARNING),
    **dict.fromkeys((Code.RECOGNISABLE, Code.ONLY_COURSE), Level.WARNING),
    **dict.fromkeys((Code.SEVERAL_FAMILIES, Code.NO_FAMILY, Code.NO_SUBREGION), Level.WARNING),
    **dict.fromkeys((Code.SHARED_EVENT, Code.ELSEWHERE), Level.NOTE),
    **dict.fromkeys((Code.SAME_TIME, Code.NO_RESOURCE, Code.NO_ANSWER), Level.NOTE),
    **dict.fromkeys((Code.NO_NAME, Code.ITSELF, Code.OFF_LADDER, Code.SAID_TWICE, Code.BAD_NUMBER), Level.ERROR),
    **dict.fromkeys((Code.NO_PERIOD, Code.BAD_PERIOD, Code.OTHER_UNIT, Code.PERIOD_TWICE), Level.ERROR),
    **dict.fromkeys((Code.BAD_VALUE, Code.UNCLEAR_VALUE, Code.BAD_DENOMINATOR, Code.UNCLEAR_NUMBER), Level.ERROR),
    **dict.fromkeys((Code.SILENT, Code.ONE_VOICE, Code.NO_VALUE, Code.ABOVE), Level.WARNING),
    **dict.fromkeys((Code.MISSING_PERIOD, Code.SMALL), Level.WARNING),
}
# An event without these is none: such rows stay out of the log, also when a person lets the error pass.
LEFT_OUT: Final = frozenset({Code.NO_CASE, Code.NO_ACTIVITY, Code.NO_TIME, Code.BAD_TIME})
# The same for rows of other tables: they cannot be answers, or values of a series.
LEFT_OUT_OF_TABLES: Final = frozenset(
    {Code.NO_NAME, Code.ITSELF, Code.NO_PERIOD, Code.BAD_PERIOD, Code.OTHER_UNIT, Code.PERIOD_TWICE, Code.NO_VALUE}
    | {Code.BAD_VALUE, Code.UNCLEAR_VALUE, Code.BAD_DENOMINATOR}
)
# What cannot be read counts as not known; the rest of the row stays.
NOT_KNOWN: Final = frozenset({Code.OFF_LADDER, Code.BAD_NUMBER, Code.UNCLEAR_NUMBER})


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
