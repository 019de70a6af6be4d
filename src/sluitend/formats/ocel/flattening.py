"""The log of one type of object out of an object-centric log."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, time

import pyarrow as pa

from sluitend.errors import InputError
from sluitend.formats.eventlog import DAY_ONLY
from sluitend.formats.eventlog import codes as log_codes
from sluitend.formats.eventlog.shape import MOST_ACTIVITIES
from sluitend.formats.ocel import codes
from sluitend.formats.ocel.model import INITIAL, Event, Log, Object, Value

_FIRST = ("case", "activity", "time", "resource", "event")
_ALWAYS = datetime.min.replace(tzinfo=UTC)


def flatten(log: Log, object_type: str, through: tuple[str, ...], family: str | None, resource: str | None) -> pa.Table:
    """As `ocel.flatten`."""
    flat = _Flat(log, object_type, through, family)
    rows = [flat.row(event, case, resource) for event in log.events for case in flat.cases(event)]
    if not rows:
        raise InputError(codes.EMPTY)
    if (found := len({row["activity"] for row in rows})) > MOST_ACTIVITIES:
        raise InputError(log_codes.TOO_MANY_ACTIVITIES, found=found, most=MOST_ACTIVITIES)
    names = dict.fromkeys([*_FIRST, *(["family"] if family else []), *(name for row in rows for name in row)])
    times = _times([row["time"] for row in rows])
    columns = [times if name == "time" else pa.array([row.get(name) for row in rows], pa.string()) for name in names]
    marked = {"time": {DAY_ONLY: b"1" if _are_days(row["time"] for row in rows) else b"0"}}
    fields = [pa.field(name, one.type, metadata=marked.get(name)) for name, one in zip(names, columns, strict=True)]
    return pa.table(columns, pa.schema(fields))


class _Flat:
    """Which case an event belongs to, and what is known of the case at that moment."""

    def __init__(self, log: Log, object_type: str, through: tuple[str, ...], family: str | None) -> None:
        self._objects = {one.id: one for one in log.objects}
        known = {one.name for one in log.object_types}
        for name in (object_type, *through, *filter(None, [family])):
            if name not in known:
                raise InputError(codes.NO_TYPE, type=name, found=", ".join(one.name for one in log.object_types[:12]))
        self._type, self._through, self._family = object_type, through, family
        self._beside = _beside(log.objects)
        self._history = {one.id: _history(one) for one in log.objects if one.type == object_type}

    def cases(self, event: Event) -> Iterable[str]:
        """Objects of the type, once each, that the event concerns by itself or through what belongs to them."""
        found: dict[str, None] = {}
        for relation in event.relations:
            one = self._objects[relation.to]
            if one.type == self._type:
                found[one.id] = None
            if one.type in self._through:
                found.update(dict.fromkeys(self._related(one.id, self._type)))
        return found

    def row(self, event: Event, case: str, resource: str | None) -> dict[str, str | datetime | None]:
        attributes = {one.name: _written(one.value) for one in event.attributes}
        row: dict[str, str | datetime | None] = {
            "case": case,
            "activity": event.type,
            "time": datetime.fromisoformat(event.time),
            "resource": self._resource(event, attributes, resource),
            "event": event.id,
        }
        if self._family:
            row["family"] = _only(self._related(case, self._family))
        moment = _comparable(event.time)
        row |= {_free(name): value for name, value in attributes.items() if name != resource}
        return row | {f"case:{name}": _at(history, moment) for name, history in self._history[case].items()}

    def _related(self, one: str, kind: str) -> list[str]:
        return [other for other in self._beside[one] if self._objects[other].type == kind]

    def _resource(self, event: Event, attributes: Mapping[str, str | None], name: str | None) -> str | None:
        if name is None or name in attributes:
            return attributes.get(name) if name else None
        return _only(one.to for one in event.relations if self._objects[one.to].type == name)


def _beside(objects: Iterable[Object]) -> dict[str, dict[str, None]]:
    """Of every object those that it is related to, whichever of the two says so."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for one in objects:
        for relation in one.relations:
            found[one.id][relation.to] = None
            found[relation.to][one.id] = None
    return found


def _history(one: Object) -> dict[str, list[tuple[datetime, str | None]]]:
    """Of every attribute its values, the latest last."""
    found: dict[str, list[tuple[datetime, str | None]]] = defaultdict(list)
    for attribute in one.attributes:
        found[attribute.name].append((_since(attribute.time), _written(attribute.value)))
    return {name: sorted(values, key=lambda value: value[0]) for name, values in found.items()}


def _since(time: str | None) -> datetime:
    """From when a value holds: a first value from the start, also for what happened before 1970."""
    moment = _comparable(time or INITIAL)
    return _ALWAYS if moment == _comparable(INITIAL) else moment


def _at(history: list[tuple[datetime, str | None]], moment: datetime) -> str | None:
    return next((value for since, value in reversed(history) if since <= moment), None)


def _comparable(time: str) -> datetime:
    """A time without a zone is taken as UTC, to compare it with one of an attribute."""
    moment = datetime.fromisoformat(time)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _only(found: Iterable[str]) -> str | None:
    several = set(found)
    return several.pop() if len(several) == 1 else None


def _written(value: Value) -> str | None:
    if value is None or isinstance(value, str):
        return value
    return str(value).lower() if isinstance(value, bool) else str(value)


def _free(name: str) -> str:
    return f"{name}_" if name in (*_FIRST, "family") else name


def _are_days(moments: Iterable[str | datetime | None]) -> bool:
    """The format has moments only: where a clock without a zone says midnight everywhere, days are meant."""
    return all(isinstance(one, datetime) and one.tzinfo is None and one.time() == time.min for one in moments)


def _times(moments: list[str | datetime | None]) -> pa.Array:
    zoned = {moment.tzinfo is not None for moment in moments if isinstance(moment, datetime)}
    if len(zoned) > 1:
        raise InputError(codes.MIXED_TIMES)
    return pa.array(moments, pa.timestamp("us", "UTC" if zoned == {True} else None))
