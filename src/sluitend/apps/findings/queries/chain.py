"""The chain of evidence of one evaluation, from question to recommendation, in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import Prefetch, QuerySet

from sluitend.apps.coding import queries as coding
from sluitend.apps.coding.models import Fragment
from sluitend.apps.design import queries as design
from sluitend.apps.design.access import check, may, require
from sluitend.apps.design.models import Evaluation
from sluitend.apps.design.queries import CriterionLine, QuestionLine
from sluitend.apps.findings.models import Conclusion, EvidenceLink, Finding, Recommendation, Stance
from sluitend.apps.findings.queries.answers import ConclusionLine, answer_lines
from sluitend.apps.findings.queries.breakdown import Breakdown, breakdown_of
from sluitend.apps.findings.queries.merged import merged_numbers
from sluitend.apps.findings.queries.one import recommendations_for
from sluitend.apps.findings.queries.results import ResultEvidence, result_links, results_under
from sluitend.apps.findings.queries.support import Support, Tally, tally_of
from sluitend.apps.findings.queries.ties import conclusion_ids, criterion_ids, question_ids
from sluitend.apps.findings.queries.voices import Voice, voices_of
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.apps.sources import seals
from sluitend.apps.sources.models import Source, SourceVersion
from sluitend.errors import NotFound

# Together these may point at one person, so only the first is told of a source that is for the team (DESIGN.md §5).
WHERE = ("perspective", "level", "place")


@dataclass(frozen=True, slots=True)
class EvidenceLine:
    """A fragment under a finding: what is None or empty is for the team only, or not there."""

    link: EvidenceLink
    fragment: Fragment
    source: Source
    quote: str | None
    title: str  # of the source: it may name somebody
    note: str  # what the team writes to itself beside a passage
    where: tuple[str, ...]  # perspective, level and place of who says it, else of the source
    waits: bool  # its text was corrected and its words changed: a person has to place it first
    voices: tuple[Voice, ...]  # who says it; a source without speakers is one voice itself

    @property
    def stance(self) -> str:
        return self.link.stance

    @property
    def is_withdrawn(self) -> bool:
        return self.fragment.withdrawn_at is not None


@dataclass(frozen=True)
class FindingLine:
    """A finding with all it rests on."""

    finding: Finding
    questions: tuple[QuestionLine, ...]
    evidence: tuple[EvidenceLine, ...]
    conclusions: tuple[Conclusion, ...]
    criteria: tuple[CriterionLine, ...] = ()
    results: tuple[ResultEvidence, ...] = ()

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
    def support(self) -> Support:
        """The same in figures."""
        said = (
            Tally(
                one.stance,
                one.source.pk,
                one.source.organisation_id,
                is_withdrawn=one.is_withdrawn,
                is_heard=bool(one.voices),
            )
            for one in self.evidence
        )
        return Support.of(said, (tally_of(one.link, is_stale=one.is_stale) for one in self.results))

    @property
    def withdrawn(self) -> list[EvidenceLine]:
        """What it rested on and rests on no more: as long as one is linked, the finding is stale."""
        return [one for one in self.evidence if one.is_withdrawn]

    @cached_property
    def sources(self) -> dict[int, Source]:
        """The distinct sources in which somebody supports or nuances it, by id: a contradiction is no support."""
        heard = (line for line in self.evidence if line.voices and not line.is_withdrawn)
        return {line.source.pk: line.source for line in heard if line.stance != Stance.CONTRADICTS}

    @cached_property
    def breakdown(self) -> Breakdown:
        """People and organisations by perspective, level, place and phase: for the team; `guarded()` for others."""
        kept = (line for line in self.evidence if not line.is_withdrawn)
        return breakdown_of((line.stance, voice) for line in kept for voice in line.voices)


@dataclass(frozen=True)
class Chain:
    """Everything of one evaluation from question to recommendation, in the order in which people see it."""

    questions: tuple[QuestionLine, ...]
    findings: tuple[FindingLine, ...]
    conclusions: tuple[ConclusionLine, ...]
    recommendations: tuple[Recommendation, ...]
    criteria: tuple[CriterionLine, ...] = field(default=())
    merged: Mapping[int, int] = field(default_factory=dict)  # number of a merged finding -> of the one it is in now

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
    return Chain(
        questions=tuple(questions),
        findings=tuple(_lines(user, evaluation, _findings(evaluation), questions, criteria)),
        conclusions=tuple(answer_lines(evaluation, questions, criteria)),
        recommendations=tuple(recommendations_for(user, evaluation)),
        criteria=tuple(criteria),
        merged=merged_numbers(evaluation),
    )


def finding_line_for(user: User, evaluation: Evaluation, number: int) -> FindingLine:
    """One finding with all it rests on. Raises NotFound, NotAllowed."""
    check(user, evaluation, Action.VIEW_FINDINGS)
    questions = design.questions_for(user, evaluation, with_dropped=True)
    criteria = design.criteria_for(user, evaluation, with_dropped=True)
    for line in _lines(user, evaluation, _findings(evaluation).filter(number=number), questions, criteria):
        return line
    raise NotFound("finding")


def _findings(evaluation: Evaluation) -> QuerySet[Finding]:
    # Thousands of links share a hundred sources: each of those is made once.
    versions = SourceVersion.objects.select_related(
        "source__organisation", "source__perspective", "source__place", "source__phase"
    ).defer("text", "sealed_text", "blocks")
    links = EvidenceLink.objects.select_related("fragment").prefetch_related(Prefetch("fragment__version", versions))
    return evaluation.findings.prefetch_related(Prefetch("evidence", links), Prefetch("result_links", result_links()))


def _lines(
    user: User,
    evaluation: Evaluation,
    rows: Iterable[Finding],
    questions: Sequence[QuestionLine],
    criteria: Sequence[CriterionLine],
) -> Iterator[FindingLine]:
    findings = list(rows)
    shown = _Shown(user, evaluation, findings)
    results = results_under(user, evaluation, [link for one in findings for link in one.result_links.all()])
    conclusions = list(evaluation.conclusions.select_related("question").order_by("number"))
    answers, concluded, judged = question_ids(findings), conclusion_ids(findings), criterion_ids(findings)
    for finding in findings:
        yield FindingLine(
            finding=finding,
            questions=tuple(one for one in questions if one.id in answers[finding.pk]),
            evidence=tuple(map(shown.line, finding.evidence.all())),
            conclusions=tuple(one for one in conclusions if one.pk in concluded[finding.pk]),
            criteria=tuple(one for one in criteria if one.id in judged[finding.pk]),
            results=tuple(results[link.pk] for link in finding.result_links.all()),
        )


class _Shown:
    """What this user may see of the evidence under some findings."""

    def __init__(self, user: User, evaluation: Evaluation, findings: Iterable[Finding]) -> None:
        fragments = {link.fragment_id: link.fragment for one in findings for link in one.evidence.all()}
        self._quotes = coding.quotes_for(user, evaluation, list(fragments.values()))
        self._in_team = may(user, evaluation, Action.VIEW_SOURCES)
        self._waiting = coding.waiting_in_evaluation(evaluation)
        self._titles: dict[int, str] = {}
        self._voices = voices_of(list(fragments.values()))

    def line(self, link: EvidenceLink) -> EvidenceLine:
        """The link with what stands around it."""
        source = link.fragment.version.source
        is_open = self._in_team or source.is_public
        if source.pk not in self._titles:
            self._titles[source.pk] = seals.title_of(source) if is_open else ""
        voices = self._voices[link.fragment_id]
        title, where = self._titles[source.pk], _where(voices, WHERE if is_open else WHERE[:1])
        note = link.note if self._in_team else ""
        quote, waits = self._quotes[link.fragment_id], link.fragment_id in self._waiting
        return EvidenceLine(link, link.fragment, source, quote, title, note, where, waits, voices)


def _where(voices: Iterable[Voice], told: Iterable[str]) -> tuple[str, ...]:
    """Each attribute in words, of all voices together."""
    names = (", ".join(filter(None, dict.fromkeys(getattr(one, name) for one in voices))) for name in told)
    return tuple(filter(None, names))
