"""A listed name as words, and what may be said or written for one of these words."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from rapidfuzz.distance import OSA

from sluitend.engines.text.names import lexicon, sounds
from sluitend.engines.text.names.model import Entry, Kind
from sluitend.engines.text.names.tokens import Token, tokens_of
from sluitend.engines.text.names.words import (
    CAPITALISED,
    ORGANISATION_WORDS,
    PARTICLES,
    SCHOOL_TAILS,
    SCHOOL_WORDS,
    TITLES,
)

_GENERIC = SCHOOL_WORDS | ORGANISATION_WORDS | TITLES | {"familie", "gezin", "jongerenwerk", "gezinspraktijk"}
_GENITIVES = ("'s", "s", "'")
_PLURALS = ("en", "s", "'s")
_DIMINUTIVES = ("etje", "tje", "pje", "je", "ie", "tjes", "jes")


@dataclass(frozen=True, slots=True)
class Form:
    """One listed form: its words folded, and which of them may stand for the name by themselves."""

    entry: Entry
    words: tuple[str, ...]
    telling: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A word of a form: number of the form, place in it."""

    form: int
    place: int


def forms_of(entry: Entry) -> list[Form]:
    """The forms as typed, with "&" also as "en", and a school also without "college" at its end."""
    typed = [re.sub(r"\([^)]*\)", " ", form) for form in entry.forms]
    typed += [form.replace("&", " en ") for form in typed if "&" in form]
    forms = [form for name in typed if (form := _form(entry, name)) is not None]
    if entry.kind == Kind.SCHOOL:
        forms += [short for form in forms if (short := _without_tail(form)) is not None]
    return forms


def _form(entry: Entry, typed: str) -> Form | None:
    words = tuple(token.fold.strip("'") for token in tokens_of(typed))
    if not words:
        return None
    generic = TITLES if entry.kind == Kind.PERSON else _GENERIC
    telling = tuple(word not in PARTICLES and word not in generic and word != "en" and len(word) > 1 for word in words)
    if not any(telling):
        telling = tuple(True for _ in words)
    return Form(entry, words, telling)


def _without_tail(form: Form) -> Form | None:
    """Kompaslyceum is "het Kompas" in the playground."""
    for tail in SCHOOL_TAILS:
        if form.words[-1].endswith(tail) and len(form.words[-1]) > len(tail) + 3:
            return replace(form, words=(*form.words[:-1], form.words[-1].removesuffix(tail)))
    return None


def stems(token: Token) -> list[str]:
    """What this word may be an inflection of, itself first."""
    word = token.fold
    found = [word, word.strip("'")]
    if token.capital or not lexicon.is_word(word):
        endings = (*_GENITIVES, *_PLURALS, *_DIMINUTIVES)
        found += [
            word.removesuffix(ending) for ending in endings if word.endswith(ending) and len(word) > len(ending) + 1
        ]
    elif word.endswith("s"):  # "dylans moeder": a genitive, also where the word happens to be a compound
        found.append(word.removesuffix("s").removesuffix("'"))
    found += [stem[:-1] for stem in found[2:] if len(stem) > 3 and stem[-1] == stem[-2]]
    return list(dict.fromkeys(stem for stem in found if stem))


def initial_of(token: Token, word: str) -> bool:
    """Whether the word was said as its first letter."""
    return len(token.letters) == 1 and token.letters.isupper() and len(word) > 1 and word.startswith(token.fold)


def slips(word: str, listed: tuple[str, ...]) -> tuple[str, ...]:
    """The listed words, all equally near, of which this unknown word may be a slip of the transcriber."""
    if len(word) < 4 or word in CAPITALISED or lexicon.is_word(word) or lexicon.is_first_name(word):
        return ()
    near = [(_distance(word, name), name) for name in listed if is_slip(word, name)]
    least = min(near, default=(0, ""))[0]
    return tuple(name for distance, name in near if distance == least)


def _distance(word: str, name: str) -> int:
    return 0 if sounds.key(word) == sounds.key(name) else OSA.distance(word, name)


def is_slip(word: str, name: str) -> bool:
    """One slip in a word of five letters, two in one of eight; or the same sound."""
    if len(word) < 4 or len(name) < 4 or abs(len(word) - len(name)) > 3 or lexicon.in_dictionary(word):
        return False
    allowed = 2 if len(name) >= 8 else 1 if len(name) >= 5 else 0
    if word[0] != name[0] and len(name) < 6:
        allowed = 0
    if allowed and OSA.distance(word, name, score_cutoff=allowed) <= allowed:
        return True
    return sounds.key(word) == sounds.key(name)
