"""The text of the workbench as HTML, made here and not in a template: a long one has thousands of blocks.

The words of a block stand alone in their element: its DOM text is the text itself, to the character. Blocks come in
parts, so that the browser can leave out what is far from the screen.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from html import escape
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from sluitend.apps.sources.models import SourceVersion
from sluitend.apps.sources.reading_blocks import clock

PART = 24  # blocks
# A time in the label, on the line of the words or on the one above it: "[00:12:03] Els: ", "Els 0:12\n".
_TIME = re.compile(r"\d:\d{2}[^\n]*\n?\Z")
Beginnings = list[tuple[int, str]]
Block = Sequence[Any]  # start, end, kind, level, page: as the version keeps them


def text_html(version: SourceVersion, text: str) -> SafeString:
    """All blocks of a text in their order; a text without blocks is one paragraph."""
    blocks = version.blocks or [[0, len(text), "paragraph", None, None]]
    rows = list(_rows(blocks, text, _beginnings(version, text)))
    parts = ("".join(rows[at : at + PART]) for at in range(0, len(rows), PART))
    return mark_safe("".join(f'<div class="w-part">{part}</div>' for part in parts))  # noqa: S308 - escaped per block


def _beginnings(version: SourceVersion, text: str) -> Beginnings:
    """Where turns begin, with their time when that does not stand in the text before them."""
    return [
        (start, "" if seconds is None or _TIME.search(text[max(0, start - 120) : start]) else clock(seconds))
        for start, _, _, seconds in version.turns
    ]


def _rows(blocks: Sequence[Block], text: str, turns: Beginnings) -> Iterator[str]:
    shown, word = None, escape(_("page"))
    for start, end, kind, level, page in blocks:
        number, attributes = "", _attributes(escape(kind), level)
        begins, time = _beginning(turns, start, end)
        if page and page != shown:
            number = f'<span class="w-page"><span class="s-visually-hidden">{word} </span>{int(page)}</span>'
        elif time:
            number = f'<span class="w-page w-time">{time}</span>'
        if begins > start:  # in units of UTF-16, as the browser counts
            attributes += f' data-label="{len(text[start:begins].encode("utf-16-le")) // 2}"'
        shown = page
        words = escape(text[start:end], quote=False)
        yield f'<div class="w-row">{number}<p {attributes} data-start="{start}" data-end="{end}">{words}</p></div>'


def _beginning(turns: Beginnings, start: int, end: int) -> tuple[int, str]:
    """Where somebody begins to speak in this block, and when: the first of them; else its own start."""
    place = bisect_left(turns, (start, ""))
    return turns[place] if place < len(turns) and turns[place][0] < end else (start, "")


def _attributes(kind: str, level: int | None) -> str:
    names = f"w-block w-block--{kind}" + (f" w-block--level-{int(level)}" if level else "")
    role = f' role="heading" aria-level="{int(level or 1) + 2}"' if kind == "heading" else ""
    return f'class="{names}"{role}'
