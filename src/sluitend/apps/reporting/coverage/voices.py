"""Who is heard in which source: a voice is a respondent, else a speaker, else the source itself.

People are what counts outside the team: somebody in three sources is one, and a document is nobody.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sluitend.apps.design.models import Evaluation
from sluitend.apps.findings.queries import only_respondents
from sluitend.apps.sources.models import FORGOTTEN, Source, SourceKind, SourceVersion, Speaker

SPEAKER = (
    *("pk", "source_id", "number", "label", "merged_into_id", "is_interviewer", "perspective_id", "level"),
    *(
        "respondent_id",
        "respondent__perspective_id",
        "respondent__level",
        "respondent__withdrawn_at",
        "respondent__emptied_at",
    ),
)
SOURCE = ("pk", "kind", "perspective_id", "level")


@dataclass(frozen=True, slots=True)
class Heard:
    """Somebody in a source, with the place from which is spoken; an empty level is not known."""

    source: int  # id
    voice: str
    perspective: int  # id
    level: str
    is_person: bool = True  # no: a document


@dataclass(slots=True)
class Voices:
    """Of one source: who speaks under which number, or (where nobody is told apart) the source as one voice."""

    by_number: dict[int, Heard] = field(default_factory=dict)
    itself: Heard | None = None

    def within(self, numbers: Iterable[int]) -> Iterable[Heard]:
        """Who speaks, of the speakers with these numbers; who asks the questions is nobody."""
        if self.itself is not None:
            return [self.itself]
        return [self.by_number[number] for number in numbers if number in self.by_number]

    @property
    def all(self) -> set[Heard]:
        return set(self.within(self.by_number))


def voices_of(evaluation: Evaluation) -> dict[int, Voices]:
    """By the id of every source with a released text, withdrawn ones left out. Four queries."""
    released = SourceVersion.objects.filter(
        source__evaluation=evaluation, released_at__isnull=False, destroyed_at__isnull=True
    )
    readable = set(released.values_list("source_id", flat=True))
    sources = Source.objects.filter(evaluation=evaluation, withdrawn_at=None).values(*SOURCE)
    speakers: dict[int, list[dict[str, Any]]] = {}
    for row in Speaker.objects.filter(source__evaluation=evaluation).order_by("number").values(*SPEAKER):
        speakers.setdefault(row["source_id"], []).append(row)
    only = only_respondents(readable)
    return {one["pk"]: _voices(one, speakers.get(one["pk"], []), only) for one in sources if one["pk"] in readable}


def _voices(source: Mapping[str, Any], speakers: list[dict[str, Any]], only: Mapping[int, int]) -> Voices:
    by_id = {row["pk"]: row for row in speakers}
    roots = {row["number"]: _root(row, by_id) for row in speakers}
    answering = {number: root for number, root in roots.items() if not root["is_interviewer"]}
    if not answering:
        return Voices(itself=_itself(source, only.get(source["pk"])))
    found = {number: _speaker(source, root) for number, root in answering.items()}
    return Voices({number: heard for number, heard in found.items() if heard is not None})


def _root(row: dict[str, Any], by_id: Mapping[int, dict[str, Any]]) -> dict[str, Any]:
    while row["merged_into_id"] is not None:
        row = by_id[row["merged_into_id"]]
    return row


def _speaker(source: Mapping[str, Any], row: Mapping[str, Any]) -> Heard | None:
    if row["respondent__withdrawn_at"] or row["respondent__emptied_at"] or row["label"] == FORGOTTEN:
        return None
    respondent = {"perspective_id": row["respondent__perspective_id"], "level": row["respondent__level"]}
    voice = f"R{row['respondent_id']}" if row["respondent_id"] else f"P{row['pk']}"
    return _heard(source, voice, [row, respondent, source])


def _itself(source: Mapping[str, Any], respondent: int | None) -> Heard | None:
    """One voice: somebody who was heard alone is the same person in every source; a document is nobody."""
    is_person = source["kind"] != SourceKind.DOCUMENT
    voice = f"R{respondent}" if respondent and is_person else f"S{source['pk']}"
    return _heard(source, voice, [source], is_person)


def _heard(
    source: Mapping[str, Any], voice: str, known: Iterable[Mapping[str, Any]], is_person: bool = True
) -> Heard | None:
    """What is not known of a speaker is as it is of the respondent, else of the source."""
    known = list(known)
    perspective = next((one["perspective_id"] for one in known if one["perspective_id"]), None)
    level = next((one["level"] for one in known if one["level"]), "")
    return Heard(source["pk"], voice, perspective, level, is_person) if perspective else None
