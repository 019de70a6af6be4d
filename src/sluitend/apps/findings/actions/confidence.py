"""How sure we are of a finding: a person's judgement, with reasons. Nothing here is computed."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from sluitend.apps.design.access import require
from sluitend.apps.findings.actions.shared import take_revision
from sluitend.apps.findings.models import COMPONENTS, Concern, Confidence, Finding
from sluitend.apps.people.audit import record
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.errors import InputError

Concerns = Mapping[str, tuple[str, str]]  # component -> concern and why


def judge_confidence(
    *, actor: User, finding: Finding, revision: int, confidence: str, reason: str, concerns: Concerns | None = None
) -> Finding:
    """Say how sure we are, over the revision that was read; an empty level takes the judgement away.

    Raises NotAllowed, InputError("findings.confidence_needs_reason", "findings.concern_needs_why",
    "findings.unknown_confidence", "findings.changed_meanwhile").
    """
    require(actor, finding.evaluation_id, Action.WRITE_FINDINGS)
    content = {"confidence": confidence, "confidence_reason": reason.strip(), **_concerns(concerns or {})}
    _check(content)
    with transaction.atomic():
        take_revision(Finding, finding.pk, revision)
        finding.refresh_from_db()
        for name, value in content.items():
            setattr(finding, name, value)
        finding.save(update_fields=[*content, "changed_at"])
        record(
            actor,
            "findings.confidence_judged",
            finding,
            evaluation=finding.evaluation_id,
            finding=finding.number,
            confidence=confidence,
        )
    return finding


def _concerns(given: Concerns) -> dict[str, str]:
    found: dict[str, str] = {}
    for component in COMPONENTS:
        concern, why = given.get(component, ("", ""))
        found |= {component: concern, f"{component}_why": why.strip()}
    return found


def _check(content: Mapping[str, str]) -> None:
    known = content["confidence"] in ("", *Confidence.values)
    if not known or any(content[one] not in ("", *Concern.values) for one in COMPONENTS):
        raise InputError("findings.unknown_confidence")
    if content["confidence"] and not content["confidence_reason"]:
        raise InputError("findings.confidence_needs_reason")
    for component in COMPONENTS:
        if content[component] not in ("", Concern.NONE) and not content[f"{component}_why"]:
            raise InputError("findings.concern_needs_why")
