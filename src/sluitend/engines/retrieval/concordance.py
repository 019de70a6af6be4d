"""Keyword in context: every occurrence on a line of its own, with the words to the left and to the right of it.

A line never goes beyond the passage in which the occurrence stands, so that it is one speaker's. White space counts as
one space. On either side stand the nearest whole words, together at most `WIDTH` characters.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Final, NamedTuple

from sluitend.engines.text.stemming import words

WIDTH: Final = 60
_SPACE = re.compile(r"\s+")
Span = tuple[int, int]


class Occurrence(NamedTuple):
    """Characters [start, end) of a passage, as they are read, and what is read before and after them."""

    start: int
    end: int
    left: str
    keyword: str
    right: str


class By(StrEnum):
    """In what order lines stand: as in the texts, or by what is read on one side, the nearest word first."""

    PLACE = "place"
    LEFT = "left"
    KEYWORD = "keyword"
    RIGHT = "right"


def occurrences(passage: str, spans: Iterable[Span], width: int = WIDTH) -> list[Occurrence]:
    """A line for each of these spans, each once, in the order of the passage."""
    return [
        Occurrence(
            start,
            end,
            _last(_read(passage[:start]), width),
            _read(passage[start:end]),
            _first(_read(passage[end:]), width),
        )
        for start, end in sorted(set(spans))
    ]


def order(one: Occurrence, by: By) -> Sequence[str]:
    """What lines are sorted by: words without capitals and accents. Nothing for the order of the texts."""
    match by:
        case By.LEFT:
            return _folded(one.left)[::-1]
        case By.KEYWORD:
            return _folded(one.keyword)
        case By.RIGHT:
            return _folded(one.right)
    return ()


def _folded(text: str) -> list[str]:
    return [word.folded for word in words(text)]


def _read(text: str) -> str:
    return _SPACE.sub(" ", text)


def _last(text: str, width: int) -> str:
    """The last whole words; the space at the end of them stays, where there is one."""
    body = text.rstrip(" ")
    kept = body[-width:]
    if len(body) > width and not body[-width - 1].isspace():
        kept = kept.partition(" ")[2]  # half a word
    return kept.lstrip(" ") + text[len(body) :]


def _first(text: str, width: int) -> str:
    body = text.lstrip(" ")
    kept = body[:width]
    if len(body) > width and not body[width].isspace():
        kept = kept.rpartition(" ")[0]
    return text[: len(text) - len(body)] + kept.rstrip(" ")
