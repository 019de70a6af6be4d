"""Looking at all codes at once: of some voices only, over time, and who was asked.

`narrowed` keeps what some people said; every count can be asked of what is left as of the whole.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from sluitend.engines.retrieval.material import Code, Hit, Material, Passage, Person, Source, Speaker
from sluitend.engines.retrieval.query import Coded, found, of_voices, spoken
from sluitend.engines.retrieval.tables import whole

Who = Mapping[str, frozenset[str]]  # attribute → values: one of them, of every attribute


class Per(StrEnum):
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


def is_said_by(material: Material, source: Source, speaker: Speaker | None, who: Who) -> bool:
    """Whether words of this speaker in this source are of one of them."""
    return all(material.value(source, speaker, name) in values for name, values in who.items())


def narrowed(material: Material, who: Who) -> Material:
    """What these people said: texts in which one of them speaks, their turns, and of passages the part that is theirs.

    Of nobody in particular it is the whole material.
    """
    if not who:
        return material
    turns = tuple(one for one in material.turns if is_said_by(material, one.source, one.speaker, who))
    speaking = {one.source for one in turns}
    untold = {
        source
        for source in material.texts
        if source not in material.turns_of and is_said_by(material, source, None, who)
    }
    texts = tuple(source for source in material.texts if source in speaking or source in untold)
    return replace(
        material,
        passages=tuple(_theirs(material, who, untold)),
        turns=turns,
        texts=texts,
        uncoded=material.uncoded.intersection(texts),
    )


def _theirs(material: Material, who: Who, untold: set[Source]) -> Iterable[Passage]:
    for one in material.passages:
        for hit, speaker in spoken((Hit(one.source, one.start, one.end),), material):
            mine = hit.source in untold if speaker is None else is_said_by(material, hit.source, speaker, who)
            if mine:
                yield Passage(hit.source, hit.start, hit.end, one.code)


def people_in(material: Material, hits: Iterable[Hit]) -> frozenset[Person]:
    """Who says something of these places; nobody where nobody is told apart."""
    found_ = (material.person(hit.source, speaker) for hit, speaker in spoken(tuple(hits), material))
    return frozenset(one for one in found_ if one is not None)


def asked_people(material: Material, attribute: str, topics: Iterable[str]) -> dict[str, set[Person]]:
    """Of every group with somebody on whose topic list one of these stands, who those people are."""
    lists = frozenset(who for topic in topics for who in material.topics.get(topic, ()))
    people: defaultdict[str, set[Person]] = defaultdict(set)
    for hit, speaker in spoken(tuple(whole(one, material) for one in material.texts), material):
        person = material.person(hit.source, speaker)  # nobody asks a document
        group = material.value(hit.source, speaker, attribute)
        is_asked = material.value(hit.source, speaker, material.asked_by) in lists
        if is_asked and person is not None and group is not None:
            people[group].add(person)
    return dict(people)


@dataclass(frozen=True, slots=True)
class Point:
    """One code in one period: in how many of its texts, and of the people who spoke in it; in how many texts nobody
    coded anything yet, and how many people speak only there."""

    first: date
    code: Code
    sources: int
    of_sources: int
    respondents: int
    of_respondents: int
    places: int
    uncoded: int = 0
    unheard: int = 0


def timeline(material: Material, codes: Sequence[Code], per: Per, *, below: bool = True) -> list[Point]:
    """Of every period with a text, and every code; texts without a date or a voice are left out."""
    periods: defaultdict[date, set[Source]] = defaultdict(set)
    for source, *_place in of_voices(tuple(whole(one, material) for one in material.texts), material):
        if (day := material.dates.get(source)) is not None:
            periods[begin_of(day, per)].add(source)
    people = {first: _people_of(material, texts) for first, texts in periods.items()}
    heard = {first: _people_of(material, texts - material.uncoded) for first, texts in periods.items()}
    points = []
    for code in codes:
        by_source: defaultdict[Source, list[Hit]] = defaultdict(list)
        for hit in of_voices(found(Coded(code, below), material), material):
            by_source[hit.source].append(hit)
        for first, texts in sorted(periods.items()):
            hits = [hit for source in sorted(texts) for hit in by_source.get(source, ())]
            said = len({hit.source for hit in hits}), len(texts), len(people_in(material, hits)), len(people[first])
            late = len(texts & material.uncoded), len(people[first] - heard[first])
            points.append(Point(first, code, *said, len(hits), *late))
    return points


def _people_of(material: Material, texts: Iterable[Source]) -> frozenset[Person]:
    return people_in(material, (whole(one, material) for one in texts))


def begin_of(day: date, per: Per) -> date:
    """The first day of the month, quarter or year."""
    if per is Per.YEAR:
        return date(day.year, 1, 1)
    return date(day.year, day.month if per is Per.MONTH else (day.month - 1) // 3 * 3 + 1, 1)
