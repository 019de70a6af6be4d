"""Searching once more, as a page of loops over the texts themselves: what the index finds has to be this."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from sluitend.engines.text.stemming import stem_of

Spot = tuple[int, int, int]  # number of the source, start, end


def twin_words(text: str) -> list[str]:
    """Small letters without accents; for texts without apostrophes."""
    plain = unicodedata.normalize("NFD", text.lower())
    letters = "".join(one for one in plain if not unicodedata.combining(one))
    return re.findall(r"[a-z0-9]+", letters)


def twin_pieces(text: str) -> list[tuple[int, int]]:
    """Pieces between empty lines, without the white space around them; for short ones."""
    found, at = [], 0
    for part in text.split("\n\n"):
        if part.strip():
            start = at + len(part) - len(part.lstrip())
            found.append((start, start + len(part.strip())))
        at += len(part) + 2
    return found


def twin_holds(term: str, words: Sequence[str]) -> bool:
    """One term: word, "phrase" or beginning*."""
    if term.startswith('"'):
        asked = twin_words(term)
        return any(list(words[at : at + len(asked)]) == asked for at in range(len(words)))
    if term.endswith("*"):
        return any(word.startswith(twin_words(term)[0]) for word in words)
    asked = [stem_of(one) for one in twin_words(term)]
    stems = [stem_of(one) for one in words]
    return any(stems[at : at + len(asked)] == asked for at in range(len(stems)))


def twin_search(texts: dict[int, str], terms: Sequence[str]) -> set[Spot]:
    """Everything that answers it, in texts by the number of their source."""
    found = set()
    for number, text in texts.items():
        for start, end in twin_pieces(text):
            words = twin_words(text[start:end])
            wanted = all(twin_holds(term, words) for term in terms if not term.startswith("-"))
            if wanted and not any(twin_holds(term[1:], words) for term in terms if term.startswith("-")):
                found.add((number, start, end))
    return found
