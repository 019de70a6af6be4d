"""Tables and headings as every annex has them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sluitend.apps.reporting.building.words import day
from sluitend.formats.report import nodes
from sluitend.formats.report.nodes import Node

STAY = "\u00a0"  # a space at which no line is broken


def titled(title: str, name: str) -> Node:
    """The heading of an annex, to which a reference may lead."""
    return nodes.heading(2, nodes.text(title), f"bijlage_{name}")


def short_day(value: date | None) -> str:
    """A date that stays on one line of its narrow column."""
    return day(value).replace(" ", STAY)


def cells(values: Sequence[str]) -> list[list[Node]]:
    """A row of plain texts; a dash where there is none."""
    return [[nodes.plain(*nodes.text(value or "–"))] for value in values]


def table(head: list[str], rows: list[list[list[Node]]], caption: str, widths: list[float]) -> Node:
    """A table that can be scrolled sideways on a small screen, by keyboard too."""
    made = nodes.table(head, rows, caption, widths)
    return nodes.div([made], classes=["s-table-region"], role="region", tabindex="0", aria_label=caption)
