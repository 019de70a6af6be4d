"""Dutch words for finding them again: where they stand in a text, how they are spelt without accents, and their stem.

The stem is that of Snowball's algorithm for Dutch after Porter ("dutch_porter"), which leaves prefixes alone: with the
newer one "gezin" becomes "zin". What it leaves apart and people do not (bron, bronnen; perspectief, perspectieven) is
brought together by three rules and a list. Compounds stay whole.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from importlib.metadata import version
from threading import local
from typing import NamedTuple

import snowballstemmer

LONGEST = 64  # characters of a word that count; longer "words" are data, not language
_RULES = 1  # goes up with every change of a rule or of the list below: indexes are made anew
STEMS = f"{_RULES}/{version('snowballstemmer')}"

# Letters and figures with the marks on them; an apostrophe only in what Dutch puts before an s: regio's, memo's.
_WORD = re.compile(r"[^\W_](?:[^\W_]|[\u0300-\u036f])*(?:['’]s(?![^\W_]))?")

# Words of the field that would be taken for another word, or not for their own plural.
EXCEPTIONS = {
    **dict.fromkeys(("gezin", "gezinnen", "gezins", "gezinnetje"), "gezin"),  # never "zin"
    **dict.fromkeys(("keten", "ketens"), "keten"),  # not ketting
    **dict.fromkeys(("lees", "leest", "lezen", "las", "lazen"), "lezen"),  # not les
    **dict.fromkeys(("raad", "raden"), "raad"),  # not rad
    **dict.fromkeys(("maat", "maten"), "maat"),  # not mat
    **dict.fromkeys(("kind", "kinderen", "kinds", "kinder"), "kind"),
    **dict.fromkeys(("lid", "leden"), "lid"),
    **dict.fromkeys(("stad", "steden"), "stad"),
    **dict.fromkeys(("regio", "regios"), "regio"),  # without its apostrophe too
    **dict.fromkeys(("memo", "memos"), "memo"),
    **dict.fromkeys(("advies", "adviezen"), "advies"),  # -ies that is no plural
    **dict.fromkeys(("verlies", "verliezen"), "verlies"),
    **dict.fromkeys(("overheid", "overheden"), "overheid"),  # not over
    "precies": "precies",
    "bestuur": "bestuur",  # the body, not what is executive
    "besturen": "bestuur",
}
_own = local()  # a stemmer holds the word that it works on: one a thread


class Word(NamedTuple):
    """A word as it stands at [start, end) of a text, in code points: folded, and its stem."""

    start: int
    end: int
    folded: str
    stem: str


def words(text: str) -> Iterator[Word]:
    """The words of a text in their order; what is no letter or figure keeps them apart.

    >>> [word.stem for word in words("Drie gezinnen in één regio")]
    ['drie', 'gezin', 'in', 'een', 'regio']
    """
    for found in _WORD.finditer(text):
        folded, stem = _forms(found.group())
        if folded:
            yield Word(found.start(), found.end(), folded, stem)


@lru_cache(maxsize=200_000)
def _forms(word: str) -> tuple[str, str]:
    base = word[:-2] if word[-2:-1] in ("'", "’") else word
    folded = fold(base)
    return folded + ("s" if base != word else ""), stem_of(folded)


def fold(word: str) -> str:
    """A word in small letters without accents, and of it what is a letter or figure; at most `LONGEST` characters."""
    if word.isascii():
        return word.lower()[:LONGEST]
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", word).casefold())
    return "".join(one for one in plain if one.isalnum())[:LONGEST]


@lru_cache(maxsize=200_000)
def stem_of(folded: str) -> str:
    """The stem of a folded word; of a word with figures the word itself."""
    if folded in EXCEPTIONS:
        return EXCEPTIONS[folded]
    if not folded.isalpha():
        return folded
    return _rounded_off(_porter(folded[:-1] if _keeps_its_s(folded) else folded))


def _porter(word: str) -> str:
    if not hasattr(_own, "stemmer"):
        _own.stemmer = snowballstemmer.stemmer("dutch_porter")
    return str(_own.stemmer.stemWord(word))


def _keeps_its_s(word: str) -> bool:
    """conclusies, niveaus, gemeentes: plurals that Porter leaves, since such an s may be anything."""
    return len(word) > 5 and word.endswith(("ies", "eaus", "tes"))


def _rounded_off(stem: str) -> str:
    """bronn → bron, verwijz → verwijs, perspectiev → perspectief: as the word is spelt that stands alone."""
    if len(stem) > 3 and stem[-1] == stem[-2] and stem[-1] not in "aeiouy":
        stem = stem[:-1]
    if len(stem) > 2 and stem[-1] in "vz":
        stem = stem[:-1] + {"v": "f", "z": "s"}[stem[-1]]
    return stem
