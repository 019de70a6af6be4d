"""Who is behind the places that a question finds: sources and respondents first, since volume is no weight.

A respondent is counted once however often and wherever he or she speaks; a text in which nobody is told apart counts
as a source only, unless one person speaks in it. Words are counted where they begin.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sluitend.engines.retrieval import spans
from sluitend.engines.retrieval.material import Code, Hit, Material, Person, Source, Speaker
from sluitend.engines.retrieval.query import Coded, found, of_voices, spoken
from sluitend.engines.retrieval.spans import Hits

Words = Mapping[Source, Sequence[int]]  # where the words of a text begin, going up
Part = tuple[Hit, Speaker | None]  # characters, and who says them


@dataclass(frozen=True, slots=True)
class Group:
    """Everybody of whom an attribute is the same: what there is to be asked.

    Of `uncoded` sources it is not known yet what is said in them; `heard` are the people of the others.
    """

    sources: frozenset[Source]
    respondents: frozenset[Person]
    words: int
    uncoded: frozenset[Source] = frozenset()
    heard: frozenset[Person] = frozenset()

    @property
    def unheard(self) -> int:
        """How many people speak in texts only that nobody coded yet."""
        return len(self.respondents - self.heard)


@dataclass(frozen=True, slots=True)
class Count:
    """What was found in one group; a place over two turns is one place of each who speaks in it.

    Shares are of the group; None where there is nothing to have a share of, or nobody coded any of it yet.
    """

    sources: int
    respondents: int
    places: int
    words: int
    group: Group = field(repr=False)

    @property
    def share_of_sources(self) -> float | None:
        return None if self.group.sources == self.group.uncoded else _share(self.sources, len(self.group.sources))

    @property
    def share_of_respondents(self) -> float | None:
        return _share(self.respondents, len(self.group.respondents)) if self.group.heard else None

    @property
    def per_1000_words(self) -> float | None:
        """Words found, of each thousand that the group said."""
        share = None if self.group.sources == self.group.uncoded else _share(self.words, self.group.words)
        return None if share is None else 1000 * share


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


EVERYBODY = ""  # in the place of an attribute: all who say something are one group, with this name


def group_of(material: Material, source: Source, speaker: Speaker | None, attribute: str) -> str | None:
    """To which group words belong; None for nobody's, and where the attribute is not known."""
    if attribute == EVERYBODY:
        return None if speaker in material.nobody else EVERYBODY
    return material.value(source, speaker, attribute)


def groups(material: Material, attribute: str, sources: Iterable[Source], words: Words) -> dict[str, Group]:
    """Everybody by what an attribute is; who has none is left out. `sources` are all there are, coded or not."""
    members: defaultdict[str, _Members] = defaultdict(_Members)
    for source in sources:
        for hit, speaker in spoken((whole(source, material, words),), material):
            if (value := group_of(material, source, speaker, attribute)) is not None:
                members[value].add(hit, _people([(hit, speaker)], material), is_coded=source not in material.uncoded)
    return {value: one.group(words) for value, one in members.items()}


@dataclass(slots=True)
class _Members:
    """A group as it is found, one place after another."""

    hits: list[Hit] = field(default_factory=list)
    people: set[Person] = field(default_factory=set)
    heard: set[Person] = field(default_factory=set)
    uncoded: set[Source] = field(default_factory=set)

    def add(self, hit: Hit, people: set[Person], *, is_coded: bool) -> None:
        self.hits.append(hit)
        self.people |= people
        if is_coded:
            self.heard |= people
        else:
            self.uncoded.add(hit.source)

    def group(self, words: Words) -> Group:
        texts = frozenset(hit.source for hit in self.hits)
        told = frozenset(self.people), counted_words(self.hits, words), frozenset(self.uncoded), frozenset(self.heard)
        return Group(texts, *told)


def in_order(known: Mapping[str, Group], material: Material, attribute: str) -> dict[str, Group]:
    """Groups in the order of the design; what it does not name comes behind, by name."""
    order = {value: at for at, value in enumerate(material.values.get(attribute, ()))}
    return {name: known[name] for name in sorted(known, key=lambda one: (order.get(one, len(order)), one))}


