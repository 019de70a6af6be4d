"""What still stands in the way of coding what people said: the start gate, a ground, consent."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sluitend.apps.fieldwork.models import ConsentState, Respondent
from sluitend.apps.fieldwork.queries import consents_of, gate_state, quoting_agreed, recording_refused
from sluitend.apps.sources.models import (
    FROM_A_RECORDING,
    NOT_FROM_PERSONS,
    Ground,
    GroundKind,
    ReleaseGround,
    Source,
    SourceVersion,
    Speaker,
)
from sluitend.apps.sources.speakers import TurnIndex, turn_index
from sluitend.errors import InputError
from sluitend.web.registry import Text
from sluitend.web.wording import sentence

GATE_OPEN = "sources.gate_open"
NO_GROUND = "sources.no_ground"
NO_RESPONDENTS = "sources.no_respondents"
SPEAKERS_UNKNOWN = "sources.speakers_unknown"
RECORDING = "sources.recording_not_agreed"
_CONSENT = {
    ConsentState.MISSING: "sources.consent_missing",
    ConsentState.EXPIRED: "sources.consent_expired",
    ConsentState.WITHDRAWN: "sources.consent_withdrawn",
}


@dataclass(frozen=True, slots=True)
class ShownLack:
    """A lack in words, with where it is mended."""

    words: str
    url: str
    link: Text


@dataclass(frozen=True, slots=True)
class Lack:
    """One thing that is lacking: the code of its sentence, with the numbers that belong to it."""

    code: str
    data: dict[str, Any] = field(default_factory=dict)


def is_from_persons(source: Source) -> bool:
    """Whether people were asked, or read about: then a ground is needed. What is public needs none."""
    return source.kind not in NOT_FROM_PERSONS and not source.is_public


def _needs_ground(source: Source) -> bool:
    """Whatever kind somebody gave it: in what is not public and has speakers, people were asked."""
    if source.is_public or is_from_persons(source):
        return not source.is_public
    return Ground.objects.filter(source=source).exists() or source.speakers.filter(is_interviewer=False).exists()


def respondents_in(source_ids: Collection[int]) -> dict[int, set[int]]:
    """Ids of the respondents who speak in these sources, by source. Two queries; the caller has checked who asks."""
    spoken = Speaker.objects.filter(source__in=source_ids, respondent__isnull=False)
    named = Ground.objects.filter(source__in=source_ids, respondents__isnull=False)
    found: dict[int, set[int]] = {}
    for rows in (spoken.values_list("source", "respondent"), named.values_list("source", "respondents")):
        for source_id, respondent_id in rows:
            found.setdefault(source_id, set()).add(respondent_id)
    return found


def lacking(source: Source) -> list[Lack]:
    """All that is lacking before this source may be released; for a caller that has checked who asks."""
    if not _needs_ground(source) or _is_open(source):
        return []
    open_lines = len(gate_state(source.evaluation).open_items)
    gate = [Lack(GATE_OPEN, {"source": str(source), "count": open_lines})] if open_lines else []
    ground = Ground.objects.filter(source=source).first()
    if ground is None:
        return [*gate, Lack(NO_GROUND, {"source": str(source)})]
    consent = _lacking_consent(source) if ground.kind == GroundKind.CONSENT else []
    return [*gate, *consent, *_lacking_recording(source, ground)]


def _is_open(source: Source) -> bool:
    """Whether a text of it is being coded already: a correction of that needs no new ground.

    A text that was released as a public document says nothing of a ground, when it turned out to be none.
    """
    released = source.versions.filter(released_at__isnull=False, destroyed_at__isnull=True)
    return released.exclude(release_ground=ReleaseGround.PUBLIC_DOCUMENT).exists()


def _lacking_consent(source: Source) -> list[Lack]:
    ids = respondents_in([source.pk]).get(source.pk, set())
    numbers = dict(Respondent.objects.filter(pk__in=ids).values_list("pk", "number"))
    states = consents_of(ids)
    lacks = [] if ids else [Lack(NO_RESPONDENTS, {"source": str(source)})]
    for state, code in _CONSENT.items():
        who = sorted(numbers[pk] for pk in ids if states[pk] == state)
        if who:
            lacks.append(Lack(code, {"source": str(source), "who": ", ".join(f"R{number}" for number in who)}))
    unknown = source.speakers.filter(respondent__isnull=True, is_interviewer=False, merged_into__isnull=True).count()
    if unknown and source.speakers.filter(respondent__isnull=False).exists():
        lacks.append(Lack(SPEAKERS_UNKNOWN, {"source": str(source), "count": unknown}))
    return lacks


def _lacking_recording(source: Source, ground: Ground) -> list[Lack]:
    """Somebody said no to being recorded, and here is a transcript: whatever the ground, a person decides about it."""
    if source.kind not in FROM_A_RECORDING or ground.recording_decision:
        return []
    refused = recording_refused(respondents_in([source.pk]).get(source.pk, set()))
    numbers = Respondent.objects.filter(pk__in=refused).order_by("number").values_list("number", flat=True)
    who = ", ".join(f"R{number}" for number in numbers)
    return [Lack(RECORDING, {"source": str(source), "who": who})] if who else []


def not_to_be_quoted(spans: Collection[tuple[int, int, int, int]]) -> set[int]:
    """Of (key, id of the version, start, end): the keys in which somebody speaks who did not agree to being quoted.

    Where nobody knows who speaks, everybody in the source has to have agreed. On another ground than consent silence
    is no refusal, but who said no is not quoted there either. At most six queries, however many spans.
    """
    wanted = {version_id for _key, version_id, _start, _end in spans}
    rows = SourceVersion.objects.filter(pk__in=wanted, source__ground__isnull=False)
    versions = list(rows.select_related("source__ground").defer("text", "sealed_text", "blocks"))
    everybody = respondents_in({version.source_id for version in versions})
    agreed = quoting_agreed(set().union(*everybody.values()))
    if all(agreed.values()):
        return set()
    known = {version.pk: (version, turn_index(version)) for version in versions}
    return {
        key
        for key, version_id, start, end in spans
        if version_id in known and _is_refused(*known[version_id], everybody, agreed, start, end)
    }


def _is_refused(
    version: SourceVersion,
    turns: TurnIndex,
    everybody: Mapping[int, set[int]],
    agreed: Mapping[int, bool | None],
    start: int,
    end: int,
) -> bool:
    said = {agreed[pk] for pk in _who(turns, everybody.get(version.source_id, set()), start, end)}
    return False in said or (None in said and version.source.ground.kind == GroundKind.CONSENT)


def _who(turns: TurnIndex, everybody: set[int], start: int, end: int) -> set[int]:
    """Ids of the respondents who speak in a span; everybody of the source when one of them is not known."""
    speaking = [view for view in turns.within(start, end) if not view.is_interviewer]
    known = {view.respondent.pk for view in speaking if view.respondent is not None}
    return known if speaking and len(known) == len(speaking) else everybody


def check_may_open(source: Source) -> None:
    """Raises InputError with the first thing that is lacking."""
    for lack in lacking(source):
        raise InputError(lack.code, **lack.data)


def shown(lack: Lack, source: Source) -> ShownLack:
    """For the pages of a source."""
    evaluation_id, number = source.evaluation_id, source.number
    match lack.code:
        case code if code == GATE_OPEN:
            url, link = reverse("fieldwork:gate", args=[evaluation_id]), _("To the start conditions")
        case code if code == SPEAKERS_UNKNOWN:
            url, link = reverse("sources:speakers", args=[evaluation_id, number]), _("To the speakers")
        case code if code == RECORDING:
            url, link = reverse("sources:ground", args=[evaluation_id, number]), _("Record the decision")
        case code if code in _CONSENT.values():
            url, link = reverse("fieldwork:respondents", args=[evaluation_id]), _("To the respondents")
        case _:
            url, link = reverse("sources:ground", args=[evaluation_id, number]), _("Record the ground")
    return ShownLack(sentence(InputError(lack.code, **lack.data)), url, link)


@dataclass(frozen=True, slots=True)
class GroundView:
    """What the page of a source says of its ground. `ground` is None as long as there is none."""

    ground: Ground | None
    respondents: tuple[Respondent, ...]
    lacks: tuple[ShownLack, ...]


def ground_view(source: Source) -> GroundView | None:
    """None for a source that needs no ground; the caller has checked who asks."""
    if source.withdrawn_at is not None or not _needs_ground(source):
        return None
    ids = respondents_in([source.pk]).get(source.pk, set())
    return GroundView(
        Ground.objects.filter(source=source).first(),
        tuple(Respondent.objects.filter(pk__in=ids).defer("sealed_identity", "wrapped_key")),
        tuple(shown(lack, source) for lack in lacking(source)),
    )
