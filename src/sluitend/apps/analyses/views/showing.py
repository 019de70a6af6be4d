"""Tables and parameters of a result as pages show them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext, pgettext

from sluitend.apps.analyses import discovery
from sluitend.apps.analyses.kit import words
from sluitend.apps.analyses.kit.compare import Change, TableChange
from sluitend.apps.analyses.kit.parameters import Ask, Asked, Asking, asked
from sluitend.apps.analyses.kit.result import Cell, Column, Kind, Table
from sluitend.apps.analyses.kit.titles import plainly
from sluitend.apps.analyses.models import AnalysisResult
from sluitend.engines.retrieval.asked import ATTRIBUTES, GROUPS

FEW_ROWS = 15  # more of them are folded
MOST_ROWS = 200  # of a table on a page: files have them all
_NUMBERS = {Kind.COUNT, Kind.NUMBER, Kind.SHARE, Kind.CHANCE}


@dataclass(frozen=True, slots=True)
class ShownTable:
    """The first rows of a table in words, and how many it has; beside each text whether it stands at the right."""

    key: str
    title: str
    headings: list[tuple[str, bool]]
    rows: list[list[tuple[str, bool]]]
    total: int

    @property
    def is_long(self) -> bool:
        """Whether it is folded at first."""
        return len(self.rows) > FEW_ROWS


def shown_table(table: Table) -> ShownTable:
    """A table of a result: at most `MOST_ROWS` of it."""
    rows = [_row(table.columns, row) for row in table.rows[:MOST_ROWS]]
    return ShownTable(table.key, table.title, _headings(table.columns), rows, len(table.rows))


def _headings(columns: tuple[Column, ...]) -> list[tuple[str, bool]]:
    return [(column.title, column.kind in _NUMBERS) for column in columns]


def _row(columns: tuple[Column, ...], row: tuple[Cell, ...]) -> list[tuple[str, bool]]:
    return [(words.cell(column, value), column.kind in _NUMBERS) for column, value in zip(columns, row, strict=True)]


@dataclass(frozen=True, slots=True)
class ShownChange:
    """A row of a comparison: what happened to it, and its cells as (text, at the right, what it was before or "")."""

    change: str
    cells: list[tuple[str, bool, str]]


@dataclass(frozen=True, slots=True)
class ShownComparison:
    """The first rows of one table that changed, and how many changed."""

    title: str
    headings: list[tuple[str, bool]]
    rows: list[ShownChange]
    total: int
    same: int

    @property
    def is_long(self) -> bool:
        """Whether it is folded at first."""
        return len(self.rows) > FEW_ROWS


def shown_comparison(found: TableChange) -> ShownComparison:
    """Only what changed; how many rows are the same."""
    kinds = {
        Change.CHANGED: pgettext("row", "changed"),
        Change.ADDED: pgettext("row", "new"),
        Change.GONE: pgettext("row", "gone"),
    }
    rows = [
        ShownChange(kinds[row.change], list(_cells(found.columns, row.before, row.after, row.differs)))
        for row in found.changed[:MOST_ROWS]
    ]
    changed = len(found.changed)
    return ShownComparison(found.title, _headings(found.columns), rows, changed, len(found.rows) - changed)


def _cells(
    columns: tuple[Column, ...],
    before: tuple[Cell, ...] | None,
    after: tuple[Cell, ...] | None,
    differs: tuple[str, ...],
) -> Iterator[tuple[str, bool, str]]:
    now = after if after is not None else before
    assert now is not None
    for place, column in enumerate(columns):
        was = words.cell(column, before[place]) if before is not None and column.key in differs else ""
        yield words.cell(column, now[place]), column.kind in _NUMBERS, was


def shown_parameters(result: AnalysisResult) -> list[tuple[str, str]]:
    """What was asked, by the labels of the form; what was left empty is left out."""
    known = discovery.analyses().get(result.analysis)
    if known is None:
        return [(name, str(value)) for name, value in result.parameters.items()]
    given = {**result.parameters, **_named_norm(known.parameters, result.parameters)}
    fields = [(one, given.get(one.name)) for one in asked(known.parameters) if one.name not in _idle(result)]
    return [(one.label, _value(one, value)) for one, value in fields if value not in (None, "", [])]


def _idle(result: AnalysisResult) -> set[str]:
    """What did not matter to this question: how near is near, where nothing was asked to be near, and how groups
    without codes are tied."""
    given = result.parameters
    groups = [number for number in GROUPS if given.get(f"group_{number}")]
    ties = {f"tie_{number}" for number in GROUPS if number not in groups} | ({"tie"} if len(groups) < 2 else set())
    relations = [value for name, value in given.items() if name.startswith("relation_")]
    is_near = "near" in relations or "dichtbij" in str(given.get("expression", "")).lower()
    return ties | ({"characters"} if relations and not is_near else set())


def _named_norm(parameters: type[Asking], given: Mapping[str, Any]) -> dict[str, str]:
    """The norm by its title, as it was when it was held against: its key says nothing to who reads."""
    title = (given.get("definition") or {}).get("title")
    return {one.name: title for one in asked(parameters) if one.ask is Ask.NORM and title}


def _plainly(value: str) -> str:
    """niveau uitvoerend: of who speaks an attribute has another name here."""
    name, equals, rest = value.partition("=")
    return plainly(f"{ATTRIBUTES.get(name, name)}{equals}{rest}")


def _value(asked_: Asked, value: object) -> str:
    if isinstance(value, list):
        return ", ".join(_plainly(one) if asked_.ask is Ask.VALUES else str(one) for one in value)
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, int | float):
        return words.number(value, 3)
    if asked_.ask is Ask.DAY:
        return date_format(date.fromisoformat(str(value)), "j F Y")
    return dict(asked_.choices).get(str(value), str(value))
