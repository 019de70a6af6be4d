"""A question as a researcher fills it in: a code and rows of a relation and another code, groups of codes, or an
expression; and who said it, in which sources.

Rows are taken from the top: what was found so far, in its relation with the next code. No grammar has to be typed, and
the same question can be told in words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

from sluitend.engines.retrieval.expressed import query_of, told
from sluitend.engines.retrieval.expression import Condition, leaves, parsed, quoted
from sluitend.engines.retrieval.material import Code
from sluitend.engines.retrieval.query import (
    And,
    Coded,
    Known,
    Near,
    Of,
    Or,
    Overlapping,
    Query,
    Said,
    SameTurn,
    Within,
    Without,
)

ROWS = (2, 3, 4)  # after the first
GROUPS = (1, 2, 3)  # of codes
TIES = {"of": "een van deze codes", "en": "al deze codes op dezelfde woorden"}
GROUP_TIES = {"en": "alle groepen", "of": "een van de groepen"}
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
    """Codes go by their paths; `rows` are pairs of relation and code, `who` is written as "attribute=value".

    An `expression` stands in the place of code and rows. `of_source` and `of_speaker` are as `who`, of what is known of
    the source and of the speaker apart.
    """

    code: str = ""
    rows: tuple[tuple[str, str], ...] = ()
    who: tuple[str, ...] = ()
    characters: int = 0
    below: bool = True
    expression: str = ""
    of_source: tuple[str, ...] = ()
    of_speaker: tuple[str, ...] = ()

    @classmethod
    def from_parameters(cls, given: Mapping[str, Any]) -> Self:
        """Of `code`, `relation_2`, `code_2`, …, or `group_1`, `tie_1`, …, or `expression`; a row without a code is not
        there."""
        rows = ((given.get(f"relation_{row}") or "and", given.get(f"code_{row}") or "") for row in ROWS)
        return cls(
            code=given.get("code") or "",
            rows=tuple(row for row in rows if row[1]),
            who=tuple(given.get("who") or ()),
            characters=int(given.get("characters") or 0),
            below=bool(given.get("below", True)),
            expression=" ".join((given.get("expression") or "").split("\n")).strip() or _grouped(given),
            of_source=tuple(given.get("of_source") or ()),
            of_speaker=tuple(given.get("of_speaker") or ()),
        )

    @property
    def is_asked(self) -> bool:
        """Whether there is anything to look for."""
        return bool(self.code or self.expression)

    @property
    def names_who(self) -> bool:
        """Whether what is known of sources or speakers is a condition: then an answer tells of these."""
        of_leaves = any(isinstance(one, Condition) for one in leaves(parsed(self.expression))) if self.expression else 0
        return bool(of_leaves or self.of_source or self.of_speaker)

    def query(self, coded: Mapping[str, Code], values: Mapping[str, Sequence[str]] | None = None) -> Query:
        """As the engine asks it; `values` are what attributes may be. Raises KeyError for a code that is not there, and
        InputError("coding.expression_…").
        """
        found = self._expressed(coded, values or {}) if self.expression else self._in_rows(coded)
        for attribute, wanted in chosen(self.who).items():
            found = Said(found, attribute, wanted)
        for of, given in ((Of.SOURCE, self.of_source), (Of.SPEAKER, self.of_speaker)):
            for attribute, wanted in chosen(given).items():
                found = And((found, Known(of, attribute, wanted)))
        return found

    def _expressed(self, coded: Mapping[str, Code], values: Mapping[str, Sequence[str]]) -> Query:
        node = parsed(self.expression)
        return query_of(node, coded, ATTRIBUTES, values, characters=self.characters, below=self.below)

    def _in_rows(self, coded: Mapping[str, Code]) -> Query:
        found: Query = Coded(coded[self.code], self.below)
        for relation, code in self.rows:
            other = Coded(coded[code], self.below)
            found = Near(found, other, self.characters) if relation == "near" else _BESIDE[relation](found, other)
        return found

    @property
    def words(self) -> str:
        """‘Wachten’ in dezelfde beurt als ‘Regie’, gezegd door cliënten"""
        about = told(parsed(self.expression)) if self.expression else self._rows_told()
        apart = [_known("bron", self.of_source), _known("spreker", self.of_speaker)]
        return ", ".join(filter(None, (about, said_by(self.who), *apart)))

    def _rows_told(self) -> str:
        told_ = f"‘{self.code}’"
        for at, (relation, code) in enumerate(self.rows):
            before = f"({told_})" if at else told_
            told_ = f"{before} {self._relation(relation)} ‘{code}’"
        return told_

    def _relation(self, relation: str) -> str:
        return f"hooguit {self.characters} tekens van" if relation == "near" else _WORDS[relation]


def _grouped(given: Mapping[str, Any]) -> str:
    """Groups of codes as an expression; nothing where no group has a code."""
    groups = []
    for number in GROUPS:
        codes = [quoted(one) for one in given.get(f"group_{number}") or ()]
        tied = f" {given.get(f'tie_{number}') or 'of'} ".join(codes)
        groups += [f"({tied})"] if codes else []
    return f" {given.get('tie') or 'en'} ".join(groups)


def _known(of: str, given: Iterable[str]) -> str:
    """bron met fase eindevaluatie"""
    found = [f"{ATTRIBUTES.get(name, name)} {' of '.join(sorted(values))}" for name, values in chosen(given).items()]
    return f"{of} met {' en '.join(found)}" if found else ""


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
