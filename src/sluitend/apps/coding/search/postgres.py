"""The index in PostgreSQL: a tsvector a passage with a GIN index, read in blocks from the newest backwards.

GIN cannot read newest first, and a common word has a million places. So every passage carries, as tokens, the blocks
of ids that it lies in, each twice as large as the one before: with a few of them any stretch of ids is named, and from
what the newest stretch had follows how long the next must be. Nor need GIN look where words stand, which it knows only
by reading every row: two words next to each other are a token too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.db import connection

from sluitend.apps.coding.search.asking import BEFORE, Found, Kind, Question, Term
from sluitend.apps.coding.search.index import BEGINNINGS, Entry, first_id, last_id, pairs, without

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
WITH_SPELLING = "ALTER TABLE coding_searchwords ADD COLUMN spelt text NOT NULL"
WITH_WHAT_WAS_SAID = "ALTER TABLE coding_searchwords ADD COLUMN said text NOT NULL"
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
_BITS = range(12, 22)  # blocks of 4,096 passages to two million
_FEW = 2_500  # places: where no more than these are expected in all, the rest is asked for at once
_SOME = 4_000  # places: so many are put in order at once
_PAGE = 2_048  # rows that come over at once
_MORE = 1.1  # than a stretch must hold by what was found before, so that one will mostly do

# Any so many of them, in order: all of them when there are fewer. Blocks are a condition of their own: together with
# the words GIN would weigh them at every place of a word, which takes twice as long.
_ALL = """
SELECT * FROM (
    SELECT id, stems, CASE WHEN %s THEN spelt ELSE '' END FROM coding_searchwords
    WHERE words @@ %s::tsquery AND words @@ %s::tsquery LIMIT %s
) found ORDER BY id DESC
"""
# The inner question stays apart ("OFFSET 0"): else the rows might be walked in the order of their ids.
_NEWEST = """
SELECT * FROM (
    SELECT id, stems, CASE WHEN %s THEN spelt ELSE '' END FROM coding_searchwords
    WHERE words @@ %s::tsquery AND words @@ %s::tsquery OFFSET 0
) found WHERE id < %s ORDER BY id DESC LIMIT %s
"""


class PostgresIndex:
    """See ``search.index.Index``."""

    def add(self, text_id: int, entries: Iterable[Entry]) -> None:
        """Each passage with its tokens: stems, "+" before pairs, "^" before beginnings and "#" before blocks."""
        rows = [(one.id, text_id, one.stems, one.spelt, one.said, vector(one)) for one in entries]
        with connection.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO coding_searchwords (id, text_id, stems, spelt, said, words)"
                " VALUES (%s, %s, %s, %s, %s, %s::tsvector)",
                rows,
            )
            # What came in is waiting in a list that every question reads as a whole; together it is quickly put away.
            cursor.execute("SELECT gin_clean_pending_list('coding_searchwords_words'::regclass)")

    def newest(self, question: Question, evaluation_id: int) -> Iterator[Found]:
        """Stretch by stretch while there is much to find; the rest at once when there is little.

        What was absent from the newest texts may be common in older ones: then it goes on stretch by stretch.
        """
        bottom, newest = first_id(evaluation_id), self._top(evaluation_id)
        if newest is None:
            return
        end, found, was_many = _floor(newest, _BITS[0]) + (1 << _BITS[0]), 0, False
        while end > bottom:
            seen = newest + 1 - end
            if not was_many and seen > 0 and found * (newest - bottom) < _FEW * seen:
                rest = _rows(_ALL, question, _blocks(bottom, end), _SOME)
                if len(rest) < _SOME:
                    yield from rest
                    return
                was_many = True
            lower = max(bottom, _lower(end, _length(found, seen)))
            for row in self._within(question, lower, end):
                found += 1
                yield row
            end = lower

    def _top(self, evaluation_id: int) -> int | None:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT id FROM coding_searchwords WHERE id BETWEEN %s AND %s ORDER BY id DESC LIMIT 1",
                [first_id(evaluation_id), last_id(evaluation_id)],
            )
            row = cursor.fetchone()
        return row[0] if row else None

    def _within(self, question: Question, lower: int, end: int) -> Iterator[Found]:
        """Of a common word there may be more than is asked for: what nobody wants does not come over."""
        blocks = _blocks(lower, end)
        while True:
            rows = _rows(_NEWEST, question, blocks, end, _PAGE)
            yield from rows
            if len(rows) < _PAGE:
                return
            end = rows[-1][0]

    def sweep(self) -> None:
        """GIN keeps the keys of rows that went: it is written anew without them. Of the table their space comes free,
        and new rows are written over it: no question finds them, but until then they stand in the file itself.
        """
        if connection.in_atomic_block:
            return
        with connection.cursor() as cursor:
            cursor.execute("VACUUM coding_searchwords")
            cursor.execute("REINDEX INDEX CONCURRENTLY coding_searchwords_words")


def _rows(statement: str, question: Question, blocks: Iterable[str], *bounds: int) -> list[Found]:
    with connection.cursor() as cursor:
        cursor.execute(statement, [question.looks_at_spelling, expression(question), " | ".join(blocks), *bounds])
        return list(cursor.fetchall())


def _length(found: int, seen: int) -> int:
    """How many ids to look at next, for a page of answers, by how many were found in those that were seen."""
    if seen <= 0:
        return 2 << _BITS[0]
    wanted = _PAGE - found if found < _PAGE else found
    return int(_MORE * seen * wanted / found) if found else 2 * seen


def _lower(end: int, length: int) -> int:
    """Where a stretch of this length begins, moved down so that a few blocks make it."""
    return _floor(end - length, max(_BITS[0], length.bit_length() - 4))


def _floor(number: int, bits: int) -> int:
    return number >> bits << bits


def _blocks(lower: int, end: int) -> list[str]:
    """The tokens of the largest blocks that together are [lower, end), which begins and ends with one."""
    found = []
    while lower < end:
        bits = next(one for one in reversed(_BITS) if lower % (1 << one) == 0 and lower + (1 << one) <= end)
        found.append(_block(lower, bits))
        lower += 1 << bits
    return found


def _block(passage_id: int, bits: int) -> str:
    return f"'#{bits}.{passage_id >> bits}'"


def vector(entry: Entry) -> str:
    """A passage as the text of a tsvector."""
    tokens = [f"'{one}'" for one in dict.fromkeys(entry.stems.lstrip(BEFORE).split())]
    tokens += [f"'+{one}'" for one in dict.fromkeys(entry.pairs.split())]
    tokens += [f"'^{one}'" for one in entry.beginnings.split()]
    tokens += [_block(entry.id, bits) for bits in _BITS]
    return " ".join(tokens)


def expression(question: Question) -> str:
    """The question as the text of a tsquery; every token stands between quotation marks."""
    unwanted = [f"!{_term(term)}" for term in without(question)]
    return " & ".join([*(_term(term) for term in question.wanted), *unwanted])


def _term(term: Term) -> str:
    if term.kind is not Kind.BEGINNING:
        tokens = [*(f"'{one}'" for one in term.stems), *(f"'+{one}'" for one in pairs(term.stems))]
        return " & ".join(dict.fromkeys(tokens))
    more = "" if len(term.stems[0]) <= BEGINNINGS[-1] else ":*"
    return f"'^{term.stems[0]}'{more}"
