"""The support of a finding by loops: people and organisations, for and against, and what is told outside the team.

From the issue ("distinct respondents and organisations, never raw counts of fragments"), DESIGN.md §5 (voices) and the
user guide, chapter 5: everybody counts once, a document apart; outside the team words, and no group of under three.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.twins.voices import Voice, saying
from tests.twins.world import Finding, World


@dataclass
class Side:
    people: set[str] = field(default_factory=set)
    organisations: set[int] = field(default_factory=set)
    documents: set[str] = field(default_factory=set)

    @property
    def figures(self) -> tuple[int, int, int]:
        return len(self.people), len(self.organisations), len(self.documents)


@dataclass
class Group:
    """`word_…` is how much that is of the people who said something, as it is told outside the team."""

    in_favour: Side = field(default_factory=Side)
    against: Side = field(default_factory=Side)

    @property
    def people(self) -> set[str]:
        return self.in_favour.people | self.against.people

    @property
    def is_told(self) -> bool:
        return len(self.people) >= 3

    def word(self, side: Side) -> str:
        part, whole = len(side.people), len(self.people)
        if part == 0:
            return "none"
        if part > whole / 2:
            return "most"
        return "some" if part <= whole / 3 else "several"


def breakdown(world: World, finding: Finding) -> tuple[Group, dict[str, dict[object, Group]]]:
    """All together, and by attribute and value; None and "" are not stated."""
    total = Group()
    rows: dict[str, dict[object, Group]] = {"perspective": {}, "level": {}, "place": {}, "phase": {}}
    for number, stance in finding.evidence.items():
        for voice in saying(world, world.passage(number)):
            values = {"perspective": voice.group, "level": voice.level, "place": voice.place, "phase": voice.phase}
            _count(total, stance, voice)
            for attribute, value in values.items():
                _count(rows[attribute].setdefault(value, Group()), stance, voice)
    return total, rows


def _count(group: Group, stance: str, voice: Voice) -> None:
    side = group.against if stance == "contradicts" else group.in_favour
    if voice.is_person:
        side.people.add(voice.who)
    else:
        side.documents.add(voice.who)
    if voice.organisation is not None:
        side.organisations.add(voice.organisation)
