"""Whether a listed word that may be ordinary Dutch is used as a name, by the words around it."""

from __future__ import annotations

from dataclasses import dataclass

from sluitend.engines.text.names import lexicon
from sluitend.engines.text.names.tokens import Token
from sluitend.engines.text.names.words import (
    ARTICLES,
    ASKED,
    BEFORE_PEOPLE,
    CAPITALISED,
    MASS,
    NAMING,
    PLACE_PREPOSITIONS,
    POSSESSIVES,
    ROLES,
    SAYING,
    TITLES,
    VERBS,
)

_WHERE = frozenset(["op", "bij", "van", "naar", "vanaf", "vanuit", "uit", "aan", "in"])
_FAMILIES = frozenset({"heer", "familie", "fam", "gezin", "zaak", "ene", "zekere"})


def before(tokens: list[Token], position: int, back: int = 1) -> str:
    """The folded word so far before this one; empty at the beginning."""
    return tokens[position - back].fold if position >= back else ""


def after(tokens: list[Token], position: int) -> str:
    """The folded word at this position; empty past the end."""
    return tokens[position].fold if position < len(tokens) else ""


@dataclass(frozen=True, slots=True)
class Said:
    """Words of a listed name in the text: the first of them, how many, and in which form."""

    position: int
    length: int
    first_name: bool
    inflected: bool  # with a genitive s

    @property
    def end(self) -> int:
        return self.position + self.length


def is_person(text: str, tokens: list[Token], said: Said) -> bool:
    """Whether these words, which stand on the list, are said of a person here."""
    words = [word for word in tokens[said.position : said.end] if not lexicon.is_particle(word.fold)]
    if not any(lexicon.is_common(word.fold) for word in words):
        return True
    if any(word.capital and not word.first for word in words) or titled(text, tokens, said.position):
        return True
    if tokens[said.position].capital:
        return _begins_as_person(text, tokens, said)
    return _small_person(text, tokens, said)


def titled(text: str, tokens: list[Token], position: int) -> bool:
    """Behind "mevrouw", "de heer", "juf", or "heet"."""
    word = before(tokens, position).rstrip(".")
    if not word or "\n" in text[tokens[position - 1].end : tokens[position].start]:
        return False
    if word in TITLES or word in NAMING or word in _FAMILIES:
        return True
    return word in ROLES and tokens[position].fold not in MASS


def pointed_at(tokens: list[Token], position: int) -> bool:
    """Behind "die" or a title: "die Van D", "mevrouw De W"."""
    return before(tokens, position) in TITLES | {"die", "familie", "gezin"}


def _begins_as_person(text: str, tokens: list[Token], said: Said) -> bool:
    """At the beginning of a sentence, where every word has a capital: it is the name unless the next word denies it.

    A name that stays is worse than a proposal too many, so a doubtful one is proposed.
    """
    following = after(tokens, said.end)
    if tokens[said.position].fold not in MASS or said.inflected or not _joined(text, tokens, said.end):
        return True
    if said.first_name:  # "Wil iemand …", "Wil je …": of the words that are first names too only this one is a verb
        # … and "Wil van het wijkteam" asks nothing.
        return tokens[said.position].fold != "wil" or following not in ASKED - POSSESSIVES - {"van"}
    return following not in ASKED | {"dat", "is", "gezegd", "genoeg", "hoor"}  # "Eerlijk gezegd", "Mooi dat …"


def _joined(text: str, tokens: list[Token], position: int) -> bool:
    """Whether only a space parts this word from the one before it."""
    return 0 < position < len(tokens) and text[tokens[position - 1].end : tokens[position].start] == " "


def _small_person(text: str, tokens: list[Token], said: Said) -> bool:
    """Without a capital: with a possessive, behind a preposition, or where a thing would have an article."""
    previous, following = before(tokens, said.position), after(tokens, said.end)
    if not capitals_used(text, tokens, said.position) and _plain_person(tokens, said):
        return True
    if previous in ARTICLES and _joined(text, tokens, said.position):
        return False
    joined = _joined(text, tokens, said.end)
    if joined and following in {"d'r", "z'n"}:
        return True
    if said.first_name and joined and following == "die" and after(tokens, said.end + 1) in VERBS:
        return True  # "dus roos die belde": taken up again, as people do with who they speak of
    if said.first_name and previous in {"met", "bij", "tegen", "aan", "naar", *SAYING}:
        return True
    if said.first_name and tokens[said.position].fold not in MASS and previous in VERBS | BEFORE_PEOPLE:
        return True
    return previous in BEFORE_PEOPLE and (not joined or following in VERBS | BEFORE_PEOPLE)


def _plain_person(tokens: list[Token], said: Said) -> bool:
    """In a line that uses no capitals: the little words around it must do."""
    previous, following = before(tokens, said.position), after(tokens, said.end)
    ordinary = tokens[said.position].fold in MASS
    if said.length > 1 and lexicon.is_particle(tokens[said.position].fold):
        return True
    if previous in ARTICLES - {"die", "onze", "ons"}:
        return False
    if said.first_name and not ordinary:
        return True
    if said.first_name and previous in BEFORE_PEOPLE | VERBS | {"die", "onze", "ons"}:
        return following not in ASKED
    if not ordinary and (previous == "" or previous in BEFORE_PEOPLE):
        return True
    return following in VERBS and (previous == "" or previous in BEFORE_PEOPLE or not ordinary)


def capitals_used(text: str, tokens: list[Token], position: int) -> bool:
    """Whether the line is written with capitals, as far as its first word tells."""
    start = text.rfind("\n", 0, tokens[position].start)
    first = next(token for token in tokens[max(0, position - 400) :] if token.start > start)
    return first.capital


def is_proper(text: str, tokens: list[Token], position: int, length: int) -> bool:
    """Whether listed words of a school, organisation, street or place are used as its name."""
    said = [word for word in tokens[position : position + length] if not lexicon.is_particle(word.fold)]
    if any(not lexicon.is_common(word.fold) or (word.capital and not word.first) for word in said):
        return True
    if tokens[position].capital and tokens[position].first:
        return True
    article = before(tokens, position) in {"de", "het", "'t"} or tokens[position].fold in {"de", "het", "'t"}
    preposition = (
        before(tokens, position, 2) if before(tokens, position) in {"de", "het", "'t"} else before(tokens, position)
    )
    if tokens[position].capital:
        return article or preposition in _WHERE or not preposition
    if not capitals_used(text, tokens, position) and article:
        return True
    return preposition in _WHERE | PLACE_PREPOSITIONS


def may_be_called(token: Token) -> bool:
    """A capital inside the sentence that is no country, holiday, law or abbreviation."""
    word = token.letters
    if word.isupper() and len(word) > 1:  # GI, CJG
        return False
    if word[-1:].isupper() and len(word) > 1:  # RvdK
        return False
    return token.fold not in CAPITALISED and not token.fold.endswith(("wet", "wetboek"))


__all__ = ["ROLES", "TITLES", "VERBS", "after", "before", "is_person", "is_proper", "may_be_called", "titled"]
