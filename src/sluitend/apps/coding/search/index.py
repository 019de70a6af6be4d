"""The port behind which the words lie: FTS5 in SQLite, tsvector in PostgreSQL. Both find the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple, Protocol

from django.db import connection

from sluitend.apps.coding.search.asking import Question
from sluitend.engines.text.stemming import Word

# Beginnings of words that lie in the index as such; a longer one is looked for among the words of that length and more.
BEGINNINGS = (3, 4, 5)
_BITS = 36  # of an id are the passage, the rest is the evaluation


class Entry(NamedTuple):
    """The words of one passage, each apart by a space: stems in their order, what words begin with, and as spelt."""

    id: int
    stems: str
    beginnings: str
    spelt: str


Found = tuple[int, str, str]  # id, stems and, where the question looks at it, words as spelt


class Index(Protocol):
    """What a database does for searching. Rows go with their SearchText, by the database's own doing.

    `rules`: by which words are put in; other ones, and every text is taken in anew.
    """

    @property
    def rules(self) -> str: ...

    def add(self, text_id: int, entries: Iterable[Entry]) -> None:
        """Take in the passages of one text, within the caller's transaction."""

    def newest(self, question: Question, evaluation_id: int) -> Iterator[Found]:
        """The passages that answer the question by their stems, the newest first, as they are read."""

    def sweep(self) -> None:
        """Let go of what is left, in the files, of rows that went. Outside transactions; may be repeated."""


def index() -> Index:
    """The one of the database in use."""
    from sluitend.apps.coding.search.postgres import PostgresIndex
    from sluitend.apps.coding.search.sqlite import SqliteIndex

    return PostgresIndex() if connection.vendor == "postgresql" else SqliteIndex()


def first_id(evaluation_id: int) -> int:
    """The id below all passages of an evaluation."""
    return evaluation_id << _BITS


def last_id(evaluation_id: int) -> int:
    """The highest id that a passage of an evaluation can have."""
    return first_id(evaluation_id + 1) - 1


def entry(passage_id: int, said: Iterable[Word]) -> Entry:
    """What the index is to know of a passage."""
    listed = list(said)
    stems, spelt = " ".join([word.stem for word in listed]), " ".join([word.folded for word in listed])
    return Entry(passage_id, stems, " ".join(_beginnings(listed)), spelt)


def _beginnings(said: Iterable[Word]) -> list[str]:
    found: dict[str, None] = {}
    for folded in {word.folded: None for word in said}:
        for size in BEGINNINGS:
            if len(folded) >= size:
                found[folded[:size]] = None
        if len(folded) > BEGINNINGS[-1]:
            found[folded] = None
    return list(found)
