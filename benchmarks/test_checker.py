"""The checker over ten thousand objects: everything for the first time, and again after a change."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from hashlib import sha256
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from benchmarks.measuring import Figure, measure
from sluitend.apps.coding.models import Fragment
from sluitend.apps.design import actions as design
from sluitend.apps.design.models import Evaluation, Question, QuestionVersion
from sluitend.apps.findings.models import EvidenceLink, Finding, Recommendation
from sluitend.apps.people.audit import record
from sluitend.apps.people.models import User
from sluitend.apps.reporting import checker
from sluitend.apps.reporting.models import Report, Section
from sluitend.apps.sources.models import Source, SourceVersion, Speaker

ALL, AGAIN = 1.0, 0.1  # seconds
SOURCES, FRAGMENTS, FINDINGS, QUESTIONS, RECOMMENDATIONS, SECTIONS = 300, 8_000, 1_000, 200, 400, 100
WORDS = "Wij hoorden zeven weken niets (fictief). "
QUOTES = 300


@pytest.fixture(scope="module")
def crowd(database: None, django_db_blocker: Any) -> Iterator[tuple[User, Evaluation]]:
    """Ten thousand objects, and 8,000 links between them."""
    with django_db_blocker.unblock(), transaction.atomic():
        user = User.objects.create_user(
            "bench@voorbeeld.invalid", "een lange zin", name="bench (fictief)", may_start_evaluations=True
        )
        evaluation = design.create_evaluation(
            actor=user, template_key="keten", title="Tienduizend (fictief)", fictitious=True
        )
        _questions(user, evaluation)
        _evidence(user, evaluation, _fragments(user, evaluation))
        _report(user, evaluation)
        gc.collect()
        gc.freeze()  # as sluitend.work.application does; what the checker remembers comes after it, as in use
        yield user, evaluation
        transaction.set_rollback(True)


def _questions(user: User, evaluation: Evaluation) -> None:
    rows = [Question(evaluation=evaluation, label=f"V9.{number}") for number in range(QUESTIONS)]
    made = Question.objects.bulk_create(rows)
    today = timezone.localdate()
    QuestionVersion.objects.bulk_create(
        QuestionVersion(question=one, number=1, text="Wat gaat goed? (fictief)", date=today, author=user)
        for one in made
    )


def _fragments(user: User, evaluation: Evaluation) -> list[Fragment]:
    each = FRAGMENTS // SOURCES + 1
    text = WORDS * each
    now = timezone.now()
    sources = Source.objects.bulk_create(
        Source(
            evaluation=evaluation,
            number=1_000 + number,
            title=f"Bron {number} (fictief)",
            kind="transcript",
            wrapped_key=b"-",
            created_by=user,
        )
        for number in range(SOURCES)
    )
    turns = [[place * len(WORDS), (place + 1) * len(WORDS), place % 4, None] for place in range(each)]
    versions = SourceVersion.objects.bulk_create(
        SourceVersion(
            source=one,
            number=1,
            text=text,
            length=len(text),
            text_sha256=sha256(text.encode()).hexdigest(),
            turns=turns,
            created_by=user,
            released_at=now,
            released_by=user,
            release_ground="no_personal_data",
        )
        for one in sources
    )
    Speaker.objects.bulk_create(
        Speaker(source=one, number=number, label=f"Deelnemer {number}") for one in sources for number in range(4)
    )
    proof = sha256(WORDS.encode()).hexdigest()
    return Fragment.objects.bulk_create(
        Fragment(
            evaluation=evaluation,
            number=10_000 + number,
            version=versions[number % SOURCES],
            start=number // SOURCES * len(WORDS),
            end=(number // SOURCES + 1) * len(WORDS),
            quote_sha256=proof,
            created_by=user,
        )
        for number in range(FRAGMENTS)
    )


def _evidence(user: User, evaluation: Evaluation, fragments: list[Fragment]) -> None:
    findings = Finding.objects.bulk_create(
        Finding(evaluation=evaluation, number=1_000 + number, title=f"Bevinding {number} (fictief)", created_by=user)
        for number in range(FINDINGS)
    )
    EvidenceLink.objects.bulk_create(
        EvidenceLink(finding=findings[place % FINDINGS], fragment=one, created_by=user)
        for place, one in enumerate(fragments)
    )
    Recommendation.objects.bulk_create(
        Recommendation(evaluation=evaluation, number=1_000 + number, title="Doe iets (fictief)", created_by=user)
        for number in range(RECOMMENDATIONS)
    )


def _report(user: User, evaluation: Evaluation) -> None:
    report = Report.objects.get(evaluation=evaluation)
    each = QUOTES // SECTIONS
    Section.objects.bulk_create(
        Section(
            report=report,
            title=f"Hoofdstuk {place} (fictief)",
            markdown=" ".join(f"{WORDS * 20}[[F{10_000 + place * each + one}]]" for one in range(each)),
            order=place,
            changed_by=user,
        )
        for place in range(SECTIONS)
    )


def test_everything(crowd: tuple[User, Evaluation], figures: list[Figure], django_db_blocker: Any) -> None:
    user, evaluation = crowd
    with django_db_blocker.unblock():
        figures.append(
            measure("checker: 10,000 objects", ALL, lambda: checker.check(user, evaluation), rounds=5, warm=1)
        )
        outcome = checker.check(user, evaluation)

    assert len([one for one in outcome.problems if one.rule.code == "A01"]) == RECOMMENDATIONS


def _finding(user: User, evaluation: Evaluation) -> str:
    row = Finding.objects.filter(evaluation=evaluation).order_by("?").first()
    assert row is not None
    Finding.objects.filter(pk=row.pk).update(title=f"{row.title[:60]} anders")
    return "findings.finding_changed"


def _link(user: User, evaluation: Evaluation) -> str:
    row = EvidenceLink.objects.filter(finding__evaluation=evaluation, stance="supports").first()
    assert row is not None
    EvidenceLink.objects.filter(pk=row.pk).update(stance="contradicts")
    return "findings.evidence_changed"


def _section(user: User, evaluation: Evaluation) -> str:
    row = Section.objects.filter(report__evaluation=evaluation).last()
    assert row is not None
    Section.objects.filter(pk=row.pk).update(markdown=f"{row.markdown} [[B1001]]")
    return "reporting.section_changed"


def _quote(user: User, evaluation: Evaluation) -> str:
    return "coding.quote_released"


@pytest.mark.parametrize("change", [_finding, _link, _section, _quote])
def test_again_after_a_change(
    crowd: tuple[User, Evaluation],
    figures: list[Figure],
    django_db_blocker: Any,
    change: Callable[[User, Evaluation], str],
) -> None:
    user, evaluation = crowd

    with django_db_blocker.unblock():
        checker.outcome_for(user, evaluation)
        rounds: list[tuple[float, float]] = []
        for _round in range(10):
            record(user, change(user, evaluation), user, evaluation=evaluation.pk)
            figure = measure("", AGAIN, lambda: checker.outcome_for(user, evaluation), rounds=1)
            rounds += figure.rounds
        figures.append(Figure(f"checker: after a change ({change.__name__[1:]})", AGAIN, tuple(rounds)))
        again, anew = checker.outcome_for(user, evaluation), checker.check(user, evaluation)

    assert [one.found for one in again.problems] == [one.found for one in anew.problems]
