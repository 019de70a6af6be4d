"""The index in PostgreSQL: a tsvector a passage with a GIN index, read in stretches from the newest backwards.

GIN cannot read newest first, and a common word has a million places. So every passage carries, as a token, the stretch
of ids that it lies in: the newest stretches are asked first, and only for a rare word all of them at once. Nor does GIN
know in which order words stand: two of the commonest next to each other are a token too, else a phrase of such words is
looked for in all passages that have them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from django.db import connection

from sluitend.apps.coding.search.asking import Kind, Question, Term
from sluitend.apps.coding.search.index import BEGINNINGS, Entry, Found, first_id, last_id
from sluitend.engines.text.stemming import STEMS

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
_FEW = 4_000  # places: so many are put in order at once
_PAGE = 2_048  # rows that come over at once

# Any so many of them, in order: all of them when there are fewer.
_BELOW = """
SELECT * FROM (
    SELECT id, stems, CASE WHEN %s THEN spelt ELSE '' END FROM coding_searchwords
    WHERE words @@ %s::tsquery AND id >= %s AND id < %s LIMIT %s
) found ORDER BY id DESC
"""
# The inner question stays apart ("OFFSET 0"): else the rows might be walked in the order of their ids.
_WITHIN = """
SELECT * FROM (
    SELECT id, stems, CASE WHEN %s THEN spelt ELSE '' END FROM coding_searchwords WHERE words @@ %s::tsquery OFFSET 0
) found WHERE id < %s ORDER BY id DESC LIMIT %s
"""


# Three of four words of Dutch, by pyspellchecker's counts, and so half of all pairs. Another list: another _TOKENS.
_COMMONEST = (
    "je de is het ik een dat niet van we en in te heb met vor er die op me wat moet hij ze mar om ben als zijn nar was"
    " wet mijn kan wil gen nog u hem heeft dan ons dit hier har jij of over zo bij wel had nu ook al war iet bent gat"
    " goed kun mij lat hebt uit jullie ga zou waarom des mer gan denk ander alles hel hoe kom echt dor dar allen nooit"
    " zal doe jou man toch iemand vel net gewon teg komt tot wer doen even uw wie mens wild wordt toen zeg tijd hun jar"
    " jouw altijd eerst zoal dacht lef twee terug vind kunt mee word dag spijt dus mak lang weg zit werd mag omdat grot"
    " nieuw allemal vrouw wist dod ding ker hou erg maakt beter wij zelf doet ging vader stat nam misschien"
)
COMMON = frozenset(_COMMONEST.split())
_TOKENS = 2  # goes up with every change of what is made a token


class PostgresIndex:
    """See ``search.index.Index``."""

    rules = f"{STEMS}+{_TOKENS}"

    def add(self, text_id: int, entries: Iterable[Entry]) -> None:
        """Each passage with its tokens: stems with their places, "+" before pairs of common ones, "^" before beginnings
        and "#" before its stretch."""
        rows = [(one.id, text_id, one.stems, one.spelt, vector(one)) for one in entries]
        with connection.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO coding_searchwords (id, text_id, stems, spelt, words)"
                " VALUES (%s, %s, %s, %s, %s::tsvector)",
                rows,
            )
            # What came in is waiting in a list that every question reads as a whole; together it is quickly put away.
            cursor.execute("SELECT gin_clean_pending_list('coding_searchwords_words'::regclass)")

    def newest(self, question: Question, evaluation_id: int) -> Iterator[Found]:
        """Stretch by stretch while there is much to find; the rest at once when there is little.

        What was absent from the newest texts may be common in older ones: then it goes on stretch by stretch.
        """
        bottom, newest = first_id(evaluation_id) >> _STRETCH, self._top(evaluation_id)
        if newest is None:
            return
        top = upper = newest >> _STRETCH
        size, found, was_many = 1, 0, False
        while upper >= bottom:
            if not was_many and upper < top and found / (top - upper) * (upper - bottom + 1) < _FEW:
                rest = _rows(_BELOW, question, first_id(evaluation_id), (upper + 1) << _STRETCH, _FEW)
                if len(rest) < _FEW:
                    yield from rest
                    return
                was_many = True
            lower = max(bottom, upper - size + 1)
            for row in self._within(question, lower, upper):
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

    def _within(self, question: Question, lower: int, upper: int) -> Iterator[Found]:
        """Of a common word there is more in one stretch than is asked for: what nobody wants does not come over."""
        stretches = " | ".join(f"'#{one}'" for one in range(lower, upper + 1))
        end = (upper + 1) << _STRETCH
        while True:
            rows = _rows(_WITHIN, question, end, _PAGE, within=f"({stretches}) & ")
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


def _rows(statement: str, question: Question, *bounds: int, within: str = "") -> list[Found]:
    with connection.cursor() as cursor:
        cursor.execute(statement, [question.looks_at_spelling, within + expression(question), *bounds])
        return list(cursor.fetchall())


def vector(entry: Entry) -> str:
    """A passage as the text of a tsvector."""
    places: dict[str, list[str]] = {}
    stems = entry.stems.split()
    for place, stem in enumerate(stems, start=1):
        places.setdefault(stem, []).append(str(place))
    tokens = [f"'{stem}':{','.join(found)}" for stem, found in places.items()]
    tokens += dict.fromkeys(_pairs(stems))
    tokens += [f"'^{one}'" for one in entry.beginnings.split()]
    return " ".join([*tokens, f"'#{entry.id >> _STRETCH}'"])


def expression(question: Question) -> str:
    """The question as the text of a tsquery; every token stands between quotation marks."""
    # Of a phrase that must not be there the stems say too little: that is left to the words themselves.
    unwanted = [f"!{_term(term)}" for term in question.unwanted if term.kind is not Kind.PHRASE]
    return " & ".join([*(_term(term) for term in question.wanted), *unwanted])


def _term(term: Term) -> str:
    if term.kind is not Kind.BEGINNING:
        pairs, places = _pairs(term.stems), " <-> ".join(f"'{stem}'" for stem in term.stems)
        return pairs[0] if len(term.stems) == 2 and pairs else f"({' & '.join([*pairs, f'({places})'])})"
    more = "" if len(term.stems[0]) <= BEGINNINGS[-1] else ":*"
    return f"'^{term.stems[0]}'{more}"


def _pairs(stems: Sequence[str]) -> list[str]:
    """Tokens of the common ones that stand next to each other."""
    return [f"'+{one} {two}'" for one, two in pairwise(stems) if one in COMMON and two in COMMON]
