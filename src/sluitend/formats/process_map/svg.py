"""The drawing itself: what was laid out, in the house's colours."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from math import ceil, hypot
from statistics import median
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from sluitend.formats.process_map.layout import Course, Layout, Link, Point, Size, laid_out
from sluitend.formats.report.charts import BRAND, DARK, SOFT
from sluitend.formats.report.letters import shown

if TYPE_CHECKING:
    from sluitend.formats.process_map import Arrow, Box

_FONT = "'Source Sans 3 Variable', 'Source Sans 3', Calibri, 'Segoe UI', sans-serif"
_SIZE, _STEP, _LETTER = 13, 16, 6.6  # of letters, from line to line, and the width of a letter
_WIDE, _LINES = 140, 3  # of a box, and lines of a name
_EDGE = 12  # around the drawing
_WHITE, _FULL = (255, 255, 255), (143, 201, 205)  # a box by its weight; dark letters stand out on both


def draw(boxes: Sequence[Box], arrows: Sequence[Arrow], title: str, description: str) -> str:
    """See `process_map.draw`."""
    lines = [_lines(box.name) for box in boxes]
    sizes = [_size(box, name) for box, name in zip(boxes, lines, strict=True)]
    layout = laid_out(sizes, [_link(arrow) for arrow in arrows], _place(boxes, "begin"), _place(boxes, "end"))
    parts = [f"<title>{_safe(title)}</title><desc>{_safe(description)}</desc>"]
    drawn = sorted(zip(arrows, layout.courses, strict=True), key=lambda one: (one[0].marked, one[0].weight))
    parts += [_arrow(arrow, course) for arrow, course in drawn]
    for box, name, size, middle in zip(boxes, lines, sizes, layout.boxes, strict=True):
        parts += _box(box, name, size, middle)
    parts += [_words(arrow, course) for arrow, course in drawn if arrow.told]
    return _sheet(parts, layout, _main(boxes, arrows, layout))


def _main(boxes: Sequence[Box], arrows: Sequence[Arrow], layout: Layout) -> float:
    """Where the main path runs, as a share of the width: the median of its boxes. It goes from the beginning (else the
    heaviest box) along the heaviest arrow to a box where it has not been, and so on."""
    begin = _place(boxes, "begin")
    at = begin if begin is not None else max(range(len(boxes)), key=lambda one: boxes[one].weight, default=None)
    path: list[int] = []
    while at is not None:
        path.append(at)
        on = [arrow for arrow in arrows if arrow.source == at and arrow.target not in path]
        at = max(on, key=lambda arrow: arrow.weight).target if on else None
    middle = median(layout.boxes[one][0] for one in path) if path else 0.0
    return min(1.0, max(0.0, (middle + _EDGE) / (layout.sheet.width + 2 * _EDGE)))


def _place(boxes: Sequence[Box], kind: str) -> int | None:
    return next((place for place, box in enumerate(boxes) if box.kind == kind), None)


def _size(box: Box, lines: Sequence[str]) -> Size:
    if box.kind != "step":
        return Size(max(len(line) for line in lines) * _LETTER + 32, 30)
    return Size(_WIDE, _STEP * (len(lines) + bool(box.told)) + 14)


def _link(arrow: Arrow) -> Link:
    # The words stand in the middle of their room, beside the line: half of what is over is clear of a thick one too.
    words = Size(len(arrow.told) * _LETTER + 12 + _thick(arrow), _STEP)
    return Link(arrow.source, arrow.target, words, 1 + round(9 * arrow.weight))


def _box(box: Box, lines: Sequence[str], size: Size, middle: Point) -> Iterator[str]:
    x, y = middle
    radius = 6 if box.kind == "step" else size.height / 2
    fill = _fill(box.weight) if box.kind == "step" else DARK
    place = f'x="{_n(x - size.width / 2)}" y="{_n(y - size.height / 2)}"'
    extent = f'width="{_n(size.width)}" height="{_n(size.height)}" rx="{_n(radius)}"'
    edge = f'stroke="{DARK if box.marked else BRAND}" stroke-width="{4 if box.marked else 1.2}"'
    yield f"<g><title>{_safe(' · '.join(filter(None, (box.name, box.told))))}</title>"
    yield f'<rect {place} {extent} fill="{fill}" {edge}/>'
    ink = DARK if box.kind == "step" else "#ffffff"
    first = y - (len(lines) + bool(box.told and box.kind == "step") - 1) * _STEP / 2 + 4.5
    for number, line in enumerate(lines):
        yield _text(x, first + number * _STEP, line, ink, bold=True)
    if box.told and box.kind == "step":
        yield _text(x, first + len(lines) * _STEP, box.told, DARK)
    yield "</g>"


def _arrow(arrow: Arrow, course: Course) -> str:
    colour, width = DARK if arrow.marked else BRAND, _thick(arrow)
    start, *rest = course.points
    curves = "".join(f"C{' '.join(_pair(point) for point in rest[at : at + 3])}" for at in range(0, len(rest), 3))
    return (
        f'<path d="M{_pair(start)}{curves}" fill="none" stroke="{colour}" stroke-width="{_n(width)}"/>'
        f'<path d="{_head(course.points[-1], course.head, 3.4 + width)}" fill="{colour}"/>'
    )


def _thick(arrow: Arrow) -> float:
    return 1.1 + 4.4 * arrow.weight + 2 * arrow.marked


def _head(base: Point, tip: Point, half: float) -> str:
    """A triangle at the end of a line."""
    across, down = tip[0] - base[0], tip[1] - base[1]
    length = hypot(across, down) or 1.0
    sideways = (-down / length * half, across / length * half)
    left = (base[0] + sideways[0], base[1] + sideways[1])
    right = (base[0] - sideways[0], base[1] - sideways[1])
    return f"M{_pair(left)}L{_pair(tip)}L{_pair(right)}Z"


def _words(arrow: Arrow, course: Course) -> str:
    return _text(course.words[0], course.words[1] + 4, arrow.told, DARK if arrow.marked else SOFT, halo=True)


def _text(x: float, y: float, words: str, fill: str, *, bold: bool = False, halo: bool = False) -> str:
    """In the middle; with a white edge where lines may run under it."""
    weight = ' font-weight="600"' if bold else ""
    edge = ' stroke="#ffffff" stroke-width="4" stroke-linejoin="round" paint-order="stroke"' if halo else ""
    return f'<text x="{_n(x)}" y="{_n(y)}" text-anchor="middle" fill="{fill}"{weight}{edge}>{_safe(words)}</text>'


def _lines(name: str) -> list[str]:
    """The name in a few lines; what does not fit is left out, since the table beside the map has the whole of it."""
    letters = int((_WIDE - 12) / _LETTER)
    words = " ".join(_parted(word, letters) for word in shown(name).split())
    return textwrap.wrap(words, letters, max_lines=_LINES, placeholder=" …") or ["–"]


def _parted(word: str, letters: int) -> str:
    """A word that is too long, in about equal parts."""
    size = ceil(len(word) / ceil(len(word) / (letters - 1))) if len(word) > letters else len(word)
    return "- ".join(word[place : place + size] for place in range(0, len(word), size))


def _fill(weight: float) -> str:
    mixed = (round(white + (full - white) * min(max(weight, 0), 1)) for white, full in zip(_WHITE, _FULL, strict=True))
    return "#" + "".join(f"{part:02x}" for part in mixed)


def _sheet(parts: Sequence[str], layout: Layout, main: float) -> str:
    wide, high = (ceil(length + 2 * _EDGE) for length in (layout.sheet.width, layout.sheet.height))
    size = f'viewBox="{-_EDGE} {-_EDGE} {wide} {high}" width="{wide}" height="{high}"'
    letters = f'font-family="{_FONT}" font-size="{_SIZE}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" {size} data-main="{main:.3f}" {letters}>'
        f"{''.join(parts)}</svg>"
    )


def _safe(words: str) -> str:
    return escape(shown(words))


def _pair(point: Point) -> str:
    return f"{_n(point[0])} {_n(point[1])}"


def _n(value: float) -> str:
    """A number as short as it can be; a minus only where there is something below zero."""
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text
