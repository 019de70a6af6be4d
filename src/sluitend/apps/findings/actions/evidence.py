"""Evidence: a fragment that supports, contradicts or nuances a finding."""

from __future__ import annotations

from django.db import transaction

from sluitend.apps.coding.models import Fragment
from sluitend.apps.design.access import require
from sluitend.apps.findings.actions.shared import require_same_evaluation
from sluitend.apps.findings.models import EvidenceLink, Finding, Stance
from sluitend.apps.people.audit import record
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.errors import InputError


def link_evidence(
    *, actor: User, finding: Finding, fragment: Fragment, stance: str = Stance.SUPPORTS, note: str = ""
) -> EvidenceLink:
    """Let a finding rest on a fragment. Linking it again changes its stance and note.

    Raises NotAllowed, InputError("findings.other_evaluation", "findings.unknown_stance").
    """
    require(actor, finding.evaluation_id, Action.WRITE_FINDINGS)
    require_same_evaluation(finding.evaluation_id, [fragment])
    _require_stance(stance)
    with transaction.atomic():
        link, _ = EvidenceLink.objects.update_or_create(
            finding=finding,
            fragment=fragment,
            defaults={"stance": stance, "note": note.strip()},
            create_defaults={"stance": stance, "note": note.strip(), "created_by": actor},
        )
        record(
            actor,
            "findings.evidence_linked",
            link,
            evaluation=finding.evaluation_id,
            finding=finding.number,
            fragment=fragment.number,
            stance=stance,
        )
    return link


def change_evidence(*, actor: User, link: EvidenceLink, stance: str, note: str) -> EvidenceLink:
    """Change what a fragment means for a finding. Raises NotAllowed, InputError("findings.unknown_stance")."""
    return link_evidence(actor=actor, finding=link.finding, fragment=link.fragment, stance=stance, note=note)


def unlink_evidence(*, actor: User, link: EvidenceLink) -> None:
    """The finding no longer rests on this fragment; the fragment itself stays. Raises NotAllowed."""
    finding = link.finding
    require(actor, finding.evaluation_id, Action.WRITE_FINDINGS)
    with transaction.atomic():
        record(
            actor,
            "findings.evidence_unlinked",
            link,
            evaluation=finding.evaluation_id,
            finding=finding.number,
            fragment=link.fragment.number,
        )
        link.delete()


def _require_stance(stance: str) -> None:
    if stance not in Stance.values:
        raise InputError("findings.unknown_stance")
