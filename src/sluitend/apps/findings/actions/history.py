"""The history of a finding: how it was worded, what was merged into it, what was split off."""

from __future__ import annotations

from typing import Any

from sluitend.apps.findings.models import Finding, FindingHistory
from sluitend.apps.people.models import User


def note(
    actor: User, kind: str, finding: Finding, *, other: Finding | None = None, moved: dict[str, Any] | None = None
) -> FindingHistory:
    """One line; call it before the change, so that it holds the words as they were."""
    return FindingHistory.objects.create(
        finding=finding,
        kind=kind,
        other=other,
        other_number=other.number if other else None,
        before={"title": finding.title, "text": finding.text},
        moved=moved or {},
        actor=actor,
    )
