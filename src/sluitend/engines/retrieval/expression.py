"""A question in text: codes and what is known of who speaks, tied by relations, with brackets.

    ("Wachten" of "Regie › Lang") en spreker:perspectief=ouders en bron:fase=eindevaluatie

A code stands in quotation marks, by its path. A condition is `bron:` (the source), `spreker:` (who speaks) or `wie:`
(who speaks, else the source), an attribute, `=`, and values with `|` between them, in quotation marks where there is a
space in them; a quotation mark within is written twice. Relations are those of `RELATIONS`; `dichtbij` may be followed
by a number of characters. Between two relations that differ there are brackets: nobody has to know which goes first.
Several times the same goes from the left.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple, NoReturn

from sluitend.errors import InputError

LONGEST: Final = 2_000  # characters
MOST: Final = 20  # codes and conditions
DEEPEST: Final = 20  # brackets in each other
RELATIONS: Final = ("en", "of", "niet", "binnen", "overlapt", "dichtbij", "beurt")
OF: Final = ("bron", "spreker", "wie")  # the source, who speaks, who speaks and else the source
_QUOTES = str.maketrans(dict.fromkeys("“”„‟", '"'))
_QUOTED = r'"(?:[^"]|"")*"'  # twice within: the mark itself
_CONDITION = re.compile(
    rf'(?P<of>\w+):(?P<attribute>\w+)=(?P<values>(?:{_QUOTED}|[^\s()|"]+)(?:\|(?:{_QUOTED}|[^\s()|"]+))*)'
)
_TOKEN = re.compile(rf"(?P<quoted>{_QUOTED})|(?P<condition>\w+:[^\s()]*)|(?P<sign>[()])|(?P<word>[^\s()\"]+)")
_VALUE = re.compile(rf'{_QUOTED}|[^|"]+')


@dataclass(frozen=True, slots=True)
class Named:
    """A code by its path, and where it stands (the first character is 1)."""

    path: str
    at: int


@dataclass(frozen=True, slots=True)
class Condition:
    """What has to be known; the attribute as people call it."""

    of: str
    attribute: str
    values: tuple[str, ...]
    at: int


@dataclass(frozen=True, slots=True)
class Tied:
    """Parts in one relation, from the left; `characters` of what is near, or None where no number was given."""

    relation: str
    parts: tuple[Node, ...]
    characters: int | None = None


Node = Named | Condition | Tied


class _Token(NamedTuple):
    kind: str  # quoted, condition, sign, word, or "" after the last
    text: str
    at: int


def parsed(text: str) -> Node:
    """What was typed. Raises InputError("coding.expression_…") with the character where it goes wrong."""
    if len(text) > LONGEST:
        raise InputError("coding.expression_too_long", most=LONGEST)
    reading = _Reading(tuple(_tokens(text.translate(_QUOTES))))
    node = reading.whole()
    if sum(1 for _leaf in leaves(node)) > MOST:
        raise InputError("coding.expression_too_many", most=MOST)
    return node


def leaves(node: Node) -> Iterator[Named | Condition]:
    """The codes and conditions of it, in their order."""
    if isinstance(node, Tied):
        for part in node.parts:
            yield from leaves(part)
    else:
        yield node


def _tokens(text: str) -> Iterator[_Token]:
    at = 0
    while at < len(text):
        if text[at].isspace():
            at += 1
            continue
        found = _CONDITION.match(text, at)
        kind = "condition"
        if found is None:
            found = _TOKEN.match(text, at)
            kind = found.lastgroup or "" if found else ""
        if found is None:  # a quotation mark that opens and never closes
            refuse("open_quote", at + 1)
        yield _Token(kind, found.group(), at + 1)
        at = found.end()
    yield _Token("", "", len(text) + 1)


class _Reading:
    """Going through the tokens, one after the other."""

    def __init__(self, tokens: Sequence[_Token]) -> None:
        self._tokens = tokens
        self._next = 0

    def whole(self) -> Node:
        node = self._row(0)
        if self._here.text == ")":
            refuse("close", self._here.at)
        return node

    @property
    def _here(self) -> _Token:
        return self._tokens[self._next]

    def _taken(self) -> _Token:
        token = self._here
        self._next += 1
        return token

    def _row(self, depth: int) -> Node:
        """Parts in one relation, to the end or to the bracket that closes."""
        parts, relation, characters = [self._part(depth)], "", None
        while self._here.kind and self._here.text != ")":
            token = self._taken()
            if token.kind != "word" or token.text.lower() not in RELATIONS:
                refuse("relation", token.at, word=token.text, known=", ".join(RELATIONS))
            number = self._number() if token.text.lower() == "dichtbij" else None
            if relation and (token.text.lower(), number) != (relation, characters):
                refuse("mixed", token.at, word=token.text)
            relation, characters = token.text.lower(), number
            parts.append(self._part(depth))
        return Tied(relation, tuple(parts), characters) if relation else parts[0]

    def _number(self) -> int | None:
        """How many characters near is, where that was written."""
        if self._here.kind == "word" and re.fullmatch(r"[0-9]{1,6}", self._here.text):
            return int(self._taken().text)
        return None

    def _part(self, depth: int) -> Node:
        token = self._taken()
        if token.kind == "quoted":
            return Named(_unquoted(token.text), token.at)
        if token.kind == "condition":
            return _condition(token)
        if token.text == "(" and depth < DEEPEST:
            node = self._row(depth + 1)
            if self._taken().text != ")":
                refuse("open", token.at)
            return node
        if token.text == "(":
            refuse("deep", token.at, most=DEEPEST)
        self._next -= 1  # the end is there once
        return refuse("part" if token.text else "end", token.at, word=token.text)


def _condition(token: _Token) -> Condition:
    found = _CONDITION.fullmatch(token.text)
    if found is None or found["of"] not in OF:
        refuse("condition", token.at, word=token.text)
    values = map(_unquoted, _VALUE.findall(found["values"]))
    return Condition(found["of"], found["attribute"].lower(), tuple(dict.fromkeys(values)), token.at)


def _unquoted(text: str) -> str:
    inside = text[1:-1].replace('""', '"') if text.startswith('"') else text
    return " ".join(inside.split())


def quoted(text: str) -> str:
    """As a code or a value is written."""
    return f'"{text.replace(chr(34), chr(34) * 2)}"'


def plain(text: str) -> str:
    """How a code or a value is read: with single spaces and straight quotation marks."""
    return " ".join(text.translate(_QUOTES).split())


def refuse(why: str, at: int, **data: object) -> NoReturn:
    raise InputError(f"coding.expression_{why}", where=None, at=at, **data)
