"""Which words changed between two wordings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of words that stayed, came in or went out."""

    kind: Literal["same", "in", "out"]
    text: str


def words_between(before: str, after: str) -> list[Piece]:
    """The later text with what went out and what came in; without an earlier text, just the text."""
    if not before:
        return [Piece("same", after)]
    return list(_pieces(_words(before), _words(after)))


def _words(text: str) -> list[str]:
    """Words with the space behind them, so that joining them gives the text back."""
    return re.findall(r"\S+\s*", text)


def _pieces(old: list[str], new: list[str]) -> Iterator[Piece]:
    matcher = SequenceMatcher(None, [word.strip() for word in old], [word.strip() for word in new], autojunk=False)
    for tag, first, last, start, end in matcher.get_opcodes():
        if tag == "equal":
            yield Piece("same", "".join(new[start:end]))
            continue
        if last > first:
            yield Piece("out", "".join(old[first:last]))
        if end > start:
            yield Piece("in", "".join(new[start:end]))
