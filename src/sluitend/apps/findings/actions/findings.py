"""Findings: statements that rest on evidence."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction

from sluitend.apps.design.access import require
from sluitend.apps.design.models import Criterion, Evaluation, Question
from sluitend.apps.design.numbers import Numbered, next_number
from sluitend.apps.findings.actions.history import note
from sluitend.apps.findings.actions.shared import require_same_evaluation, require_text, take_revision
from sluitend.apps.findings.models import Finding, HistoryKind
from sluitend.apps.people.audit import record
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.errors import InputError

WORDS = ("title", "text", "single_source_reason", "answer_to_contradiction")


def add_finding(
    *,
    actor: User,
    evaluation: Evaluation,
    title: str,
    text: str = "",
    questions: Collection[Question] = (),
    criteria: Collection[Criterion] = (),
    single_source_reason: str = "",
    answer_to_contradiction: str = "",
    is_minor_theme: bool = False,
) -> Finding:
    """Write down a finding.

    Raises NotAllowed, InputError("findings.title_missing", "findings.other_evaluation").
    """
    require(actor, evaluation, Action.WRITE_FINDINGS)
    title = require_text(title, "findings.title_missing")
    require_same_evaluation(evaluation.pk, [*questions, *criteria])
    with transaction.atomic():
        finding = Finding.objects.create(
            evaluation=evaluation,
            number=next_number(evaluation.pk, Numbered.FINDING),
            title=title,
            text=text.strip(),
            single_source_reason=single_source_reason.strip(),
            answer_to_contradiction=answer_to_contradiction.strip(),
            is_minor_theme=is_minor_theme,
            created_by=actor,
        )
        finding.questions.set(questions)
        finding.criteria.set(criteria)
        record(actor, "findings.finding_added", finding, evaluation=evaluation.pk)
    return finding


def change_finding(
    *,
    actor: User,
    finding: Finding,
    revision: int,
    title: str,
    text: str,
    questions: Collection[Question],
    criteria: Collection[Criterion] = (),
    single_source_reason: str = "",
    answer_to_contradiction: str | None = None,
    is_minor_theme: bool | None = None,
) -> Finding:
    """Change a finding that was read at `revision`; of the last two, None leaves what stands.

    Raises NotAllowed, InputError("findings.changed_meanwhile", "findings.title_missing", "findings.other_evaluation").
    """
    require(actor, finding.evaluation_id, Action.WRITE_FINDINGS)
    title = require_text(title, "findings.title_missing")
    require_same_evaluation(finding.evaluation_id, [*questions, *criteria])
    with transaction.atomic():
        take_revision(Finding, finding.pk, revision)
        finding.refresh_from_db()
        if (finding.title, finding.text) != (title, text.strip()):
            note(actor, HistoryKind.REWORDED, finding)
        finding.title, finding.text = title, text.strip()
        finding.single_source_reason = single_source_reason.strip()
        if answer_to_contradiction is not None:
            finding.answer_to_contradiction = answer_to_contradiction.strip()
        if is_minor_theme is not None:
            finding.is_minor_theme = is_minor_theme
        finding.save(update_fields=[*WORDS, "is_minor_theme", "changed_at"])
        finding.questions.set(questions)
        finding.criteria.set(criteria)
        record(actor, "findings.finding_changed", finding, evaluation=finding.evaluation_id, revision=revision + 1)
    return finding


def delete_finding(*, actor: User, finding: Finding) -> None:
    """Remove a finding on which no conclusion rests; its number is not used again.

    Raises NotAllowed, InputError("findings.finding_in_use").
    """
    require(actor, finding.evaluation_id, Action.WRITE_FINDINGS)
    with transaction.atomic():
        conclusions = list(finding.conclusions.order_by("number"))
        if conclusions:
            raise InputError("findings.finding_in_use", conclusions=", ".join(map(str, conclusions)))
        record(actor, "findings.finding_deleted", finding, evaluation=finding.evaluation_id, number=finding.number)
        finding.delete()
