"""The demo's start gate, letter, respondents and consent, through the same actions as everybody's."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any

from django.db import transaction
from django.utils import timezone

from sluitend.apps.design import queries as design
from sluitend.apps.design.models import Evaluation
from sluitend.apps.fieldwork import actions, letter, queries
from sluitend.apps.fieldwork.models import GateItemState, GateKind, GivenHow, Purpose, Respondent
from sluitend.apps.fieldwork.seals import Identity
from sluitend.apps.people.models import User
from sluitend.apps.sources import actions as sources
from sluitend.apps.sources.grounds import is_from_persons
from sluitend.apps.sources.models import GroundKind, Source

ARRANGED = date(2026, 4, 24)
KEPT = timedelta(days=5 * 365)
_REFERENCES = {
    GateKind.DPIA: "DPIA Sluitende jeugdketen, versie 2 (fictief)",
    GateKind.LEGAL_GROUND: "Collegebesluit en toestemming van respondenten (fictief)",
    GateKind.PROCESSOR: "Overeenkomst met het onderzoeksbureau (fictief)",
    GateKind.CONDUCT: "Personeelsdossier (fictief)",
    GateKind.CONFIDENTIALITY: "Getekende verklaring (fictief)",
}
_NO_REVIEW = "Geen medisch-wetenschappelijk onderzoek; de gesprekken met gezinnen zijn vooraf besproken (fictief)."
_FIELDS = {
    "bureau": "Onderzoeksbureau Waterrijk (fictief)",
    "opdrachtgever": "Regio Waterrijk (fictief)",
    "contact": "het onderzoeksbureau, onderzoek@waterrijk.invalid",
    "intrekken_tot": "1 september 2026",
    "bewaren_tot": "vijf jaar na het gesprek",
    "fg": "fg@waterrijk.invalid",
}


def arrange_start(leader: User, evaluation: Evaluation, start: Mapping[str, Any] = MappingProxyType({})) -> None:
    """Fill in what is still open of the start gate, and write the letter; `start` says what is another than ours."""
    references = {**_REFERENCES, **start.get("references", {})}
    for line in queries.gate_state_for(leader, evaluation).open_items:
        reference = references.get(line.kind, "")
        actions.set_gate_line(
            actor=leader,
            evaluation=evaluation,
            kind=line.kind,
            member=line.member,
            state=GateItemState.DONE if reference else GateItemState.NOT_NEEDED,
            revision=line.item.revision if line.item else 0,
            date=min(start.get("arranged", ARRANGED), timezone.localdate()) if reference else None,
            reference=reference,
            reason="" if reference else _NO_REVIEW,
        )
    if queries.newest_letter(evaluation) is None:
        fields = {**letter.default_fields(evaluation), **_FIELDS, **start.get("fields", {})}
        actions.write_letter(actor=leader, evaluation=evaluation, text=letter.default_text(), fields=fields, seen=0)


def record_ground(actor: User, evaluation: Evaluation, source: Source, entry: dict[str, Any]) -> None:
    """Whoever speaks in this source has consented. A set-up that goes on where it was leaves it as it is."""
    if not is_from_persons(source) or hasattr(source, "ground"):
        return
    with transaction.atomic():
        who = _respondent(actor, evaluation, source, entry)
        sources.set_ground(actor=actor, source=source, kind=GroundKind.CONSENT, respondents=[who])


def _respondent(actor: User, evaluation: Evaluation, source: Source, entry: dict[str, Any]) -> Respondent:
    respondent = actions.add_respondent(
        actor=actor,
        evaluation=evaluation,
        identity=Identity(name=f"Deelnemer van bron {source.number} (fictief)"),
        function=entry.get("function", ""),
        perspective=_named(design.perspectives_for(actor, evaluation), entry.get("perspective")),
        place=_named(design.places_for(actor, evaluation), entry.get("place")),
        level=entry.get("level", ""),
    )
    today = timezone.localdate()
    actions.record_consent(
        actor=actor,
        respondent=respondent,
        purposes=[Purpose.EVALUATION, Purpose.LEARNING],
        how=GivenHow.SIGNED,
        given_on=min(entry["date"], today),
        retain_until=today + KEPT,
        recording=True,
        quoting=True,
        letter=queries.newest_letter(evaluation),
    )
    return respondent


def _named(rows: Any, name: str | None) -> Any:
    return rows.get(name=name) if name else None
