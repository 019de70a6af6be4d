"""Headers, footers and page numbers: lines that return on the same place of many pages.

The first time such a line stays, so that nothing that is said in a document can get lost by this.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from sluitend.formats.documents.pdf_lines import Line

# Fewer pages, or a smaller share of them, prove nothing: then the line stays.
LEAST_PAGES = 3
LEAST_SHARE = 0.1
# How many lines from the top and from the bottom may be running.
_DEEP = 3
_DIGITS = re.compile(r"\d+")

Key = tuple[str, int, int]


def without_running(pages: Sequence[list[Line]]) -> list[list[Line]]:
    """The pages without the lines at their edges that repeat, but for numbers, one on the same height."""
    met: dict[Key, set[int]] = defaultdict(set)
    for number, lines in enumerate(pages):
        for line in _edges(lines):
            for key in _keys(line):
                met[key].add(number)
    least = max(LEAST_PAGES, LEAST_SHARE * sum(1 for lines in pages if lines))
    first = {key: min(numbers) for key, numbers in met.items() if len(numbers) >= least}
    return [_without(lines, first, number) for number, lines in enumerate(pages)]


def _without(lines: list[Line], first: dict[Key, int], number: int) -> list[Line]:
    repeated = {id(line) for line in _edges(lines) if any(first.get(key, number) < number for key in _keys(line))}
    return [line for line in lines if id(line) not in repeated]


def _edges(lines: list[Line]) -> list[Line]:
    by_height = sorted(lines, key=lambda line: line.bottom)
    return by_height if len(by_height) <= 2 * _DEEP else by_height[:_DEEP] + by_height[-_DEEP:]


def _keys(line: Line) -> list[Key]:
    """Text without numbers and height, to 4 points; two heights, since a line may lie on the border of two.

    A line of numbers only must run with the pages: otherwise the last row of a table would look like it.
    """
    words = _DIGITS.sub("#", line.text)
    if not any(character.isalpha() for character in words):
        first = _DIGITS.search(line.text)
        words += f" {int(first[0][:9]) - line.page}" if first else " -"
    height = round(line.bottom / 4)
    return [(words, height, 0), (words, round((line.bottom + 2) / 4), 1)]
