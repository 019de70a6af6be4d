"""What a table or chart is made of."""

from __future__ import annotations

from dataclasses import dataclass

from sluitend.formats.report.nodes import Node


@dataclass(frozen=True, slots=True)
class Content:
    """The table, the same as a drawing, and in words."""

    head: list[str]
    rows: list[list[list[Node]]]
    widths: list[float]
    told: str  # of how many, and what it means
    charts: list[str]  # SVG
    in_words: str  # the words that stand for the drawing
    few: bool = False  # no rows, because no group has enough people for this audience
