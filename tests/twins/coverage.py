"""One cell of the coverage map by loops: planned, heard, coded, in a finding.

From the issue, DESIGN.md §5 (voices: no cell with fewer than three respondents) and the user guide, chapter 6. A cell
counts sources; what guards it outside the team are people, and a document is nobody.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.twins.voices import Voice, heard, saying
from tests.twins.world import GROUPS, LEVELS, World


@dataclass
class Measure:
    texts: set[int] = field(default_factory=set)
    people: set[str] = field(default_factory=set)

    def add(self, text: int, voices: list[Voice], group: int, level: str) -> None:
        for voice in voices:
            if voice.group == group and level in ("", voice.level):
                self.texts.add(text)
                if voice.is_person:
                    self.people.add(voice.who)

    @property
    def is_small(self) -> bool:
        return 1 <= len(self.people) <= 2


@dataclass
class Cell:
    """`told` are the numbers of sources heard, coded and found; None where there are too few people."""

    state: str
    planned: int
    told: list[int | None]
    missing: set[str]


def cell(world: World, question: str, group: int, level: str, places: int, in_team: bool) -> Cell:
    """`places` is the number of places that are compared: a plan for each place counts so often."""
    measures = [_heard(world, group, level), _coded(world, group, level), _found(world, question, group, level)]
    planned, asked = 0, (group, question) in world.topics
    for (about, whom, where), (number, each) in world.plans.items():
        if about == question and whom == group:
            asked = asked or level in ("", where) or not where
            planned += (number * places if each else number) if level in ("", where) else 0
    told: list[int | None] = [len(one.texts) for one in measures]
    if not in_team:
        told = [None if one.is_small else len(one.texts) for one in measures]
    state = _state(measures, asked)
    small_level = any(_heard(world, group, one, exactly=True).is_small for one in ("", *LEVELS))
    if not in_team and (measures[0].is_small or (level and small_level)):
        state = "small"
    missing = set() if level or (not in_team and small_level) else _missing(world, question, group)
    return Cell(state, planned, told, missing)


def _state(measures: list[Measure], asked: bool) -> str:
    heard_in, coded, found = (bool(one.texts) for one in measures)
    if not asked and not found:
        return "not_asked"
    if found:
        return "found"
    if coded:
        return "coded"
    return "heard" if heard_in else "silent"


def _heard(world: World, group: int, level: str, exactly: bool = False) -> Measure:
    """At a level, or at all; `exactly` takes an empty level for one that is not known."""
    measure = Measure()
    for text in world.texts:
        voices = heard(world, text)
        kept = [one for one in voices if one.level == level] if exactly else voices
        measure.add(text.number, kept, group, level)
    return measure


def _coded(world: World, group: int, level: str) -> Measure:
    measure = Measure()
    for passage in world.passages:
        if passage.codes:
            measure.add(passage.text.number, saying(world, passage), group, level)
    return measure


def _found(world: World, question: str, group: int, level: str) -> Measure:
    measure = Measure()
    for finding in world.findings:
        if finding.merged_into is not None or question not in finding.questions:
            continue
        for number in finding.evidence:
            passage = world.passage(number)
            measure.add(passage.text.number, saying(world, passage), group, level)
    return measure


def _missing(world: World, question: str, group: int) -> set[str]:
    """Levels that were planned and at which nobody was heard."""
    planned = {level for about, whom, level in world.plans if about == question and whom == group and level}
    return {level for level in planned if not _heard(world, group, level).texts}


def rows(world: World) -> set[str]:
    """The questions of the map: one with parts only when something of its own is planned or found."""
    shown = set()
    for question in world.questions:
        has_parts = any(one.parent == question.label and not one.dropped for one in world.questions)
        planned = any(about == question.label for about, _group, _level in world.plans)
        found = any(_found(world, question.label, group, "").texts for group in range(GROUPS))
        if not question.dropped and (not has_parts or planned or found):
            shown.add(question.label)
    return shown
