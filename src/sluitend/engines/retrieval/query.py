"""Questions to coded texts: what codes share, exclude, hold or stand near, and who said it.

Every question gives places in texts, each once and in order:

* `Coded` – the passages of a code, with those of the codes below it when asked;
* `And` – the characters that places of all parts share; `Or` – the places of all parts;
* `Without` – places of the one that share no character with any place of the other;
* `Within` – places of the one that lie wholly in one place of the other;
* `Overlapping` – places of the one that share a character with a place of the other;
* `Near` – places of the one with at most so many characters between them and a place of the other (none when they
  overlap or touch);
* `SameTurn` – places of the one that share a turn with a place of the other; a text without turns is no turn;
* `Said` – the parts of places that were said by who has one of these values: a place that goes over several turns is
  cut, because each turn belongs to its speaker;
* `Known` – all words of which an attribute has one of these values, of the source, of the speaker, or of the speaker
  and else of the source. It goes on beyond the end of a text: ask it beside codes only (`is_of_codes`).
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, TypeAlias

from sluitend.engines.retrieval import spans
from sluitend.engines.retrieval.material import Code, Hit, Material, Speaker, Turn
from sluitend.engines.retrieval.spans import Beside, Hits


@dataclass(frozen=True, slots=True)
class Coded:
    code: Code
    below: bool = True


@dataclass(frozen=True, slots=True)
class And:
    parts: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class Or:
    parts: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class Without:
    what: Query
    other: Query


@dataclass(frozen=True, slots=True)
class Within:
    what: Query
    other: Query


@dataclass(frozen=True, slots=True)
class Overlapping:
    what: Query
    other: Query


@dataclass(frozen=True, slots=True)
class Near:
    what: Query
    other: Query
    characters: int

    def __post_init__(self) -> None:
        if self.characters < 0:
            raise ValueError("a distance is not below zero")


@dataclass(frozen=True, slots=True)
class SameTurn:
    what: Query
    other: Query


@dataclass(frozen=True, slots=True)
class Said:
    what: Query
    attribute: str
    values: frozenset[str]


class Of(StrEnum):
    """Of what something is known."""

    SOURCE = "source"
    SPEAKER = "speaker"  # told apart, or alone in a text: then what is known of the source is known of that one
    VOICE = "voice"  # the speaker, and else the source


@dataclass(frozen=True, slots=True)
class Known:
    of: Of
    attribute: str
    values: frozenset[str]


END: Final = sys.maxsize  # beyond every text
Query: TypeAlias = Coded | And | Or | Without | Within | Overlapping | Near | SameTurn | Said | Known


def is_of_codes(query: Query) -> bool:
    """Whether every place that it gives lies in passages of codes, and never is a whole text or turn."""
    match query:
        case Coded():
            return True
        case Known():
            return False
        case And(parts):
            return any(map(is_of_codes, parts))
        case Or(parts):
            return all(map(is_of_codes, parts))
    return is_of_codes(query.what)


def found(query: Query, material: Material) -> Hits:
    """The places that answer a question."""
    match query:
        case Coded(code, below):
            wanted = material.codes(code, below=below)
            return spans.kept((hit for one in wanted for hit in material.by_code.get(one, ())), lambda _hit: True)
        case And(parts):
            return _all(parts, material)
        case Or(parts):
            return spans.kept((hit for part in parts for hit in found(part, material)), lambda _hit: True)
        case Said(what, attribute, values):
            return spans.kept(_said(found(what, material), attribute, values, material), lambda _hit: True)
        case Known():
            return spans.kept(_known(query, material), lambda _hit: True)
    return _compared(query, material)


def _compared(query: Without | Within | Overlapping | Near | SameTurn, material: Material) -> Hits:
    """Places of the one, chosen by those of the other."""
    hits, others = found(query.what, material), found(query.other, material)
    match query:
        case Without():
            beside = Beside(others)
            return spans.kept(hits, lambda hit: not any(beside.near(hit)))
        case Within():
            return spans.kept(hits, Beside(others).holds)
        case Overlapping():
            beside = Beside(others)
            return spans.kept(hits, lambda hit: any(beside.near(hit)))
        case Near(_what, _other, characters):
            beside = Beside(others)
            return spans.kept(hits, lambda hit: any(beside.near(hit, characters)))
        case SameTurn():
            beside = Beside(_turn(turn) for turn in _turns(others, material))
            return spans.kept(hits, lambda hit: any(beside.near(hit)))


def _all(parts: tuple[Query, ...], material: Material) -> Hits:
    if not parts:
        return ()
    hits = found(parts[0], material)
    for part in parts[1:]:
        hits = spans.shared(hits, found(part, material))
    return hits


def _turn(turn: Turn) -> Hit:
    return Hit(turn.source, turn.start, turn.end)


def _turns(hits: Hits, material: Material) -> Iterator[Turn]:
    """The turns in which something of these places was said."""
    beside = Beside(hits)
    for turns in material.turns_of.values():
        yield from (turn for turn in turns if any(beside.near(_turn(turn))))


def _known(query: Known, material: Material) -> Iterator[Hit]:
    """Whole texts, and turns."""
    for source in _texts(material):
        about, turns = material.about_sources.get(source, {}), material.turns_of.get(source, ())
        is_whole = query.of is Of.SOURCE or not turns
        if is_whole and (query.of is not Of.SPEAKER or source in material.alone):
            turns_with = [Hit(source, 0, END)] if about.get(query.attribute) in query.values else []
        else:
            turns_with = [_turn(turn) for turn in turns if _value(turn, query, material) in query.values]
        yield from turns_with


def _texts(material: Material) -> set[int]:
    return {*material.texts, *material.about_sources, *material.turns_of}


def _value(turn: Turn, query: Known, material: Material) -> str | None:
    if query.of is Of.VOICE:
        return material.value(turn.source, turn.speaker, query.attribute)
    if turn.speaker in material.nobody:
        return None
    return material.about_speakers.get(turn.speaker, {}).get(query.attribute)


def _said(hits: Hits, attribute: str, values: frozenset[str], material: Material) -> Iterator[Hit]:
    for hit, speaker in spoken(hits, material):
        if material.value(hit.source, speaker, attribute) in values:
            yield hit


def spoken(hits: Hits, material: Material) -> Iterator[tuple[Hit, Speaker | None]]:
    """Every place cut into what one speaker said. In a text without turns it stays whole, and is nobody's; what stands
    between turns (a heading, a remark of who wrote it down) is left out."""
    for hit in hits:
        if hit.source not in material.turns_of:
            yield hit, None
        for turn in material.turns_with(hit):
            yield Hit(hit.source, max(hit.start, turn.start), min(hit.end, turn.end)), turn.speaker


def voiced(hits: Hits, material: Material) -> Iterator[tuple[Hit, Speaker | None]]:
    """The same without words that are no voice: what was asked, and what who withdrew said."""
    return ((part, speaker) for part, speaker in spoken(hits, material) if speaker not in material.nobody)


def of_voices(hits: Hits, material: Material) -> Hits:
    """The places in which somebody says something whose words count."""
    return tuple(hit for hit in hits if any(voiced((hit,), material)))
