"""Which words are ordinary Dutch, and which are known as names.

Ordinary words come from simplemma's dictionary and from the words of subtitles that pyspellchecker brings, names
from the lists that come with deduce (read as plain files: the library itself, slow to load, is not needed for that).
"""

from __future__ import annotations

import importlib.util
import re
from functools import lru_cache
from pathlib import Path

import simplemma
from spellchecker import SpellChecker

from sluitend.engines.text.names.tokens import fold
from sluitend.engines.text.names.words import MISTAKEN, ORDINARY, PARTICLES, SUFFIXES

# What every word of the list of spoken words counts at least, names included.
_RARE = 50
_EVERYDAY = 20_000
_JOINTS = ("", "s", "e", "en", "n")


@lru_cache(maxsize=65536)
def is_word(word: str) -> bool:
    """Whether this is an ordinary word, also when it is a name besides ("roos", "bakker"), by its lower-case form."""
    return is_common(word) or _is_compound(word.casefold())


def is_common(word: str) -> bool:
    """Whether a dictionary has this word itself: a compound that was only put together does not count."""
    low = word.casefold().replace("’", "'")
    plain = fold(low)  # "hém", "wél": said with stress
    return any(form in ORDINARY or in_dictionary(form) for form in (low, plain))


def in_dictionary(low: str) -> bool:
    """Whether the dictionary has this word itself, and it is not mostly a first name."""
    if fold(low) in MISTAKEN:
        return False
    return simplemma.is_known(low, lang="nl") or (_times_said(low) > _RARE and not is_first_name(fold(low)))


@lru_cache
def _counts() -> dict[str, int]:
    return dict(SpellChecker(language="nl", distance=1).word_frequency.dictionary)


def is_everyday(word: str) -> bool:
    """Said so often that a capital tells nothing: of, ook, wie."""
    return _times_said(word.casefold()) > _EVERYDAY and not is_first_name(fold(word))


def _times_said(low: str) -> int:
    """How often the word is said in subtitles; a name stands there too, but seldom."""
    return _counts().get(low, 0)


@lru_cache(maxsize=65536)
def _is_compound(low: str) -> bool:
    """Wijkteam, casusregie, huisverbod: two ordinary words joined, each of three letters or more."""
    if len(low) < 7:
        return False
    return any(_joined(low, cut) for cut in range(3, len(low) - 2))


def _joined(low: str, cut: int) -> bool:
    head, tail = low[:cut], low[cut:]
    if not (_part(tail) or tail in SUFFIXES):
        return False
    return any(head.endswith(joint) and _part(head.removesuffix(joint)) for joint in _JOINTS)


def _part(word: str) -> bool:
    return len(word) >= 4 and (word in ORDINARY or in_dictionary(word))


def _lists() -> Path:
    found = importlib.util.find_spec("deduce")
    if found is None or not found.submodule_search_locations:
        raise LookupError("deduce is not installed")
    return Path(found.submodule_search_locations[0], "data", "lookup", "src")


@lru_cache
def _lines(*names: str) -> frozenset[str]:
    """The folded lines of a list, less its exceptions."""
    folder = _lists().joinpath(*names)
    lines = _file(folder / "items.txt") - _file(folder / "exceptions.txt")
    return frozenset(fold(line) for line in lines)


def _file(path: Path) -> set[str]:
    if not path.exists():
        return set()
    return {line.strip() for line in path.read_text(encoding="utf-8").splitlines() if line.strip()}


def is_first_name(folded: str) -> bool:
    """Known as somebody's first name, in the Netherlands."""
    return folded in _lines("names", "lst_first_name")


def is_surname(folded: str) -> bool:
    """Known as a surname, by its last word."""
    return folded in _surnames()


@lru_cache
def _surnames() -> frozenset[str]:
    whole = _lines("names", "lst_surname") | _lines("names", "lst_interfix_surname")
    return whole | {re.split(r"[ -]", line)[-1] for line in whole}


def is_municipality(folded: str) -> bool:
    """A municipality, province or region of the Netherlands: these may stay."""
    kinds = ("lst_municipality", "lst_province", "lst_region")
    return any(folded in _lines("locations", "lst_placename", kind) for kind in kinds)


def is_residence(folded: str) -> bool:
    """A town, village or hamlet."""
    return folded in _lines("locations", "lst_placename", "lst_residence")


def is_street(folded: str) -> bool:
    """A street somewhere in the Netherlands."""
    return folded in _lines("locations", "lst_street")


def is_particle(folded: str) -> bool:
    """van, de, el, …: part of a name, never a name by itself."""
    return folded in PARTICLES
