"""Links on their way in: between which things, under which name, and what of that is not as the standard has it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Any, Final

from sluitend.formats.qdpx.model import Link, Project
from sluitend.formats.qdpx.told import Told

LONGEST: Final = 300  # characters of a name
_DIRECTIONS: Final = ("", "Associative", "OneWay", "Bidirectional")
_COLOUR: Final = re.compile(r"(#([0-9a-f]{3}|[0-9a-f]{6}))?", re.IGNORECASE)


def taken_links(project: Project, told: Told, ours: Collection[str], tied: Collection[str]) -> Iterator[dict[str, Any]]:
    """`ours` repeat our sidecar and are left out; `tied` became the place of a note as well."""
    for one in project.links:
        if one.guid not in ours and told.is_new(one.guid, one.name):
            yield _row(one, told) | {"is_tied": one.guid in tied}


def _row(one: Link, told: Told) -> dict[str, Any]:
    name = " ".join((one.name or "").split())
    direction, colour = (one.direction or "").strip(), (one.color or "").strip()
    if len(name) > LONGEST:
        told.lose("link_cut", name=name)
    if direction not in _DIRECTIONS:
        told.lose("link_value", name=name, value=direction)
    if not _COLOUR.fullmatch(colour):
        told.lose("link_value", name=name, value=colour)
    return {
        "guid": one.guid,
        "name": name[:LONGEST],
        "direction": direction if direction in _DIRECTIONS else "",
        "colour": colour if _COLOUR.fullmatch(colour) else "",
        "origin": one.origin,
        "target": one.target,
        "notes": list(one.notes),
    }
