"""Of which type of object a log is made, and what is to be known of that: guessed by names, and counted."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from sluitend.formats.ocel.model import Log, Object

_CASE = r"jeugdig|kind|child|youth|cli[eë]nt|^case|casus|zaak|dossier|traject|person|pati[eë]nt"
_FAMILY = r"gezin|famil|huishoud|household"
_RESOURCE = r"organisat|team|aanbieder|instelling|resource|uitvoerder|provider|employee|medewerker"
SHARED: Final = "shared_events"
WITHOUT_FAMILY: Final = "without_family"
SEVERAL_FAMILIES: Final = "several_families"
ELSEWHERE: Final = "elsewhere"


@dataclass(frozen=True, slots=True)
class Choice:
    """Types of objects: the case, and where there are such, its family and who did something."""

    case: str
    family: str = ""
    resource: str = ""


def guessed(log: Log) -> Choice:
    """By the names of the types; where none tells, the case is the type that most events are of."""
    kinds = {one.id: one.type for one in log.objects}
    concerned = Counter(kinds[relation.to] for event in log.events for relation in event.relations)
    names = sorted((one.name for one in log.object_types), key=lambda name: -concerned[name])
    family = _first(_FAMILY, names)
    resource = _first(_RESOURCE, [name for name in names if name != family])
    rest = [name for name in names if name not in (family, resource)]
    return Choice(_first(_CASE, rest) or next(iter(rest or names), ""), family, resource)


def _first(rule: str, names: Iterable[str]) -> str:
    return next((name for name in names if re.search(rule, name, re.IGNORECASE)), "")


def counted(log: Log, case: str, family: str | None) -> dict[str, int]:
    """What a log of cases does not show: events of several cases (each has it) and of none (left out), cases that have
    events and belong to no family, or to several (so that it is not known to which)."""
    objects = {one.id: one for one in log.objects}
    of_event = [len({one.to for one in event.relations if objects[one.to].type == case}) for event in log.events]
    found = {SHARED: sum(many > 1 for many in of_event), ELSEWHERE: of_event.count(0)}
    if family is not None:
        having = {one.to for event in log.events for one in event.relations if objects[one.to].type == case}
        families = _families(objects, family)
        many = [len(families.get(one, ())) for one in having]
        found |= {WITHOUT_FAMILY: many.count(0), SEVERAL_FAMILIES: sum(one > 1 for one in many)}
    return found


def _families(objects: Mapping[str, Object], family: str) -> dict[str, set[str]]:
    """Of every object the families that it is related to, whichever of the two says so."""
    found: dict[str, set[str]] = {}
    for one in objects.values():
        for relation in one.relations:
            for here, there in ((one, objects[relation.to]), (objects[relation.to], one)):
                if there.type == family:
                    found.setdefault(here.id, set()).add(there.id)
    return found
