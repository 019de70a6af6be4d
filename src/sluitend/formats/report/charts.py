"""Charts as drawings (SVG): bars, and discs in a table. No script, no style sheet; the same input gives the same text.

Every bar and disc has its words beside or under it, so that colour is never the only sign. A chart stands in a report
above a table with the same content.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil
from xml.sax.saxutils import escape

from sluitend.formats.report.letters import shown

WIDTH = 640  # of every chart, in its own units; a line of text is about as large as in the report around it
NAMES = 176  # of the column with names
BRAND, DARK, SOFT, LINE, PALE = "#0f5f67", "#062c30", "#51606e", "#c3cbd2", "#e0f1f2"
_FONT = "'Source Sans 3', Calibri, 'Segoe UI', sans-serif"
_SIZE, _STEP, _LETTER = 13, 16, 6.4  # of letters, from line to line, and the width of a letter
_LINES = 3  # of a name
_RADIUS = 9
FULL = 4  # quarters of a disc
ROWS = 12  # of discs in one drawing: with three lines of a name it is no higher than a page


@dataclass(frozen=True, slots=True)
class Bar:
    """A name, how long its bar is, and what stands behind it."""

    name: str
    value: int
    told: str


@dataclass(frozen=True, slots=True)
class Disc:
    """So many quarters of it are filled (0 to 4), with a word or figure under it."""

    quarters: int
    told: str = ""


def bars(rows: Sequence[Bar]) -> list[str]:
    """One bar for each row, from the same line, in one drawing."""
    most = max((row.value for row in rows), default=0) or 1
    room = WIDTH - NAMES - 90
    parts: list[str] = []
    top: float = 6
    for row in rows:
        lines = _lines(row.name, NAMES)
        height = max(len(lines) * _STEP, 20)
        middle = top + height / 2
        length = round(room * row.value / most, 1)
        parts += _name(lines, middle)
        parts.append(_rect(NAMES, middle - 8, max(length, 1), 16, BRAND if row.value else LINE))
        parts.append(_text(NAMES + length + 8, middle + 4, row.told, DARK, bold=True))
        top += height + 8
    return [_svg(parts, top)]


Row = tuple[str, Sequence[Disc | None]]


def discs(columns: Sequence[str], rows: Sequence[Row], key: Sequence[tuple[int, str]]) -> list[str]:
    """A table of discs, None where there is nothing to tell; `key` says what so many quarters mean.

    More than one drawing when they would not stand on one page.
    """
    pieces = [rows[first : first + ROWS] for first in range(0, len(rows), ROWS)]
    return [_table(columns, piece, key) for piece in pieces]


def _table(columns: Sequence[str], rows: Sequence[Row], key: Sequence[tuple[int, str]]) -> str:
    wide = (WIDTH - NAMES) / max(len(columns), 1)
    heads = [_lines(name, wide - 4) for name in columns]
    top = max((len(lines) for lines in heads), default=1) * _STEP + 10
    parts = [part for place, lines in enumerate(heads) for part in _head(lines, NAMES + wide * (place + 0.5))]
    for name, cells in rows:
        lines = _lines(name, NAMES - 8)
        height = max(len(lines) * _STEP + 10, 48 if any(one and one.told for one in cells) else 32)
        parts.append(_rect(0, top, WIDTH, 1, LINE))
        parts += _name(lines, top + height / 2)
        for place, one in enumerate(cells):
            parts += _disc(NAMES + wide * (place + 0.5), top + height / 2, one)
        top += height
    parts += [_rect(0, top, WIDTH, 1, LINE), *_key(key, top + 22)]
    return _svg(parts, top + 22 + 22 * ceil(len(key) / _KEYS))


_KEYS = 4  # beside each other


def _key(key: Sequence[tuple[int, str]], top: float) -> Iterable[str]:
    for place, (quarters, words) in enumerate(key):
        left, line = WIDTH / _KEYS * (place % _KEYS), top + 22 * (place // _KEYS)
        yield from _filled(left + _RADIUS + 1, line, quarters)
        yield _text(left + 2 * _RADIUS + 6, line + 4, words, SOFT)


def _disc(x: float, y: float, one: Disc | None) -> Iterable[str]:
    if one is None:
        yield _text(x, y + 4, "–", SOFT, anchor="middle")
        return
    yield from _filled(x, y - 8 if one.told else y, one.quarters)
    if one.told:
        yield _text(x, y + 17, one.told, DARK, anchor="middle")


def _filled(x: float, y: float, quarters: int) -> Iterable[str]:
    """A circle of which as many quarters are filled, from above and clockwise."""
    fill = BRAND if quarters >= FULL else "#ffffff"
    yield f'<circle cx="{_n(x)}" cy="{_n(y)}" r="{_RADIUS}" fill="{fill}" stroke="{BRAND}" stroke-width="1.5"/>'
    if 0 < quarters < FULL:
        ends = {1: (x + _RADIUS, y), 2: (x, y + _RADIUS), 3: (x - _RADIUS, y)}[quarters]
        arc = f"A{_RADIUS} {_RADIUS} 0 {int(quarters > 2)} 1 {_n(ends[0])} {_n(ends[1])}"
        yield f'<path d="M{_n(x)} {_n(y)}L{_n(x)} {_n(y - _RADIUS)}{arc}Z" fill="{BRAND}"/>'


def _head(lines: list[str], x: float) -> Iterable[str]:
    for place, line in enumerate(lines):
        yield _text(x, _STEP * (place + 1), line, DARK, bold=True, anchor="middle")


def _name(lines: list[str], middle: float) -> Iterable[str]:
    first = middle - (len(lines) - 1) * _STEP / 2 + 4
    for place, line in enumerate(lines):
        yield _text(0, first + place * _STEP, line, DARK)


def _lines(name: str, room: float) -> list[str]:
    """The name in a few lines; what does not fit is left out, since the table below has the whole of it."""
    letters = max(int(room / _LETTER), 4)
    words = " ".join(_parted(word, letters) for word in shown(name).split())
    return textwrap.wrap(words, letters, max_lines=_LINES, placeholder=" …") or [""]


def _parted(word: str, letters: int) -> str:
    """A word that is too long, in about equal parts."""
    if len(word) <= letters:
        return word
    size = ceil(len(word) / ceil(len(word) / (letters - 1)))
    return "- ".join(word[place : place + size] for place in range(0, len(word), size))


def _text(x: float, y: float, words: str, fill: str, *, bold: bool = False, anchor: str = "start") -> str:
    weight = ' font-weight="bold"' if bold else ""
    place = f'x="{_n(x)}" y="{_n(y)}" text-anchor="{anchor}"'
    return f'<text {place} fill="{fill}"{weight}>{escape(shown(words))}</text>'


def _rect(x: float, y: float, width: float, height: float, fill: str) -> str:
    return f'<rect x="{_n(x)}" y="{_n(y)}" width="{_n(width)}" height="{_n(height)}" fill="{fill}"/>'


def _svg(parts: Iterable[str], height: float) -> str:
    size = f'viewBox="0 0 {WIDTH} {ceil(height)}" width="{WIDTH}" height="{ceil(height)}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="{_FONT}" font-size="{_SIZE}">'
        f"{''.join(parts)}</svg>"
    )


def _n(value: float) -> str:
    """A number as short as it can be."""
    return f"{value:.1f}".removesuffix(".0")
