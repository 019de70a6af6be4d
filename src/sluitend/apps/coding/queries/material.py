"""The coded material of an evaluation, as `engines.retrieval` asks it. The caller has checked who asks.

A text without any coding is said to be so (`uncoded`), unless a coder of a round finished it: nothing was found there.
Sources go by their numbers and codes by their paths, so that the same material in another installation has the same
hash. Texts are the newest released ones of sources that were not withdrawn and are not being coded blind: a text of
which the codings may not be known says nothing of who was silent either. Codings are the settled ones; in a text whose
round was adjudicated the consensus stands in their place, for the codes of that round. A code that was taken out of use
is not asked any more.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils.translation import override

from sluitend.apps.coding.models import Code, CodingRound, ConsensusDecision, Fragment, RoundAssignment
from sluitend.apps.coding.queries.blindness import blind_sources, settled_codings, texts_left_out
from sluitend.apps.coding.queries.codebook import paths_of
from sluitend.apps.design.models import Evaluation, Level, Perspective, Phase, Place, Topic
from sluitend.apps.sources.models import FORGOTTEN, Ground, SourceKind, SourceVersion, Speaker
from sluitend.engines.retrieval.material import Material, Passage, Person, Turn
from sluitend.engines.retrieval.words import word_starts

PERSPECTIVE, LEVEL, PLACE, ORGANISATION, PHASE = "perspective", "level", "place", "organisation", "phase"
# Name of the attribute → where it stands of a speaker, in the order in which it is looked for.
_ABOUT = {PERSPECTIVE: "perspective__name", LEVEL: "level", PLACE: "place__name", ORGANISATION: "organisation__name"}
_OF_SOURCES = {**_ABOUT, PHASE: "phase__name"}
_OF_SPEAKERS = {
    **{name: (where, f"respondent__{where}") for name, where in _ABOUT.items()},
    PHASE: ("phase__name",),
}
Row = Mapping[str, Any]
Marks = set[tuple[int, int, int]]  # start, end, code


def material_of(evaluation: Evaluation) -> Material:
    """All that can be asked of the coded texts. A fixed number of queries, and every text is read once."""
    read = _read(evaluation)
    texts = SourceVersion.objects.filter(pk__in=[one["pk"] for one in read.texts]).values_list("source__number", "text")
    return _material(evaluation, read, {number: word_starts(text or "") for number, text in texts})


def outline_of(evaluation: Evaluation) -> Material:
    """The same without words: no text is read. For what there is to choose from."""
    return _material(evaluation, _read(evaluation), {})


def hash_of_material(evaluation: Evaluation) -> str:
    """The SHA-256 of everything that an answer depends on, wherever it is kept; no text is read."""
    read = _read(evaluation)
    made = _material(evaluation, read, {})
    names = made.names
    told = [
        sorted((one.source, one.start, one.end, names[one.code]) for one in made.passages),
        [(one.source, one.start, one.end, one.speaker) for one in made.turns],
        sorted((one["source__number"], one["text_sha256"], str(one["source__date"] or "")) for one in read.texts),
        *(sorted(one.items()) for one in (made.about_speakers, made.about_sources, made.people, made.alone)),
        [sorted(made.nobody), list(names.values()), made.left_out],
        *([sorted(made.uncoded)] if made.uncoded else ()),  # a result over coded texts only keeps its hash
        [made.values, sorted((topic, sorted(who)) for topic, who in made.topics.items())],
    ]
    return hashlib.sha256(json.dumps(told, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


@dataclass(slots=True)
class _Read:
    """What the tables hold. `asking` and `forgotten` are speakers, as (number of the source, number)."""

    texts: list[Row]
    speakers: dict[int, dict[int, Row]] = field(default_factory=dict)  # by source and number: who really speaks
    only: dict[int, int] = field(default_factory=dict)  # source → number of the one respondent


def _read(evaluation: Evaluation) -> _Read:
    texts = _texts(evaluation)
    numbers = {one["source_id"]: one["source__number"] for one in texts}
    return _Read(texts, _speakers(evaluation), _only(numbers))


def _texts(evaluation: Evaluation) -> list[Row]:
    """The newest released version of every source that counts, in the order of the fieldwork; without a date at the
    end."""
    versions = SourceVersion.objects.filter(
        source__evaluation=evaluation, source__withdrawn_at=None, released_at__isnull=False, destroyed_at=None
    ).exclude(source__in=blind_sources())
    about = {f"source__{where}" for where in _OF_SOURCES.values()}
    fields = (
        "pk",
        "is_coded",
        "is_finished",
        "source_id",
        "source__number",
        "source__kind",
        "source__date",
        "text_sha256",
        "turns",
        *about,
    )
    coded = Exists(settled_codings(evaluation).filter(fragment__version__source=OuterRef("source")))
    done = RoundAssignment.objects.filter(text__version__source=OuterRef("source"), finished_at__isnull=False)
    rows = versions.annotate(is_coded=coded, is_finished=Exists(done)).order_by("number").values(*fields)
    newest = {one["source_id"]: one for one in rows}
    return sorted(newest.values(), key=lambda one: (one["source__date"] or date.max, one["source__number"]))


def _speakers(evaluation: Evaluation) -> dict[int, dict[int, Row]]:
    own = {where for places in _OF_SPEAKERS.values() for where in places}
    fields = (
        *("pk", "source_id", "number", "label", "merged_into_id", "is_interviewer"),
        *("respondent__number", "respondent__withdrawn_at", *own),
    )
    rows = Speaker.objects.filter(source__evaluation=evaluation).order_by("source", "number").values(*fields)
    by_id = {row["pk"]: row for row in rows}
    found: defaultdict[int, dict[int, Row]] = defaultdict(dict)
    for row in by_id.values():
        found[row["source_id"]][row["number"]] = _root(row, by_id)
    return found


def _root(row: Row, by_id: Mapping[int, Row]) -> Row:
    while row["merged_into_id"] is not None:
        row = by_id[row["merged_into_id"]]
    return row


def _only(numbers: Mapping[int, int]) -> dict[int, int]:
    """Of sources whose ground names one respondent the number of that one."""
    through = Ground.respondents.through.objects.filter(ground__source__in=list(numbers))
    found: defaultdict[int, list[int]] = defaultdict(list)
    for source_id, respondent in through.values_list("ground__source_id", "respondent__number"):
        found[source_id].append(respondent)
    return {numbers[source_id]: ids[0] for source_id, ids in found.items() if len(ids) == 1}


def _material(evaluation: Evaluation, read: _Read, words: Mapping[int, tuple[int, ...]]) -> Material:
    names, under = _tree(_codes_in_use(evaluation))
    said = _Said(read)
    passages = tuple(_passages(evaluation, read, names, under))
    with override("nl"):
        return Material(
            passages=passages,
            turns=tuple(said.turns()),
            about_speakers={key: _about(row, _OF_SPEAKERS) for key, row in said.rows.items()},
            about_sources={one["source__number"]: _about(one, _SOURCES) for one in read.texts},
            under=under,
            people=said.people(),
            alone=dict(said.alone()),
            nobody=frozenset(said.nobody()),
            texts=tuple(one["source__number"] for one in read.texts),
            words=words,
            dates={one["source__number"]: one["source__date"] for one in read.texts if one["source__date"]},
            names=names,
            values=_values(evaluation, read, said),
            topics=_topics(evaluation),
            asked_by=PERSPECTIVE,
            left_out=texts_left_out(evaluation),
            uncoded=_uncoded(read) - {one.source for one in passages},
        )


def _uncoded(read: _Read) -> frozenset[int]:
    return frozenset(one["source__number"] for one in read.texts if not (one["is_coded"] or one["is_finished"]))


_SOURCES = {name: (f"source__{where}",) for name, where in _OF_SOURCES.items()}


def _about(row: Row, places: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """What is known, by the name of the attribute."""
    found = {name: next((row[one] for one in where if row[one]), "") for name, where in places.items()}
    if found[LEVEL]:
        found[LEVEL] = str(Level(found[LEVEL]).label)
    return {name: value for name, value in found.items() if value}


class _Said:
    """Who speaks where. A speaker gets an integer; a text in which nobody answers has no turns."""

    def __init__(self, read: _Read) -> None:
        self.read = read
        self.keys: dict[tuple[int, int], int] = {}  # source and number of who really speaks
        self.rows: dict[int, Row] = {}
        self.told: set[int] = set()  # sources in which speakers are told apart
        for one in read.texts:
            roots = read.speakers.get(one["source_id"], {})
            if one["turns"] and any(not row["is_interviewer"] for row in roots.values()):
                self.told.add(one["source__number"])
                for row in roots.values():
                    self._key(one["source__number"], row)

    def _key(self, source: int, row: Row) -> int:
        key = self.keys.setdefault((source, row["number"]), len(self.keys) + 1)
        self.rows[key] = row
        return key

    def turns(self) -> Iterator[Turn]:
        for one in self.read.texts:
            if (source := one["source__number"]) in self.told:
                roots = self.read.speakers[one["source_id"]]
                for start, end, number, *_when in one["turns"]:
                    if end > start and number in roots:
                        yield Turn(source, start, end, self.keys[source, roots[number]["number"]])

    def people(self) -> dict[int, Person]:
        """A respondent is the same in every source; another speaker is somebody in this one."""
        found: dict[int, Person] = {}
        for (source, number), key in self.keys.items():
            respondent = self.rows[key]["respondent__number"]
            found[key] = f"R{respondent}" if respondent else f"S{source}/{number}"
        return found

    def alone(self) -> Iterator[tuple[int, Person]]:
        """A text in which nobody is told apart is one voice; a document is nobody's."""
        for one in self.read.texts:
            source = one["source__number"]
            if source not in self.told and one["source__kind"] != SourceKind.DOCUMENT:
                respondent = self.read.only.get(source)
                yield source, f"R{respondent}" if respondent else f"S{source}"

    def nobody(self) -> Iterator[int]:
        for key, row in self.rows.items():
            if row["is_interviewer"] or row["label"] == FORGOTTEN or row["respondent__withdrawn_at"]:
                yield key


