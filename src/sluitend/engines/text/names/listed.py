"""The evaluation's own list, in every form in which people say a listed name.

Of "Fatima El Amrani-de Boer" every run of its words counts that holds a telling one: "Fatima", "mevrouw El Amrani",
"de Boer", "F. El Amrani", "Fatima A."; with a genitive or a diminutive behind it, without capitals and accents, written
as one word or two, and with a slip of the transcriber when no other name is as near. A word that is ordinary Dutch too
("Roos") counts only where it is a name: see ``mentions``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from operator import itemgetter

from sluitend.engines.text.names import lexicon, mentions
from sluitend.engines.text.names.forms import Form, Place, forms_of, initial_of, is_slip, slips, stems
from sluitend.engines.text.names.model import Entry, FoundBy, Kind, Span
from sluitend.engines.text.names.streets import house_number
from sluitend.engines.text.names.tokens import Token
from sluitend.engines.text.names.words import PARTICLES

_BETWEEN = re.compile(r"[ \u00a0]?[-–’'.&]?[ \u00a0]?|\. | & |, ")


class ListMatcher:
    """Finds the listed names in texts; made once for a list."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._forms = [form for entry in entries for form in forms_of(entry)]
        self._index: dict[str, list[Place]] = {}
        for number, form in enumerate(self._forms):
            for place, word in enumerate(form.words):
                self._index.setdefault(word, []).append(Place(number, place))
        self._initials: dict[str, list[Place]] = {}
        for number, form in enumerate(self._forms):
            if form.entry.kind == Kind.PERSON and len(form.words) > 1:
                self._initials.setdefault(form.words[0][0], []).append(Place(number, 0))
        self._telling = tuple(
            word for word, places in self._index.items() if any(self._forms[at.form].telling[at.place] for at in places)
        )
        self._near: dict[str, tuple[str, ...]] = {}

    def find(self, text: str, tokens: list[Token]) -> list[Span]:
        """Every mention, from left to right, not overlapping; the longest wins."""
        found: list[Span] = []
        position = 0
        while position < len(tokens):
            span, length = self._mention(text, tokens, position)
            if span is not None:
                found.append(span)
            position += max(1, length)
        return found

    def _mention(self, text: str, tokens: list[Token], position: int) -> tuple[Span | None, int]:
        length, owners = self._longest(text, tokens, position)
        if length < 2:
            length, owners = max((length, owners), self._two_as_one(text, tokens, position), key=itemgetter(0))
        if length == 0:
            length, owners = self._within_a_word(tokens[position])
        return (_span(text, tokens, position, length, owners), length) if length else (None, 0)

    def _longest(self, text: str, tokens: list[Token], position: int) -> tuple[int, list[Entry]]:
        best = 0
        owners: list[Entry] = []
        for at in self._candidates(tokens[position]):
            form = self._forms[at.form]
            length = _run(text, tokens, position, form, at.place)
            if length > best:
                best, owners = length, [form.entry]
            elif length == best and length:
                owners.append(form.entry)
        return best, owners

    def _candidates(self, token: Token) -> list[Place]:
        """Where in the forms this word may stand."""
        known = stems(token) if token.capital or not lexicon.is_common(token.fold) else stems(token)[:1]
        found = [at for stem in known for at in self._index.get(stem, ())]
        if len(token.letters) == 1 and token.capital:
            found += self._initials.get(token.fold, [])
        return found or [at for near in self._slips(token) for at in self._index[near]]

    def _slips(self, token: Token) -> tuple[str, ...]:
        word = token.fold.strip("'")
        if word not in self._near:
            self._near[word] = slips(word, self._telling)
        return self._near[word]

    def _two_as_one(self, text: str, tokens: list[Token], position: int) -> tuple[int, list[Entry]]:
        """ "Zomer dijk" for Zomerdijk, "kompas lyceum" for Kompaslyceum."""
        if position + 1 >= len(tokens) or text[tokens[position].end : tokens[position + 1].start] not in {" ", "-"}:
            return 0, []
        places = self._index.get(tokens[position].fold + tokens[position + 1].fold.strip("'"), [])
        owners = [self._forms[at.form].entry for at in places if self._forms[at.form].telling[at.place]]
        return (2, owners) if owners and len(tokens[position].fold) > 2 else (0, [])

    def _within_a_word(self, token: Token) -> tuple[int, list[Entry]]:
        """ "Lindelaangezin", "Sannedewit": a listed word with an ordinary one, or its own next one, behind it."""
        word = token.fold
        if len(word) < 7 or lexicon.in_dictionary(word):
            return 0, []
        owners = [
            form.entry
            for form in self._forms
            for place, listed in enumerate(form.words)
            if form.telling[place] and _begins_with(word, listed, "".join(form.words[place:]), token)
        ]
        return (1, owners) if owners else (0, [])


