"""What is asked: passages with their codes, turns with their speakers, and what is known of who speaks."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import NamedTuple

Source = int
Code = int
Speaker = int
Person = int | str


class Hit(NamedTuple):
    """Characters of a source, from `start` up to and without `end`."""

    source: Source
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Passage:
    """Characters that somebody gave a code."""

    source: Source
    start: int
    end: int
    code: Code


@dataclass(frozen=True, slots=True)
class Turn:
    """What one speaker says in one go. Turns of a source do not overlap; a text without turns has none."""

    source: Source
    start: int
    end: int
    speaker: Speaker


@dataclass(frozen=True)
class Material:
    """`about_speakers` and `about_sources` say what is known: name of the attribute → value. What is known of a speaker
    goes before what is known of the source. `under` gives for each code the codes below it, however deep.

    A speaker is somebody in one source; `people` tells who that is, for who speaks in several (else: nobody but that
    speaker), and `alone` who speaks in a text without turns, if it is one person. `nobody` are speakers who are no
    voice: who asks the questions, and who withdrew.

    `texts` are all texts there are, coded or not (`uncoded`: nobody gave them any code yet), in the order of the
    fieldwork, with where their `words` begin and their `dates`. `names` are the paths of the codes, `values` what
    attributes may be (both in their own order), and `topics` on whose topic lists something stands (values of the
    attribute `asked_by`). `left_out` texts are not there, because others may not know yet what was coded in them.
    """

    passages: tuple[Passage, ...]
    turns: tuple[Turn, ...] = ()
    about_speakers: Mapping[Speaker, Mapping[str, str]] = field(default_factory=dict)
    about_sources: Mapping[Source, Mapping[str, str]] = field(default_factory=dict)
    under: Mapping[Code, frozenset[Code]] = field(default_factory=dict)
    people: Mapping[Speaker, Person] = field(default_factory=dict)
    alone: Mapping[Source, Person] = field(default_factory=dict)
    nobody: frozenset[Speaker] = frozenset()
    texts: tuple[Source, ...] = ()
    words: Mapping[Source, Sequence[int]] = field(default_factory=dict)
    dates: Mapping[Source, date] = field(default_factory=dict)
    names: Mapping[Code, str] = field(default_factory=dict)
    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    topics: Mapping[str, frozenset[str]] = field(default_factory=dict)
    asked_by: str = ""
    left_out: int = 0
    uncoded: frozenset[Source] = frozenset()

    @cached_property
    def coded(self) -> Mapping[str, Code]:
        """The codes by their paths."""
        return {name: code for code, name in self.names.items()}

    @cached_property
    def by_code(self) -> Mapping[Code, tuple[Hit, ...]]:
        """The places of every code, each once, in the order of the sources."""
        found: defaultdict[Code, set[Hit]] = defaultdict(set)
        for one in self.passages:
            found[one.code].add(Hit(one.source, one.start, one.end))
        return {code: tuple(sorted(hits)) for code, hits in found.items()}

    @cached_property
    def turns_of(self) -> Mapping[Source, tuple[Turn, ...]]:
        """In the order of the text."""
        found: defaultdict[Source, list[Turn]] = defaultdict(list)
        for one in sorted(self.turns, key=lambda turn: (turn.source, turn.start)):
            found[one.source].append(one)
        return {source: tuple(turns) for source, turns in found.items()}

    def turns_with(self, hit: Hit) -> Sequence[Turn]:
        """Those in which something of this place was said, in the order of the text."""
        turns, starts, ends = self._turns.get(hit.source, ((), [], []))
        return turns[bisect_right(ends, hit.start) : bisect_left(starts, hit.end)]

    @cached_property
    def _turns(self) -> Mapping[Source, tuple[tuple[Turn, ...], list[int], list[int]]]:
        """Turns do not overlap, so that their ends go up as their starts do."""
        return {
            source: (turns, [one.start for one in turns], [one.end for one in turns])
            for source, turns in self.turns_of.items()
        }

    def codes(self, code: Code, *, below: bool) -> frozenset[Code]:
        """The code, with those below it."""
        return frozenset({code}) | (self.under.get(code, frozenset()) if below else frozenset())

    def value(self, source: Source, speaker: Speaker | None, name: str) -> str | None:
        """What an attribute is for words of this speaker in this source; None where nobody knows, or nobody speaks."""
        if speaker in self.nobody:
            return None
        own = self.about_speakers.get(speaker, {}).get(name) if speaker is not None else None
        return own if own is not None else self.about_sources.get(source, {}).get(name)

    def person(self, source: Source, speaker: Speaker | None) -> Person | None:
        """Who it is, the same in every source; None for nobody, and where nobody is told apart."""
        if speaker is None:
            return self.alone.get(source)
        return None if speaker in self.nobody else self.people.get(speaker, speaker)
