"""A dotted chart as SVG: a row for every case, a mark for every event, time to the right.

Marks differ in shape as well as in colour, so that whoever sees no difference between red and green, or prints in grey,
tells them apart. Only what is given stands in it; nothing is fetched and nothing of it is a script.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import cos, pi, sin
from xml.sax.saxutils import escape, quoteattr

# Okabe and Ito, 2008, darkened where white stands behind.
COLOURS = ("#0f5f67", "#d55e00", "#0072b2", "#b0578d", "#8a6d00", "#007a57", "#3a3a3a")
OTHER = "#8b949c"
MOST_KINDS = len(COLOURS)
_WIDTH, _LEFT, _TOP, _ROW = 900, 12, 12, 9
_AXIS, _LINE, _COLUMN = 34, 22, 290  # heights of the axis and of a line of the legend, and the width of one entry
_TICKS = 8
_LETTERS = "font-family='sans-serif' font-size='13' fill='#062c30'"
_CORNERS = {1: (4, 45), 2: (3, -90), 3: (4, 0), 4: (3, 90), 5: (5, -90), 6: (6, 0)}  # corners, and turned so far


@dataclass(frozen=True, slots=True)
class Dot:
    """An event: the row of its case, its moment as days since 1970, and the number of its kind in the legend; a kind
    past the last of the legend is told as the others."""

    row: int
    day: float
    kind: int


def draw(dots: Sequence[Dot], kinds: Sequence[str], *, others: str = "", title: str, description: str) -> str:
    """The chart. `kinds`: at most `MOST_KINDS` names; `others` names what has a kind past them.

    Raises ValueError for more kinds, and when there is nothing to draw.
    """
    if len(kinds) > MOST_KINDS or not dots:
        raise ValueError("a dotted chart has some dots, and no more kinds than shapes")
    rows = max(dot.row for dot in dots) + 1
    first, last = min(dot.day for dot in dots), max(dot.day for dot in dots)
    legend = [*kinds, others] if others else list(kinds)
    under = _TOP + rows * _ROW + 6
    height = under + _AXIS + _LINE * -(-len(legend) // 3) + 8
    parts = [
        f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {_WIDTH} {height}' width='{_WIDTH}' height='{height}'"
        f" role='img' aria-label={quoteattr(title)}>",
        f"<title>{escape(title)}</title><desc>{escape(description)}</desc>",
        f"<rect width='{_WIDTH}' height='{height}' fill='#ffffff'/>",
        *_axis(first, last, under),
        *(_mark(_x(dot.day, first, last), _TOP + (dot.row + 0.5) * _ROW, dot.kind, len(kinds)) for dot in dots),
        *_legend(legend, len(kinds), under + _AXIS),
        "</svg>",
    ]
    return "\n".join(parts)


def _x(day: float, first: float, last: float) -> float:
    width = _WIDTH - 2 * _LEFT - 20
    return _LEFT + 10 + (width * (day - first) / (last - first) if last > first else width / 2)


def _axis(first: float, last: float, under: float) -> Iterator[str]:
    for day in ticks(first, last):
        at = _x((day - date(1970, 1, 1)).days, first, last)
        yield f"<line x1='{at:.1f}' x2='{at:.1f}' y1='{_TOP}' y2='{under}' stroke='#e3e8ec'/>"
        anchor = "end" if at > _WIDTH - 60 else "start" if at < 40 else "middle"
        yield f"<text x='{at:.1f}' y='{under + 16}' text-anchor='{anchor}' {_LETTERS}>{day:%d-%m-%Y}</text>"


def ticks(first: float, last: float) -> list[date]:
    """At most eight days: firsts of months at equal distances; a shorter time has its own first and last day."""
    begin, end = (date(1970, 1, 1) + timedelta(days=int(day)) for day in (first, last))
    months = [date(month // 12, month % 12 + 1, 1) for month in range(begin.year * 12, end.year * 12 + 12)]
    within = [day for day in months if begin <= day <= end]
    if len(within) < 2:
        return sorted({begin, end})
    return within[:: -(-len(within) // _TICKS)]


def _mark(x: float, y: float, kind: int, known: int, size: float = 3.6) -> str:
    colour = COLOURS[kind] if kind < known else OTHER
    if kind not in _CORNERS or kind >= known:
        full = kind == 0 and known > 0
        look = f"fill='{colour}'" if full else f"fill='none' stroke='{colour}' stroke-width='1.3'"
        return f"<circle cx='{x:.1f}' cy='{y:.1f}' r='{size - 0.4:.1f}' {look}/>"
    corners, turned = _CORNERS[kind]
    at = [(turned + 360 * one / corners) * pi / 180 for one in range(corners)]
    points = " ".join(f"{x + size * cos(one):.1f},{y + size * sin(one):.1f}" for one in at)
    look = f"fill='{colour}'" if kind % 2 else f"fill='#ffffff' stroke='{colour}' stroke-width='1.3'"
    return f"<polygon points='{points}' {look}/>"


def _legend(names: Sequence[str], known: int, top: float) -> Iterator[str]:
    for place, name in enumerate(names):
        x, y = _LEFT + 10 + place % 3 * _COLUMN, top + place // 3 * _LINE
        yield _mark(x, y, place, known, 5)
        yield f"<text x='{x + 12}' y='{y + 4}' {_LETTERS}>{escape(_cut(name))}</text>"


def _cut(name: str, most: int = 36) -> str:
    return name if len(name) <= most else f"{name[: most - 1]}…"
