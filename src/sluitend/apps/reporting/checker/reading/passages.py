"""The passages that findings rest on or the report quotes, their sources, and who speaks in them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from hashlib import sha256
from typing import Any, NamedTuple

from sluitend.apps.coding import queries as coding
from sluitend.apps.coding.models import Code, QuoteRelease
from sluitend.apps.coding.queries.blindness import settled_codings
from sluitend.apps.design.models import Evaluation
from sluitend.apps.fieldwork.models import ConsentState
from sluitend.apps.fieldwork.queries import consents_of
from sluitend.apps.findings.queries.candidates import known_fragments
from sluitend.apps.reporting.checker.parts import part
from sluitend.apps.reporting.checker.reading.findings import grouped
from sluitend.apps.reporting.checker.reading.report import ReportParts
from sluitend.apps.sources import seals
from sluitend.apps.sources.grounds import not_to_be_quoted, respondents_in
from sluitend.apps.sources.models import (
    FORGOTTEN,
    NOT_FROM_PERSONS,
    Ground,
    GroundKind,
    ListedName,
    NameKind,
    Quoting,
    SourceKind,
    SourceVersion,
    Speaker,
    quoting_of,
)
from sluitend.apps.sources.personal_data import sightings
from sluitend.engines.text.names.tokens import tokens_of


class SourceRow(NamedTuple):
    id: int
    number: int
    kind: str
    approval: str
    is_public: bool
    is_released: bool
    organisation_id: int | None
    perspective_id: int | None
    level: str
    place_id: int | None
    method_id: int | None
    withdrawn: bool

    @property
    def label(self) -> str:
        return f"S{self.number}"

    @property
    def kind_label(self) -> str:
        return str(SourceKind(self.kind).label)

    @property
    def quoting(self) -> Quoting:
        """What may be taken over from it."""
        return quoting_of(self.kind, self.approval)

    @property
    def is_from_persons(self) -> bool:
        return self.kind not in NOT_FROM_PERSONS and not self.is_public


class FragmentRow(NamedTuple):
    id: int
    number: int
    version_id: int
    source_id: int
    start: int
    end: int
    withdrawn: bool
    is_verbatim: bool

    @property
    def label(self) -> str:
        return f"F{self.number}"


class SpeakerRow(NamedTuple):
    """Who speaks, with what is not known of the speaker taken from the respondent; 0 or "" where nobody knows."""

    source_id: int
    number: int
    respondent: int
    organisation: int
    perspective: int
    level: str
    place: int


class CodeRow(NamedTuple):
    id: int
    name: str
    definition: str


Speaking = Mapping[int, tuple[SpeakerRow, ...]]


class PassageParts(ReportParts):
    """Of the rooms sources and coding."""

    @part("sources", "coding")  # a passage names its source
    def sources(self) -> Mapping[int, SourceRow]:
        """By id; sources that have no readable text yet too."""
        rows = self.evaluation.sources.values_list(
            *("pk", "number", "kind", "approval", "is_public", "title", "organisation_id", "perspective_id"),
            *("level", "place_id", "method_id", "withdrawn_at"),
        )
        return {row[0]: SourceRow._make((*row[:5], row[5] != "", *row[6:11], row[11] is not None)) for row in rows}

    @part()
    def used(self) -> frozenset[int]:
        """Ids of the fragments that findings rest on."""
        return frozenset(link.fragment_id for link in self.links)

    @part("coding", "sources")
    def fragments(self) -> Mapping[int, FragmentRow]:
        """By id: those that findings rest on, and those that the report names and that stand for everybody."""
        known, named = self.used, self.quoted
        texts = dict(
            SourceVersion.objects.filter(fragments__evaluation=self.evaluation).distinct().values_list("pk", "text")
        )
        rows = (
            known_fragments(self.evaluation)
            .order_by("number")
            .values_list(
                *("pk", "number", "version_id", "version__source_id", "start", "end", "withdrawn_at", "quote_sha256")
            )
        )
        return {
            row[0]: FragmentRow._make((*row[:6], row[6] is not None, _hash(texts[row[2]], row[4], row[5]) == row[7]))
            for row in rows
            if row[0] in known or row[1] in named
        }

    @part()
    def quotes(self) -> tuple[FragmentRow, ...]:
        """The fragments that the report quotes, by number."""
        return tuple(one for one in self.fragments.values() if one.number in self.quoted)

    @part("coding", "sources")
    def released(self) -> frozenset[int]:
        """Ids of the fragments that may be shown outside the team."""
        rows = QuoteRelease.objects.filter(fragment__evaluation=self.evaluation)
        return frozenset(rows.values_list("fragment_id", flat=True))

    @part("coding", "sources")
    def waiting(self) -> frozenset[int]:
        """Ids of the fragments that a person has to place in a corrected text."""
        return frozenset(coding.waiting_in_evaluation(self.evaluation))

    @part("sources")
    def speakers(self) -> tuple[SpeakerRow, ...]:
        """Who speaks in the sources; interviewers do not, and who turned out to be another one speaks as that one."""
        every = Speaker.objects.filter(source__evaluation=self.evaluation, is_interviewer=False).order_by("pk")
        rows = every.exclude(label=FORGOTTEN)  # withdrew
        own = [f"{before}{name}" for name in _OF_SPEAKER for before in _NEAREST if (before, name) != _NOT_THERE]
        return tuple(_speaker(row) for row in rows.values("source_id", "number", *own))

    @part("sources")
    def speaking(self) -> Speaking:
        """Who speaks in each fragment, by the fragment's id; where nobody is told apart there is no entry."""
        by_source = grouped((one.source_id, one) for one in self.speakers)
        in_them = {one.version_id: one.source_id for one in self.fragments.values() if one.source_id in by_source}
        turns = dict(SourceVersion.objects.filter(pk__in=in_them).values_list("pk", "turns"))
        starts = {pk: [turn[0] for turn in rows] for pk, rows in turns.items()}
        views = {pk: {one.number: one for one in rows} for pk, rows in by_source.items()}
        return {
            one.id: tuple(_within(turns[one.version_id], starts[one.version_id], one, views[one.source_id]))
            for one in self.fragments.values()
            if turns.get(one.version_id)
        }

    @part("sources", "fieldwork")
    def participants(self) -> Mapping[int, frozenset[int]]:
        """Ids of the respondents in each source that is quoted, whether a turn or the ground names them."""
        found = respondents_in({one.source_id for one in self.quotes})
        return {pk: frozenset(ids) for pk, ids in found.items()}

    @part("sources", "fieldwork")
    def refused(self) -> frozenset[int]:
        """Ids of the quoted fragments in which somebody speaks who did not agree to being quoted."""
        return frozenset(not_to_be_quoted([(one.id, one.version_id, one.start, one.end) for one in self.quotes]))

    @part("sources", "fieldwork")
    def lapsed(self) -> frozenset[int]:
        """Ids of respondents in quoted sources that rest on consent, whose consent is not there or no longer counts."""
        quoted = {one.source_id for one in self.quotes}
        agreed = Ground.objects.filter(source__in=quoted, kind=GroundKind.CONSENT).values_list("source", flat=True)
        ids = {who for source_id in agreed for who in self.participants.get(source_id, ())}
        return frozenset(pk for pk, state in consents_of(ids).items() if state != ConsentState.VALID)

    @part("sources", "coding")
    def telling(self) -> Mapping[int, bool]:
        """Of the quoted fragments whose words may point at a person, by id: whether by a name on the list."""
        rows = SourceVersion.objects.filter(pk__in={one.version_id for one in self.quotes}, source__is_public=False)
        texts = dict(rows.values_list("pk", "text"))
        words = {one.id: (texts.get(one.version_id) or "")[one.start : one.end] for one in self.quotes}
        listed = _listed(self.evaluation) if words else frozenset()
        named = {pk: _names(text, listed) for pk, text in words.items()}
        return {pk: named[pk] for pk, text in words.items() if named[pk] or sightings(text)}

    @part("coding")
    def coders(self) -> int:
        """How many people coded."""
        return settled_codings(self.evaluation).order_by().values("coder").distinct().count()

    @part("coding")
    def codes(self) -> tuple[CodeRow, ...]:
        """Codes that are in use."""
        used = settled_codings(self.evaluation).order_by().values("code")
        rows = Code.objects.filter(evaluation=self.evaluation, archived_at=None, pk__in=used)
        return tuple(CodeRow(*row) for row in rows.values_list("pk", "name", "definition"))


