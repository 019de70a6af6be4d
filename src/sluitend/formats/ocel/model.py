"""An object-centric log in memory, as it stands in the file: times are text, values are what JSON has."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

Value: TypeAlias = str | int | float | bool | None
# What the standard (OCEL 2.0, 2023, and its example) dates the first value of an attribute of an object: that is no
# moment at which anything happened, but "from the start"; only a later value has a moment of its own.
INITIAL = "1970-01-01T00:00:00Z"


@dataclass(frozen=True, slots=True)
class Type:
    """A type of event or object, with name and kind (string, time, integer, float, boolean) of its attributes."""

    name: str
    attributes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Attribute:
    """A value; that of an object holds from `time` (ISO 8601), that of an event has none."""

    name: str
    value: Value
    time: str | None = None


@dataclass(frozen=True, slots=True)
class Relation:
    """To which object, and as what."""

    to: str
    qualifier: str


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened, at `time` (ISO 8601), with the objects that it concerns."""

    id: str
    type: str
    time: str
    attributes: tuple[Attribute, ...] = ()
    relations: tuple[Relation, ...] = ()


@dataclass(frozen=True, slots=True)
class Object:
    """Something that things happen to, with the objects it belongs to."""

    id: str
    type: str
    attributes: tuple[Attribute, ...] = ()
    relations: tuple[Relation, ...] = ()


@dataclass(frozen=True, slots=True)
class Log:
    """Types are declared, ids are unique among events and among objects, and every relation leads to an object."""

    event_types: tuple[Type, ...]
    object_types: tuple[Type, ...]
    events: tuple[Event, ...]
    objects: tuple[Object, ...]


@dataclass(frozen=True, slots=True)
class Stream:
    """A log to be written once: as `Log`, with objects and events that come as they are asked for."""

    event_types: tuple[Type, ...]
    object_types: tuple[Type, ...]
    events: Iterable[Event]
    objects: Iterable[Object]
