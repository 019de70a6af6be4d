"""Streets and addresses: by the end of the word, by a number behind it, or known as a street."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sluitend.engines.text.names import lexicon, numbers
from sluitend.engines.text.names.lexicon import is_street
from sluitend.engines.text.names.model import FoundBy, Kind, Span
from sluitend.engines.text.names.tokens import Token
from sluitend.engines.text.names.words import PARTICLES

# Endings that only streets have, and endings that ordinary words have too.
_SURE = (
    "straat",
    "laan",
    "gracht",
    "singel",
    "kade",
    "plein",
    "steeg",
    "dreef",
    "plantsoen",
    "straatje",
    "laantje",
    "pleintje",
)
_DOUBTFUL = ("weg", "dijk", "hof", "pad", "park", "markt", "baan", "brink", "wal", "ring", "veld", "weide")
_ADDITION = r"(?:[ -]?(?:bis|hs|huis|boven|beneden|rood|zwart|[IVX]{1,4})\b)?"
_NUMBER = re.compile(
    rf"(?:[ ,]{{1,2}}(?:op[ ])?(?:huis)?(?:nummer|nr\.?|no\.?)[ ]?(?:{numbers.HUNDREDS}|{numbers.NUMBER})\b"
    rf"|(?:[ ,]{{1,2}}(?:op[ ])?(?:huis)?(?:nummer|nr\.?|no\.?)[ ]?|[ ])"
    rf"\d{{1,4}}(?!\d|[.:]\d|[ ]?%)(?:[ -]?[a-zA-Z](?![\w’'])|-\d{{1,3}})?"
    rf"|[ ](?!een\b)(?:{numbers.HUNDREDS}|{numbers.NUMBER})(?:[ ][a-z](?![\w’']))?(?=[,.;:?!)]|$)){_ADDITION}",
    re.IGNORECASE,
)
_NOT_A_HOUSE = re.compile(
    r"[ ](?:uur|jaar|jaren|maanden|weken|dagen|kinderen|gezinnen|minuten|mensen|keer|procent|kilometer|huizen|woningen)"
)


def streets(text: str, tokens: list[Token]) -> Iterator[Span]:
    """Every street, with its number when one follows."""
    for index, token in enumerate(tokens):
        if not _may_end_a_street(token.fold):
            continue
        number = house_number(text, token.end)
        if not _is_street(tokens, index, number is not None):
            continue
        start = tokens[_first_of(text, tokens, index)].start
        yield Span(start, number or token.end, Kind.ADDRESS, FoundBy.RULE)


def house_number(text: str, end: int) -> int | None:
    """Where the house number behind a street ends; None without one."""
    match = _NUMBER.match(text, end)
    if match is None or _NOT_A_HOUSE.match(text, match.end()):
        return None
    return match.end()


def _may_end_a_street(fold: str) -> bool:
    return fold.endswith((*_SURE, *_DOUBTFUL)) or fold in {"straat", "laan", "weg", "plein"}


def _is_street(tokens: list[Token], index: int, numbered: bool) -> bool:
    token = tokens[index]
    bare = token.fold in {*_SURE, *_DOUBTFUL}
    if bare:  # "Oude Weg 3", "Jan Steen straat": only with a capital of its own, or behind one
        return token.capital and not token.first and index > 0 and tokens[index - 1].capital
    sure = token.fold.endswith(_SURE)
    if numbered:
        return sure or token.capital or not lexicon.in_dictionary(token.fold)
    if lexicon.is_word(token.fold):
        return (
            token.capital
            and not token.first
            and (sure or is_street(token.fold))
            and not lexicon.in_dictionary(token.fold)
        )
    return sure or (token.capital and (not token.first or is_street(token.fold)))


def _first_of(text: str, tokens: list[Token], index: int) -> int:
    """The first word of the street's name: "Burgemeester van den Berglaan"."""
    first = index
    if not tokens[index].capital:
        return first
    for position in range(index - 1, max(-1, index - 5), -1):
        token = tokens[position]
        if text[token.end : tokens[position + 1].start] not in {" ", "-", ". "}:
            break
        if token.capital and not token.first:
            first = position
        elif token.fold not in PARTICLES:
            break
    return first
