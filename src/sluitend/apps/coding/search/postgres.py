"""The index in PostgreSQL: a tsvector a passage with a GIN index, read in stretches from the newest backwards.

GIN cannot read newest first, and a common word has a million places. So every passage carries, as a token, the stretch
of ids that it lies in: the newest stretches are asked first, and only for a rare word all of them at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.db import connection

from sluitend.apps.coding.search.asking import Kind, Question, Term
from sluitend.apps.coding.search.index import BEGINNINGS, Entry, first_id, last_id

CREATE = """
CREATE TABLE coding_searchwords (
    id bigint PRIMARY KEY,
    text_id bigint NOT NULL,
    stems text NOT NULL,
    words tsvector NOT NULL
)
"""
INDEXES = (
    "CREATE INDEX coding_searchwords_words ON coding_searchwords USING gin (words)",
    "CREATE INDEX coding_searchwords_text ON coding_searchwords (text_id)",
)
# Whatever takes a text out of the index, its words go along. No foreign key: with one, Django's "flush" is refused.
TRIGGERS = (
    """
CREATE FUNCTION coding_searchtext_gone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'TRUNCATE' THEN
        TRUNCATE coding_searchwords;
    ELSE
        DELETE FROM coding_searchwords WHERE text_id = OLD.id;
    END IF;
    RETURN NULL;
END
$$
""",
    "CREATE TRIGGER coding_searchtext_gone AFTER DELETE ON coding_searchtext"
    " FOR EACH ROW EXECUTE FUNCTION coding_searchtext_gone()",
    "CREATE TRIGGER coding_searchtext_emptied AFTER TRUNCATE ON coding_searchtext"
    " FOR EACH STATEMENT EXECUTE FUNCTION coding_searchtext_gone()",
)
DROP = (
    "DROP TRIGGER coding_searchtext_gone ON coding_searchtext",
    "DROP TRIGGER coding_searchtext_emptied ON coding_searchtext",
    "DROP FUNCTION coding_searchtext_gone",
    "DROP TABLE coding_searchwords",
)
_STRETCH = 13  # bits: 8,192 passages
_AT_ONCE = 16  # stretches in one question, at most
_FEW = 8_000  # places: so many are put in order at once


class PostgresIndex:
    """See ``search.index.Index``."""

    def add(self, text_id: int, entries: Iterable[Entry]) -> None:
        """Each passage with its tokens: stems with their places, "^" before beginnings, "#" before its stretch."""
        rows = [(one.id, text_id, one.stems, vector(one)) for one in entries]
        with connection.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO coding_searchwords (id, text_id, stems, words) VALUES (%s, %s, %s, %s::tsvector)", rows
            )
            # What came in is waiting in a list that every question reads as a whole; together it is quickly put away.
            cursor.execute("SELECT gin_clean_pending_list('coding_searchwords_words'::regclass)")

    def newest(self, question: Question, evaluation_id: int) -> Iterator[tuple[int, str]]:
        """Stretch by stretch while there is much to find; the rest at once when there is little."""
        asked, bottom = expression(question), first_id(evaluation_id) >> _STRETCH
        top = self._top(evaluation_id)
        if top is None:
            return
        upper, size, found = top >> _STRETCH, 2, 0
        while upper >= bottom:
            read = ((top >> _STRETCH) - upper) or 1
            left = upper - bottom + 1
            if upper < top >> _STRETCH and found / read * left < _FEW:
                yield from self._below(asked, evaluation_id, (upper + 1) << _STRETCH)
                return
            lower = max(bottom, upper - size + 1)
            for row in self._within(asked, lower, upper):
                found += 1
                yield row
            upper, size = lower - 1, min(_AT_ONCE, size * 2)

    def _top(self, evaluation_id: int) -> int | None:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT id FROM coding_searchwords WHERE id BETWEEN %s AND %s ORDER BY id DESC LIMIT 1",
                [first_id(evaluation_id), last_id(evaluation_id)],
            )
            row = cursor.fetchone()
        return row[0] if row else None

    def _within(self, asked: str, lower: int, upper: int) -> list[tuple[int, str]]:
        stretches = " | ".join(f"'#{one}'" for one in range(lower, upper + 1))
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT id, stems FROM coding_searchwords WHERE words @@ %s::tsquery ORDER BY id DESC",
                [f"({stretches}) & {asked}"],
            )
            return list(cursor.fetchall())

    def _below(self, asked: str, evaluation_id: int, end: int) -> list[tuple[int, str]]:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT id, stems FROM coding_searchwords WHERE words @@ %s::tsquery AND id >= %s AND id < %s"
                " ORDER BY id DESC",
                [asked, first_id(evaluation_id), end],
            )
            return list(cursor.fetchall())

    def sweep(self) -> None:
        """GIN keeps the keys of rows that went: it is written anew without them. Of the table their space comes free,
        and new rows are written over it: no question finds them, but until then they stand in the file itself.
        """
        if connection.in_atomic_block:
            return
        with connection.cursor() as cursor:
            cursor.execute("VACUUM coding_searchwords")
            cursor.execute("REINDEX INDEX CONCURRENTLY coding_searchwords_words")


def vector(entry: Entry) -> str:
    """A passage as the text of a tsvector."""
    places: dict[str, list[str]] = {}
    for place, stem in enumerate(entry.stems.split(), start=1):
        places.setdefault(stem, []).append(str(place))
    tokens = [f"'{stem}':{','.join(found)}" for stem, found in places.items()]
    tokens += [f"'^{one}'" for one in entry.beginnings.split()]
    return " ".join([*tokens, f"'#{entry.id >> _STRETCH}'"])


def expression(question: Question) -> str:
    """The question as the text of a tsquery; every token stands between quotation marks."""
    # Of a phrase that must not be there the stems say too little: that is left to the words themselves.
    unwanted = [f"!{_term(term)}" for term in question.unwanted if term.kind is not Kind.PHRASE]
    return " & ".join([*(_term(term) for term in question.wanted), *unwanted])


def _term(term: Term) -> str:
    if term.kind is not Kind.BEGINNING:
        return "(" + " <-> ".join(f"'{stem}'" for stem in term.stems) + ")"
    more = "" if len(term.stems[0]) <= BEGINNINGS[-1] else ":*"
    return f"'^{term.stems[0]}'{more}"