def whole(source: Source, material: Material, words: Words | None = None) -> Hit:
    """A text as one place, to and with its last word or turn."""
    last = max((turn.end for turn in material.turns_of.get(source, ())), default=0)
    begun = (material.words if words is None else words).get(source) or (0,)
    return Hit(source, 0, max(last, begun[-1] + 1))


def counted_words(hits: Iterable[Hit], words: Words) -> int:
    """How many words begin in these places, none counted twice."""
    return sum(
        bisect_left(words.get(hit.source, ()), hit.end) - bisect_left(words.get(hit.source, ()), hit.start)
        for hit in spans.joined(hits)
    )


def counted(
    hits: Hits, material: Material, attribute: str, known: Mapping[str, Group], words: Words
) -> dict[str, Count]:
    """For every group what was found in it, also where that is nothing."""
    parts: defaultdict[str, list[Part]] = defaultdict(list)
    places: defaultdict[str, set[Hit]] = defaultdict(set)
    for hit in hits:
        for part, speaker in spoken((hit,), material):
            value = group_of(material, hit.source, speaker, attribute)
            if value is not None:
                parts[value].append((part, speaker))
                places[value].add(hit)
    return {value: _count(parts[value], len(places[value]), group, material, words) for value, group in known.items()}


def _count(parts: Sequence[Part], places: int, group: Group, material: Material, words: Words) -> Count:
    hits = [hit for hit, _speaker in parts]
    people = _people(parts, material)
    return Count(len({hit.source for hit in hits}), len(people), places, counted_words(hits, words), group)


def _people(parts: Iterable[Part], material: Material) -> set[Person]:
    found = {material.person(hit.source, speaker) for hit, speaker in parts}
    return {one for one in found if one is not None}


@dataclass(frozen=True, slots=True)
class Together:
    """Two codes with characters in common: in how many sources, of how many respondents, at how many places."""

    sources: int
    respondents: int
    places: int


def together(material: Material, codes: Sequence[Code], *, below: bool = True) -> dict[tuple[Code, Code], Together]:
    """Of every two codes, the first as it stands first in `codes`."""
    hits = {code: found(Coded(code, below), material) for code in codes}
    pairs = [(one, two) for at, one in enumerate(codes) for two in codes[at + 1 :]]
    return {(one, two): _together(spans.shared(hits[one], hits[two]), material) for one, two in pairs}


def _together(hits: Hits, material: Material) -> Together:
    places = of_voices(hits, material)
    people = _people(spoken(places, material), material)
    return Together(len({hit.source for hit in places}), len(people), len(places))


@dataclass(frozen=True, slots=True)
class Step:
    """A source in the order of the fieldwork: codes that no source before it had, and how many there are by then."""

    source: Source
    new: int
    so_far: int


def saturation(material: Material, order: Sequence[Source], among: frozenset[Code] | None = None) -> list[Step]:
    """How many different codes there are after each source. A flat end says that little new comes in this way of
    asking, of these people; it proves nothing of others. `among`: only these codes. What is nobody's voice brings
    none."""
    codes: defaultdict[Source, set[Code]] = defaultdict(set)
    for one in material.passages:
        hit = Hit(one.source, one.start, one.end)
        if (among is None or one.code in among) and of_voices((hit,), material):
            codes[one.source].add(one.code)
    seen: set[Code] = set()
    steps = []
    for source in order:
        new = codes[source] - seen
        seen |= new
        steps.append(Step(source, len(new), len(seen)))
    return steps


def in_context(hit: Hit, material: Material, before: int = 1, after: int = 1) -> Hit:
    """The place with so many turns before and after the ones in which it lies; itself where there are no turns."""
    within = material.turns_with(hit)
    if not within:
        return hit
    turns = material.turns_of[hit.source]
    at = turns.index(within[0])
    first, last = turns[max(0, at - before)], turns[min(len(turns), at + len(within) + after) - 1]
    return Hit(hit.source, min(hit.start, first.start), max(hit.end, last.end))