_OF_SPEAKER = ("respondent_id", "organisation_id", "perspective_id", "level", "place_id")
_NEAREST = ("merged_into__", "", "respondent__")  # what is known of the label comes before what is of the person
_NOT_THERE = ("respondent__", "respondent_id")


def _speaker(row: Mapping[str, Any]) -> SpeakerRow:
    known = [next(filter(None, (row.get(f"{before}{name}") for before in _NEAREST)), None) for name in _OF_SPEAKER]
    respondent, organisation, perspective, level, place = known
    number = row["source_id"], row["number"]
    return SpeakerRow(*number, respondent or 0, organisation or 0, perspective or 0, level or "", place or 0)


def _listed(evaluation: Evaluation) -> frozenset[tuple[str, ...]]:
    """The names of persons on the evaluation's list, word by word."""
    rows = ListedName.objects.filter(evaluation=evaluation, kind=NameKind.PERSON).values_list("sealed_forms", flat=True)
    forms = (form for row in rows for form in seals.open_forms(evaluation, row))
    return frozenset(filter(None, (tuple(token.fold for token in tokens_of(form)) for form in forms)))


def _names(text: str, listed: frozenset[tuple[str, ...]]) -> bool:
    """Whether a listed name stands in the text, as it is listed; a word without a capital is none."""
    if not listed:
        return False
    tokens = tokens_of(text)
    folded = tuple(token.fold for token in tokens)
    lengths = {len(form) for form in listed}
    return any(
        token.capital and folded[place : place + length] in listed
        for place, token in enumerate(tokens)
        for length in lengths
    )


def _hash(text: str | None, start: int, end: int) -> str:
    return sha256((text or "")[start:end].encode()).hexdigest()


def _within(
    turns: list[list[int]], starts: list[int], one: FragmentRow, views: Mapping[int, SpeakerRow]
) -> Iterator[SpeakerRow]:
    """Who speaks in a fragment; `turns` are in the order of the text."""
    first = max(0, bisect_right(starts, one.start) - 1)
    numbers: dict[int, None] = {}
    for start, end, number, *_rest in turns[first:]:
        if start >= one.end:
            break
        if end > one.start:
            numbers[number] = None
    return (views[number] for number in numbers if number in views)
