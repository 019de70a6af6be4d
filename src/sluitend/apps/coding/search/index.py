"""The port behind which the words lie: FTS5 in SQLite, tsvector in PostgreSQL. Both find the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple, Protocol
from zlib import crc32

from django.db import connection

from sluitend.apps.coding.search.asking import BEFORE, Found, Kind, Question, Term, spaced
from sluitend.engines.text.stemming import STEMS, Word

# Beginnings of words that lie in the index as such; a longer one is looked for among the words of that length and more.
BEGINNINGS = (3, 4, 5)
_BITS = 36  # of an id are the passage, the rest is the evaluation
_NUMBERS = 1 << 20  # for two words next to each other; what shares one by chance is put aside when it is read
RULES = f"{STEMS}+4"  # the figure goes up with every change of what is made a token


class Entry(NamedTuple):
    """One passage: its stems, each `spaced`, after a mark for every word before a cut in it, the numbers of pairs of
    them and what words begin with, each apart by a space, words as spelt, each `spaced`, and the passage as it
    stands."""

    id: int
    stems: str
    pairs: str
    beginnings: str
    spelt: str
    said: str


class Index(Protocol):
    """What a database does for searching. Rows go with their SearchText, by the database's own doing."""

    def add(self, text_id: int, entries: Iterable[Entry]) -> None:
        """Take in the passages of one text, within the caller's transaction."""

    def newest(self, question: Question, evaluation_id: int) -> Iterator[Found]:
        """The passages that have all tokens of the question, the newest first, as they are read."""

    def sweep(self) -> None:
        """Let go of what is left, in the files, of rows that went. Outside transactions; may be repeated."""


def index() -> Index:
    """The one of the database in use."""
    from sluitend.apps.coding.search.postgres import PostgresIndex
    from sluitend.apps.coding.search.sqlite import SqliteIndex

    return PostgresIndex() if connection.vendor == "postgresql" else SqliteIndex()


def newest(question: Question, evaluation_id: int) -> Iterator[Found]:
    """The passages that answer the question by their stems, the newest first, as they are read.

    An index knows which words are there, and which numbers of pairs: where words should stand next to each other, or
    not, they are looked at themselves.
    """
    found = question.stand_by_stems(index().newest(question, evaluation_id))
    return (one for one in found if question.lies_here(one))


def without(question: Question) -> list[Term]:
    """What an index can leave out by itself: of a phrase, and of what shares a number, tokens say too little."""
    return [term for term in question.unwanted if len(term.stems) == 1 and term.kind is not Kind.PHRASE]


def first_id(evaluation_id: int) -> int:
    """The id below all passages of an evaluation."""
    return evaluation_id << _BITS


def last_id(evaluation_id: int) -> int:
    """The highest id that a passage of an evaluation can have."""
    return first_id(evaluation_id + 1) - 1


def entry(passage_id: int, said: str, listed: Sequence[Word], before: int = 0) -> Entry:
    """What the index is to know of a passage with these words, so many of them before a cut."""
    stems = [word.stem for word in listed]
    spelt = spaced([word.folded for word in listed])
    return Entry(
        passage_id, BEFORE * before + spaced(stems), " ".join(pairs(stems)), " ".join(_beginnings(listed)), spelt, said
    )


def pairs(stems: Sequence[str]) -> list[str]:
    """Numbers of words that stand next to each other: with places of common words alone a phrase of them is slow."""
    return [f"{crc32(f'{one} {two}'.encode()) % _NUMBERS:x}" for one, two in pairwise(stems)]


def _beginnings(said: Iterable[Word]) -> list[str]:
    found: dict[str, None] = {}
    for folded in {word.folded: None for word in said}:
        for size in BEGINNINGS:
            if len(folded) >= size:
                found[folded[:size]] = None
        if len(folded) > BEGINNINGS[-1]:
            found[folded] = None
    return list(found)
