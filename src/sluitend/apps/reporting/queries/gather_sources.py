"""What a report may tell of the sources: outside the team nothing by which one speaker is recognised."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from sluitend.apps.design.models import Evaluation
from sluitend.apps.findings.queries import FEWEST
from sluitend.apps.reporting.coverage.facts import facts_of
from sluitend.apps.reporting.material import Audience, SourceEntry
from sluitend.apps.sources.models import Source


def sources_of(evaluation: Evaluation) -> list[Source]:
    """Those that were released: what is still sealed is no source yet for a report."""
    linked = ("organisation", "place", "perspective", "object_version")
    return list(evaluation.sources.select_related(*linked).exclude(title=""))


def entries_of(evaluation: Evaluation, sources: list[Source], audience: Audience) -> Iterable[SourceEntry]:
    """As this audience may know them: outside the team nobody can be recognised by them."""
    if audience is Audience.TEAM:
        return [_open_entry(source) for source in sources]
    voices = _Voices.among(evaluation, {source.pk for source in sources if not source.is_public})
    return [_open_entry(source) if source.is_public else voices.guarded(source) for source in sources]


def _open_entry(source: Source) -> SourceEntry:
    return SourceEntry(
        number=source.number,
        title=source.title,
        kind=source.kind,
        is_public=source.is_public,
        date=source.date,
        organisation=source.organisation.name if source.organisation else "",
        place=source.place.name if source.place else "",
        level=source.level,
        perspective=source.perspective.name if source.perspective else "",
        object_version=source.object_version.name if source.object_version else "",
        origin=source.origin,
        is_withdrawn=source.withdrawn_at is not None,
    )


@dataclass(frozen=True, slots=True)
class _Voices:
    """How many people were heard from each perspective, and from each perspective at each level."""

    perspectives: Counter[int | None]
    cells: Counter[tuple[int | None, str]]

    @classmethod
    def among(cls, evaluation: Evaluation, guarded: set[int]) -> _Voices:
        """In sources (ids) that are not public. People and not conversations: who was heard three times is one."""
        heard = [one for one in facts_of(evaluation).heard if one.is_person and one.source in guarded]
        people = {(one.voice, one.perspective, one.level) for one in heard}
        perspectives = {(voice, perspective) for voice, perspective, _level in people}
        return cls(
            Counter(perspective for _voice, perspective in perspectives),
            Counter((perspective, level) for _voice, perspective, level in people),
        )

    def _has_small_level(self, source: Source) -> bool:
        """One level of too few people hides that of everybody in the perspective: it would follow from the others."""
        cells = ((level, n) for (perspective, level), n in self.cells.items() if perspective == source.perspective_id)
        return any(level and n < FEWEST for level, n in cells)

    def guarded(self, source: Source) -> SourceEntry:
        """A conversation for who is not in the team: its kind, and who spoke only as one of several."""
        perspective = source.perspective.name if source.perspective else ""
        many = self.perspectives[source.perspective_id] >= FEWEST
        many_at_level = self.cells[source.perspective_id, source.level] >= FEWEST and not self._has_small_level(source)
        return SourceEntry(
            number=source.number,
            title=str(source.get_kind_display()),
            kind=source.kind,
            is_public=False,
            date=None,
            organisation="",
            place="",
            level=source.level if many_at_level else "",
            perspective=perspective if many else "",
            object_version=source.object_version.name if source.object_version else "",
            origin="",
            is_withdrawn=source.withdrawn_at is not None,
        )
