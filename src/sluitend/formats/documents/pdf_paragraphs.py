"""Printed lines to paragraphs, headings, list items and rows.

The rule under it: a writer's line break is where the next word would still have fitted on the line.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from sluitend.formats.documents.model import BlockKind
from sluitend.formats.documents.pdf_lines import Line

# The letter o is the second bullet of Word.
_MARKER = re.compile(
    r"(?:[•▪◦‣–—o-]|\d{1,2}(?:\.\d{1,2})*[.)]|\d{1,2}(?:\.\d{1,2})+|\(?[a-z]\)|[ivx]{1,4}[.)])(?=\s|$)"
)
_IN_CONTENTS = re.compile(r"\d[\d.]*\s.*\s\d{1,3}$|.*\.{4,}")
_NUMBERED = re.compile(r"(\d{1,2}(?:\.\d{1,2})*)\.?\s+\S")
_SENTENCE_END = tuple(".!?:;,")
_LONGEST_HEADING = 160
_LARGER = 1.15
_ONLY_JOINED = ("en", "of", "tot", "noch", "en/of", "dan", "naar")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines that belong together."""

    text: str
    kind: BlockKind
    page: int
    level: int | None = None


def paragraphs(pages: Sequence[list[Line]]) -> list[Paragraph]:
    """The paragraphs of all pages in order; a paragraph ends with its page, so that its page number is right."""
    layout = _Layout([line for lines in pages for line in lines])
    mend = _mender(pages)
    groups = [group for lines in pages for group in _groups(_rows(lines), layout)]
    return [layout.paragraph(group, mend) for group in groups]


def _rows(lines: list[Line]) -> Iterator[Line]:
    """Pieces on one height become one line: a bullet and its text, or the cells of a table row."""
    last: Line | None = None
    for line in lines:
        if (
            last
            and not last.hyphen
            and abs(last.bottom - line.bottom) < 0.3 * line.size
            and line.left >= last.right - 1
        ):
            last = _side_by_side(last, line)
            continue
        if last:
            yield last
        last = line
    if last:
        yield last


def _side_by_side(one: Line, other: Line) -> Line:
    near = other.left - one.right < 1.5 * one.size or _MARKER.fullmatch(one.text) is not None
    text = f"{one.text} {other.text}" if near else f"{one.text} | {other.text}"
    cells = one.cells + (0 if near else 1)
    return replace(other, text=text, left=one.left, bold=one.bold and other.bold, cells=cells)


def _groups(lines: Iterator[Line], layout: _Layout) -> Iterator[list[Line]]:
    group: list[Line] = []
    for line in lines:
        if group and not layout.belongs(group, line):
            yield group
            group = []
        group.append(line)
    if group:
        yield group


class _Layout:
    """What is usual in this document: the size of its letters, the distance of its lines, its right margin."""

    def __init__(self, lines: list[Line]) -> None:
        sizes: Counter[float] = Counter()
        for line in lines:
            sizes[line.size] += len(line.text)
        self.body = sizes.most_common(1)[0][0] if sizes else 10.0
        self.pitch = self._usual_pitch(lines)
        self._right = self._right_margin(lines)
        large = sorted({line.size for line in lines if line.size >= _LARGER * self.body}, reverse=True)
        self._levels = {size: min(rank, 5) for rank, size in enumerate(large, start=1)}

    def _usual_pitch(self, lines: list[Line]) -> float:
        """The distance of two lines as a multiple of the size of their letters."""
        steps = [
            (one.bottom - other.bottom) / other.size
            for one, other in pairwise(lines)
            if one.page == other.page and one.size == other.size > 0
        ]
        near = [step for step in steps if 0.7 < step < 2.5]
        return median(near) if near else 1.2

    def _right_margin(self, lines: list[Line]) -> float:
        edges = sorted(line.right for line in lines if line.size == self.body)
        return edges[int(0.95 * (len(edges) - 1))] if edges else 0.0

    def belongs(self, group: list[Line], line: Line) -> bool:
        """Whether a line goes on with the paragraph of the lines before it."""
        last = group[-1]
        if last.hyphen:
            return True
        if abs(last.size - line.size) > 0.08 * last.size or _MARKER.match(line.text) or line.cells > 1:
            return False
        step = (last.bottom - line.bottom) / line.size
        if not 0 < step <= 1.3 * max(self.pitch, 0.8):
            return False
        if self._is_large(last):
            return True
        if last.text.endswith(":") and line.text[0].isupper():
            return False
        if last.bold != line.bold and group[0].bold == last.bold and self._is_short(last, line):
            return False
        return not self._is_short(last, line) or self._goes_on(last, line)

    def _is_large(self, line: Line) -> bool:
        return line.size in self._levels

    def _is_short(self, last: Line, line: Line) -> bool:
        word = len(line.text.split(maxsplit=1)[0]) + 1
        return last.right + word * last.letter_width < self._right

    def _goes_on(self, last: Line, line: Line) -> bool:
        """In a narrow column lines are short: there a small letter after an unfinished sentence goes on."""
        return line.text[0].islower() and not last.text.endswith(_SENTENCE_END[:-1])

    def paragraph(self, group: list[Line], mend: Callable[[str, str], str]) -> Paragraph:
        text = group[0].text
        for before, line in pairwise(group):
            text = mend(text, line.text) if before.hyphen else f"{text} {line.text}"
        first = group[0]
        if first.cells > 1:
            return Paragraph(text, BlockKind.TABLE_ROW, first.page)
        if level := self._heading_level(group, text):
            return Paragraph(text, BlockKind.HEADING, first.page, level)
        kind = BlockKind.LIST_ITEM if _MARKER.match(text) else BlockKind.PARAGRAPH
        return Paragraph(text, kind, first.page, 1 if kind is BlockKind.LIST_ITEM else None)

    def _heading_level(self, group: list[Line], text: str) -> int | None:
        if len(text) > _LONGEST_HEADING or not any(map(str.isalpha, text)) or _IN_CONTENTS.match(text):
            return None
        if self._is_large(group[0]):
            return self._levels[group[0].size]
        is_bold = len(group) == 1 and group[0].bold and not text.endswith(_SENTENCE_END)
        if not is_bold or group[0].size < self.body:
            return None
        numbered = _NUMBERED.match(text)
        return min(numbered[1].count(".") + 1 if numbered else len(set(self._levels.values())) + 1, 6)


def _mender(pages: Sequence[list[Line]]) -> Callable[[str, str], str]:
    """Joins a word broken at the end of a line.

    The hyphen goes only when the document itself writes the word without it; when it knows neither form, the hyphen
    goes if the document breaks off words as a habit (one line in twenty), and stays if not.
    """
    lines = [line for page in pages for line in page]
    known = {word for line in lines for word in re.findall(r"[\w-]+", line.text.lower())}
    habit = sum(line.hyphen for line in lines) > len(lines) / 20

    def mend(before: str, after: str) -> str:
        head, tail = re.search(r"[\w-]*$", before), re.match(r"[\w/-]*", after)
        first, second = (head[0] if head else "").lower(), (tail[0] if tail else "").lower()
        if second in _ONLY_JOINED:  # "jeugd- en opvoedhulp"
            return f"{before}- {after}"
        if first + second in known:
            return before + after
        keep = f"{first}-{second}" in known or not habit or not after[:1].islower()
        return f"{before}-{after}" if keep else before + after

    return mend