def _tree(codes: Collection[Row]) -> tuple[dict[int, str], dict[int, frozenset[int]]]:
    """Paths of the codes, in the order of the codebook, and the codes below each. Above an archived one is nothing."""
    below: defaultdict[int | None, list[Row]] = defaultdict(list)
    present = {one["pk"] for one in codes}
    for one in codes:
        below[one["parent_id"] if one["parent_id"] in present else None].append(one)
    paths = paths_of({one["pk"]: (one["parent_id"], one["name"]) for one in codes})
    names: dict[int, str] = {}
    under: dict[int, frozenset[int]] = {}

    def walk(parent: int | None) -> set[int]:
        found: set[int] = set()
        for one in below[parent]:
            names[one["pk"]] = paths[one["pk"]]
            mine = walk(one["pk"])
            under[one["pk"]] = frozenset(mine)
            found |= {one["pk"], *mine}
        return found

    walk(None)
    return names, under


def _passages(
    evaluation: Evaluation, read: _Read, names: Mapping[int, str], under: Mapping[int, frozenset[int]]
) -> Iterator[Passage]:
    sources = {one["pk"]: one["source__number"] for one in read.texts}
    marks = _marks(evaluation, sources, under, _adjudicated(evaluation))
    for version in sources:
        for start, end, code in sorted(marks[version]):
            if code in names:
                yield Passage(sources[version], start, end, code)


