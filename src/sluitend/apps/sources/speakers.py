"""Who speaks where in a text: what is known of a speaker, and which speaker a place belongs to."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, prefetch_related_objects

from sluitend.apps.design.access import require
from sluitend.apps.design.models import Level, Perspective, Phase, Place
from sluitend.apps.fieldwork.models import Respondent
from sluitend.apps.people.models import Organisation, User
from sluitend.apps.people.permissions import Action
from sluitend.apps.sources import seals
from sluitend.apps.sources.models import Source, SourceVersion, Speaker
from sluitend.formats.documents import Turn

_NUMBERS = 1 << 31  # that a speaker of a source may have, so that one whole number says both
_LINKS = (
    *("respondent__perspective", "respondent__place", "respondent__organisation"),
    *("perspective", "place", "organisation", "phase"),
)


@dataclass(frozen=True, slots=True)
class SpeakerView:
    """A speaker as the team sees it; what is not known of the speaker is as it is of the respondent, else the source.

    Nobody's perspective, level, place or organisation is guessed for who asks the questions.
    """

    number: int
    label: str
    role: str
    is_interviewer: bool
    respondent: Respondent | None
    perspective: Perspective | None
    level: str
    place: Place | None
    organisation: Organisation | None
    phase: Phase | None = None
    also: tuple[str, ...] = ()  # other labels of the same person

    @property
    def words(self) -> list[str]:
        """Who it is and from which place, in the order in which people say it."""
        respondent = self.respondent.label if self.respondent else ""
        level = Level(self.level).label if self.level else ""
        place, organisation, perspective = self.place, self.organisation, self.perspective
        found = (respondent, self.role, perspective, level, place, organisation, self.phase)
        return [str(one) for one in found if one]


def speakers_for(user: User, source: Source) -> list[SpeakerView]:
    """The speakers of a source, without the labels that stand for another one. One query.

    Raises NotFound, NotAllowed.
    """
    require(user, source.evaluation_id, Action.VIEW_PUBLIC_SOURCE if source.is_public else Action.VIEW_SOURCES)
    return list({view.number: view for view in speakers_by_number(source).values()}.values())


def speakers_by_number(source: Source) -> dict[int, SpeakerView]:
    """Every number that a turn may carry, with who speaks there; the caller was allowed to see the source."""
    return _views(source, list(source.speakers.select_related(*_LINKS).order_by("number")))


def _views(source: Source, rows: Sequence[Speaker]) -> dict[int, SpeakerView]:
    by_id = {row.pk: row for row in rows}
    called: dict[int, list[Speaker]] = {}  # the labels of one person, the first that counts in front
    for row in sorted(rows, key=lambda row: row.merged_into_id is not None):
        called.setdefault(_root(row, by_id).pk, []).append(row)
    views = {pk: _view(by_id[pk], source, _labels(source, found)) for pk, found in called.items()}
    return {row.number: views[_root(row, by_id).pk] for row in rows}


def _labels(source: Source, rows: Sequence[Speaker]) -> list[str]:
    """As somebody is called on the screen: a name that was replaced shows no more once another label was released."""
    return [seals.label_of(row, source) for row in rows if row.sealed_label is None] or [
        seals.label_of(row, source) for row in rows
    ]


def _root(row: Speaker, by_id: dict[int, Speaker]) -> Speaker:
    while row.merged_into_id is not None:
        row = by_id[row.merged_into_id]
    return row


def _view(row: Speaker, source: Source, labels: Sequence[str]) -> SpeakerView:
    respondent = row.respondent
    known = [row] if row.is_interviewer else [one for one in (row, respondent, source) if one is not None]
    return SpeakerView(
        number=row.number,
        label=labels[0],
        role=row.role or (respondent.function if respondent else ""),
        is_interviewer=row.is_interviewer,
        respondent=respondent,
        perspective=next((one.perspective for one in known if one.perspective_id), None),
        level=next((one.level for one in known if one.level), ""),
        place=next((one.place for one in known if one.place_id), None),
        organisation=next((one.organisation for one in known if one.organisation_id), None),
        phase=row.phase,
        also=tuple(labels[1:]),
    )


def speakers_numbered(source: Source, numbers: Iterable[int]) -> dict[int, SpeakerView]:
    """The speakers with these numbers; the caller was allowed to see the source."""
    return speakers_of({source.pk: source}, {source.pk: set(numbers)})[source.pk]


def speakers_in(spans: Sequence[tuple[SourceVersion, int, int]]) -> list[list[SpeakerView]]:
    """Who speaks in each ``[start, end)``; the caller was allowed to see the sources. One query, at most three for what
    the sources say, and one for each source with labels that stand for another one: of ten thousand speakers only those
    who are asked for are read.
    """
    versions = {version.pk: version for version, _start, _end in spans}
    sources = {version.source_id: version.source for version, _start, _end in spans}
    indexes = {pk: TurnIndex(version.turns, {}) for pk, version in versions.items()}
    wanted: dict[int, set[int]] = {}
    for version, start, end in spans:
        wanted.setdefault(version.source_id, set()).update(indexes[version.pk].numbers_within(start, end))
    views = speakers_of(sources, wanted)
    indexes = {pk: TurnIndex(version.turns, views[version.source_id]) for pk, version in versions.items()}
    return [indexes[version.pk].within(start, end) for version, start, end in spans]


def speakers_of(sources: dict[int, Source], wanted: dict[int, set[int]]) -> dict[int, dict[int, SpeakerView]]:
    """The speakers with these numbers in each of these sources, by the ids of the sources; queries as ``speakers_in``.

    The caller was allowed to see the sources.
    """
    _load_what_sources_say(sources.values())
    rows: dict[int, list[Speaker]] = {source_id: [] for source_id in sources}
    every = [source_id * _NUMBERS + number for source_id, numbers in wanted.items() for number in numbers]
    known = Speaker.objects.alias(one=F("source_id") * _NUMBERS + F("number"))
    known = known.filter(source__in=[one for one, numbers in wanted.items() if numbers], one__in=every)
    for row in known.select_related(*_LINKS).order_by("number"):  # no query when nothing is wanted
        rows[row.source_id].append(row)
    return {
        source_id: speakers_by_number(sources[source_id])
        if any(row.merged_into_id is not None for row in found)
        else _views(sources[source_id], found)
        for source_id, found in rows.items()
    }


def _load_what_sources_say(sources: Iterable[Source]) -> None:
    """What counts for a speaker of whom it is not known, for all sources at once."""
    listed = list(sources)
    for name in ("perspective", "place", "organisation"):
        lacking = [one for one in listed if getattr(one, f"{name}_id") and name not in one._state.fields_cache]
        if lacking:
            prefetch_related_objects(lacking, name)


class TurnIndex:
    """The turns of one version as they are stored, to ask who speaks at a place: O(log n)."""

    def __init__(self, turns: Sequence[list[Any]], speakers: dict[int, SpeakerView]) -> None:
        self._turns = turns
        self._starts = [turn[0] for turn in turns]
        self._speakers = speakers

    def turn_at(self, offset: int) -> Turn | None:
        """The turn that the code point at `offset` belongs to; labels and headings belong to none."""
        found = bisect_right(self._starts, offset) - 1
        turn = Turn.from_json(self._turns[found]) if found >= 0 else None
        return turn if turn and offset < turn.end else None

    def at(self, offset: int) -> SpeakerView | None:
        """Who says the code point at `offset`."""
        turn = self.turn_at(offset)
        return self._speakers.get(turn.speaker) if turn else None

    def numbers_within(self, start: int, end: int) -> set[int]:
        """The numbers of the speakers of the turns that share something with ``[start, end)``."""
        return {turn.speaker for turn in self._between(start, end)}

    def _between(self, start: int, end: int) -> Iterator[Turn]:
        first, last = max(0, bisect_right(self._starts, start) - 1), bisect_left(self._starts, end)
        turns = (Turn.from_json(turn) for turn in self._turns[first:last])
        return (turn for turn in turns if turn.end > start)

    def within(self, start: int, end: int) -> list[SpeakerView]:
        """Everybody who speaks in ``[start, end)``, in the order of their first words there, each once."""
        views = (self._speakers.get(turn.speaker) for turn in self._between(start, end))
        return list({view.number: view for view in views if view is not None}.values())


def turn_index(version: SourceVersion) -> TurnIndex:
    """The turns of a version whose source the caller was allowed to open. One query."""
    return TurnIndex(version.turns, speakers_by_number(version.source))


def speaker_at(version: SourceVersion, offset: int) -> SpeakerView | None:
    """Who says the code point at `offset`; for more than one place take ``turn_index``."""
    return turn_index(version).at(offset)


@dataclass(frozen=True, slots=True)
class SpeakerRow:
    """A label as it is filled in: what was said of it, and how much is heard of it in the newest text."""

    speaker: Speaker
    label: str
    same_as: int | None  # number of the speaker that this one is as well
    turns: int
    share: float  # of the characters said in the newest version, 0–1


def speaker_rows_for(user: User, source: Source) -> list[SpeakerRow]:
    """Every label of a source. Three queries. Raises NotFound, NotAllowed."""
    require(user, source.evaluation_id, Action.EDIT_SOURCE)
    newest = source.versions.order_by("-number").values_list("turns", flat=True)[0]
    turns = [Turn.from_json(turn) for turn in newest]
    said = Counter[int]()
    for turn in turns:
        said[turn.speaker] += turn.end - turn.start
    counts, total = Counter(turn.speaker for turn in turns), max(1, said.total())
    rows = list(source.speakers.order_by("number"))
    numbers = {row.pk: row.number for row in rows}
    return [
        SpeakerRow(
            row,
            seals.label_of(row, source),
            None if row.merged_into_id is None else numbers[row.merged_into_id],
            counts[row.number],
            said[row.number] / total,
        )
        for row in rows
    ]
