"""What the columns of a file hold: guessed, or as somebody said of a file of this kind with the same columns."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from sluitend.apps.datasets import kinds
from sluitend.apps.datasets.kinds import EVENT_LOG, Kind, Role
from sluitend.apps.datasets.models import DatasetVersion
from sluitend.apps.design.models import Evaluation
from sluitend.errors import InputError

Columns = Sequence[Mapping[str, Any]]  # as ``work.events.columns`` tells of them

ATTRIBUTE, LEAVE_OUT = "attribute", "leave_out"
SUBREGION = "subregion:"  # and a product of the register: an attribute that brings another along
OF_REGISTER = "subregio"  # what that attribute is called, as `sluitend prepare` calls it
MOST_MISSING = 20
_MOST_BEFORE = 100
_WHERE_ASKED = ("objects", "place", "product")  # parts of a mapping that most files have not
_MOST_VALUES = 500  # an attribute with more says something of one case only


@dataclass(frozen=True, slots=True)
class Roles:
    """The names of the columns that hold what an event has; attributes are of the case.

    `place` is the attribute whose municipalities get their subregion of the register beside them, for `product`.
    """

    case: str = ""
    activity: str = ""
    time: str = ""
    resource: str = ""
    registered: str = ""
    reason: str = ""
    attributes: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    place: str = ""
    product: str = ""
    objects: Mapping[str, Any] = field(default_factory=dict)  # of an object-centric log: see `work.events_objects`

    @property
    def named(self) -> dict[str, str]:
        """The columns by what they hold, attributes apart."""
        return {role: getattr(self, role) for role in EVENT_LOG.keys if getattr(self, role)}

    def to_json(self) -> dict[str, Any]:
        plain = asdict(self) | {"attributes": list(self.attributes), "missing": list(self.missing)}
        return {name: value for name, value in plain.items() if value or name not in _WHERE_ASKED}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Roles:
        plain: dict[str, Any] = {role: data.get(role, "") for role in EVENT_LOG.keys}
        about, missing = (tuple(data.get(name, ())) for name in ("attributes", "missing"))
        where = {name: data.get(name, "") for name in ("place", "product")}
        return cls(**plain, **where, attributes=about, missing=missing, objects=data.get("objects", {}))


@dataclass(frozen=True, slots=True)
class Named:
    """The same of any other kind: names of columns by what they hold."""

    named: Mapping[str, str] = field(default_factory=dict)
    missing: tuple[str, ...] = ()

    @property
    def attributes(self) -> tuple[str, ...]:
        """Of cases, which it knows none of."""
        return ()

    def to_json(self) -> dict[str, Any]:
        return {**self.named, "missing": list(self.missing)}


Mapped = Roles | Named


def from_json(kind: Kind, data: Mapping[str, Any]) -> Mapped:
    """What a row keeps of it."""
    if kind is EVENT_LOG:
        return Roles.from_json(data)
    return Named({role: data[role] for role in kind.keys if data.get(role)}, tuple(data.get("missing", ())))


def _mapped(kind: Kind, found: Mapping[str, str], about: tuple[str, ...], missing: tuple[str, ...] = ()) -> Mapped:
    plain: dict[str, Any] = {role: name for role, name in found.items() if name}
    return Roles(**plain, attributes=about, missing=missing) if kind is EVENT_LOG else Named(plain, missing)


def columns_hash(columns: Columns) -> str:
    """Of the names of a file's columns, in their order."""
    return hashlib.sha256(json.dumps([column["name"] for column in columns]).encode()).hexdigest()


def suggested(evaluation: Evaluation, version: DatasetVersion, columns: Columns) -> Mapped:
    """As it was said before of a file of this kind with these columns in this evaluation, else as it is guessed.

    One query.
    """
    kind = kinds.kind_of(version.dataset.kind)
    said = DatasetVersion.objects.filter(dataset__evaluation=evaluation, columns_sha256=version.columns_sha256)
    alike = said.filter(dataset__kind=version.dataset.kind).exclude(mapping={})
    newest = alike.order_by("-pk").values_list("mapping", flat=True).first()
    return from_json(kind, newest) if newest else guessed(columns, kind)


