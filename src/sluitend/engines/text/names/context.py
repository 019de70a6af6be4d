"""Names on no list, by what stands around them and by words that are no Dutch.

A capital inside a sentence is the strongest sign in Dutch; then a title or "heet" before the word, initials,
a known first name that is no ordinary word (also without a capital), and at the beginning of a sentence a word that
nobody knows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sluitend.engines.text.names import lexicon, mentions
from sluitend.engines.text.names.model import FoundBy, Kind, Span
from sluitend.engines.text.names.tokens import Token
from sluitend.engines.text.names.words import (
    MASS,
    NAMING,
    OFFICIAL,
    ORGANISATION_WORDS,
    PARTICLES,
    PLACE_PREPOSITIONS,
    PLACE_WORDS,
    POSSESSIVES,
    ROLES,
    SCHOOL_TAILS,
    SCHOOL_WORDS,
    STARTERS,
    TITLES,
    VERBS,
    WEEKDAYS_AND_MONTHS,
)

_GAP = re.compile(r"[ \u00a0]|-|[ ]?&[ ]?|\. ?|[ ]-[ ]")
_INITIALS = re.compile(
    r"(?<![\w.])(?:[A-Z]\.[ ]?){1,4}(?:(?:van|de|der|den|ter|ten|te|el|al|ben|von|la|le|’t|'t)[ ]){0,3}"
    r"(?:[A-ZÀ-ÞĞİŞ][\w’'-]+|[A-Z]\.)(?!\w)|(?<=mevrouw )[A-Z]\b\.?|(?<=meneer )[A-Z]\b\.?|(?<=de heer )[A-Z]\b\.?"
    r"|(?<![\w.])[A-Z]\.(?=[ ][a-z])(?![ ]en[ ][A-Z]\.)|"
    r"(?<!\w)(?:van|Van|de|De|el|El)(?:[ ](?:de|der|den))?[ ][A-Z]\.(?!\w)"
)
_HOUSES = (
    "wijk", "buurt", "hoek", "donk", "veen", "kwartier", "polder", "drift", "oord", "eind", "horst",
    "broek", "woud", "wold", "beek",
)  # fmt: skip


def names(text: str, tokens: list[Token], taken: bytearray) -> list[Span]:
    """What looks like a name by its surroundings; ``taken`` marks the characters that are something already."""
    found = [*_by_initials(text, taken)]
    position = 0
    while position < len(tokens):
        if taken[tokens[position].start]:
            position += 1
            continue
        length = _length(text, tokens, position, taken)
        if length:
            found.append(_span(tokens, position, length))
        position += max(1, length)
    return found


def _by_initials(text: str, taken: bytearray) -> Iterator[Span]:
    for match in _INITIALS.finditer(text):
        if not taken[match.start()]:
            yield Span(*match.span(), Kind.PERSON, FoundBy.CONTEXT)


def _length(text: str, tokens: list[Token], position: int, taken: bytearray) -> int:
    """How many words from here are one name; 0 when none begins here."""
    start = _skip_particles(text, tokens, position)
    if start > position and not _may_lead(tokens, position):
        return 0
    if start >= len(tokens) or taken[tokens[start].start]:
        return 0
    sure = _sure(text, tokens, position, start)
    if not sure and (start > position and not tokens[position].capital):
        start = position
    if not (sure or _begins(text, tokens, start)):
        return 0
    return _last(text, tokens, start, taken, sure=sure) - position + 1


def _skip_particles(text: str, tokens: list[Token], position: int) -> int:
    """Past the particles with which a surname begins: "van den Berg", "El Amrani"."""
    last = position
    while last + 1 < len(tokens) and tokens[last].fold in STARTERS and _near(text, tokens, last):
        last += 1
        if last - position >= 3:
            break
    return last


def _may_lead(tokens: list[Token], position: int) -> bool:
    """Whether a particle here begins a surname: a small "van" does so only behind a first name, initial or title."""
    token = tokens[position]
    if token.capital and not token.first:
        return True
    following = tokens[position + 1] if position + 1 < len(tokens) else token
    if token.capital:
        return not lexicon.is_first_name(following.fold) and following.fold not in {"de", "het"}
    previous = mentions.before(tokens, position).rstrip(".")
    return previous in TITLES | ROLES or lexicon.is_first_name(previous) or len(previous) == 1


def _near(text: str, tokens: list[Token], position: int) -> bool:
    return _GAP.fullmatch(text[tokens[position].end : tokens[position + 1].start]) is not None


def _sure(text: str, tokens: list[Token], position: int, start: int) -> bool:
    """Behind a title or "heet", and no ordinary word without a capital."""
    word = mentions.before(tokens, position).rstrip(".")
    token = tokens[start]
    if not word or "\n" in text[tokens[position - 1].end : tokens[position].start] or not _plausible(token):
        return False
    gap = text[tokens[position - 1].end : tokens[position].start]
    if not re.fullmatch(r"\.?[ \u00a0]", gap):
        return False
    if word in TITLES or word in NAMING or word in {"zekere", "ene"}:
        return token.capital or not lexicon.is_word(token.fold)
    return word in ROLES and token.capital and not token.first


def _plausible(token: Token) -> bool:
    return len(token.letters) > 1 and not (token.letters.isupper() and len(token.letters) < 5)


def _begins(text: str, tokens: list[Token], position: int) -> bool:
    """Whether a name begins with this word, without anything before it that says so."""
    token = tokens[position]
    if len(token.letters) < 2 or _beside_digits(text, token) or token.fold in WEEKDAYS_AND_MONTHS:
        return False
    if token.capital:
        return _capital_begins(text, tokens, position)
    return _small_begins(text, tokens, position)


def _beside_digits(text: str, token: Token) -> bool:
    return text[token.end : token.end + 1].isdigit() or text[token.start - 1 : token.start].isdigit()


def _capital_begins(text: str, tokens: list[Token], position: int) -> bool:
    token = tokens[position]
    if not mentions.may_be_called(token) or token.fold in TITLES | PARTICLES:
        return False
    word = lexicon.is_word(token.fold)
    if token.fold.endswith(tuple(SCHOOL_TAILS)) and token.fold not in SCHOOL_WORDS and not token.first:
        return True
    if token.first:
        return _first_begins(text, tokens, position, word)
    if not word:
        return True
    if lexicon.is_first_name(token.fold):
        return True
    if lexicon.is_everyday(token.fold):  # "Tweede Adem"
        return position + 1 < len(tokens) and _near(text, tokens, position) and _tail(tokens[position + 1])
    if any(part in token.fold for part in OFFICIAL) or token.fold in ROLES:
        return _named_house(tokens, position)
    return True


def _named_house(tokens: list[Token], position: int) -> bool:
    """ "stichting Samen Sterk": behind the word for a school or organisation a capital is its name."""
    return mentions.before(tokens, position) in SCHOOL_WORDS | ORGANISATION_WORDS


def _first_begins(text: str, tokens: list[Token], position: int, word: bool) -> bool:
    """At the beginning of a sentence every word has a capital."""
    token = tokens[position]
    if not word:
        return True
    following = mentions.after(tokens, position + 1)
    if not lexicon.is_first_name(token.fold) or token.fold in MASS or position + 1 >= len(tokens):
        return False
    gap = text[token.end : tokens[position + 1].start]
    if gap == " " and (following in VERBS or following in POSSESSIVES):
        return True
    return _near(text, tokens, position) and _tail(tokens[position + 1])


def _tail(token: Token) -> bool:
    """A capital that can only be the rest of a name."""
    return token.capital and not token.first and mentions.may_be_called(token) and token.fold not in TITLES


def _small_begins(text: str, tokens: list[Token], position: int) -> bool:
    """Without capitals: a first name that is nothing else, or a word that nobody knows where a person stands."""
    token = tokens[position]
    if lexicon.is_word(token.fold):
        return _small_place(tokens, position)
    if lexicon.is_first_name(token.fold) and len(token.fold) > 2:
        return True
    if len(token.fold) < 4 or lexicon.is_word(token.fold.removesuffix("s")):
        return False
    return _where_people_stand(text, tokens, position)


def _where_people_stand(text: str, tokens: list[Token], position: int) -> bool:
    previous, following = mentions.before(tokens, position), mentions.after(tokens, position + 1)
    if previous in {"uit", "vanuit", "richting"} and len(tokens[position].fold) > 5:
        return True
    if previous in {"die", "onze", "ons", "met"} and following in {"die", "van", *VERBS, *POSSESSIVES}:
        return True
    return following in {"d'r", "z'n"} and previous not in {"de", "het", "een"}


def _small_place(tokens: list[Token], position: int) -> bool:
    """ "uit de lisdoddewijk": a compound that no dictionary has, for where people live."""
    word = tokens[position].fold
    if not word.endswith(_HOUSES) or lexicon.in_dictionary(word) or any(part in word for part in OFFICIAL - {"wijk"}):
        return False
    return (
        mentions.before(tokens, position) in {"de", "het"}
        and mentions.before(tokens, position, 2) in PLACE_PREPOSITIONS
    )


def _last(text: str, tokens: list[Token], start: int, taken: bytearray, *, sure: bool) -> int:
    """The last word of the name that begins here."""
    last = start
    position = start
    while position + 1 < len(tokens) and position - last < 3 and _near(text, tokens, position):
        position += 1
        token = tokens[position]
        if taken[token.start] or (text[tokens[position - 1].end : token.start].startswith(".") and not sure):
            break
        if token.capital and not token.first and _goes_on(token):
            last = position
        elif token.fold not in PARTICLES:
            break
    return last


def _goes_on(token: Token) -> bool:
    return mentions.may_be_called(token) and token.fold not in WEEKDAYS_AND_MONTHS


def _span(tokens: list[Token], position: int, length: int) -> Span:
    words = tokens[position : position + length]
    return Span(words[0].start, words[-1].end, _kind(tokens, position, words), FoundBy.CONTEXT)


def _kind(tokens: list[Token], position: int, words: list[Token]) -> Kind:
    """What the name is of, as far as the words around it tell; a person otherwise."""
    previous = mentions.before(tokens, position)
    previous = mentions.before(tokens, position, 2) if previous in {"de", "het", "'t"} else previous
    article = mentions.before(tokens, position) in {"de", "het", "'t"} or words[0].fold in {"de", "het"}
    if previous in SCHOOL_WORDS or words[-1].fold.endswith(tuple(SCHOOL_TAILS)) or words[0].fold in SCHOOL_WORDS:
        return Kind.SCHOOL
    if previous in ORGANISATION_WORDS or words[0].fold in ORGANISATION_WORDS:
        return Kind.ORGANISATION
    if (
        words[-1].fold.endswith(_HOUSES)
        or previous in PLACE_WORDS
        or (lexicon.is_residence(words[-1].fold) and previous in PLACE_PREPOSITIONS)
    ):
        return Kind.PLACE
    return Kind.ORGANISATION if article and not lexicon.is_first_name(words[-1].fold) else Kind.PERSON
