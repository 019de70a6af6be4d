"""What a step of somebody leaves: who decided, how it was before, and the line in the audit trail."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from sluitend.apps.people.audit import record
from sluitend.apps.people.models import User
from sluitend.apps.sources.models import NameProposal, NameStep, ProposalState, SourceVersion

REMEMBERED = ("id", "start", "end", "kind", "found_by", "state", "entry_id", "decided_by_id")


def as_json(row: NameProposal) -> dict[str, Any]:
    """A proposal as a step remembers it."""
    return {name: getattr(row, name) for name in REMEMBERED}


def sign(row: NameProposal, actor: User) -> None:
    """Who decided, and when (unsaved); nobody about what is open."""
    decided = row.state != ProposalState.OPEN
    row.decided_by, row.decided_at = (actor, timezone.now()) if decided else (None, None)


def keep_step(
    actor: User,
    version: SourceVersion,
    before: list[dict[str, Any]],
    made: list[int] | None = None,
    entries: Mapping[str, list[Any]] | None = None,
    *,
    led_by: NameStep | None = None,
) -> NameStep:
    """So that it can be undone: how proposals were before it, and what it made."""
    return NameStep.objects.create(
        version=version,
        actor=actor,
        before=before,
        made=made or [],
        entries=entries or {"made": [], "grown": []},
        led_by=led_by,
    )


def record_step(actor: User, version: SourceVersion, verb: str, count: int, state: str) -> None:
    """The audit row of one text."""
    source = version.source
    record(actor, verb, source, evaluation=source.evaluation_id, version=version.number, count=count, state=str(state))
