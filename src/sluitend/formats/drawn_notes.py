"""Lines of text under a drawing (SVG), so that they go along with it wherever it is taken."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape
from textwrap import wrap

_SIZE, _LINE, _EDGE = 12, 17, 10  # of letters, from line to line, and around, in pixels
_LETTER = 6.2  # the width of one, more or less: wide enough for either font
_LEAST = 420  # wide: narrower, a sentence is a column of words
_ROOT = re.compile(r"<svg\b[^>]*>")


def with_notes(svg: str, notes: Sequence[str], letters: str = "sans-serif") -> str:
    """The drawing with these under it, broken at its width. `letters` is a family as CSS writes it.

    Raises ValueError for a drawing that does not say how wide and high it is.
    """
    if not notes:
        return svg
    drawn, (width, height) = svg[svg.index("<svg") :], _size(svg)
    wide = max(width, _LEAST)
    lines = [line for note in notes for line in wrap(note, int((wide - 2 * _EDGE) / _LETTER))]
    texts = "".join(
        f'<text x="{_EDGE}" y="{height + _EDGE + _LINE * place:g}">{escape(line)}</text>'
        for place, line in enumerate(lines, 1)
    )
    size = f"{wide:g} {height + 2 * _EDGE + _LINE * len(lines):g}"
    across, down = size.split()
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{across}" height="{down}" viewBox="0 0 {size}">'
        f'<rect width="{across}" height="{down}" fill="#ffffff"/>{drawn}'
        f'<g font-family="{escape(letters)}" font-size="{_SIZE}" fill="#062c30">{texts}</g></svg>'
    )


def _size(svg: str) -> tuple[float, float]:
    """In pixels, as its first element says."""
    root = _ROOT.search(svg)
    found = [
        re.search(rf"""\b{name}=["']([0-9.]+)(?:px)?["']""", root[0]) if root else None for name in ("width", "height")
    ]
    if None in found:
        raise ValueError("a drawing says how wide and high it is")
    width, height = (float(one[1]) for one in found if one)
    return width, height
