"""Tells where words were copied by hand, by rows of words that two texts have in common, and takes them out."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence

SHARED = 5  # so many words in a row are no chance
FEWEST_WORDS, LETTERS = 3, 12  # of a row of fewer words, to destroy something for it
MARKER = "[ingetrokken]"  # in the place of what was withdrawn; texts are Dutch

Row = tuple[str, ...]
Span = tuple[int, int]  # code points, end exclusive

_WORD, _LINE = re.compile(r"\S+"), re.compile(r"[^\n]+")
_SENTENCE = re.compile(r"\S[^\n]*?(?:[.!?…]+[\"”’')\]]*(?=\s|\Z)|(?=\n|\Z))")


def rows_in(texts: Iterable[str]) -> set[Row]:
    """The rows of words by which a copy of these texts is known, without signs and capitals.

    Every row of SHARED words, and the words of a shorter text as a whole. Who copies may cut fewer words from a text
    that goes on: so every shorter row that tells as well. These are found only where they stand alone (`rows_of`).
    """
    return {row for text in texts for row in _rows([word for word, _start, _end in _words(text)])}


def _rows(words: Sequence[str]) -> Iterator[Row]:
    if words:
        yield tuple(words[:SHARED])
    for length in range(FEWEST_WORDS, SHARED + 1):
        rows = (tuple(words[start : start + length]) for start in range(len(words) - length + 1))
        yield from filter(tells, rows)


def tells(row: Row) -> bool:
    """Whether a row tells whose words these are, so that something may be destroyed for it; else it may only hide.

    A whole row always does. Of a short turn two words are said by anybody ("Klopt", "Helemaal eens"), and so are three
    short ones ("Ja dat klopt"): at least three words with twelve letters together ("Nog nooit gezien").
    """
    return len(row) >= SHARED or (len(row) >= FEWEST_WORDS and sum(map(len, row)) >= LETTERS)


def telling(rows: Iterable[Row]) -> set[Row]:
    """Those of these rows that tell."""
    return set(filter(tells, rows))


def rows_of(text: str) -> set[Row]:
    """The rows of words of a text that somebody typed, to look for among those of `rows_in`.

    Few words make one row, which is found only where they stand alone, as a text, a line or a sentence, with or without
    what stands before a colon: "M. Voorbeeld: nooit gezien".
    """
    return {row for row, _span in _placed(text)}


def copies(text: str, rows: Collection[Row]) -> bool:
    """Whether a text that somebody typed holds one of these rows of words."""
    return any(row in rows for row, _span in _placed(text))


def without(text: str, rows: Collection[Row]) -> str:
    """The same text with a marker for each sentence that holds one of these rows; one for several in a row."""
    held = [span for row, span in _placed(text) if row in rows]
    sentences = _spans(_SENTENCE, text)
    gone = {place for span in held for place in _touched(sentences, span)}
    kept, at = [], 0
    for place, (start, end) in enumerate(sentences):
        if place in gone:
            kept += [] if place - 1 in gone else [text[at:start], MARKER]
            at = end
    return "".join([*kept, text[at:]])


def same_but_withdrawn(one: str, other: str) -> bool:
    """Whether two texts are the same, apart from what was withdrawn from one of them."""
    return one == other or _fits(one, other) or _fits(other, one)


def _fits(emptied: str, text: str) -> bool:
    """Whether a text has the rest of another, in its order, and something in the place of each marker."""
    first, *rest = emptied.split(MARKER)
    if not rest or not text.startswith(first):
        return False
    at, last = len(first), rest.pop()
    for piece in rest:
        found = text.find(piece, at + 1)
        if found < 0:
            return False
        at = found + len(piece)
    return text.endswith(last) and at < len(text) - len(last)


def _touched(sentences: Sequence[Span], span: Span) -> range:
    first = bisect_right(sentences, span[0], key=lambda one: one[0]) - 1
    return range(first, bisect_left(sentences, span[1], key=lambda one: one[0]))


def _placed(text: str) -> Iterator[tuple[Row, Span]]:
    words = list(_words(text))
    for start in range(len(words) - SHARED + 1):
        yield _row(words[start : start + SHARED])
    for first, end in _parts(text):
        start = bisect_left(words, first, key=lambda one: one[1])
        alone = words[start : bisect_left(words, end, key=lambda one: one[1])]
        if 0 < len(alone) < SHARED:
            yield _row(alone)


def _row(words: Sequence[tuple[str, int, int]]) -> tuple[Row, Span]:
    return tuple(word for word, _start, _end in words), (words[0][1], words[-1][2])


def _parts(text: str) -> Iterator[Span]:
    """Where few words stand alone."""
    for start, end in [(0, len(text)), *_spans(_LINE, text), *_spans(_SENTENCE, text)]:
        yield start, end
        colon = text.find(": ", start, end)
        if colon >= 0:
            yield colon + 1, end


def _words(text: str) -> Iterator[tuple[str, int, int]]:
    """Every word without signs and capitals, with its place."""
    for start, end in _spans(_WORD, text):
        bare = "".join(filter(str.isalnum, text[start:end])).casefold()
        if bare:
            yield bare, start, end


def _spans(pattern: re.Pattern[str], text: str) -> list[Span]:
    return [found.span() for found in pattern.finditer(text)]
