"""Links on their way out, as other tools made them: with both their ends, or told to stay behind.

That somebody, or what somebody said, is linked to a group may tell from which place he or she speaks: it is told as an
attribute is, of people only where at least three share all that is told of them.

A link into a text that is coded blind shows where somebody coded, and goes when they take that away. So who codes blind
sees none of them, and no file or list of one has any (``coding.queries.blindness``).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property

from django.db.models import Q, QuerySet, prefetch_related_objects

from sluitend.apps.coding.queries.blindness import Sources, blind_sources, closed_to
from sluitend.apps.design.models import Evaluation
from sluitend.apps.findings.queries import FEWEST
from sluitend.apps.people.models import User
from sluitend.apps.reporting.actions.exchange import guids
from sluitend.apps.reporting.exchange.groups import Groups
from sluitend.apps.reporting.exchange.people import People
from sluitend.apps.reporting.models import THINGS, ExchangeEnd, ExchangeKind, ExchangeLink
from sluitend.apps.sources.grounds import is_from_persons
from sluitend.apps.sources.models import Source
from sluitend.formats.qdpx import model

Thing = tuple[str, int]  # the name of the field of an end, and an id
_OF = ("fragment__version__source", "wordless__version__source", "memo__source", "memo__fragment__version__source")
_RELATED = (*THINGS, "code__merged_into", *_OF)


def visible_links(user: User, evaluation: Evaluation) -> QuerySet[ExchangeLink]:
    """Those that this member of the team may see, with what they lead to."""
    return _linked(evaluation, without=closed_to(user))


def settled_links(evaluation: Evaluation) -> QuerySet[ExchangeLink]:
    """Those that stand for everybody, with what they lead to: none into texts that are being coded blind."""
    return _linked(evaluation, without=blind_sources())


def _linked(evaluation: Evaluation, *, without: Sources) -> QuerySet[ExchangeLink]:
    inside = Q()
    for place in ("source", *_OF):
        inside |= Q(**{f"{place}__in": without})
    ends = ExchangeEnd.objects.filter(inside, evaluation=evaluation)
    related = (f"{end}__{name}" for end in ("origin", "target") for name in _RELATED)
    rows = ExchangeLink.objects.filter(evaluation=evaluation).select_related(*related)
    return rows.exclude(Q(origin__in=ends) | Q(target__in=ends))


def thing(end: ExchangeEnd) -> Thing:
    """What it is, and which; of a code that was merged the one that it became."""
    if end.code is not None:
        code = end.code
        while code.merged_into is not None:
            code = code.merged_into
        return "code", code.pk
    return next((name, pk) for name in THINGS if (pk := getattr(end, f"{name}_id")) is not None)


class Links:
    """Those of one evaluation. `going`: by the name of the field of an end, the ids of what goes along."""

    def __init__(
        self,
        evaluation: Evaluation,
        going: Mapping[str, Collection[int]],
        sources: Sequence[Source],
        people: People,
        groups: Groups,
    ) -> None:
        self._evaluation, self._going, self._people, self._groups = evaluation, going, people, groups
        self._source = {one.pk: one for one in sources}
        self._respondent = {one.pk: one for one in people.respondents}
        self._rows = list(settled_links(evaluation))

    def written(self, guid: Mapping[str, Mapping[int, str]]) -> list[model.Link]:
        """With the GUIDs of their ends, by the name of the field."""
        away = {one.pk for one in (*self.left, *self.few)}
        rows = [one for one in self._rows if one.pk not in away]
        prefetch_related_objects(rows, "notes")
        own = guids.given(self._evaluation, ExchangeKind.LINK, (one.pk for one in rows))
        return sorted((_written(one, own[one.pk], guid) for one in rows), key=lambda one: one.guid)

    @cached_property
    def left(self) -> list[ExchangeLink]:
        """Those of which an end stays, or of which both became one code."""
        return [one for one in self._rows if not self._goes(one)]

    def _goes(self, one: ExchangeLink) -> bool:
        ends = [thing(one.origin), thing(one.target)]
        became_one = ends[0] == ends[1] and one.origin_id != one.target_id
        return not became_one and all(pk in self._going[field] for field, pk in ends)

    @cached_property
    def few(self) -> list[ExchangeLink]:
        """Those that say of too few people where they belong."""
        staying = {one.pk for one in self.left}
        going = [(one, list(_said(one))) for one in self._rows if one.pk not in staying]
        few = self._few([said for _one, some in going for said in some])
        return [one for one, some in going if any(person in few for person, _what in some)]

    def _few(self, said: list[tuple[Thing, object]]) -> set[Thing]:
        told: dict[Thing, set[object]] = defaultdict(set)
        for person, what in said:
            told[person].add(what)
        alike: dict[object, list[Thing]] = defaultdict(list)
        for person, some in told.items():
            alike[person[0], frozenset(some), self._known(person)].append(person)
        return {one for some in alike.values() if self._heard(some) < FEWEST for one in some}

    def _known(self, person: Thing) -> object:
        """What else the file tells of somebody, or of who speaks in a source."""
        field, pk = person
        if field == "respondent":
            return frozenset(self._people.of_respondent(self._respondent[pk]).values.items())
        return frozenset(self._people.of_source(self._source[pk]).values.items()), self._groups.of(pk)

    def _heard(self, alike: list[Thing]) -> int:
        sources = [self._source[pk] for field, pk in alike if field == "source"]
        return self._groups.heard(sources) if sources else len(alike)


def _written(one: ExchangeLink, own: str, guid: Mapping[str, Mapping[int, str]]) -> model.Link:
    (field, pk), (other, other_pk) = thing(one.origin), thing(one.target)
    return model.Link(
        guid=own,
        name=one.name or None,
        direction=one.direction or None,
        color=one.colour or None,
        origin=guid[field][pk],
        target=guid[other][other_pk],
        notes=tuple(sorted(guid["memo"][note.pk] for note in one.notes.all() if note.pk in guid["memo"])),
    )


def _said(one: ExchangeLink) -> Iterator[tuple[Thing, object]]:
    """What a link tells of somebody who speaks: whom, and what."""
    for way, mine, other in (("from", one.origin, one.target), ("to", one.target, one.origin)):
        person, to = _speaks(mine), thing(other)
        if person is not None and (person[0] == "respondent" or to[0] in ("respondent", "group")):
            yield person, (way, one.name, one.direction, to)


def _speaks(end: ExchangeEnd) -> Thing | None:
    """A respondent; or a source in which people speak, also of a passage of it or a note beside it."""
    if end.respondent_id is not None:
        return "respondent", end.respondent_id
    source = source_of(end)
    return ("source", source.pk) if source is not None and is_from_persons(source) else None


def source_of(end: ExchangeEnd) -> Source | None:
    """The source that it is, or lies in."""
    of = end.fragment or end.wordless or (end.memo.fragment if end.memo is not None else None)
    return of.version.source if of is not None else end.memo.source if end.memo is not None else end.source
