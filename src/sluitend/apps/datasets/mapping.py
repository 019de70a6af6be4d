"""What the columns of an event log hold: guessed, or as somebody said of a file with the same columns."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

from sluitend.apps.datasets.models import DatasetVersion
from sluitend.apps.design.models import Evaluation
from sluitend.errors import InputError

Columns = Sequence[Mapping[str, Any]]  # as ``work.events.columns`` tells of them

CASE, ACTIVITY, TIME, RESOURCE, REGISTERED = "case", "activity", "time", "resource", "registered"
NEEDED: Final = (CASE, ACTIVITY, TIME)
ROLES: Final = (*NEEDED, RESOURCE, REGISTERED)
ATTRIBUTE, LEAVE_OUT = "attribute", "leave_out"
MOST_MISSING = 20
_MOST_VALUES = 500  # an attribute with more says something of one case only
# Names of columns, tried from above; XES has names of its own.
_RULES: Final = (
    (REGISTERED, r"regist|vastgeleg|ingevoerd|invoer|recorded|aangemaakt"),
    (TIME, r"^time|timestamp|tijd|datum|^date|moment|wanneer"),
    (CASE, r"^case(?:$|[ _-]?id|:concept:name)|zaak|casus|dossier|traject|cli[eë]nt|jeugdige|persoon"),
    (ACTIVITY, r"activit|gebeurtenis|^event|^concept:name|handeling|stap|status"),
    (RESOURCE, r"resource|uitvoerder|organisatie|aanbieder|^org|instelling|medewerker|functie"),
)


@dataclass(frozen=True, slots=True)
class Roles:
    """The names of the columns that hold what an event has; attributes are of the case."""

    case: str = ""
    activity: str = ""
    time: str = ""
    resource: str = ""
    registered: str = ""
    attributes: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        return asdict(self) | {"attributes": list(self.attributes), "missing": list(self.missing)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Roles:
        return _roles(data, tuple(data.get("attributes", ())), tuple(data.get("missing", ())))


def _roles(found: Mapping[str, str], attributes: tuple[str, ...], missing: tuple[str, ...] = ()) -> Roles:
    case, activity, time, resource, registered = (found.get(role, "") for role in ROLES)
    return Roles(case, activity, time, resource, registered, attributes, missing)


def columns_hash(columns: Columns) -> str:
    """Of the names of a file's columns, in their order."""
    return hashlib.sha256(json.dumps([column["name"] for column in columns]).encode()).hexdigest()


def suggested(evaluation: Evaluation, version: DatasetVersion, columns: Columns) -> Roles:
    """As it was said before of a file with these columns in this evaluation, else as it is guessed. One query."""
    said = DatasetVersion.objects.filter(dataset__evaluation=evaluation, columns_sha256=version.columns_sha256)
    newest = said.exclude(mapping={}).order_by("-pk").values_list("mapping", flat=True).first()
    return Roles.from_json(newest) if newest else guessed(columns)


def guessed(columns: Columns) -> Roles:
    """By the names of columns, and by what stands in them; what nothing tells of stays empty."""
    found: dict[str, str] = {}
    for role, rule in _RULES:
        fitting = (one for one in columns if _fits(role, rule, one) and one["name"] not in found.values())
        found[role] = next((one["name"] for one in fitting), "")
    if not found[TIME]:
        dates = (one["name"] for one in columns if one["dates"] and one["name"] not in found.values())
        found[TIME] = next(dates, "")
    rest = (one for one in columns if one["name"] not in found.values())
    about = tuple(one["name"] for one in rest if 0 < one["values"] <= _MOST_VALUES and not one["dates"])
    return _roles(found, about)


def _fits(role: str, rule: str, column: Mapping[str, Any]) -> bool:
    if not column["filled"] or (role in (TIME, REGISTERED) and not column["dates"]):
        return False
    return re.search(rule, column["name"], re.IGNORECASE) is not None


def checked(mapping: Roles, columns: Columns) -> Roles:
    """The mapping, if it can be used for these columns.

    Raises InputError("datasets.no_case_column", "datasets.no_activity_column", "datasets.no_time_column",
    "datasets.role_twice", "datasets.unknown_column", "datasets.too_many_words").
    """
    names = {column["name"] for column in columns}
    chosen = [getattr(mapping, role) for role in ROLES if getattr(mapping, role)]
    for role in NEEDED:
        if not getattr(mapping, role):
            raise InputError(f"datasets.no_{role}_column")
    if not {*chosen, *mapping.attributes} <= names:
        raise InputError("datasets.unknown_column")
    if len(set(chosen)) < len(chosen):
        raise InputError("datasets.role_twice")
    if len(mapping.missing) > MOST_MISSING:
        raise InputError("datasets.too_many_words", most=MOST_MISSING)
    return mapping


def from_choices(columns: Columns, choices: Sequence[str], missing: Sequence[str]) -> Roles:
    """What was chosen for each column, in their order. Raises InputError("datasets.role_twice")."""
    found: dict[str, str] = {}
    for column, choice in zip(columns, choices, strict=True):
        if choice in ROLES:
            if choice in found:
                raise InputError("datasets.role_twice")
            found[choice] = column["name"]
    about = tuple(one["name"] for one, choice in zip(columns, choices, strict=True) if choice == ATTRIBUTE)
    return _roles(found, about, tuple(missing))


def choice_of(roles: Roles, name: str) -> str:
    """The inverse, for one column."""
    own = next((role for role in ROLES if getattr(roles, role) == name), "")
    return own or (ATTRIBUTE if name in roles.attributes else LEAVE_OUT)
