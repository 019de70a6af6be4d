"""Rules for names, addresses and places: told by the lists of Dutch names, streets and places that come with deduce."""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np

from sluitend.engines.disclosure.values import Mask, Values
from sluitend.engines.text.names import lexicon
from sluitend.engines.text.names.tokens import fold
from sluitend.engines.text.names.words import PARTICLES, TITLES

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_NAMED = re.compile(r"voornaam|achternaam|roepnaam|geslachtsnaam|surname|(?:first|last|full)[ _-]?name", re.IGNORECASE)
_HOUSE = re.compile(r"^(?P<street>[^\d,]{3,60}?)[ ,]+(?:nr\.? ?)?\d{1,4}(?:[ -]?[A-Za-z]{1,3}|-\d{1,3})?(?:[ ,].*)?$")
_ENDS = (
    "straat", "laan", "gracht", "singel", "kade", "plein", "steeg", "dreef", "plantsoen", "weg", "dijk", "hof", "pad",
    "markt", "straatje", "laantje", "pleintje",
)  # fmt: skip
_LONGEST = 60
_SEVERAL = 5


def name(values: Values) -> Mask | None:
    """People: a first name or initials with a surname, or a single name that is no ordinary word and no place."""
    if _NAMED.search(values.name):
        mask = values.matches(r"^\p{Lu}[\p{L}'’. -]{1,40}(?:, ?[\p{L}'’. -]{1,30})?$")
        return mask if values.share(mask) > 0.5 else None
    told = [_told(text) for text in values.sample]
    whole, single = told.count(2), told.count(1)
    many = whole >= max(_SEVERAL, len(told) / 10)  # some organisations are called after somebody, but few
    return _each(values, lambda text: _told(text) > 0) if many or whole + single / 2 > len(told) / 3 else None


def address(values: Values) -> Mask | None:
    """Streets with a number, or streets alone."""
    found = sum(map(_is_address, values.sample))
    return _each(values, _is_address) if found and found > len(values.sample) / 4 else None


def place(values: Values) -> Mask | None:
    """Towns and villages that are not the name of a municipality, among known places."""
    folded = [fold(text) for text in values.sample if len(text) <= _LONGEST]
    known = [text for text in folded if lexicon.is_residence(text) or lexicon.is_municipality(text)]
    smaller = sum(not lexicon.is_municipality(text) for text in known)
    if not smaller or len(known) < len(folded) / 2 or smaller < len(folded) / 5:
        return None
    return _each(values, lambda text: lexicon.is_residence(fold(text)) and not lexicon.is_municipality(fold(text)))


def _told(text: str) -> int:
    """Two for a name in parts, one for a single word that is rather a name than anything else, else zero."""
    if len(text) > _LONGEST or any(character.isdigit() or character in "@/_&" for character in text):
        return 0
    words = _core(text)
    whole = [word for word in words if len(word) > 1]
    if not 1 <= len(words) <= 5 or not whole:
        return 0
    return _single(whole[0]) if len(words) == 1 else _in_parts(whole, initials=len(whole) < len(words))


def _core(text: str) -> list[str]:
    """Without titles and particles: mevrouw J. van der Meer is J, Meer."""
    return [word for word in _WORD.findall(text) if word.casefold() not in PARTICLES | TITLES]


def _single(word: str) -> int:
    low = fold(word)
    if not (lexicon.is_first_name(low) or lexicon.is_surname(low)):
        return 0
    return int(not (lexicon.is_word(word) or lexicon.is_municipality(low) or lexicon.is_residence(low)))


def _in_parts(words: list[str], *, initials: bool) -> int:
    """Jan Jansen, Jansen, J., Kwabena Mensah: known at one end, and no ordinary words besides."""
    low = [fold(word) for word in words]
    first = initials or any(map(lexicon.is_first_name, (low[0], low[-1])))
    last = any(lexicon.is_surname(one) or not lexicon.is_word(word) for one, word in zip(low, words, strict=True))
    plain = all(lexicon.in_dictionary(one) and not lexicon.is_first_name(one) for one in low)
    surname = lexicon.is_surname(low[0]) or lexicon.is_surname(low[-1])
    return 2 if first and last and (not plain or (initials and surname)) else 0


def _is_address(text: str) -> bool:
    numbered = _HOUSE.match(text)
    street = fold((numbered["street"] if numbered else text).strip())
    if not 3 <= len(street) <= _LONGEST:
        return False
    ends = street.endswith(_ENDS)
    return ends or lexicon.is_street(street) if numbered else ends and lexicon.is_street(street)


def _each(values: Values, rule: Callable[[str], bool]) -> Mask:
    """Of every value when they are few, else of those that were read."""
    read = {text for text in values.sample if rule(text)}
    return np.array([text in read for text in values.texts.to_pylist()], bool)