def counted_without(round_: CodingRound, versions: Collection[int]) -> dict[int, Marks]:
    """What counts in these texts before the consensus of a round stands, by version: codings and earlier consensus."""
    evaluation = round_.evaluation
    names, under = _tree(_codes_in_use(evaluation))
    earlier = _adjudicated(evaluation).exclude(pk=round_.pk)
    if round_.adjudicated_at is not None:
        earlier = earlier.filter(adjudicated_at__lt=round_.adjudicated_at)
    marks = _marks(evaluation, versions, under, earlier)
    return {version: {mark for mark in marks[version] if mark[2] in names} for version in versions}


def _codes_in_use(evaluation: Evaluation) -> list[Row]:
    return list(Code.objects.filter(evaluation=evaluation, archived_at=None).values("pk", "parent_id", "name"))


def _adjudicated(evaluation: Evaluation) -> QuerySet[CodingRound]:
    return CodingRound.objects.filter(evaluation=evaluation, adjudicated_at__isnull=False)


def _marks(
    evaluation: Evaluation,
    versions: Collection[int],
    under: Mapping[int, frozenset[int]],
    rounds: QuerySet[CodingRound],
) -> defaultdict[int, Marks]:
    """What was coded, by version; in the texts of these rounds what is held there."""
    marks: defaultdict[int, Marks] = defaultdict(set)
    settled = settled_codings(evaluation).filter(fragment__withdrawn_at=None, fragment__version__in=list(versions))
    for version, start, end, code in settled.order_by().values_list(
        "fragment__version_id", "fragment__start", "fragment__end", "code_id"
    ):
        marks[version].add((start, end, code))
    for version, scope, agreed in _consensus(rounds):
        covered = {code for one in scope for code in (one, *under.get(one, ()))}
        kept = {mark for mark in marks[version] if scope and mark[2] not in covered}
        marks[version] = kept | agreed
    return marks


