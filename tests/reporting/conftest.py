"""An evaluation with a chain of evidence and a report on it. Everything is fictitious."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone

from sluitend.apps.coding import actions as coding
from sluitend.apps.coding.models import Fragment
from sluitend.apps.design.models import Evaluation, Question, QuestionVersion
from sluitend.apps.fieldwork import ledger
from sluitend.apps.findings import actions as findings
from sluitend.apps.findings.models import Conclusion, Finding, Recommendation
from sluitend.apps.people.models import User
from sluitend.apps.reporting import actions
from sluitend.apps.reporting.models import Report
from sluitend.apps.sources.models import ApprovalState, Source, SourceKind, SourceVersion
from sluitend.work import vault

SECRET = "GEHEIMEZIN: wij hoorden  zeven weken\n  niets <b>van</b> [[B1]] & {{conclusies}}."
RELEASED = "Er stond één naam op een briefje. ☎️ *Meer* hoeft niet."
PUBLIC = "De regie ligt bij het wijkteam — artikel 3,\nlid 2."
PARAPHRASE = "De deelnemer vond de overdracht rommelig."
FORBIDDEN = "DOSSIERZIN over een gezin."

MakeFragment = Callable[..., Fragment]


@pytest.fixture(autouse=True)
def nothing_destroyed_yet() -> None:
    """The ledger outlives a test, and another one may have destroyed the same fictitious words."""
    (Path(settings.KEYS) / ledger.FILE).unlink(missing_ok=True)


@pytest.fixture
def make_fragment(evaluation: Evaluation, leader: User) -> MakeFragment:
    """``make_fragment(words, number, kind=…, public=…)``: a source with one released text, and a fragment in it."""

    def make(words: str, number: int, kind: str = SourceKind.TRANSCRIPT, public: bool = False) -> Fragment:
        approved = kind == SourceKind.INTERVIEW_REPORT
        source = Source.objects.create(
            evaluation=evaluation,
            number=number,
            title=f"TITEL van bron {number} (fictief)",
            kind=kind,
            is_public=public,
            approval=ApprovalState.APPROVED if approved else ApprovalState.NOT_NEEDED,
            wrapped_key=vault.new_wrapped_key(),
            created_by=leader,
        )
        text = f"Vooraf. {words} Achteraf."
        version = SourceVersion.objects.create(
            source=source,
            number=1,
            text=text,
            length=len(text),
            text_sha256=sha256(text.encode()).hexdigest(),
            created_by=leader,
            released_at=timezone.now(),
            released_by=leader,
            release_ground="no_personal_data",
        )
        return coding.ensure_fragment(actor=leader, version=version, start=8, end=8 + len(words))

    return make


@dataclass(frozen=True)
class Chain:
    """F1 secret, F2 released, F3 public, F4 paraphrase; B1 on all four; C1 on B1; A1 on C1."""

    evaluation: Evaluation
    report: Report
    question: Question
    secret: Fragment
    released: Fragment
    public: Fragment
    paraphrase: Fragment
    finding: Finding
    conclusion: Conclusion
    recommendation: Recommendation

    def write(self, actor: User, markdown: str, title: str = "Hoofdstuk (fictief)") -> int:
        """Add a section; its id."""
        return actions.add_section(actor=actor, report=self.report, title=title, markdown=markdown).pk


@pytest.fixture
def question(evaluation: Evaluation, leader: User) -> Question:
    return make_question(evaluation, leader, "V1", "Weet een gezin wie zijn zaak in handen heeft?")


def make_question(evaluation: Evaluation, user: User, label: str, text: str) -> Question:
    question = Question.objects.create(evaluation=evaluation, label=label)
    QuestionVersion.objects.create(question=question, number=1, text=text, date=timezone.localdate(), author=user)
    return question


@pytest.fixture
def chain(evaluation: Evaluation, leader: User, question: Question, make_fragment: MakeFragment) -> Chain:
    secret = make_fragment(SECRET, 1)
    released = make_fragment(RELEASED, 2)
    public = make_fragment(PUBLIC, 3, SourceKind.DOCUMENT, True)
    paraphrase = make_fragment(PARAPHRASE, 4, SourceKind.INTERVIEW_REPORT)
    coding.release_quote(actor=leader, fragment=released)
    finding = findings.add_finding(
        actor=leader, evaluation=evaluation, title="Soms is er geen regiehouder.", questions=[question]
    )
    for fragment, stance in (
        (secret, "supports"),
        (released, "supports"),
        (public, "contradicts"),
        (paraphrase, "nuances"),
    ):
        findings.link_evidence(actor=leader, finding=finding, fragment=fragment, stance=stance)
    conclusion = findings.write_conclusion(actor=leader, question=question, text="Meestal wel.", findings=[finding])
    recommendation = findings.add_recommendation(
        actor=leader, evaluation=evaluation, title="Spreek af wie belt.", conclusions=[conclusion]
    )
    report = actions.start_report(actor=leader, evaluation=evaluation)
    return Chain(
        evaluation, report, question, secret, released, public, paraphrase, finding, conclusion, recommendation
    )
