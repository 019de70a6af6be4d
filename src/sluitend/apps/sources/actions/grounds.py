"""By what right a source may be used is recorded by a person."""

from __future__ import annotations

from collections.abc import Collection

from django.db import IntegrityError, transaction

from sluitend.apps.design.access import require
from sluitend.apps.design.actions.changing import change
from sluitend.apps.fieldwork.models import Respondent
from sluitend.apps.people.audit import record
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.apps.sources.actions.releasing import still_there
from sluitend.apps.sources.models import Ground, GroundKind, Source
from sluitend.errors import InputError


def set_ground(
    *,
    actor: User,
    source: Source,
    kind: str,
    reason: str = "",
    respondents: Collection[Respondent] = (),
    recording_decision: str = "",
    revision: int = 0,
) -> Ground:
    """Record the ground of a source and who speaks in it; ``revision`` is 0 when there is none yet.

    `recording_decision`: why a transcript may be used of somebody who did not agree to being recorded.
    Raises NotFound, NotAllowed, InputError("sources.unknown_value" | "sources.ground_needs_reason" |
    "sources.withdrawn" | "design.changed_meanwhile").
    """
    require(actor, source.evaluation_id, Action.EDIT_SOURCE)
    require(actor, source.evaluation_id, Action.EDIT_FIELDWORK)
    _check(source, kind, reason, respondents)
    with transaction.atomic():
        still_there(Source.objects.select_for_update().get(pk=source.pk))
        ground = _written(
            actor, source, revision, kind=kind, reason=reason.strip(), recording_decision=recording_decision.strip()
        )
        ground.respondents.set(respondents)
        record(
            actor,
            "sources.ground_set",
            source,
            evaluation=source.evaluation_id,
            kind=kind,
            respondents=len(respondents),
            recording_decided=bool(ground.recording_decision),
        )
    return ground


def _check(source: Source, kind: str, reason: str, respondents: Collection[Respondent]) -> None:
    here = all(one.evaluation_id == source.evaluation_id and one.emptied_at is None for one in respondents)
    if kind not in GroundKind.values or not here:
        raise InputError("sources.unknown_value", name="ground")
    if kind != GroundKind.CONSENT and not reason.strip():
        raise InputError("sources.ground_needs_reason")


def _written(actor: User, source: Source, revision: int, **values: str) -> Ground:
    if revision == 0:
        try:
            with transaction.atomic():
                return Ground.objects.create(source=source, recorded_by=actor, **values)
        except IntegrityError:  # somebody else was first
            raise InputError("design.changed_meanwhile") from None
    ground = Ground.objects.get(source=source)
    change(ground, revision=revision, recorded_by=actor, **values)
    return ground
