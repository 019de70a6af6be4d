"""What somebody types, taken apart: words, "exact phrases", beginnings* and -what must not be there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Literal

from sluitend.engines.text.stemming import Word, words
from sluitend.errors import InputError

LONGEST = 500  # characters of a question
MOST = 20  # terms
SHORTEST_BEGINNING = 3  # letters
_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»", '"'))
_TERM = re.compile(r'(?P<minus>-?)(?:"(?P<phrase>[^"]*)"?|(?P<bare>[^\s"]+))')

BEFORE = "~"  # before the stems of what stands on both sides of a cut, one for every word before it: no token
Found = tuple[int, str, str]  # a passage: id, stems and, where the question looks at it, words as spelt, each `spaced`
_Column = Literal[1, 2]  # of these


class Kind(Enum):
    WORD = "word"  # one word in all its forms
    TOGETHER = "together"  # words in all their forms, next to each other: "e-mail"
    PHRASE = "phrase"  # these very words, next to each other
    BEGINNING = "beginning"  # any word that begins so


@dataclass(frozen=True, slots=True)
class Term:
    """One thing that is asked: of a beginning the letters, else the stems; of a phrase the words as spelt too."""

    kind: Kind
    stems: tuple[str, ...]
    spelt: tuple[str, ...] = ()

    def places(self, passage: Sequence[Word]) -> list[range]:
        """Where it stands among the words of a passage."""
        if self.kind is Kind.BEGINNING:
            return [range(at, at + 1) for at, word in enumerate(passage) if word.folded.startswith(self.stems[0])]
        size = len(self.stems)
        return [range(at, at + size) for at in range(len(passage) - size + 1) if self._stands_at(passage, at)]

    def stands_in(self, stems: str, spelt: str) -> bool:
        """Whether it stands among words, each `spaced`: as stems, and as spelt where that is looked at."""
        if self.kind is Kind.BEGINNING:
            return f" {self.stems[0]}" in spelt
        return spaced(self.spelt) in spelt if self.kind is Kind.PHRASE else spaced(self.stems) in stems

    def lies_across(self, stems: Sequence[str], spelt: Sequence[str], cut: int) -> bool:
        """Whether it begins before the word of this number and ends with it or after it."""
        asked, among = (self.spelt, spelt) if self.kind is Kind.PHRASE else (self.stems, stems)
        size = len(asked)
        return any(tuple(among[at : at + size]) == asked for at in range(max(0, cut - size + 1), cut))

    def _stands_at(self, passage: Sequence[Word], at: int) -> bool:
        if self.kind is Kind.PHRASE:
            return all(passage[at + n].folded == one for n, one in enumerate(self.spelt))
        return all(passage[at + n].stem == one for n, one in enumerate(self.stems))


@dataclass(frozen=True, slots=True)
class Question:
    """All of `wanted`, in one passage, and none of `unwanted`."""

    wanted: tuple[Term, ...]
    unwanted: tuple[Term, ...] = ()

    @property
    def looks_at_spelling(self) -> bool:
        """Whether the stems alone cannot tell: of a phrase the words themselves count, and of a beginning on which side
        of a cut it stands."""
        is_sided = len(self.wanted) > 1 and any(term.kind is Kind.BEGINNING for term in self.wanted)
        return is_sided or any(term.kind is Kind.PHRASE for term in (*self.wanted, *self.unwanted))

    def lies_here(self, passage: Found) -> bool:
        """Whether it is this passage that answers: of words on both sides of a cut only when it takes both, since each
        side is found by itself."""
        if not is_across(passage) or self.lies_across(passage):
            return True
        if len(self.wanted) == 1:
            return False
        listed, words_, before = _parts(passage)
        sides = ((listed[:before], words_[:before]), (listed[before:], words_[before:]))
        return not any(all(term.stands_in(*map(spaced, side)) for term in self.wanted) for side in sides)

    def lies_across(self, passage: Found) -> bool:
        """Whether words that are asked next to each other stand on both sides of a cut: neither side shows them."""
        several = [term for term in self.wanted if len(term.stems) > 1] if is_across(passage) else []
        return any(term.lies_across(*_parts(passage)) for term in several)

    def stand_by_stems(self, passages: Iterable[Found]) -> Iterable[Found]:
        """Those where words that should stand next to each other do so, and those that should not do not.

        Of a phrase that must not be there only the words as spelt can tell.
        """
        wanted = [spaced(term.stems) for term in self.wanted if len(term.stems) > 1]
        unwanted = [spaced(term.stems) for term in self.unwanted if term.kind is Kind.TOGETHER]
        return _with(passages, 1, wanted, unwanted)

    def stand_as_spelt(self, passages: Iterable[Found]) -> Iterable[Found]:
        """Those where the phrases stand, and those that may not do not, by the words as spelt."""
        wanted = [spaced(term.spelt) for term in self.wanted if term.kind is Kind.PHRASE]
        unwanted = [spaced(term.spelt) for term in self.unwanted if term.kind is Kind.PHRASE]
        return _with(passages, 2, wanted, unwanted)


def spaced(listed: Iterable[str]) -> str:
    """Each word between spaces of its own, so that one is found, and counted, by looking for it with these."""
    return "".join([f" {one} " for one in listed])


def _parts(passage: Found) -> tuple[list[str], list[str], int]:
    """Stems, words as spelt (none where the question does not look at them), and how many stand before the cut."""
    _id, stems, spelt = passage
    listed = stems.lstrip(BEFORE)
    return listed.split(), spelt.split(), len(stems) - len(listed)


def is_across(passage: Found) -> bool:
    """Whether it is words on both sides of a cut in a long passage."""
    return passage[1].startswith(BEFORE)


def _with(
    passages: Iterable[Found], column: _Column, wanted: Sequence[str], unwanted: Sequence[str]
) -> Iterable[Found]:
    for one in wanted:
        passages = _having(passages, column, one, True)
    for one in unwanted:
        passages = _having(passages, column, one, False)
    return passages


def _having(passages: Iterable[Found], column: _Column, words: str, has: bool) -> Iterator[Found]:
    return (one for one in passages if (words in one[column]) is has)


def question_of(asked: str) -> Question | None:
    """What was asked; None when nothing was.

    Raises InputError("coding.search_too_long", "coding.search_no_words", "coding.search_only_minus",
    "coding.search_short_beginning").
    """
    if not asked.strip():
        return None
    if len(asked) > LONGEST:
        raise InputError("coding.search_too_long", most=LONGEST)
    wanted: list[Term] = []
    unwanted: list[Term] = []
    for found in _TERM.finditer(asked.translate(_QUOTES)):
        (unwanted if found["minus"] else wanted).extend(_terms(found["phrase"], found["bare"] or ""))
    if not wanted:
        raise InputError("coding.search_only_minus" if unwanted else "coding.search_no_words")
    if len(wanted) + len(unwanted) > MOST:
        raise InputError("coding.search_too_many", most=MOST)
    return Question(tuple(dict.fromkeys(wanted)), tuple(dict.fromkeys(unwanted)))


def _terms(phrase: str | None, bare: str) -> list[Term]:
    said = list(words(bare if phrase is None else phrase))
    if not said:
        return []
    if phrase is not None:
        return [Term(Kind.PHRASE, _stems(said), tuple(word.folded for word in said))]
    if bare.endswith("*"):
        return [*_side_by_side(said[:-1]), _beginning(said[-1])]
    return _side_by_side(said)


def _side_by_side(said: Sequence[Word]) -> list[Term]:
    """A word; or what is written as one and is more, such as e-mail."""
    if not said:
        return []
    return [Term(Kind.WORD if len(said) == 1 else Kind.TOGETHER, _stems(said))]


def _beginning(word: Word) -> Term:
    if len(word.folded) < SHORTEST_BEGINNING:
        raise InputError("coding.search_short_beginning", least=SHORTEST_BEGINNING)
    return Term(Kind.BEGINNING, (word.folded,))


def _stems(said: Sequence[Word]) -> tuple[str, ...]:
    return tuple(word.stem for word in said)
