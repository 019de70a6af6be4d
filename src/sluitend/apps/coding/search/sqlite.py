"""The index in SQLite: one FTS5 table, which reads its answers newest first and stops when it is asked for no more."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.db import connection

from sluitend.apps.coding.search.asking import Found, Kind, Question, Term
from sluitend.apps.coding.search.index import BEGINNINGS, Entry, first_id, last_id, pairs, without

# Of a token only letters and figures are left (engines.text.stemming), so "ascii" cuts at the spaces and nowhere else.
CREATE = """
CREATE VIRTUAL TABLE coding_searchwords USING fts5(stems, beginnings, tokenize='ascii', columnsize=0)
"""
CREATE_WITH_SPELLING = """
CREATE VIRTUAL TABLE coding_searchwords USING fts5(
    stems, spelt UNINDEXED, beginnings, tokenize='ascii', columnsize=0
)
"""
CREATE_WITH_PAIRS = """
CREATE VIRTUAL TABLE coding_searchwords USING fts5(
    stems, spelt UNINDEXED, said UNINDEXED, pairs, beginnings, tokenize='ascii', columnsize=0
)
"""
# Whatever takes a text out of the index, its words go along. JSON of a text without passages is "[]".
TRIGGER = """
CREATE TRIGGER coding_searchtext_gone AFTER DELETE ON coding_searchtext BEGIN
    DELETE FROM coding_searchwords
    WHERE rowid >= OLD.first AND rowid < OLD.first + json_array_length(OLD.passages);
END
"""
DROP = ("DROP TRIGGER coding_searchtext_gone", "DROP TABLE coding_searchwords")
_BATCH = 250
_STEP = 400  # pages that one step of tidying up may write: some hundredths of a second


class SqliteIndex:
    """See ``search.index.Index``."""

    def add(self, text_id: int, entries: Iterable[Entry]) -> None:
        """The rows are known by their ids alone."""
        with connection.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO coding_searchwords (rowid, stems, pairs, beginnings, spelt, said)"
                " VALUES (%s, %s, %s, %s, %s, %s)",
                list(entries),
            )

    def newest(self, question: Question, evaluation_id: int) -> Iterator[Found]:
        """Nothing is read that is not asked for."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT rowid, stems, CASE WHEN %s THEN spelt ELSE '' END FROM coding_searchwords"
                " WHERE coding_searchwords MATCH %s AND rowid BETWEEN %s AND %s ORDER BY rowid DESC",
                [question.looks_at_spelling, expression(question), first_id(evaluation_id), last_id(evaluation_id)],
            )
            while rows := cursor.fetchmany(_BATCH):
                yield from rows

    def sweep(self) -> None:
        """Merge all parts of the index into one: only then the words of rows that went are gone from it.

        In short steps, so that others can write in between (FTS5's "merge", begun by a negative number).
        """
        self._merge(-_STEP)
        while self._merge(_STEP) > 1:
            pass

    def _merge(self, pages: int) -> int:
        """How many rows of the index were written: fewer than two when there was nothing left to merge."""
        with connection.cursor() as cursor:
            before = cursor.execute("SELECT total_changes()").fetchone()[0]
            cursor.execute("INSERT INTO coding_searchwords (coding_searchwords, rank) VALUES ('merge', %s)", [pages])
            return int(cursor.execute("SELECT total_changes()").fetchone()[0]) - int(before)


def expression(question: Question) -> str:
    """The question in FTS5's own language; every token stands between quotation marks."""
    wanted = " AND ".join(_term(term) for term in question.wanted)
    return f"({wanted})" + "".join(f" NOT {_term(term)}" for term in without(question))


def _term(term: Term) -> str:
    if term.kind is not Kind.BEGINNING:
        stems = [f'stems : "{one}"' for one in dict.fromkeys(term.stems)]  # one twice would be read twice
        return " AND ".join(stems + [f'pairs : "{one}"' for one in dict.fromkeys(pairs(term.stems))])
    more = "" if len(term.stems[0]) <= BEGINNINGS[-1] else " *"
    return f'beginnings : "{term.stems[0]}"{more}'
