"""What still stands in the way of coding what people said: the start gate, a ground, consent."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from sluitend.apps.fieldwork.models import ConsentState, Respondent
from sluitend.apps.fieldwork.queries import consents_of, gate_state
from sluitend.apps.sources.models import NOT_FROM_PERSONS, Ground, GroundKind, Source, Speaker
from sluitend.errors import InputError

GATE_OPEN = "sources.gate_open"
NO_GROUND = "sources.no_ground"
NO_RESPONDENTS = "sources.no_respondents"
SPEAKERS_UNKNOWN = "sources.speakers_unknown"
_CONSENT = {
    ConsentState.MISSING: "sources.consent_missing",
    ConsentState.EXPIRED: "sources.consent_expired",
    ConsentState.WITHDRAWN: "sources.consent_withdrawn",
}


@dataclass(frozen=True, slots=True)
class Lack:
    """One thing that is lacking: the code of its sentence, with the numbers that belong to it."""

    code: str
    data: dict[str, Any] = field(default_factory=dict)


def is_from_persons(source: Source) -> bool:
    """Whether people were asked, or read about: then a ground is needed. What is public needs none."""
    return source.kind not in NOT_FROM_PERSONS and not source.is_public


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
    if not is_from_persons(source) or _is_open(source):
        return []
    open_lines = len(gate_state(source.evaluation).open_items)
    gate = [Lack(GATE_OPEN, {"source": str(source), "count": open_lines})] if open_lines else []
    ground = Ground.objects.filter(source=source).first()
    if ground is None:
        return [*gate, Lack(NO_GROUND, {"source": str(source)})]
    return gate + (_lacking_consent(source) if ground.kind == GroundKind.CONSENT else [])


def _is_open(source: Source) -> bool:
    """Whether a text of it is being coded already: a correction of that needs no new ground."""
    return source.versions.filter(released_at__isnull=False, destroyed_at__isnull=True).exists()


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


def check_may_open(source: Source) -> None:
    """Raises InputError with the first thing that is lacking."""
    for lack in lacking(source):
        raise InputError(lack.code, **lack.data)
