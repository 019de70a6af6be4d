"""Fragments of a transcript, of a second conversation and of a public document. Everything is fictitious."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from hashlib import sha256
from typing import Any

import pytest
from django.utils import timezone

from sluitend.apps.coding import actions as coding
from sluitend.apps.coding.models import Code, Fragment
from sluitend.apps.design.models import Criterion, CriterionVersion, Evaluation, Membership, Question, QuestionVersion
from sluitend.apps.findings import actions
from sluitend.apps.findings.models import Conclusion, Finding
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Role
from sluitend.apps.sources.models import Source, SourceVersion
from sluitend.work import vault

SECRET = "Mijn buurvrouw belde drie keer en kreeg niemand aan de lijn."
HEARD = "Bij de overdracht zat niemand van de gemeente aan tafel."
PUBLIC = "Per schakel geldt een norm van tien werkdagen."
TITLE = "Gesprek met een fictieve naam"

MakeSource = Callable[..., SourceVersion]


@pytest.fixture
def make_source(evaluation: Evaluation, leader: User) -> MakeSource:
    """``make_source(number, text, public=False, **attributes)``: a source with one released version."""

    def make(number: int, text: str, *, public: bool = False, within: Evaluation | None = None, **attributes: Any):  # type: ignore[no-untyped-def]
        source = Source.objects.create(
            evaluation=within or evaluation,
            number=number,
            title="Raadsbesluit (fictief)" if public else f"{TITLE} {number}",
            kind="document" if public else "transcript",
            is_public=public,
            wrapped_key=vault.new_wrapped_key(),
            created_by=leader,
            **attributes,
        )
        return SourceVersion.objects.create(
            source=source,
            number=1,
            text=text,
            length=len(text),
            text_sha256=sha256(text.encode()).hexdigest(),
            created_by=leader,
            released_at=timezone.now(),
            released_by=leader,
            release_ground="public_document" if public else "no_personal_data",
        )

    return make


@pytest.fixture
def fragments(make_source: MakeSource, leader: User) -> list[Fragment]:
    """F1 (a secret of S1), F2 (S2) and F3 (S3, a public document)."""
    versions = [make_source(1, SECRET), make_source(2, HEARD), make_source(3, PUBLIC, public=True)]
    return [coding.ensure_fragment(actor=leader, version=one, start=0, end=one.length) for one in versions]


@pytest.fixture
def code(evaluation: Evaluation, leader: User) -> Code:
    return coding.add_code(actor=leader, evaluation=evaluation, name="Overdracht")


def add_question(evaluation: Evaluation, user: User, label: str, parent: Question | None = None) -> Question:
    """A question in its first wording."""
    question = Question.objects.create(evaluation=evaluation, label=label, parent=parent)
    reword(question, user, f"Hoe werkt {label} (fictief)?")
    return question


def reword(question: Question, user: User, text: str) -> None:
    """The next wording of a question."""
    number = question.versions.count() + 1
    QuestionVersion.objects.create(
        question=question, number=number, text=text, reason="bleek anders", date=date(2026, 1, number), author=user
    )


@pytest.fixture
def question(evaluation: Evaluation, leader: User) -> Question:
    return add_question(evaluation, leader, "V1")


@pytest.fixture
def criterion(question: Question, leader: User) -> Criterion:
    criterion = Criterion.objects.create(evaluation=question.evaluation, question=question)
    CriterionVersion.objects.create(
        criterion=criterion,
        number=1,
        name="Iemand houdt contact (fictief)",
        source="fictief",
        good="Elk gezin weet wie het belt.",
        insufficient="Niemand belt.",
        author=leader,
    )
    return criterion


@pytest.fixture
def finding(evaluation: Evaluation, leader: User, question: Question) -> Finding:
    return actions.add_finding(
        actor=leader, evaluation=evaluation, title="Niemand belt (fictief)", questions=[question]
    )


@pytest.fixture
def other_evaluation(leader: User) -> Evaluation:
    """Another evaluation of the same project leader."""
    other = Evaluation.objects.create(
        title="Een andere (fictief)",
        template_key="keten",
        fictitious=True,
        wrapped_key=vault.new_wrapped_key(),
        created_by=leader,
    )
    Membership.objects.create(evaluation=other, user=leader, role=Role.LEADER)
    return other


@pytest.fixture
def supported(leader: User, finding: Finding, fragments: list[Fragment]) -> Finding:
    """B1 on F1 (supports), F2 (contradicts, quote released) and F3 (public)."""
    for fragment, stance in zip(fragments, ("supports", "contradicts", "nuances"), strict=True):
        actions.link_evidence(actor=leader, finding=finding, fragment=fragment, stance=stance, note="Voor onszelf")
    coding.release_quote(actor=leader, fragment=fragments[1])
    return finding


@pytest.fixture
def answered(leader: User, supported: Finding, question: Question) -> Conclusion:
    conclusion = actions.write_conclusion(
        actor=leader, question=question, text="Niemand is aan zet.", findings=[supported]
    )
    actions.add_recommendation(
        actor=leader, evaluation=question.evaluation, title="Wijs iemand aan (fictief)", conclusions=[conclusion]
    )
    return conclusion
