"""Freeze what is held at the end of a phase, so that the final evaluation can be laid beside it."""

from __future__ import annotations

from django.db import transaction

from sluitend.apps.design.access import require
from sluitend.apps.design.models import Phase
from sluitend.apps.findings.models import PhaseSnapshot
from sluitend.apps.findings.queries.snapshots import content_of
from sluitend.apps.people.audit import record
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.errors import InputError


def freeze_phase(*, actor: User, phase: Phase) -> PhaseSnapshot:
    """Keep findings, conclusions and recommendations as they are now, for this phase; the project leader's act.

    Raises NotAllowed, InputError("findings.phase_frozen").
    """
    require(actor, phase.evaluation_id, Action.FREEZE_PHASE)
    with transaction.atomic():
        Phase.objects.select_for_update().get(pk=phase.pk)  # of two at once, the second is told
        if PhaseSnapshot.objects.filter(phase=phase).exists():
            raise InputError("findings.phase_frozen", phase=phase.name)
        content = content_of(actor, phase.evaluation)
        snapshot = PhaseSnapshot.objects.create(phase=phase, taken_by=actor, content=content)
        counts = {"phase": phase.pk, "findings": len(content["findings"])}
        record(actor, "findings.phase_frozen", snapshot, evaluation=phase.evaluation_id, **counts)
    return snapshot


def discard_snapshot(*, actor: User, snapshot: PhaseSnapshot) -> None:
    """Throw a frozen state away, so that the phase can be frozen again. Raises NotAllowed."""
    evaluation_id = snapshot.phase.evaluation_id
    require(actor, evaluation_id, Action.FREEZE_PHASE)
    with transaction.atomic():
        record(actor, "findings.snapshot_discarded", snapshot, evaluation=evaluation_id, phase=snapshot.phase_id)
        snapshot.delete()