def guessed(columns: Columns, kind: Kind = EVENT_LOG) -> Mapped:
    """By the names of columns, and by what stands in them; what nothing tells of stays empty."""
    found: dict[str, str] = {}
    for role in map(kind.role, kind.guessing):
        fitting = (one for one in columns if _fits(role, one) and one["name"] not in found.values())
        found[role.key] = next((one["name"] for one in fitting), "")
    for role in (one for one in kind.roles if one.of_dates and one.needed and not found[one.key]):
        dates = (one["name"] for one in columns if one["dates"] and one["name"] not in found.values())
        found[role.key] = next(dates, "")
    rest = (one for one in columns if one["name"] not in found.values())
    about = tuple(one["name"] for one in rest if _tells_of_cases(one))
    return _mapped(kind, found, about)


def _tells_of_cases(column: Mapping[str, Any]) -> bool:
    return bool(column.get("kept")) or (0 < column["values"] <= _MOST_VALUES and not column["dates"])


def objects_before(evaluation: Evaluation) -> list[Mapping[str, Any]]:
    """Of which objects cases were made of files in this evaluation, the newest first. One query."""
    said = DatasetVersion.objects.filter(dataset__evaluation=evaluation, dataset__kind=kinds.EVENT_LOG.key)
    mappings = said.exclude(mapping={}).order_by("-pk").values_list("mapping", flat=True)[:_MOST_BEFORE]
    return [one["objects"] for one in mappings if one.get("objects")]


def _fits(role: Role, column: Mapping[str, Any]) -> bool:
    if not column["filled"] or (role.of_dates and not column["dates"]):
        return False
    return re.search(role.rule, column["name"], re.IGNORECASE) is not None


def checked(mapping: Mapped, columns: Columns, kind: Kind = EVENT_LOG) -> Mapped:
    """The mapping, if it can be used for these columns.

    Raises InputError with the code of a needed role ("datasets.no_…_column"), "datasets.role_twice",
    "datasets.unknown_column", "datasets.subregion_twice", "datasets.too_many_words"; ValueError for the mapping of
    another kind.
    """
    if isinstance(mapping, Roles) is not (kind is EVENT_LOG) or not {*mapping.named} <= {*kind.keys}:
        raise ValueError("a mapping of another kind")
    for role in kind.roles:
        if role.needed and not mapping.named.get(role.key):
            raise InputError(role.asks)
    chosen = [*mapping.named.values()]
    if not {*chosen, *mapping.attributes} <= {column["name"] for column in columns}:
        raise InputError("datasets.unknown_column")
    if len(set(chosen)) < len(chosen):
        raise InputError("datasets.role_twice")
    if isinstance(mapping, Roles) and mapping.place:
        _check_place(mapping)
    if len(mapping.missing) > MOST_MISSING:
        raise InputError("datasets.too_many_words", most=MOST_MISSING)
    return mapping


def _check_place(mapping: Roles) -> None:
    """There is one subregion of a case."""
    if mapping.place not in mapping.attributes:
        raise InputError("datasets.unknown_column")
    if any(name.casefold() == OF_REGISTER for name in mapping.attributes):
        raise InputError("datasets.subregion_twice", name=OF_REGISTER)


def from_choices(columns: Columns, choices: Sequence[str], missing: Sequence[str], kind: Kind = EVENT_LOG) -> Mapped:
    """What was chosen for each column, in their order. Raises InputError("datasets.role_twice")."""
    found: dict[str, str] = {}
    for column, choice in zip(columns, choices, strict=True):
        key = "place" if choice.startswith(SUBREGION) else choice
        if key in (*kind.keys, "place"):
            if key in found:
                raise InputError("datasets.role_twice")
            found[key] = column["name"]
        if key == "place":
            found["product"] = choice.removeprefix(SUBREGION)
    about = tuple(one["name"] for one, choice in zip(columns, choices, strict=True) if _is_kept(choice))
    return _mapped(kind, found, about, tuple(missing))


def _is_kept(choice: str) -> bool:
    return choice == ATTRIBUTE or choice.startswith(SUBREGION)


def choice_of(roles: Mapped, name: str) -> str:
    """The inverse, for one column."""
    if isinstance(roles, Roles) and name and roles.place == name:
        return SUBREGION + roles.product
    own = next((role for role, column in roles.named.items() if column == name), "")
    return own or (ATTRIBUTE if name in roles.attributes else LEAVE_OUT)
