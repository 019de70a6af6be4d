"""From a JSON file to a log, with every reference checked; places are told as `events[3]`, counted from 0."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NoReturn

from sluitend.errors import InputError
from sluitend.formats.ocel import codes
from sluitend.formats.ocel.model import Attribute, Event, Log, Object, Relation, Type, Value

MAX_BYTES = 512 * 1024**2  # read whole: about six times as much in memory


def read(path: Path) -> Log:
    """As `ocel.read`."""
    size = path.stat().st_size
    if size > MAX_BYTES:
        raise InputError(codes.TOO_BIG, megabytes=size // 1024**2, most=MAX_BYTES // 1024**2)
    try:
        found = json.loads(path.read_bytes(), parse_constant=_no_number)
    except (ValueError, RecursionError) as error:  # also: no UTF-8
        raise InputError(codes.DAMAGED) from error
    log = Log(
        tuple(_type(one, f"eventTypes[{at}]") for at, one in enumerate(_list(found, "eventTypes", "eventTypes"))),
        tuple(_type(one, f"objectTypes[{at}]") for at, one in enumerate(_list(found, "objectTypes", "objectTypes"))),
        tuple(_event(one, f"events[{at}]") for at, one in enumerate(_list(found, "events", "events"))),
        tuple(_object(one, f"objects[{at}]") for at, one in enumerate(_list(found, "objects", "objects"))),
    )
    _check(log)
    return log


def _no_number(_name: str) -> NoReturn:
    raise ValueError  # NaN and Infinity are no JSON


def _type(one: Any, place: str) -> Type:
    attributes = _list(one, "attributes", place, needed=False)
    return Type(
        _text(one, "name", place), tuple((_text(a, "name", place), _text(a, "type", place)) for a in attributes)
    )


def _event(one: Any, place: str) -> Event:
    attributes = (Attribute(_text(a, "name", place), _value(a, place)) for a in _list(one, "attributes", place, False))
    what = _text(one, "id", place), _text(one, "type", place), _time(one, place)
    return Event(*what, tuple(attributes), _relations(one, place))


def _object(one: Any, place: str) -> Object:
    attributes = (
        Attribute(_text(a, "name", place), _value(a, place), _time(a, place))
        for a in _list(one, "attributes", place, False)
    )
    return Object(_text(one, "id", place), _text(one, "type", place), tuple(attributes), _relations(one, place))


def _relations(one: Any, place: str) -> tuple[Relation, ...]:
    found = _list(one, "relationships", place, needed=False)
    return tuple(Relation(_text(a, "objectId", place), _text(a, "qualifier", place)) for a in found)


def _list(one: Any, name: str, place: str, needed: bool = True) -> list[Any]:
    found = one.get(name) if isinstance(one, dict) else None
    if found is None and not needed and isinstance(one, dict):
        return []
    if not isinstance(found, list):
        raise InputError(codes.NOT_OCEL, place=place)
    return found


def _text(one: Any, name: str, place: str) -> str:
    found = one.get(name) if isinstance(one, dict) else None
    if not isinstance(found, str):
        raise InputError(codes.NOT_OCEL, place=place)
    return found


def _value(one: dict[str, Any], place: str) -> Value:
    found = one.get("value")
    if "value" not in one or not isinstance(found, str | int | float | bool | None):
        raise InputError(codes.NOT_OCEL, place=place)
    return found


def _time(one: Any, place: str) -> str:
    found = _text(one, "time", place)
    try:
        moment = datetime.fromisoformat(found)
        if moment.tzinfo:
            moment.astimezone(UTC)  # it has to exist there too
    except (ValueError, OverflowError) as error:
        raise InputError(codes.BAD_TIME, place=place) from error
    return found


def _check(log: Log) -> None:
    """Raises InputError("ocel.twice", "ocel.no_type", "ocel.no_object")."""
    _declared(log.events, log.event_types, "events")
    _declared(log.objects, log.object_types, "objects")
    known = {one.id for one in log.objects}
    _lead_somewhere(log.events, known, "events")
    _lead_somewhere(log.objects, known, "objects")


def _lead_somewhere(all_of: Sequence[Event | Object], known: set[str], kind: str) -> None:
    for at, one in enumerate(all_of):
        if any(relation.to not in known for relation in one.relations):
            raise InputError(codes.NO_OBJECT, place=f"{kind}[{at}]")


def _declared(all_of: Sequence[Event | Object], types: tuple[Type, ...], kind: str) -> None:
    names = [one.name for one in types]
    known = set(names)
    seen: set[str] = set()
    for at, one in enumerate(all_of):
        if one.type not in known:
            raise InputError(codes.NO_TYPE, type=one.type, found=", ".join(names[:12]))
        if one.id in seen:
            raise InputError(codes.TWICE, place=f"{kind}[{at}]")
        seen.add(one.id)
