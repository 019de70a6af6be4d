"""A log as OCEL 2.0 in JSON; what is empty and optional is left out."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from sluitend.formats.ocel.model import Attribute, Event, Log, Object, Relation, Type


def write(log: Log, path: Path) -> None:
    """As `ocel.write`."""
    whole = {
        "objectTypes": [_type(one) for one in log.object_types],
        "eventTypes": [_type(one) for one in log.event_types],
        "objects": [{"id": one.id, "type": one.type, **_about(one)} for one in log.objects],
        "events": [{"id": one.id, "type": one.type, "time": one.time, **_about(one)} for one in log.events],
    }
    with path.open("w", encoding="utf-8") as file:
        json.dump(whole, file, ensure_ascii=False, allow_nan=False, indent=1)


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
