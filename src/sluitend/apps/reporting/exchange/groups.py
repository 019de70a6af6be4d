"""Groups of codes and sources on their way out, as other tools made them.

That a source is in a group may tell from which place somebody speaks: it is told as an attribute is, of people only
where at least three share all that is told of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from sluitend.apps.design.models import Evaluation
from sluitend.apps.findings.queries import FEWEST
from sluitend.apps.reporting.actions.exchange import guids
from sluitend.apps.reporting.exchange.people import People
from sluitend.apps.reporting.models import ExchangeGroup, ExchangeKind
from sluitend.apps.sources.grounds import is_from_persons
from sluitend.apps.sources.models import Source
from sluitend.formats.qdpx import model

_Signature = tuple[frozenset[int], frozenset[tuple[str, str]]]


class Groups:
    """The groups of one evaluation, with what of them may be told. `kept_back`: sources that go along without any."""

    def __init__(self, evaluation: Evaluation, sources: Sequence[Source], people: People) -> None:
        self._evaluation = evaluation
        rows = ExchangeGroup.objects.filter(evaluation=evaluation).prefetch_related("codes", "sources")
        self._rows = list(rows)
        self._people = people
        self._of: dict[int, set[int]] = defaultdict(set)
        for row in rows:
            for source in row.sources.all():
                self._of[source.pk].add(row.pk)
        self.kept_back = self._few([one for one in sources if is_from_persons(one)])

    @property
    def ids(self) -> list[int]:
        return [one.pk for one in self._rows]

    def of(self, source_id: int) -> frozenset[int]:
        """The ids of those that a source is in."""
        return frozenset(self._of.get(source_id, ()))

    def _few(self, spoken: Sequence[Source]) -> list[Source]:
        alike: dict[_Signature, list[Source]] = defaultdict(list)
        for source in spoken:
            if groups := self.of(source.pk):
                values = self._people.of_source(source).values
                alike[groups, frozenset(values.items())].append(source)
        return [one for some in alike.values() if self.heard(some) < FEWEST for one in some]

    def heard(self, sources: Sequence[Source]) -> int:
        """How many people; a source of which nobody knows who speaks is no more than one."""
        known = [self._people.spoken.get(one.pk, set()) for one in sources]
        return len(set().union(*known)) + sum(not one for one in known)

    def sets(self, code: Mapping[int, str], source: Mapping[int, str]) -> list[model.Set]:
        """With the GUIDs of the codes and sources that go along; of one without any only the name is left."""
        guid = guids.given(self._evaluation, ExchangeKind.GROUP, (one.pk for one in self._rows))
        away = {one.pk for one in self.kept_back}
        return [
            model.Set(
                guid=guid[row.pk],
                name=row.name,
                description=row.description or None,
                codes=_those(code, (one.pk for one in row.codes.all())),
                sources=_those(source, (one.pk for one in row.sources.all() if one.pk not in away)),
            )
            for row in self._rows
        ]


def _those(guid: Mapping[int, str], ids: Iterable[int]) -> tuple[str, ...]:
    return tuple(guid[pk] for pk in ids if pk in guid)
