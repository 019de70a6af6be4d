"""A process map as a drawing (SVG): boxes in layers, arrows with their words, nothing that runs or refers elsewhere.

The same input gives the same bytes. What is told in words and figures comes from the caller, in the reader's language;
beside a drawing belongs a table with the same content.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

__all__ = ["MOST_ARROWS", "MOST_BOXES", "Arrow", "Box", "draw", "main_path"]

MOST_BOXES, MOST_ARROWS = 80, 300  # beyond this nobody can read it, and laying it out takes seconds


@dataclass(frozen=True, slots=True)
class Box:
    """A name with a line of figures under it. `weight` (0 to 1) fills it darker; `begin` and `end` are where arrows
    come from first and go to last, at most one of each. A marked box stands out, by its edge and not only by its
    colour."""

    name: str
    told: str = ""
    weight: float = 0.0
    kind: Literal["step", "begin", "end"] = "step"
    marked: bool = False


@dataclass(frozen=True, slots=True)
class Arrow:
    """From the box at one place to the box at another, with its figures. `weight` (0 to 1) draws it thicker."""

    source: int
    target: int
    told: str = ""
    weight: float = 0.0
    marked: bool = False


def draw(boxes: Sequence[Box], arrows: Sequence[Arrow], *, title: str, description: str) -> str:
    """The drawing; `title` and `description` are what a screen reader says of it.

    Raises ValueError for more boxes or arrows than can be read.
    """
    from sluitend.formats.process_map import svg  # loads the layout: a moment that a page does not need

    if len(boxes) > MOST_BOXES or len(arrows) > MOST_ARROWS:
        raise ValueError("more boxes or arrows than can be read")
    return svg.draw(boxes, arrows, title, description)


def main_path(drawing: str) -> str:
    """Where in a drawing its main path runs, from 0 (left) to 1 (right), as a page can use it; "" for another drawing:
    a wide map is shown from there."""
    found = re.match(r'<svg [^>]*data-main="([01]\.\d+)"', drawing)
    return found[1] if found else ""
