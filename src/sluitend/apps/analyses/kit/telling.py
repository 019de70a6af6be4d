"""Charts, sentences and caveats, which are made of tables and of nothing else.

So the same function tells the exact result and what may leave the team: what a protected table does not tell, cannot be
said. A figure that is not told is None, be it a cell, a column, a row or a whole table.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sluitend.apps.analyses.kit import words
from sluitend.apps.analyses.kit.result import CASES, Chart, Result, Table
from sluitend.apps.analyses.kit.tables import Row, records
from sluitend.apps.analyses.kit.words import UNTOLD

__all__ = ["Given", "Row", "Tell", "Telling", "result", "telling", "told"]
_NAMED_TWICE = "“onbekend *” is wat geen waarde heeft. “onbekend” zonder sterretje staat als waarde in de gegevens."


@dataclass(frozen=True, slots=True)
class Given:
    """The tables of a result, exact or (`outside`) as they leave the team."""

    tables: Mapping[str, Table]
    n: int | None
    outside: bool = False

    def rows(self, key: str) -> list[Row]:
        """Of the table with this key; none when it was left out."""
        return [Row(row) for row in records(self.tables[key])] if key in self.tables else []

    def one(self, key: str) -> Row:
        """The only row of a table; without any cell when it was left out."""
        return next(iter(self.rows(key)), Row())

    def group(self, key: str, column: str) -> dict[Any, list[Row]]:
        """Rows by what they have in this column, in their order."""
        found: dict[Any, list[Row]] = {}
        for row in self.rows(key):
            found.setdefault(row[column], []).append(row)
        return found


@dataclass(frozen=True, slots=True)
class Telling:
    """Sentences in which a figure would stand that is not told were left out: make it with `telling`."""

    charts: tuple[Chart, ...] = ()
    sentences: tuple[str, ...] = ()
    caveats: tuple[str, ...] = ()


Tell = Callable[[Given, Any], Telling]


def telling(charts: Iterable[Chart | None] = (), sentences: Iterable[str] = (), caveats: Iterable[str] = ()) -> Telling:
    """What can be told of these: a chart that could not be made is None."""
    return Telling(tuple(filter(None, charts)), tuple(_told(sentences)), tuple(_told(caveats)))


def _told(sentences: Iterable[str]) -> Iterator[str]:
    return (one for one in sentences if UNTOLD not in one)


def told(tell: Tell, given: Given, parameters: Any) -> Telling:
    """What an entry tells; with a note where those without a value stand beside a value that is called unknown."""
    said = tell(given, parameters)
    twice = any(words.named_twice(cell) for one in given.tables.values() for row in one.rows for cell in row)
    return replace(said, caveats=(*said.caveats, _NAMED_TWICE)) if twice else said


def result(tables: Iterable[Table], n: int, tell: Tell, parameters: Any, about: str = CASES) -> Result:
    """An exact result: the tables, and what is told of them; of `n` cases, or people where it is about them."""
    given = {one.key: one for one in tables}
    said = told(tell, Given(given, n), parameters)
    return Result(tuple(given.values()), said.charts, said.sentences, said.caveats, n, about)
