"""Whether agreements were kept: the passage in which they stand, the evidence, and a judgement with its reason."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db import IntegrityError, transaction

from sluitend.apps.coding.models import Fragment
from sluitend.apps.coding.queries.blindness import refuse_while_blind
from sluitend.apps.design.access import require
from sluitend.apps.design.models import Agreement
from sluitend.apps.findings.actions.shared import require_same_evaluation, require_text
from sluitend.apps.findings.models import AgreementEvidence, AgreementJudgement, AgreementText, Kept, Stance
from sluitend.apps.people.audit import record
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.errors import InputError


def judge_agreement(*, actor: User, agreement: Agreement, revision: int, state: str, reason: str) -> AgreementJudgement:
    """Say whether it was kept, over the judgement that was read (revision 0: there was none).

    Raises NotAllowed, InputError("findings.agreement_needs_reason", "findings.unknown_judgement",
    "findings.changed_meanwhile").
    """
    require(actor, agreement.evaluation_id, Action.WRITE_FINDINGS)
    reason = require_text(reason, "findings.agreement_needs_reason")
    if state not in Kept.values:
        raise InputError("findings.unknown_judgement")
    content = {"state": state, "reason": reason, "judged_by": actor}
    with transaction.atomic():
        judgement = _later(agreement, revision, content) if revision else _first(agreement, content)
        _record(actor, "findings.agreement_judged", agreement, state=state)
    return judgement


def _first(agreement: Agreement, content: dict[str, Any]) -> AgreementJudgement:
    """Of two first judgements the second is told."""
    try:
        with transaction.atomic():
            return AgreementJudgement.objects.create(agreement=agreement, **content)
    except IntegrityError:
        raise InputError("findings.changed_meanwhile") from None


def _later(agreement: Agreement, revision: int, content: dict[str, Any]) -> AgreementJudgement:
    rows = AgreementJudgement.objects.filter(agreement=agreement, revision=revision)
    if not rows.update(revision=revision + 1):
        raise InputError("findings.changed_meanwhile")
    judgement = AgreementJudgement.objects.get(agreement=agreement)
    for name, value in content.items():
        setattr(judgement, name, value)
    judgement.save(update_fields=[*content, "judged_at"])
    return judgement


def say_where_written(*, actor: User, agreement: Agreement, fragment: Fragment | None) -> None:
    """Name the passage in which the agreement is written; None takes it away.

    Raises NotAllowed, InputError("findings.other_evaluation", "coding.blind_text").
    """
    require(actor, agreement.evaluation_id, Action.WRITE_FINDINGS)
    require_same_evaluation(agreement.evaluation_id, [fragment])
    refuse_while_blind([fragment.version.source_id] if fragment else [])
    with transaction.atomic():
        AgreementText.objects.filter(agreement=agreement).delete()
        if fragment is not None:
            AgreementText.objects.create(agreement=agreement, fragment=fragment, created_by=actor)
        _record(actor, "findings.agreement_placed", agreement, fragment=fragment.number if fragment else 0)


def link_to_agreement(
    *, actor: User, agreement: Agreement, fragments: Collection[Fragment], stance: str, note: str = ""
) -> list[AgreementEvidence]:
    """Let the judgement of an agreement rest on these fragments; of one that is there already stance and note change.

    Raises NotAllowed, InputError("findings.other_evaluation", "findings.unknown_stance", "coding.blind_text").
    """
    require(actor, agreement.evaluation_id, Action.WRITE_FINDINGS)
    require_same_evaluation(agreement.evaluation_id, fragments)
    refuse_while_blind({one.version.source_id for one in fragments})
    if stance not in Stance.values:
        raise InputError("findings.unknown_stance")
    content = {"stance": stance, "note": note.strip()}
    with transaction.atomic():
        links = [
            AgreementEvidence.objects.update_or_create(
                agreement=agreement,
                fragment=fragment,
                defaults=content,
                create_defaults={**content, "created_by": actor},
            )[0]
            for fragment in fragments
        ]
        _record(actor, "findings.agreement_linked", agreement, count=len(links), stance=stance)
    return links


def unlink_from_agreement(*, actor: User, link: AgreementEvidence) -> None:
    """The judgement no longer rests on this fragment; the fragment itself stays. Raises NotAllowed."""
    require(actor, link.agreement.evaluation_id, Action.WRITE_FINDINGS)
    with transaction.atomic():
        _record(actor, "findings.agreement_unlinked", link.agreement, fragment=link.fragment.number)
        link.delete()


def _record(actor: User, action: str, agreement: Agreement, **data: str | int) -> None:
    record(actor, action, agreement, evaluation=agreement.evaluation_id, agreement=agreement.number, **data)
