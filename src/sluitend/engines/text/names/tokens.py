"""Words with their places, and whether a capital says anything there."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_LETTER = r"[^\W\d_][\u0300-\u036f]*"
_WORD = re.compile(rf"[’']?(?:{_LETTER})+(?:[’'](?:{_LETTER})+)*[’']?")
# What may stand between a sentence's end and its first word.
_OPENING = " \t\"'“”‘’„«»([{<-–—•*"
_ABBREVIATIONS = frozenset(
    [
        "dr",
        "mw",
        "mevr",
        "dhr",
        "fam",
        "drs",
        "mr",
        "ir",
        "ing",
        "prof",
        "ds",
        "st",
        "nr",
        "bijv",
        "bv",
        "ca",
        "tel",
        "o.a",
        "d.w.z",
        "evt",
        "incl",
        "excl",
        "zgn",
        "resp",
    ]
)


@dataclass(frozen=True, slots=True)
class Token:
    """A word ``[start, end)``; ``fold`` is lower case without accents; ``first`` when it may begin a sentence."""

    start: int
    end: int
    text: str
    fold: str
    first: bool

    @property
    def capital(self) -> bool:
        """Whether it begins with a capital."""
        return self.text.lstrip("’'")[:1].isupper()

    @property
    def letters(self) -> str:
        """Without the apostrophes around it."""
        return self.text.strip("’'")


@lru_cache(maxsize=65536)
def fold(word: str) -> str:
    """Lower case, without accents, with one kind of apostrophe."""
    plain = unicodedata.normalize("NFD", word.casefold().replace("’", "'"))
    bare = "".join(mark for mark in plain if not unicodedata.combining(mark))
    return bare.translate(_SINGLE)


_SINGLE = str.maketrans({"ı": "i", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "þ": "th"})


def tokens_of(text: str) -> list[Token]:
    """All words, in order. Hyphens part words; apostrophes inside a word do not."""
    found = []
    for match in _WORD.finditer(text):
        start, end = _without_quotes(match)
        word = text[start:end]
        found.append(Token(start, end, word, fold(word), _may_begin(text, start)))
    return found


def _without_quotes(match: re.Match[str]) -> tuple[int, int]:
    """An apostrophe before or behind belongs to the word only in 't, 's, d' and after an s (Kees')."""
    start, end = match.span()
    word = match[0]
    if word[0] in "’'" and word.strip("’'").casefold() not in {"t", "s", "n", "k", "m", "r"}:
        start += 1
    if word[-1] in "’'" and (word[0] in "’'" or word.strip("’'")[-1:].casefold() not in {"s", "x", "z", "d"}):
        end -= 1
    return start, end


def _may_begin(text: str, start: int) -> bool:
    """Whether a sentence, or words that are quoted, may begin here: then a capital proves nothing."""
    position = start - 1
    quoted = False
    while position >= 0 and text[position] in _OPENING:
        quoted = quoted or text[position] in "\"“”‘„«'"
        position -= 1
    if position < 0 or text[position] in ".?!:;…\n\r|])>":
        return position < 0 or text[position] != "." or not _abbreviated(text, position)
    return quoted and text[position] == ","


def _abbreviated(text: str, dot: int) -> bool:
    """Whether the full stop belongs to an abbreviation or an initial."""
    before = re.search(r"[\w.]*$", text[max(0, dot - 8) : dot])
    word = before[0] if before else ""
    return word.casefold() in _ABBREVIATIONS or (len(word.rpartition(".")[2]) == 1 and word[-1:].isupper())
