"""Passages that answer a question, with what was said around them: always the words as they are now.

Nothing of it is kept, so that a withdrawal takes every quote along. Texts that are being coded blind are left out, for
everybody alike.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from django.db.models import Exists, OuterRef, Q

from sluitend.apps.coding.models import Coding, ConsensusDecision, Fragment
from sluitend.apps.coding.queries.fragments import HEAVY
from sluitend.apps.coding.queries.material import outline_of
from sluitend.apps.coding.queries.origin import suggested
from sluitend.apps.coding.queries.quotes import outward_quotes, quoting_rule
from sluitend.apps.design.access import require
from sluitend.apps.design.models import Evaluation
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.apps.sources.models import Quoting, Source, SourceVersion
from sluitend.engines.retrieval.asked import ATTRIBUTES, Question
from sluitend.engines.retrieval.asked import chosen as chosen_of
from sluitend.engines.retrieval.material import Hit, Material, Passage
from sluitend.engines.retrieval.query import found, of_voices, spoken
from sluitend.engines.retrieval.spans import Hits
from sluitend.engines.retrieval.tables import Count, counted, groups, in_context, in_order
from sluitend.engines.retrieval.views import narrowed

BESIDE = 240  # characters before and after a passage in a text without turns


@dataclass(frozen=True)
class Asked:
    """The passages, by what the group of who says them is called ("" where that is not known), without their words."""

    material: Material
    hits: tuple[tuple[str, Hit], ...]
    evaluation: Evaluation

    @property
    def sources(self) -> int:
        return len({hit.source for hit in self._voiced})

    @property
    def of_nobody(self) -> int:
        """How many passages are no voice: what was asked, or stands between turns. They count in no result."""
        return len(self.hits) - len(self._voiced)

    @cached_property
    def _voiced(self) -> Hits:
        return of_voices(tuple(hit for _group, hit in self.hits), self.material)

    @property
    def people(self) -> int:
        parts = spoken(tuple(hit for _group, hit in self.hits), self.material)
        return len({self.material.person(hit.source, speaker) for hit, speaker in parts} - {None})


def who_said_it(asked: Asked, attribute: str, chosen: Sequence[str] = ()) -> dict[str, Count]:
    """Of every group what was found in it, in the order of the design. `chosen`: only these people are asked about."""
    material = narrowed(asked.material, chosen_of(chosen))
    known = in_order(groups(material, attribute, material.texts, material.words), material, attribute)
    return counted(tuple(hit for _group, hit in asked.hits), material, attribute, known, material.words)


def uncoded_among(asked: Asked, chosen: Sequence[str]) -> int:
    """In how many texts of these people nobody coded anything yet."""
    return len(narrowed(asked.material, chosen_of(chosen)).uncoded)


@dataclass(frozen=True, slots=True)
class QuoteLine:
    """A passage in its place. `about` are the values of `ATTRIBUTES` of who says it, each once."""

    group: str
    hit: Hit
    source: Source
    quote: str
    before: str
    after: str
    codes: tuple[str, ...] = ()
    about: Mapping[str, str] = field(default_factory=dict)
    people: tuple[str, ...] = ()
    fragment: Fragment | None = None  # of which it is all, or a part
    rule: Quoting = Quoting.NEVER
    suggested: tuple[str, ...] = ()  # which of the codes somebody took over from a suggestion
    may_leave: bool = False  # it may be read outside the team, and lies in what was released


def passages_for(
    user: User, evaluation: Evaluation, question: Question, group: str, material: Material | None = None
) -> Asked:
    """What answers the question, group by group in the order of the design; `material` is what `outline_for` gave.

    Raises NotFound, NotAllowed.
    """
    require(user, evaluation, Action.VIEW_CODING)
    require(user, evaluation, Action.VIEW_SOURCES)
    material = material or outline_of(evaluation)
    is_there = bool(question.expression) or question.code in material.coded
    hits = found(question.query(material.coded, material.values), material) if is_there else ()
    order = {value: at for at, value in enumerate(material.values.get(group, ()))}
    place = {source: at for at, source in enumerate(material.texts)}
    named = ((_group(hit, group, material), hit) for hit in hits)
    ordered = sorted(named, key=lambda one: (order.get(one[0], len(order)), place[one[1].source], one[1].start))
    return Asked(material, tuple(ordered), evaluation)


def outline_for(user: User, evaluation: Evaluation) -> Material:
    """What there is to choose from. Raises NotFound, NotAllowed."""
    require(user, evaluation, Action.VIEW_CODING)
    return outline_of(evaluation)


def _group(hit: Hit, attribute: str, material: Material) -> str:
    """Of who says it first, of whom it is known."""
    values = (material.value(part.source, speaker, attribute) for part, speaker in spoken((hit,), material))
    return next((one for one in values if one is not None), "")


def in_place(asked: Asked, hits: Sequence[tuple[str, Hit]], *, outward: bool = False) -> list[QuoteLine]:
    """These passages with their words. `outward`: only those that may be read outside the team.

    Seven queries at most; every text is read once. For a caller that got them from `passages_for`.
    """
    versions = _versions(asked.evaluation, {hit.source for _group_, hit in hits})
    fragments = _fragments(versions.values())
    may_leave = outward_quotes([one for rows in fragments.values() for one in rows]).keys()
    coded = _coded(asked.material, asked.material.passages)
    origin = _coded(asked.material, _from_suggestions(asked, versions))
    lines = [
        replace(
            _line(group, hit, asked.material, versions[hit.source], fragments[hit.source], may_leave),
            codes=_over(hit, coded[hit.source]),
            suggested=_over(hit, origin[hit.source]),
        )
        for group, hit in hits
        if hit.source in versions
    ]
    return [line for line in lines if line.may_leave or not outward]


def _versions(evaluation: Evaluation, numbers: Iterable[int]) -> dict[int, SourceVersion]:
    """The newest released text of every source, by its number."""
    readable = SourceVersion.objects.filter(
        source__evaluation=evaluation, source__withdrawn_at=None, released_at__isnull=False, destroyed_at=None
    ).filter(source__number__in=set(numbers))
    newest = dict(readable.order_by("number").values_list("source__number", "pk"))
    rows = SourceVersion.objects.filter(pk__in=newest.values()).select_related("source")
    return {one.source.number: one for one in rows.defer("sealed_text", "blocks", "turns")}


def _fragments(versions: Iterable[SourceVersion]) -> dict[int, list[Fragment]]:
    listed: defaultdict[int, list[Fragment]] = defaultdict(list)
    place = {"version": OuterRef("version"), "start": OuterRef("start"), "end": OuterRef("end")}
    decided = ConsensusDecision.objects.filter(**place, applies=True, round__adjudicated_at__isnull=False)
    coded = Q(Exists(Coding.objects.filter(fragment=OuterRef("pk")))) | Q(Exists(decided))  # perhaps nobody's own work
    rows = Fragment.objects.filter(coded, version__in=list(versions), withdrawn_at=None)
    for one in rows.select_related("version__source", "quote_release").defer(*HEAVY):
        listed[one.version.source.number].append(one)
    return listed


def _from_suggestions(asked: Asked, versions: Mapping[int, SourceVersion]) -> Iterator[Passage]:
    """What holds, as far as somebody took it over from the computer."""
    numbers = {one.pk: number for number, one in versions.items()}
    marks = {(numbers.get(version), *mark) for version, *mark in suggested(asked.evaluation)}
    yield from (one for one in asked.material.passages if (one.source, one.start, one.end, one.code) in marks)


def _over(hit: Hit, coded: Sequence[tuple[Hit, str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for other, name in coded if other.start < hit.end and hit.start < other.end))


def _coded(material: Material, passages: Iterable[Passage]) -> Mapping[int, list[tuple[Hit, str]]]:
    found_: defaultdict[int, list[tuple[Hit, str]]] = defaultdict(list)
    for one in passages:
        found_[one.source].append((Hit(one.source, one.start, one.end), material.names[one.code]))
    return found_


def _line(
    group: str,
    hit: Hit,
    material: Material,
    version: SourceVersion,
    fragments: Sequence[Fragment],
    may_leave: Iterable[int],
) -> QuoteLine:
    text = version.text or ""
    around = in_context(hit, material)
    if around == hit:
        around = Hit(hit.source, max(0, hit.start - BESIDE), min(len(text), hit.end + BESIDE))
    holding = [one for one in fragments if one.start <= hit.start and hit.end <= one.end]
    outward = [one for one in holding if one.pk in may_leave]
    parts = [(part, speaker) for part, speaker in spoken((hit,), material) if speaker not in material.nobody]
    return QuoteLine(
        group=group,
        hit=hit,
        source=version.source,
        quote=text[hit.start : hit.end],
        before=text[around.start : hit.start],
        after=text[hit.end : around.end],
        about={name: _values(parts, name, material) for name in ATTRIBUTES},
        people=tuple(dict.fromkeys(str(material.person(part.source, speaker) or "") for part, speaker in parts)),
        fragment=min(outward or holding, key=lambda one: one.end - one.start, default=None),
        rule=quoting_rule(holding[0]) if holding else Quoting.NEVER,
        may_leave=bool(outward),
    )


def _values(parts: Iterable[tuple[Hit, int | None]], name: str, material: Material) -> str:
    values = (material.value(part.source, speaker, name) for part, speaker in parts)
    return ", ".join(dict.fromkeys(one for one in values if one))
