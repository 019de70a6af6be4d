"""People whom a table of groups leaves out, or counts in more than one group, as far as somebody coded what they said.

Beside another table, or beside the total, they are what is left: of one or two of them it would tell what they said.
Somebody who speaks in two groups is in both; what is left are words, and the people who said them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import NamedTuple

from sluitend.engines.retrieval import asked
from sluitend.engines.retrieval.material import Material, Person, Source, Speaker
from sluitend.engines.retrieval.query import spoken
from sluitend.engines.retrieval.tables import whole
from sluitend.engines.retrieval.views import Who, is_said_by

GroupOf = Callable[[Source, Speaker | None], str | None]


class Voice(NamedTuple):
    """Somebody in one source, and the group to which these words belong; None where it is not known."""

    source: Source
    speaker: Speaker | None
    person: Person
    group: str | None


@dataclass(frozen=True, slots=True)
class Rests:
    """`beyond`: people of a group whom the choice left out, or the least number that a wider choice would add.
    `shared`: people of a group who are also in another. `elsewhere`: people in none of the groups, counted likewise."""

    beyond: Mapping[str, int]
    shared: Mapping[str, int]
    elsewhere: int

    def cells(self, group: str) -> tuple[int, int, int]:
        """The three of one group, in this order."""
        return self.beyond.get(group, 0), self.shared.get(group, 0), self.elsewhere


def rests(material: Material, group_of: GroupOf, chosen: Sequence[str] = ()) -> Rests:
    """Of everybody who speaks; `chosen` are the voices that the table counts ("attribute=value")."""
    every, who = list(_voices(material, group_of)), asked.chosen(chosen)
    counted = [one for one in every if one.group is not None and _is_of(material, one, who)]
    groups = _people(counted)
    others = set(every) - set(counted)
    wider = [[one for one in others if _is_of(material, one, less)] for less in _wider(who)]
    beyond = {name: _least(len(_people(some).get(name, ())) for some in wider) for name in groups}
    outside = [{one.person for one in some if one.group not in groups} for some in wider]
    many = Counter(person for people in groups.values() for person in people)
    shared = {name: sum(many[one] > 1 for one in people) for name, people in groups.items()}
    return Rests(beyond, shared, _least(map(len, outside)))


def _voices(material: Material, group_of: GroupOf) -> Iterator[Voice]:
    for source in (one for one in material.texts if one not in material.uncoded):
        for speaker in {one for _hit, one in spoken((whole(source, material),), material)}:
            if (person := material.person(source, speaker)) is not None:
                yield Voice(source, speaker, person, group_of(source, speaker))


def _is_of(material: Material, voice: Voice, who: Who) -> bool:
    return is_said_by(material, voice.source, voice.speaker, who)


def _people(voices: Iterable[Voice]) -> dict[str, set[Person]]:
    found: defaultdict[str, set[Person]] = defaultdict(set)
    for one in voices:
        if one.group is not None:
            found[one.group].add(one.person)
    return dict(found)


def _wider(who: Who) -> Iterator[Who]:
    """The choice, and the same with some of its attributes less: somebody may ask those as well."""
    for many in range(len(who) + 1):
        for names in combinations(who, many):
            yield {name: who[name] for name in names}


def _least(numbers: Iterable[int]) -> int:
    """The smallest that is not zero."""
    return min((one for one in numbers if one), default=0)
