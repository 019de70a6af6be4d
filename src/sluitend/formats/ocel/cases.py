"""A log of cases as an object-centric one, as a stream: `flatten` gives the same log back."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from sluitend.errors import InputError
from sluitend.formats.eventlog.parts import Parts, iso
from sluitend.formats.ocel import codes
from sluitend.formats.ocel.model import INITIAL, Attribute, Event, Object, Relation, Stream, Type

RESOURCE, REGISTERED = "resource", "registered"
_OF_CASE, _OF_EVENT = "case:", (RESOURCE, REGISTERED)


def of_cases(parts: Parts, object_type: str, family: str | None, family_type: str) -> Stream:
    """As `ocel.of_cases`."""
    found = _Cases(parts, object_type, family, family_type if family_type != object_type else f"{family_type}_")
    kinds = tuple((name, "string") for name in _OF_EVENT if name in parts.schema.names)
    event_types = tuple(Type(name, kinds) for name in found.activities)
    case_type = Type(object_type, tuple((name.removeprefix(_OF_CASE), "string") for name in found.about))
    object_types = (case_type, *([Type(found.family_type)] if family is not None else []))
    return Stream(event_types, object_types, found.events(), found.objects())


class _Cases:
    """Goes through the parts once for what the types are, once for the objects and once for the events."""

    def __init__(self, parts: Parts, object_type: str, family: str | None, family_type: str) -> None:
        names = [name for name in parts.schema.names if name.startswith(_OF_CASE)]
        self._parts, self._type, self.family_type = parts, object_type, family_type
        self._family = None if family is None else f"{_OF_CASE}{family}"
        if self._family is not None and self._family not in names:
            told = ", ".join(name.removeprefix(_OF_CASE) for name in names[:12])
            raise InputError(codes.NO_FAMILY, family=family, found=told)
        self.about = [name for name in names if name != self._family]
        self._families: dict[str, None] = {}
        activities: dict[str, None] = {}
        for part in parts:
            activities.update(dict.fromkeys(pc.unique(part["activity"]).to_pylist()))
            if self._family is not None:
                self._families.update(dict.fromkeys(pc.unique(part[self._family]).drop_null().to_pylist()))
        self.activities = tuple(activities)
        self._mark = self._free_mark()

    def _free_mark(self) -> str:
        """What stands before the name of a family, so that no case is called so: an id is of one object only."""
        mark = ""
        while self._families and self._clash(pa.array([f"{mark}{one}" for one in self._families])):
            mark += f"{self.family_type}:"
        return mark

    def _clash(self, ids: pa.StringArray) -> bool:
        return any(pc.any(pc.is_in(part["case"], value_set=ids)).as_py() for part in self._parts)

    def objects(self) -> Iterator[Object]:
        """Families first, so that who reads in order knows what a case belongs to."""
        yield from (Object(f"{self._mark}{one}", self.family_type) for one in self._families)
        columns = ["case", *self.about, *([self._family] if self._family else [])]
        for part in self._parts:
            for _case, rows in groupby(part.select(columns).to_pylist(), key=lambda row: row["case"]):
                yield self._object(next(rows))

    def _object(self, row: dict[str, Any]) -> Object:
        told = ((name.removeprefix(_OF_CASE), row[name]) for name in self.about)
        about = tuple(Attribute(name, value, INITIAL) for name, value in told if value is not None)
        family = row.get(self._family or "")
        beside = () if family is None else (Relation(f"{self._mark}{family}", self.family_type),)
        return Object(row["case"], self._type, about, beside)

    def events(self) -> Iterator[Event]:
        """Numbered in the order in which they stand there."""
        number = 0
        for part in self._parts:
            for row in _plain(part).to_pylist():
                number += 1
                yield self._event(f"e{number}", row)

    def _event(self, name: str, row: dict[str, Any]) -> Event:
        known = ((one, row.get(one)) for one in _OF_EVENT)
        about = tuple(Attribute(one, value) for one, value in known if value is not None)
        return Event(name, row["activity"], row["time"], about, (Relation(row["case"], self._type),))


def _plain(part: pa.Table) -> pa.Table:
    """What is told of events, times as text."""
    kept = part.select([name for name in ("case", "activity", "time", *_OF_EVENT) if name in part.column_names])
    for name in ("time", REGISTERED):
        if name in kept.column_names:
            at = kept.column_names.index(name)
            kept = kept.set_column(at, name, iso(kept[name], days=pa.types.is_date(kept[name].type)))
    return kept
