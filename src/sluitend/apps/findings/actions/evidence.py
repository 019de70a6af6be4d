"""Evidence: a fragment that supports, contradicts or nuances a finding."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F

from sluitend.apps.coding.models import Fragment
from sluitend.apps.coding.queries.blindness import refuse_while_blind
from sluitend.apps.design.access import require
from sluitend.apps.design.models import Evaluation
from sluitend.apps.findings.actions.merging import absorbed_by
from sluitend.apps.findings.actions.shared import require_same_evaluation
from sluitend.apps.findings.models import EvidenceLink, Finding, Stance
from sluitend.apps.people.audit import record
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.errors import InputError


@dataclass(frozen=True, slots=True)
class NewEvidence:
    """A link of another tool's file, by what `key` it is known there."""

    key: str
    finding: int
    fragment: int
    stance: str
    note: str


def link_evidence(
    *, actor: User, finding: Finding, fragment: Fragment, stance: str = Stance.SUPPORTS, note: str = ""
) -> EvidenceLink:
    """Let a finding rest on a fragment.

    Of a fragment that is its evidence already the stance changes, and the note only when there is a new one.
    Raises NotAllowed, InputError("findings.other_evaluation", "findings.unknown_stance", "coding.blind_text").
    """
    require(actor, finding.evaluation_id, Action.WRITE_FINDINGS)
    require_same_evaluation(finding.evaluation_id, [fragment])
    refuse_while_blind([fragment.version.source_id])
    require_stance(stance)
    new = {"stance": stance, "note": note.strip()}
    again = new if new["note"] else {"stance": stance}
    with transaction.atomic():
        link, _created = EvidenceLink.objects.update_or_create(
            finding=finding, fragment=fragment, defaults=again, create_defaults={**new, "created_by": actor}
        )
        _record(actor, "findings.evidence_linked", link, stance=str(stance))
    return link


def link_fragments(
    *, actor: User, finding: Finding, fragments: Collection[Fragment], stance: str, note: str = ""
) -> list[EvidenceLink]:
    """Let a finding rest on all of these fragments, or on none when one is refused. Raises as `link_evidence` does."""
    with transaction.atomic():
        return [
            link_evidence(actor=actor, finding=finding, fragment=fragment, stance=stance, note=note)
            for fragment in fragments
        ]


def take_over_evidence(*, actor: User, evaluation: Evaluation, links: Sequence[NewEvidence]) -> dict[str, int]:
    """Let findings rest on fragments as a file says; ids of the links that were made, by key.

    What is evidence here already stays as it is here. Raises as `link_evidence` does.
    """
    require(actor, evaluation, Action.WRITE_FINDINGS)
    findings = Finding.objects.in_bulk({one.finding for one in links})
    fragments = Fragment.objects.select_related("version").in_bulk({one.fragment for one in links})
    require_same_evaluation(evaluation.pk, [*findings.values(), *fragments.values()])
    refuse_while_blind({one.version.source_id for one in fragments.values()})
    for one in links:
        require_stance(one.stance)
    here = set(EvidenceLink.objects.filter(finding__in=findings).values_list("finding", "fragment"))
    first = {(one.finding, one.fragment): one for one in reversed(links)}
    new = [one for pair, one in first.items() if pair not in here and pair[0] in findings and pair[1] in fragments]
    rows = {one.key: _taken_over(actor, one) for one in new}
    with transaction.atomic():
        EvidenceLink.objects.bulk_create(rows.values(), batch_size=500)
        record(actor, "findings.evidence_taken_over", evaluation, evaluation=evaluation.pk, count=len(rows))
    return {key: one.pk for key, one in rows.items()}


def _taken_over(actor: User, one: NewEvidence) -> EvidenceLink:
    words = {"stance": one.stance, "note": one.note.strip()}
    return EvidenceLink(finding_id=one.finding, fragment_id=one.fragment, created_by=actor, **words)


def change_evidence(*, actor: User, link: EvidenceLink, revision: int, stance: str, note: str) -> EvidenceLink:
    """Change what a fragment means for a finding, over the revision that its author saw.

    Raises NotAllowed, InputError("findings.unknown_stance", "findings.changed_meanwhile").
    """
    require(actor, link.finding.evaluation_id, Action.WRITE_FINDINGS)
    require_stance(stance)
    with transaction.atomic():
        seen = EvidenceLink.objects.filter(pk=link.pk, revision=revision)
        if not seen.update(stance=stance, note=note.strip(), revision=F("revision") + 1):
            raise InputError("findings.changed_meanwhile")
        link.refresh_from_db()
        _record(actor, "findings.evidence_changed", link, stance=str(stance))
    return link


def unlink_evidence(*, actor: User, link: EvidenceLink) -> None:
    """The finding no longer rests on this fragment; the fragment itself stays. Raises NotAllowed."""
    require(actor, link.finding.evaluation_id, Action.WRITE_FINDINGS)
    with transaction.atomic():
        _record(actor, "findings.evidence_unlinked", link)
        doubles = EvidenceLink.objects.filter(fragment=link.fragment_id, finding__in=absorbed_by(link.finding))
        doubles.delete()  # those of findings that were merged into this one: nothing out of sight holds the fragment
        link.delete()


def _record(actor: User, action: str, link: EvidenceLink, **data: str) -> None:
    finding = link.finding
    numbers = {"finding": finding.number, "fragment": link.fragment.number}
    record(actor, action, link, evaluation=finding.evaluation_id, **numbers, **data)


def require_stance(stance: str) -> None:
    """Raises InputError("findings.unknown_stance")."""
    if stance not in Stance.values:
        raise InputError("findings.unknown_stance")
