"""Tells where words were copied by hand: by rows of words that two texts have in common."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

SHARED = 5  # so many words in a row are no chance

Row = tuple[str, ...]


def rows_of_words(text: str) -> Iterator[Row]:
    """Every row of so many words, without signs and capitals; a shorter text as a whole."""
    words = list(filter(None, (_bare(word) for word in text.split())))
    if not words:
        return
    for start in range(max(1, len(words) - SHARED + 1)):
        yield tuple(words[start : start + SHARED])


def rows_in(texts: Iterable[str]) -> set[Row]:
    """The rows of all of these texts."""
    return {row for text in texts for row in rows_of_words(text)}


def shares(text: str, rows: Collection[Row]) -> bool:
    """Whether a row of the text is one of these."""
    return any(row in rows for row in rows_of_words(text))


def _bare(word: str) -> str:
    return "".join(filter(str.isalnum, word)).casefold()
