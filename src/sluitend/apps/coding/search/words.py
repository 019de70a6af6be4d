"""The words of passages that were found, as the index has them: cutting them from whole texts takes far longer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from django.db import connection

# A passage is an element of the JSON list of its text: the last one that begins at its id or before. When the texts of
# an evaluation went meanwhile that is one of another, and the place in it too high for both databases: SQLite begins
# again at 2^32, PostgreSQL has no such integer.
_STATEMENT = """
WITH asked (id) AS (VALUES {ids}), placed AS MATERIALIZED (
    SELECT asked.id, listed.id AS text_id, {element} AS passage
    FROM asked JOIN coding_searchtext listed
        ON listed.first = (SELECT max(first) FROM coding_searchtext WHERE first <= asked.id)
)
SELECT placed.id, placed.text_id, {start}, {end}, {speaker}, said
FROM placed JOIN coding_searchwords ON coding_searchwords.{id} = placed.id
WHERE passage IS NOT NULL
"""
_SQLITE = {
    "id": "rowid",
    "element": "json_extract(listed.passages, '$[' || min(asked.id - listed.first, 2147483647) || ']')",
    "start": "json_extract(passage, '$[0]')",
    "end": "json_extract(passage, '$[1]')",
    "speaker": "json_extract(passage, '$[2]')",
}
_POSTGRESQL = {
    "id": "id",
    "element": "listed.passages -> least(asked.id - listed.first, 2147483647)::integer",
    "start": "(passage ->> 0)::integer",
    "end": "(passage ->> 1)::integer",
    "speaker": "(passage ->> 2)::integer",
}


class Said(NamedTuple):
    """A passage [start, end) of the text with this id in the index, with the number of who speaks, and its words."""

    text_id: int
    start: int
    end: int
    speaker: int | None
    words: str


def words_of(ids: Sequence[int]) -> dict[int, Said]:
    """By the ids of passages, of those that are there. Whether they may be read is the caller's to see."""
    if not ids:
        return {}
    parts = _POSTGRESQL if connection.vendor == "postgresql" else _SQLITE
    with connection.cursor() as cursor:
        cursor.execute(_STATEMENT.format(ids=", ".join(["(%s)"] * len(ids)), **parts), list(ids))
        return {found[0]: Said(*found[1:]) for found in cursor.fetchall()}
