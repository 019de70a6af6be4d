"""A question as a researcher fills it in, row by row: a code, a relation, another code; and who said it.

Rows are taken from the top: what was found so far, in its relation with the next code. No grammar has to be typed, and
the same question can be told in words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Self

from sluitend.engines.retrieval.material import Code
from sluitend.engines.retrieval.query import (
    And,
    Coded,
    Near,
    Or,
    Overlapping,
    Query,
    Said,
    SameTurn,
    Within,
    Without,
)

ROWS = (2, 3, 4)  # after the first
RELATIONS = {
    "and": "samen met",
    "or": "of",
    "without": "niet samen met",
    "within": "binnen",
    "overlapping": "overlapt met",
    "near": "dicht bij",
    "turn": "in dezelfde beurt als",
}
_BESIDE: Mapping[str, Callable[[Query, Query], Query]] = {
    "and": lambda one, two: And((one, two)),
    "or": lambda one, two: Or((one, two)),
    "without": Without,
    "within": Within,
    "overlapping": Overlapping,
    "turn": SameTurn,
}
_WORDS = {
    "and": "samen met",
    "or": "of",
    "without": "niet samen met",
    "within": "binnen",
    "overlapping": "overlappend met",
    "turn": "in dezelfde beurt als",
}
ATTRIBUTES = {
    "perspective": "perspectief",
    "level": "niveau",
    "place": "plaats",
    "organisation": "organisatie",
    "phase": "fase",
}


@dataclass(frozen=True, slots=True)
class Question:
    """Codes go by their paths; `rows` are pairs of relation and code, `who` is written as "attribute=value"."""

    code: str
    rows: tuple[tuple[str, str], ...] = ()
    who: tuple[str, ...] = ()
    characters: int = 0
    below: bool = True

    @classmethod
    def from_parameters(cls, given: Mapping[str, Any]) -> Self:
        """Of `code`, `relation_2`, `code_2`, …, `who`, `characters` and `below`; a row without a code is not there."""
        rows = ((given.get(f"relation_{row}") or "and", given.get(f"code_{row}") or "") for row in ROWS)
        return cls(
            code=given.get("code") or "",
            rows=tuple(row for row in rows if row[1]),
            who=tuple(given.get("who") or ()),
            characters=int(given.get("characters") or 0),
            below=bool(given.get("below", True)),
        )

    @property
    def codes(self) -> tuple[str, ...]:
        """All that it names."""
        return self.code, *(code for _relation, code in self.rows)

    def query(self, coded: Mapping[str, Code]) -> Query:
        """As the engine asks it. Raises KeyError for a code that is not there."""
        found: Query = Coded(coded[self.code], self.below)
        for relation, code in self.rows:
            other = Coded(coded[code], self.below)
            found = Near(found, other, self.characters) if relation == "near" else _BESIDE[relation](found, other)
        for attribute, values in chosen(self.who).items():
            found = Said(found, attribute, values)
        return found

    @property
    def words(self) -> str:
        """‘Wachten’ in dezelfde beurt als ‘Regie’, gezegd door cliënten"""
        told = f"‘{self.code}’"
        for at, (relation, code) in enumerate(self.rows):
            before = f"({told})" if at else told
            told = f"{before} {self._relation(relation)} ‘{code}’"
        return ", ".join(filter(None, (told, said_by(self.who))))

    def _relation(self, relation: str) -> str:
        return f"hooguit {self.characters} tekens van" if relation == "near" else _WORDS[relation]


def chosen(who: Iterable[str]) -> dict[str, frozenset[str]]:
    """Values by attribute: one of them is enough, and of every attribute one is needed."""
    found: dict[str, set[str]] = {}
    for one in who:
        attribute, _equals, value = one.partition("=")
        found.setdefault(attribute, set()).add(value)
    return {attribute: frozenset(values) for attribute, values in found.items()}


def said_by(who: Iterable[str]) -> str:
    """gezegd door cliënten of gemeente, niveau uitvoerend; nothing when it is everybody"""
    by: dict[str, list[str]] = {}
    for one in who:
        attribute, _equals, value = one.partition("=")
        by.setdefault(attribute, []).append(value)
    told = [
        " of ".join(values)
        if attribute == "perspective"
        else f"{ATTRIBUTES.get(attribute, attribute)} {' of '.join(values)}"
        for attribute, values in by.items()
    ]
    return f"gezegd door {', '.join(told)}" if told else ""
