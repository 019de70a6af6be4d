"""The chain of evidence of one evaluation, from question to recommendation, in a fixed number of queries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import Prefetch, QuerySet

from sluitend.apps.coding import queries as coding
from sluitend.apps.coding.models import Fragment
from sluitend.apps.design import queries as design
from sluitend.apps.design.access import require
from sluitend.apps.design.models import Evaluation
from sluitend.apps.design.queries import CriterionLine, QuestionLine
from sluitend.apps.findings.models import Conclusion, EvidenceLink, Finding, Recommendation, Stance
from sluitend.apps.findings.queries.one import recommendations_for
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.apps.sources.models import Source
from sluitend.errors import NotFound


@dataclass(frozen=True, slots=True)
class EvidenceLine:
    """A fragment under a finding, with its words when this user may read them (else None)."""

    link: EvidenceLink
    fragment: Fragment
    source: Source
    quote: str | None

    @property
    def stance(self) -> str:
        return self.link.stance


@dataclass(frozen=True)
class FindingLine:
    """A finding with all it rests on."""

    finding: Finding
    questions: tuple[QuestionLine, ...]
    evidence: tuple[EvidenceLine, ...]
    conclusions: tuple[Conclusion, ...]

    def of(self, stance: str) -> list[EvidenceLine]:
        """The evidence that takes this stance."""
        return [line for line in self.evidence if line.stance == stance]

    @property
    def supporting(self) -> list[EvidenceLine]:
        return self.of(Stance.SUPPORTS)

    @property
    def contradicting(self) -> list[EvidenceLine]:
        return self.of(Stance.CONTRADICTS)

    @property
    def nuancing(self) -> list[EvidenceLine]:
        return self.of(Stance.NUANCES)

    @cached_property
    def sources(self) -> dict[int, Source]:
        """The distinct sources that support or nuance it, by id: a contradiction is no support."""
        return {line.source.pk: line.source for line in self.evidence if line.stance != Stance.CONTRADICTS}

    @cached_property
    def independent_voices(self) -> int:
        """How many independent places the support comes from: sources of one organisation count once (DAC 3.9)."""
        return len({source.organisation_id or f"S{source.pk}" for source in self.sources.values()})

    def breakdown(self, attribute: str) -> Mapping[str, int]:
        """Distinct sources by perspective, level or place; never counts of fragments, since volume is no weight."""
        return Counter(_name(source, attribute) for source in self.sources.values())


@dataclass(frozen=True, slots=True)
class ConclusionLine:
    """A question with its answer, if there is one yet."""

    question: QuestionLine
    conclusion: Conclusion | None
    findings: tuple[Finding, ...]  # that the conclusion rests on
    criterion: CriterionLine | None
    recommendations: tuple[Recommendation, ...]


@dataclass(frozen=True)
class Chain:
    """Everything of one evaluation from question to recommendation, in the order in which people see it."""

    questions: tuple[QuestionLine, ...]
    findings: tuple[FindingLine, ...]
    conclusions: tuple[ConclusionLine, ...]
    recommendations: tuple[Recommendation, ...]
    criteria: tuple[CriterionLine, ...] = field(default=())

    def findings_of(self, question_id: int) -> list[FindingLine]:
        """The findings tied to a question."""
        return [line for line in self.findings if any(one.id == question_id for one in line.questions)]

    @property
    def loose_findings(self) -> list[FindingLine]:
        """Findings that answer no question yet."""
        return [line for line in self.findings if not line.questions]


def evidence_for(user: User, evaluation: Evaluation) -> Chain:
    """The whole chain as this user may see it. Raises NotFound, NotAllowed."""
    require(user, evaluation, Action.VIEW_FINDINGS)
    questions = design.questions_for(user, evaluation, with_dropped=True)
    criteria = design.criteria_for(user, evaluation, with_dropped=True)
    findings = list(_findings(evaluation))
    words = coding.quotes_for(user, evaluation, _fragments(findings))
    lines = [_finding_line(finding, questions, words) for finding in findings]
    return Chain(
        questions=tuple(questions),
        findings=tuple(lines),
        conclusions=tuple(_conclusions(evaluation, questions, criteria)),
        recommendations=tuple(recommendations_for(user, evaluation)),
        criteria=tuple(criteria),
    )


def finding_line_for(user: User, evaluation: Evaluation, number: int) -> FindingLine:
    """One finding with all it rests on. Raises NotFound, NotAllowed."""
    require(user, evaluation, Action.VIEW_FINDINGS)
    found = list(_findings(evaluation).filter(number=number))
    if not found:
        raise NotFound("finding")
    questions = design.questions_for(user, evaluation, with_dropped=True)
    words = coding.quotes_for(user, evaluation, _fragments(found))
    return _finding_line(found[0], questions, words)


_SOURCE = "fragment__version__source"


def _findings(evaluation: Evaluation) -> QuerySet[Finding]:
    joined = [f"{_SOURCE}__{name}" for name in ("organisation", "perspective", "place")]
    # The text of a version is long, and `quotes_for` reads each once.
    links = EvidenceLink.objects.select_related(*joined).defer(
        "fragment__version__text", "fragment__version__sealed_text", "fragment__version__blocks"
    )
    return evaluation.findings.prefetch_related(
        Prefetch("evidence", links), "questions", Prefetch("conclusions", Conclusion.objects.order_by("number"))
    )


def _fragments(findings: Iterable[Finding]) -> list[Fragment]:
    return list({link.fragment_id: link.fragment for one in findings for link in one.evidence.all()}.values())


def _finding_line(finding: Finding, questions: list[QuestionLine], words: Mapping[int, str | None]) -> FindingLine:
    tied = {question.pk for question in finding.questions.all()}
    return FindingLine(
        finding=finding,
        questions=tuple(question for question in questions if question.id in tied),
        evidence=tuple(
            EvidenceLine(link, link.fragment, link.fragment.version.source, words[link.fragment_id])
            for link in finding.evidence.all()
        ),
        conclusions=tuple(finding.conclusions.all()),
    )


def _conclusions(
    evaluation: Evaluation, questions: list[QuestionLine], criteria: list[CriterionLine]
) -> Iterable[ConclusionLine]:
    rows = evaluation.conclusions.prefetch_related(
        Prefetch("findings", Finding.objects.order_by("number")),
        Prefetch("recommendations", Recommendation.objects.order_by("number")),
    )
    by_question = {row.question_id: row for row in rows}
    by_id = {line.criterion.pk: line for line in criteria}
    for question in questions:
        row = by_question.get(question.id)
        yield ConclusionLine(
            question=question,
            conclusion=row,
            findings=tuple(row.findings.all()) if row else (),
            criterion=by_id.get(row.criterion_id) if row and row.criterion_id else None,
            recommendations=tuple(row.recommendations.all()) if row else (),
        )


def _name(source: Source, attribute: str) -> str:
    """What stands in the column; an empty one stays empty, for the screen to name."""
    if attribute == "level":
        return str(source.get_level_display())
    return str(getattr(source, attribute) or "")
