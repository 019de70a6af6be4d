"""An expression as the engine asks it, and as it is told: held against the codes and attributes that there are."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sluitend.engines.retrieval.expression import Condition, Named, Node, Tied, leaves, plain, refuse
from sluitend.engines.retrieval.query import (
    And,
    Coded,
    Known,
    Near,
    Of,
    Or,
    Overlapping,
    Query,
    SameTurn,
    Within,
    Without,
    is_of_codes,
)
from sluitend.errors import InputError

_OF: Final = {"bron": Of.SOURCE, "spreker": Of.SPEAKER, "wie": Of.VOICE}
_ALL: Mapping[str, Callable[[tuple[Query, ...]], Query]] = {"en": And, "of": Or}
_BESIDE: Mapping[str, Callable[[Query, Query], Query]] = {
    "niet": Without,
    "binnen": Within,
    "overlapt": Overlapping,
    "beurt": SameTurn,
}


def query_of(
    node: Node,
    coded: Mapping[str, int],
    attributes: Mapping[str, str],
    values: Mapping[str, Sequence[str]],
    *,
    characters: int = 0,
    below: bool = True,
) -> Query:
    """As the engine asks it: `attributes` gives the name of an attribute as people call it, `values` what each may be.

    Raises InputError("coding.expression_…") for what is not there, and for what would give whole texts.
    """
    codes = {plain(path): code for path, code in coded.items()}
    called = {title: name for name, title in attributes.items()}
    known = {name: {plain(one): one for one in found} for name, found in values.items()}
    for leaf in leaves(node):
        _check(leaf, codes, called, known)
    query = _Asking(codes, called, known, characters, below).query(node)
    if not is_of_codes(query):
        raise InputError("coding.expression_whole_texts")
    return query


def told(node: Node, *, is_whole: bool = True) -> str:
    """‘Wachten’ en (‘Regie’ of ‘Lang’), as it can be typed again with other quotation marks"""
    match node:
        case Named(path):
            return f"‘{path}’"
        case Condition(of, attribute, values):
            return f"{_TOLD[of]} {attribute} {' of '.join(values)}"
    between = node.relation if node.characters is None else f"{node.relation} {node.characters}"
    found = f" {between} ".join(told(part, is_whole=False) for part in node.parts)
    return found if is_whole else f"({found})"


_TOLD = {"bron": "bron met", "spreker": "spreker met", "wie": "gezegd door"}


def _check(
    leaf: Named | Condition,
    coded: Mapping[str, int],
    called: Mapping[str, str],
    values: Mapping[str, Mapping[str, str]],
) -> None:
    if isinstance(leaf, Named):
        if leaf.path not in coded:
            refuse("no_code", leaf.at, name=leaf.path)
        return
    if leaf.attribute not in called:
        refuse("no_attribute", leaf.at, name=leaf.attribute, known=", ".join(called))
    known = values.get(called[leaf.attribute], {})
    for value in leaf.values:
        if value not in known:
            refuse("no_value", leaf.at, value=value, name=leaf.attribute, known=", ".join(known) or "–")


@dataclass(frozen=True, slots=True)
class _Asking:
    codes: Mapping[str, int]
    called: Mapping[str, str]
    known: Mapping[str, Mapping[str, str]]
    characters: int
    below: bool

    def query(self, node: Node) -> Query:
        match node:
            case Named(path):
                return Coded(self.codes[path], self.below)
            case Condition(of, title, values):
                name = self.called[title]
                return Known(_OF[of], name, frozenset(self.known[name][one] for one in values))
        parts = [self.query(part) for part in node.parts]
        if node.relation in _ALL:
            return _ALL[node.relation](tuple(parts))
        query = parts[0]
        for other in parts[1:]:
            query = self._beside(node, query, other)
        return query

    def _beside(self, node: Tied, query: Query, other: Query) -> Query:
        if node.relation == "dichtbij":
            return Near(query, other, self.characters if node.characters is None else node.characters)
        return _BESIDE[node.relation](query, other)