def _begins_with(word: str, listed: str, rest: str, token: Token) -> bool:
    if rest != listed and word == rest:
        return True
    if len(listed) < 4 or not word.startswith(listed):
        return False
    proper = not lexicon.is_word(listed) or (token.capital and not token.first)
    return proper and len(word) - len(listed) >= 3 and lexicon.is_word(word.removeprefix(listed))


def _span(text: str, tokens: list[Token], first: int, length: int, owners: list[Entry]) -> Span:
    start, end = tokens[first].start, tokens[first + length - 1].end
    kind = owners[0].kind
    if kind == Kind.ADDRESS:
        end = house_number(text, end) or end
    return Span(start, end, kind, FoundBy.LIST, _one(owners))


def _one(owners: list[Entry]) -> int | None:
    """Whose name it is; two people of one name leave that to a person."""
    keys = {entry.key for entry in owners}
    return owners[0].key if len(keys) == 1 else None


def _run(text: str, tokens: list[Token], position: int, form: Form, place: int) -> int:
    """How many words from here belong to this form; 0 when what was said does not tell enough."""
    places = [place]
    while position + len(places) < len(tokens) and places[-1] + 1 < len(form.words):
        here = position + len(places)
        if not _BETWEEN.fullmatch(text[tokens[here - 1].end : tokens[here].start]):
            break
        following = _next(form, places[-1], tokens[here])
        if following is None:
            break
        places.append(following)
    said = tokens[position : position + len(places)]
    while said and _dangling(form, places[len(said) - 1], said[-1]):
        said.pop()
    return len(said) if said and _tells(text, tokens, position, form, list(zip(said, places, strict=False))) else 0


def _next(form: Form, place: int, token: Token) -> int | None:
    """The place in the form of the next word that was said; words in between may be left out."""
    known = stems(token)
    for following in range(place + 1, len(form.words)):
        word = form.words[following]
        if word in known or initial_of(token, word) or is_slip(token.fold, word):
            return following
    return None


def _dangling(form: Form, place: int, token: Token) -> bool:
    """A particle at the end, which belongs to the next words and not to the name."""
    word = form.words[place]
    return not form.telling[place] and (word in PARTICLES or word == "en") and not initial_of(token, word)


def _tells(text: str, tokens: list[Token], position: int, form: Form, said: list[tuple[Token, int]]) -> bool:
    """Whether these words are the name, and not ordinary words that are like it."""
    whole = [form.telling[place] and not initial_of(token, form.words[place]) for token, place in said]
    if not any(whole):
        return _by_initials(text, tokens, position, form, said)
    if len(said) == len(form.words) > 1 or sum(whole) > 1:
        return True
    if form.entry.kind != Kind.PERSON:
        return mentions.is_proper(text, tokens, position, len(said))
    if any(initial_of(token, form.words[place]) for token, place in said):
        return True
    said_as = mentions.Said(position, len(said), first_name=said[0][1] == 0, inflected=_inflected(form, said))
    return mentions.is_person(text, tokens, said_as)


def _inflected(form: Form, said: list[tuple[Token, int]]) -> bool:
    token, place = said[-1]
    return token.fold == f"{form.words[place]}s"


def _by_initials(text: str, tokens: list[Token], position: int, form: Form, said: list[tuple[Token, int]]) -> bool:
    """ "S. de W.", "die Van D.": two initials of the name, or a particle and an initial with a full stop."""
    initials = [token for token, place in said if initial_of(token, form.words[place]) and form.telling[place]]
    dotted = [token for token in initials if text[token.end : token.end + 1] == "."]
    if form.entry.kind != Kind.PERSON or not initials:
        return False
    return len(initials) > 1 or (len(said) > 1 and (bool(dotted) or mentions.pointed_at(tokens, position)))
