"""Findings with their evidence, conclusions and recommendations."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple, TypeVar

from sluitend.apps.design.models import Agreement
from sluitend.apps.findings.models import AgreementEvidence, Conclusion, EvidenceLink, Finding, Recommendation, Stance
from sluitend.apps.reporting.checker.parts import part
from sluitend.apps.reporting.checker.reading.design import DesignParts

K = TypeVar("K")
V = TypeVar("V")


class FindingRow(NamedTuple):
    id: int
    number: int
    title: str
    text: str
    single_source_reason: str
    answer_to_contradiction: str
    is_minor_theme: bool
    confidence: str

    @property
    def label(self) -> str:
        return f"B{self.number}"


class LinkRow(NamedTuple):
    finding_id: int
    fragment_id: int
    stance: str

    @property
    def is_support(self) -> bool:
        """A passage that contradicts a finding does not support it."""
        return self.stance != Stance.CONTRADICTS


class ConclusionRow(NamedTuple):
    id: int
    number: int
    question_id: int
    text: str

    @property
    def label(self) -> str:
        return f"C{self.number}"


class RecommendationRow(NamedTuple):
    id: int
    number: int
    kind: str
    title: str
    text: str
    addressee: str
    action: str
    term: str
    measure_of_success: str

    @property
    def label(self) -> str:
        return f"A{self.number}"


class AgreementRow(NamedTuple):
    id: int
    number: int
    judged: str  # empty: by nobody yet

    @property
    def label(self) -> str:
        return f"AF{self.number}"


def grouped(pairs: Iterable[tuple[K, V]]) -> Mapping[K, tuple[V, ...]]:
    """The second of each pair, by the first."""
    found: dict[K, list[V]] = defaultdict(list)
    for key, value in pairs:
        found[key].append(value)
    return {key: tuple(values) for key, values in found.items()}


class FindingParts(DesignParts):
    """Of the room findings."""

    @part("findings")
    def findings(self) -> tuple[FindingRow, ...]:
        """By number; those that were merged into another are not among them."""
        return tuple(FindingRow(*row) for row in self.evaluation.findings.values_list(*FindingRow._fields))

    @part("findings")
    def merged(self) -> frozenset[int]:
        """Numbers of findings that were merged into another: a reference to them leads there."""
        rows = Finding.with_merged.filter(evaluation=self.evaluation, merged_into__isnull=False)
        return frozenset(rows.values_list("number", flat=True))

    @part("findings")
    def tied(self) -> frozenset[int]:
        """Ids of the findings that are tied to a question or to a criterion."""
        questions = Finding.questions.through.objects.filter(finding__evaluation=self.evaluation)
        criteria = Finding.criteria.through.objects.filter(finding__evaluation=self.evaluation)
        both = (questions.values_list("finding", flat=True), criteria.values_list("finding", flat=True))
        return frozenset(pk for rows in both for pk in rows)

    @part("findings")
    def questions_of(self) -> Mapping[int, tuple[int, ...]]:
        """By the finding's id the ids of the questions that it helps to answer."""
        ties = Finding.questions.through.objects.filter(finding__evaluation=self.evaluation)
        return grouped(ties.order_by("pk").values_list("finding", "question"))

    @part("findings")
    def links(self) -> tuple[LinkRow, ...]:
        rows = EvidenceLink.objects.filter(finding__evaluation=self.evaluation, finding__merged_into__isnull=True)
        return tuple(LinkRow(*row) for row in rows.order_by("pk").values_list(*LinkRow._fields))

    @part()
    def evidence(self) -> Mapping[int, tuple[LinkRow, ...]]:
        """By the finding's id."""
        return grouped((link.finding_id, link) for link in self.links)

    @part("findings")
    def conclusions(self) -> tuple[ConclusionRow, ...]:
        rows = Conclusion.objects.filter(evaluation=self.evaluation)
        return tuple(ConclusionRow(*row) for row in rows.values_list(*ConclusionRow._fields))

    @part("findings")
    def recommendations(self) -> tuple[RecommendationRow, ...]:
        rows = Recommendation.objects.filter(evaluation=self.evaluation)
        return tuple(RecommendationRow(*row) for row in rows.values_list(*RecommendationRow._fields))

    @part("findings")
    def concluded(self) -> frozenset[int]:
        """Ids of the recommendations that rest on a conclusion."""
        ties = Recommendation.conclusions.through.objects.filter(recommendation__evaluation=self.evaluation)
        return frozenset(ties.values_list("recommendation", flat=True))

    @part("design", "findings")
    def agreements(self) -> tuple[AgreementRow, ...]:
        rows = Agreement.objects.filter(evaluation=self.evaluation).values_list("pk", "number", "judgement__state")
        return tuple(AgreementRow(pk, number, state or "") for pk, number, state in rows)

    @part("findings")
    def agreements_shown(self) -> frozenset[int]:
        """Ids of the agreements of which a passage shows whether they were kept."""
        rows = AgreementEvidence.objects.filter(agreement__evaluation=self.evaluation)
        return frozenset(rows.values_list("agreement", flat=True))
