"""What a person says of the columns of a table, and what is shown of the table to say it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from sluitend.apps.sources.answers.signs import personal_sign
from sluitend.apps.sources.models import AnswerPlan, Upload
from sluitend.errors import InputError
from sluitend.formats import sealed
from sluitend.formats.answers import Table
from sluitend.work import vault

_PREVIEW, _PLAN = b"sluitend preview of answers", b"sluitend plan of answers"
SHOWN_ROWS = 3
SHOWN_CHARACTERS = 160
MOST_VALUES = 200  # an attribute with more is no attribute


class Role(StrEnum):
    """What a column holds. The attributes have the names of the fields of a speaker."""

    LEAVE_OUT = "leave_out"
    QUESTION = "question"
    PERSPECTIVE = "perspective"
    LEVEL = "level"
    PLACE = "place"
    ORGANISATION = "organisation"
    PHASE = "phase"
    KEY = "key"


ATTRIBUTES = (Role.PERSPECTIVE, Role.LEVEL, Role.PLACE, Role.ORGANISATION, Role.PHASE)
ONCE = (*ATTRIBUTES, Role.KEY)

Value = int | str | None  # an id, a level, or nothing


def key_of(value: str) -> str:
    """Values that differ in capitals or spaces only are one."""
    return " ".join(value.casefold().split())


@dataclass(frozen=True, slots=True)
class Column:
    """One column as it is shown: its name, some of its cells, and what it looks like."""

    name: str
    filled: int
    cells: tuple[str, ...]  # of the first rows with something in them
    values: tuple[str, ...]  # every value, the most frequent first; empty when there are too many
    length: float  # mean number of characters of what is filled in
    sign: str  # of personal data (signs.Personal), or empty


@dataclass(frozen=True, slots=True)
class Preview:
    """What is shown of a table before it is read."""

    columns: tuple[Column, ...]
    rows: int
    sheets: tuple[str, ...]
    sheet: int


@dataclass(frozen=True, slots=True)
class Plan:
    """The sheet, the role of each column, and for each attribute what its values stand for."""

    sheet: int
    roles: tuple[Role, ...]
    values: Mapping[str, Mapping[str, Value]] = field(default_factory=dict)

    def columns(self, role: Role) -> list[int]:
        return [column for column, one in enumerate(self.roles) if one == role]

    def column(self, role: Role) -> int | None:
        return next(iter(self.columns(role)), None)

    def check(self, preview: Preview) -> None:
        """Raises InputError("sources.answers_no_question", "sources.answers_twice", "sources.answers_many_values")."""
        if len(self.roles) != len(preview.columns):
            raise InputError("sources.unknown_value", name="columns")
        if not self.columns(Role.QUESTION):
            raise InputError("sources.answers_no_question")
        for role in ONCE:
            if len(self.columns(role)) > 1:
                names = [preview.columns[column].name for column in self.columns(role)]
                raise InputError("sources.answers_twice", first=names[0], second=names[1])
        for role in ATTRIBUTES:
            for column in self.columns(role):
                if preview.columns[column].filled and not preview.columns[column].values:
                    raise InputError("sources.answers_many_values", name=preview.columns[column].name, most=MOST_VALUES)


def preview_of(table: Table) -> Preview:
    """What is shown of this table."""
    cells = list(zip(*table.rows, strict=True))
    columns = tuple(_column(name, column) for name, column in zip(table.columns, cells, strict=True))
    return Preview(columns, len(table.rows), table.sheets, table.sheet)


def _column(name: str, cells: tuple[str, ...]) -> Column:
    filled = [cell for cell in cells if cell]
    spellings = {key_of(cell): cell for cell in reversed(filled)}
    counted = Counter(map(key_of, filled))
    few = len(counted) <= MOST_VALUES
    values = tuple(spellings[key] for key, _count in counted.most_common()) if few else ()
    return Column(
        name,
        len(filled),
        tuple(cell[:SHOWN_CHARACTERS] for cell in filled[:SHOWN_ROWS]),
        values if all(len(value) <= SHOWN_CHARACTERS for value in values) else (),
        sum(map(len, filled)) / max(1, len(filled)),
        personal_sign(name, filled),
    )


def seal_preview(preview: Preview, wrapped_key: bytes) -> bytes:
    columns = [[one.name, one.filled, one.cells, one.values, one.length, one.sign] for one in preview.columns]
    return _seal([columns, preview.rows, preview.sheets, preview.sheet], wrapped_key, _PREVIEW)


def open_preview(plan: AnswerPlan) -> Preview:
    """Raises sealed.SealBroken."""
    columns, rows, sheets, sheet = _open(plan.sealed_preview, plan.upload, _PREVIEW)
    read = (Column(name, n, tuple(cells), tuple(values), mean, sign) for name, n, cells, values, mean, sign in columns)
    return Preview(tuple(read), rows, tuple(sheets), sheet)


def seal_plan(plan: Plan, wrapped_key: bytes) -> bytes:
    return _seal(
        [plan.sheet, plan.roles, {role: dict(found) for role, found in plan.values.items()}], wrapped_key, _PLAN
    )


def open_plan(row: AnswerPlan) -> Plan | None:
    """What was said so far, if anything. Raises sealed.SealBroken."""
    if row.sealed_plan is None:
        return None
    sheet, roles, values = _open(row.sealed_plan, row.upload, _PLAN)
    return Plan(sheet, tuple(map(Role, roles)), values)


def _seal(data: Any, wrapped_key: bytes, context: bytes) -> bytes:
    return sealed.seal_bytes(json.dumps(data).encode(), vault.unwrap(wrapped_key), context)


def _open(blob: bytes | memoryview, upload: Upload, context: bytes) -> Any:
    assert upload.wrapped_key is not None  # what has a plan waits, and what waits has its key
    return json.loads(sealed.open_bytes(bytes(blob), vault.unwrap(upload.wrapped_key), context))
