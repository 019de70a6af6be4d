"""Conclusions: one answer to a question, from findings, or the reason why there is none."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction

from sluitend.apps.design.access import require
from sluitend.apps.design.models import Criterion, Question
from sluitend.apps.design.numbers import Numbered, next_number
from sluitend.apps.findings.actions.shared import require_same_evaluation, take_revision
from sluitend.apps.findings.models import Conclusion, Finding, Judgement
from sluitend.apps.people.audit import record
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.errors import InputError


def write_conclusion(
    *,
    actor: User,
    question: Question,
    text: str = "",
    not_answered_reason: str = "",
    findings: Collection[Finding] = (),
    judgement: str = Judgement.NOT_JUDGED,
    criterion: Criterion | None = None,
) -> Conclusion:
    """Answer a question, or say why it is not answered.

    Raises NotAllowed, InputError("findings.answer_or_reason", "findings.judgement_needs_criterion",
    "findings.other_evaluation", "findings.question_has_conclusion").
    """
    require(actor, question.evaluation_id, Action.WRITE_FINDINGS)
    content = _content(question.evaluation_id, text, not_answered_reason, findings, judgement, criterion)
    with transaction.atomic():
        number = next_number(question.evaluation_id, Numbered.CONCLUSION)  # locks: of two first answers one is told
        if Conclusion.objects.filter(question=question).exists():
            raise InputError("findings.question_has_conclusion", question=question.label)
        conclusion = Conclusion.objects.create(
            evaluation_id=question.evaluation_id,
            number=number,
            question=question,
            created_by=actor,
            **content,
        )
        conclusion.findings.set(findings)
        record(actor, "findings.conclusion_written", conclusion, evaluation=question.evaluation_id)
    return conclusion


def change_conclusion(
    *,
    actor: User,
    conclusion: Conclusion,
    revision: int,
    text: str = "",
    not_answered_reason: str = "",
    findings: Collection[Finding] = (),
    judgement: str = Judgement.NOT_JUDGED,
    criterion: Criterion | None = None,
) -> Conclusion:
    """Change a conclusion that was read at `revision`.

    Raises as `write_conclusion` does, and InputError("findings.changed_meanwhile").
    """
    evaluation_id = conclusion.evaluation_id
    require(actor, evaluation_id, Action.WRITE_FINDINGS)
    content = _content(evaluation_id, text, not_answered_reason, findings, judgement, criterion)
    with transaction.atomic():
        take_revision(Conclusion, conclusion.pk, revision)
        conclusion.refresh_from_db()
        for name, value in content.items():
            setattr(conclusion, name, value)
        conclusion.save(update_fields=[*content, "changed_at"])
        conclusion.findings.set(findings)
        record(actor, "findings.conclusion_changed", conclusion, evaluation=evaluation_id, revision=revision + 1)
    return conclusion


def delete_conclusion(*, actor: User, conclusion: Conclusion) -> None:
    """Remove a conclusion on which no recommendation rests.

    Raises NotAllowed, InputError("findings.conclusion_in_use").
    """
    require(actor, conclusion.evaluation_id, Action.WRITE_FINDINGS)
    with transaction.atomic():
        resting = list(conclusion.recommendations.order_by("number"))
        if resting:
            raise InputError("findings.conclusion_in_use", recommendations=", ".join(map(str, resting)))
        record(
            actor,
            "findings.conclusion_deleted",
            conclusion,
            evaluation=conclusion.evaluation_id,
            number=conclusion.number,
        )
        conclusion.delete()


def _content(
    evaluation_id: int,
    text: str,
    not_answered_reason: str,
    findings: Collection[Finding],
    judgement: str,
    criterion: Criterion | None,
) -> dict[str, object]:
    """The checked content: an answer or a reason, never both; a judgement names its criterion."""
    require_same_evaluation(evaluation_id, [*findings, criterion])
    text, reason = text.strip(), not_answered_reason.strip()
    if bool(text) == bool(reason):
        raise InputError("findings.answer_or_reason")
    if judgement != Judgement.NOT_JUDGED and criterion is None:
        raise InputError("findings.judgement_needs_criterion")
    return {"text": text, "not_answered_reason": reason, "judgement": judgement, "criterion": criterion}