def _consensus(rounds: QuerySet[CodingRound]) -> Iterator[tuple[int, frozenset[int], Marks]]:
    """Of every text of these adjudicated rounds, the last round at the end: the codes it was about (none: all), and
    where these hold. Not of a text that another round hides now, nor of words that were withdrawn. Four queries."""
    held: defaultdict[tuple[int, int], Marks] = defaultdict(set)
    gone = Fragment.objects.filter(
        version=OuterRef("version"), start=OuterRef("start"), end=OuterRef("end"), withdrawn_at__isnull=False
    )
    decisions = ConsensusDecision.objects.filter(~Exists(gone), round__in=rounds, applies=True)
    for one, version, *mark in decisions.values_list("round_id", "version_id", "start", "end", "code_id"):
        start, end, code = mark
        held[one, version].add((start, end, code))
    for row in rounds.order_by("adjudicated_at", "pk").prefetch_related("codes", "texts"):
        scope = frozenset(code.pk for code in row.codes.all())
        for text in row.texts.all():
            yield text.version_id, scope, held[row.pk, text.version_id]


def _values(evaluation: Evaluation, read: _Read, said: _Said) -> dict[str, tuple[str, ...]]:
    """Of every attribute the values that occur, in the order of the design."""
    occurring: defaultdict[str, set[str]] = defaultdict(set)
    rows = [_about(row, _OF_SPEAKERS) for row in said.rows.values() if not row["is_interviewer"]]
    for one in [*rows, *(_about(row, _SOURCES) for row in read.texts)]:
        for name, value in one.items():
            occurring[name].add(value)
    order = {
        PERSPECTIVE: list(Perspective.objects.filter(evaluation=evaluation).values_list("name", flat=True)),
        LEVEL: [str(label) for label in Level.labels],
        PLACE: list(Place.objects.filter(evaluation=evaluation).values_list("name", flat=True)),
        ORGANISATION: sorted(occurring[ORGANISATION]),
        PHASE: list(Phase.objects.filter(evaluation=evaluation).values_list("name", flat=True)),
    }
    return {name: tuple(one for one in names if one in occurring[name]) for name, names in order.items()}


def _topics(evaluation: Evaluation) -> dict[str, frozenset[str]]:
    """By what a topic is called the perspectives on whose topic list it stands."""
    rows = Topic.objects.filter(perspective__evaluation=evaluation).annotate(who=F("perspective__name"))
    found: defaultdict[str, set[str]] = defaultdict(set)
    for text, who in rows.order_by("text").values_list("text", "who"):
        found[text].add(who)
    return {text: frozenset(names) for text, names in found.items()}
