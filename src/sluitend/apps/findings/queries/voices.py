"""Who says what a finding rests on: people each once, however often and wherever they speak."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, takewhile
from operator import itemgetter

from django.db.models import Exists, OuterRef, Q

from sluitend.apps.coding.models import Fragment
from sluitend.apps.design.models import Evaluation, Level
from sluitend.apps.findings.models import EvidenceLink
from sluitend.apps.sources.models import FORGOTTEN, Ground, Source, SourceKind, SourceVersion, Speaker
from sluitend.apps.sources.queries import SpeakerView, speakers_in

ATTRIBUTES = ("perspective", "level", "place", "phase")


@dataclass(frozen=True, slots=True)
class Voice:
    """Somebody who speaks, with the names of perspective, level, place and phase; an empty one is not known."""

    who: str  # "R12" a respondent, in whichever source; "S3/0" a speaker of one source; "S3" a source itself
    is_person: bool  # no: a document
    is_public: bool
    perspective: str
    level: str
    place: str
    phase: str
    organisation: int | None  # id


def voices_of(fragments: Sequence[Fragment]) -> dict[int, tuple[Voice, ...]]:
    """By the fragment's id. The version and its source have to be loaded; four queries at most.

    In a group interview, and among open answers, the attributes belong to the speaker; what only the interviewer says
    there is nobody's voice. A source in which nobody is told apart, or nobody but who asks, is one voice: that of its
    respondent when its ground names exactly one.
    """
    spans = [(one.version, one.start, one.end) for one in fragments]
    heard = [_heard(one) for one in speakers_in(spans)]
    silent = {
        one.version.source_id for one, said in zip(fragments, heard, strict=True) if one.version.turns and not said
    }
    answered = answered_in(silent) if silent else frozenset()
    only = only_respondents({one.version.source_id for one in fragments})
    return {
        one.pk: _voices(
            one.version.source, said, only, nobody=bool(one.version.turns) and one.version.source_id in answered
        )
        for one, said in zip(fragments, heard, strict=True)
    }


def answered_in(source_ids: Iterable[int]) -> frozenset[int]:
    """Those of these sources in which somebody speaks who does not ask the questions. One query."""
    rows = Speaker.objects.filter(source__in=list(source_ids), merged_into__isnull=True, is_interviewer=False)
    return frozenset(rows.order_by().values_list("source_id", flat=True).distinct())


def unheard(evaluation: Evaluation) -> frozenset[int]:
    """Ids of the passages under findings that nobody says: only who asks is heard there, where others answer.

    Three queries at most, and the turns of the texts with such passages. The caller has checked who asks.
    """
    answering = Speaker.objects.filter(source=OuterRef("version__source"), merged_into__isnull=True)
    fragments = Fragment.objects.filter(
        Exists(answering.filter(is_interviewer=False)), evaluation=evaluation, withdrawn_at__isnull=True
    )
    linked = fragments.filter(Exists(EvidenceLink.objects.filter(fragment=OuterRef("pk"))))
    found = linked.exclude(version__source__kind=SourceKind.DOCUMENT).values_list(
        "pk", "version_id", "version__source_id", "start", "end"
    )
    if not (rows := list(found)):
        return frozenset()
    silent = _silent({row[2] for row in rows})
    turns = SourceVersion.objects.filter(pk__in={row[1] for row in rows}).values_list("pk", "turns")
    told = {pk: rows for pk, rows in turns if rows}
    return frozenset(
        pk
        for pk, version, source, start, end in rows
        if version in told and _numbers_in(told[version], start, end) <= silent.get(source, set())
    )


def _numbers_in(turns: Sequence[Sequence[int]], start: int, end: int) -> set[int]:
    """Who speaks there, of turns as they are kept: of whole texts no object is made for each."""
    first = max(0, bisect_right(turns, start, key=itemgetter(0)) - 1)
    shared = takewhile(lambda turn: turn[0] < end, islice(turns, first, None))
    return {turn[2] for turn in shared if turn[1] > start}


def _silent(source_ids: Iterable[int]) -> dict[int, set[int]]:
    """By source the numbers of the speakers who are nobody's voice. One query."""
    other = Q(is_interviewer=True) | Q(label=FORGOTTEN) | Q(merged_into__isnull=False)
    rows = {one.pk: one for one in Speaker.objects.filter(other, source__in=list(source_ids))}
    found: dict[int, set[int]] = {}
    for row in rows.values():
        root: Speaker | None = row
        while root is not None and root.merged_into_id is not None:
            root = rows.get(root.merged_into_id)  # who is not among these answers
        if root is not None:
            found.setdefault(row.source_id, set()).add(row.number)
    return found


def only_respondents(source_ids: Iterable[int]) -> Mapping[int, int]:
    """Sources of which the ground names one respondent, with that one's id. One query. The caller checked who asks."""
    through = Ground.respondents.through.objects.filter(ground__source__in=list(source_ids))
    found: dict[int, list[int]] = {}
    for source_id, respondent_id in through.values_list("ground__source_id", "respondent_id"):
        found.setdefault(source_id, []).append(respondent_id)
    return {source_id: ids[0] for source_id, ids in found.items() if len(ids) == 1}


def _heard(speakers: Iterable[SpeakerView]) -> list[SpeakerView]:
    return [one for one in speakers if not one.is_interviewer and one.label != FORGOTTEN]


def _voices(
    source: Source, heard: Sequence[SpeakerView], only: Mapping[int, int], *, nobody: bool
) -> tuple[Voice, ...]:
    """`nobody`: the text tells who speaks, and somebody answers in it."""
    is_person = source.kind != SourceKind.DOCUMENT
    if heard or (nobody and is_person):
        return tuple(_speaker(source, one) for one in heard)
    respondent = only.get(source.pk) if is_person else None
    who = f"R{respondent}" if respondent else f"S{source.pk}"
    return (_voice(who, source, source, is_person=is_person),)


def _speaker(source: Source, one: SpeakerView) -> Voice:
    who = f"R{one.respondent.pk}" if one.respondent else f"S{source.pk}/{one.number}"
    return _voice(who, source, one, is_person=True)


def _voice(who: str, source: Source, told: Source | SpeakerView, *, is_person: bool) -> Voice:
    return Voice(
        who=who,
        is_person=is_person,
        is_public=source.is_public,
        perspective=str(told.perspective or ""),
        level=str(Level(told.level).label) if told.level else "",
        place=str(told.place or ""),
        phase=str(told.phase or source.phase or ""),
        organisation=told.organisation.pk if told.organisation else None,
    )
