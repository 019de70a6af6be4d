"""Findings on fragments, conclusions on findings, recommendations on conclusions, and the report on all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils import timezone

from sluitend.apps.coding.models import Fragment
from sluitend.apps.design.models import Evaluation
from sluitend.apps.findings.models import Conclusion, EvidenceLink, Finding, Recommendation, Stance
from sluitend.apps.people.models import User
from sluitend.apps.reporting.models import Build, BuildKind, Section, SectionVersion

if TYPE_CHECKING:
    from tests.performance.crowd import Amounts

FIRST_SHARE = 20  # one link in so many is under B1, the rest is spread


def add(evaluation: Evaluation, user: User, amounts: Amounts) -> None:
    """The first finding, conclusion, recommendation and section get more under them too."""
    shared = {"evaluation": evaluation, "created_by": user}
    findings = _findings(shared, amounts.findings)
    _links(evaluation, user, findings, amounts.links)
    conclusions = _conclusions(shared, findings, amounts.conclusions)
    _recommendations(shared, conclusions, amounts.recommendations)
    _report(evaluation, user, amounts)


def _tie(through: Any, left: list[models.Model], right: list[models.Model], fields: tuple[str, str]) -> None:
    """Rows of a many-to-many table: each of `right` with one of `left`, and a third of them with the first too."""
    pairs = {(left[n % len(left)].pk, one.pk) for n, one in enumerate(right)}
    pairs |= {(left[0].pk, one.pk) for one in right[::3]}
    rows = [through(**dict(zip(fields, pair, strict=True))) for pair in sorted(pairs)]
    through.objects.bulk_create(rows, ignore_conflicts=True)


def _findings(shared: dict[str, Any], amount: int) -> list[Finding]:
    evaluation: Evaluation = shared["evaluation"]
    known = evaluation.findings.count()
    made = Finding.objects.bulk_create(
        Finding(number=n, title=f"Niemand had de regie in zaak {n} (fictief)", text="Toelichting (fictief).", **shared)
        for n in range(known + 1, known + 1 + amount)
    )
    questions = list(evaluation.questions.filter(parent__isnull=False))
    criteria = list(evaluation.criteria.all())
    fields = ("finding_id", "question_id"), ("finding_id", "criterion_id")
    _tie(Finding.questions.through, made, questions, fields[0])
    _tie(Finding.questions.through, questions, made, fields[0][::-1])
    _tie(Finding.criteria.through, criteria, made, fields[1][::-1])
    return made


def _links(evaluation: Evaluation, user: User, findings: list[Finding], amount: int) -> None:
    first = evaluation.findings.get(number=1)
    fragments = list(Fragment.objects.filter(evaluation=evaluation, evidence_links=None))[-amount:]
    EvidenceLink.objects.bulk_create(
        EvidenceLink(
            finding=findings[n % len(findings)] if n % FIRST_SHARE else first,
            fragment=fragment,
            stance=Stance.values[n % len(Stance.values)],
            note="Daarom (fictief)",
            created_by=user,
        )
        for n, fragment in enumerate(fragments)
    )


def _conclusions(shared: dict[str, Any], findings: list[Finding], amount: int) -> list[Conclusion]:
    evaluation: Evaluation = shared["evaluation"]
    known = evaluation.conclusions.count()
    open_questions = evaluation.questions.filter(parent__isnull=False, conclusion=None)[:amount]
    made = Conclusion.objects.bulk_create(
        Conclusion(number=n, question=question, text="De regie ontbrak (fictief)", **shared)
        for n, question in enumerate(open_questions, known + 1)
    )
    everything = list(evaluation.conclusions.order_by("number"))
    _tie(Conclusion.findings.through, everything, findings, ("conclusion_id", "finding_id"))
    return made


def _recommendations(shared: dict[str, Any], conclusions: list[Conclusion], amount: int) -> None:
    evaluation: Evaluation = shared["evaluation"]
    known = evaluation.recommendations.count()
    Recommendation.objects.bulk_create(
        Recommendation(number=n, title=f"Wijs regie toe in zaak {n} (fictief)", **shared)
        for n in range(known + 1, known + 1 + amount)
    )
    everything = list(evaluation.recommendations.order_by("number"))
    _tie(Recommendation.conclusions.through, everything, conclusions, ("recommendation_id", "conclusion_id"))


def _report(evaluation: Evaluation, user: User, amounts: Amounts) -> None:
    """Sections that name findings, conclusions and passages; earlier versions of the first; files that were built."""
    report = evaluation.report
    Section.objects.bulk_create(
        Section(report=report, title=f"Hoofdstuk {n} (fictief)", markdown=_markdown(n), order=n, changed_by=user)
        for n in range(amounts.sections)
    )
    first = report.sections.get(title="Proef (fictief)")
    known = first.versions.count()
    SectionVersion.objects.bulk_create(
        SectionVersion(
            section=first,
            revision=revision,
            title="Proef (fictief)",
            markdown=_markdown(revision),
            changed_by=user,
            changed_at=timezone.now(),
        )
        for revision in range(100 + known, 100 + known + amounts.sections)
    )
    Build.objects.bulk_create(
        Build(
            report=report,
            kind=BuildKind.DOCX,
            path=f"reports/{n}",
            state_sha256="0" * 64,
            quoted=[[n + 1, 1], [9_000_000 + n, 1]],  # a passage that is there, and one that went
            built_by=user,
        )
        for n in range(amounts.sections)
    )


def _markdown(n: int) -> str:
    return f"## Wat er gebeurde\n\nZie [[B{n % 5 + 1}]] en [[C1]].\n\n[[F{n + 1}]]\n\n" * 3
