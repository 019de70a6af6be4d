"""Object-centric event logs: OCEL 2.0 as JSON (https://www.ocel-standard.org), read, written and flattened.

An event may concern several objects: two children, a measure, an organisation; and objects belong together: a child to
a family. Flattening makes the log of one type of object, and knows the family, so that siblings are not counted twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from sluitend.formats.ocel.choosing import Choice, counted, guessed
from sluitend.formats.ocel.model import Attribute, Event, Log, Object, Relation, Stream, Type

if TYPE_CHECKING:
    import pyarrow as pa

    from sluitend.formats.eventlog.parts import Parts

__all__ = [
    "Attribute",
    "Choice",
    "Event",
    "Log",
    "Object",
    "Relation",
    "Stream",
    "Type",
    "counted",
    "flatten",
    "guessed",
    "of_cases",
    "read",
    "write",
]


def read(path: str | Path) -> Log:
    """The log in a file. Raises InputError with one of `codes`."""
    from sluitend.formats.ocel import reading

    return reading.read(Path(path))


def write(log: Log | Stream, path: str | Path) -> None:
    """Write a log as JSON; what is read back is the same log."""
    from sluitend.formats.ocel import writing

    writing.write(log, Path(path))


def flatten(
    log: Log, object_type: str, *, through: Sequence[str] = (), family: str | None = None, resource: str | None = None
) -> pa.Table:
    """The events of every object of a type, as `formats.eventlog` gives a log: a case for every object.

    `through` are types of objects whose events are also those of the case they belong to: the family's log, through its
    children, has an event of two siblings once. `family` is the type of object that the column `family` names: the one
    that the case belongs to, null when there is none or more than one. `resource` is an attribute of events or a type
    of object (null where an event has none or more than one of it). The column `event` has the event's id; the event's
    attributes follow, and those of the case as they were at that moment (`case:NAME`).

    Raises InputError("ocel.no_type", "ocel.empty", "ocel.mixed_times", "eventlog.too_many_activities").
    """
    from sluitend.formats.ocel import flattening

    return flattening.flatten(log, object_type, tuple(through), family, resource)


def of_cases(
    parts: Parts, *, object_type: str = "case", family: str | None = None, family_type: str = "family"
) -> Stream:
    """A log of cases as an object-centric one: every case an object, and every family where a column names it.

    `family` is the name of an attribute of cases (without `case:` before it). Who did something, and when it was put on
    record, are attributes of events. Raises InputError("ocel.no_family").
    """
    from sluitend.formats.ocel import cases

    return cases.of_cases(parts, object_type, family, family_type)
