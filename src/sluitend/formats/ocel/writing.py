"""A log as OCEL 2.0 in JSON; what is empty and optional is left out."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from sluitend.formats.ocel.model import Attribute, Event, Log, Object, Relation, Stream, Type


def write(log: Log | Stream, path: Path) -> None:
    """As `ocel.write`."""
    with path.open("w", encoding="utf-8") as file:
        file.writelines(lines(log))


def lines(log: Log | Stream) -> Iterator[str]:
    """The file, of which no more than one event or object is in memory at a time when the log streams."""
    yield '{"objectTypes": '
    yield from _list(_type(one) for one in log.object_types)
    yield ',\n"eventTypes": '
    yield from _list(_type(one) for one in log.event_types)
    yield ',\n"objects": '
    yield from _list({"id": one.id, "type": one.type, **_about(one)} for one in log.objects)
    yield ',\n"events": '
    yield from _list({"id": one.id, "type": one.type, "time": one.time, **_about(one)} for one in log.events)
    yield "}\n"


def _list(values: Iterable[dict[str, Any]]) -> Iterator[str]:
    mark = "["
    for value in values:
        yield f"{mark}\n{json.dumps(value, ensure_ascii=False, allow_nan=False)}"
        mark = ","
    yield "]" if mark == "," else "[]"


def _type(one: Type) -> dict[str, Any]:
    return {"name": one.name, "attributes": [{"name": name, "type": kind} for name, kind in one.attributes]}


def _about(one: Event | Object) -> dict[str, Any]:
    parts = {"attributes": _attributes(one.attributes), "relationships": _relations(one.relations)}
    return {name: values for name, values in parts.items() if values}


def _attributes(attributes: Iterable[Attribute]) -> list[dict[str, Any]]:
    return [
        {"name": one.name, **({} if one.time is None else {"time": one.time}), "value": one.value} for one in attributes
    ]


def _relations(relations: Iterable[Relation]) -> list[dict[str, str]]:
    return [{"objectId": one.to, "qualifier": one.qualifier} for one in relations]
