"""Findings without their evidence: for lists and choices, however much evidence there is."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet

from sluitend.apps.design import queries as design
from sluitend.apps.design.access import require
from sluitend.apps.design.models import Evaluation
from sluitend.apps.design.queries import QuestionLine
from sluitend.apps.findings.models import EvidenceLink, Finding, ResultLink
from sluitend.apps.findings.queries.support import Support, support_by_finding
from sluitend.apps.findings.queries.ties import conclusion_labels, question_ids, result_labels
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action

NO_SUPPORT = Support.of(())


@dataclass(frozen=True, slots=True)
class FindingRow:
    """A finding with its questions, and its support in figures."""

    finding: Finding
    questions: tuple[QuestionLine, ...]
    support: Support
    conclusions: tuple[str, ...] = ()  # labels of those that rest on it
    results: tuple[str, ...] = ()  # labels of those that it rests on

    def helps(self, question_id: int) -> bool:
        """Whether it is tied to this question."""
        return any(question.id == question_id for question in self.questions)


def findings_for(
    user: User, evaluation: Evaluation, questions: Sequence[QuestionLine] | None = None
) -> list[FindingRow]:
    """Every finding, by number; pass the questions (dropped ones too) when they are read already.

    Raises NotFound, NotAllowed.
    """
    require(user, evaluation, Action.VIEW_FINDINGS)
    if questions is None:
        questions = design.questions_for(user, evaluation, with_dropped=True)
    support = support_by_finding(evaluation)
    findings = list(evaluation.findings.all())
    tied, concluded, results = question_ids(findings), conclusion_labels(findings), result_labels(findings)
    return [
        FindingRow(
            finding=one,
            questions=tuple(line for line in questions if line.id in ids),
            support=support.get(one.pk, NO_SUPPORT),
            conclusions=tuple(concluded[one.pk]),
            results=tuple(results[one.pk]),
        )
        for one, ids in ((one, tied[one.pk]) for one in findings)
    ]


def rows_by_question(rows: Iterable[FindingRow]) -> defaultdict[int, list[FindingRow]]:
    """The rows that help to answer each question, by its id, in their order; none for a question that is not in it."""
    found: defaultdict[int, list[FindingRow]] = defaultdict(list)
    for row in rows:
        for question in row.questions:
            found[question.id].append(row)
    return found


def in_common(user: User, finding: Finding) -> dict[int, int]:
    """How much evidence other findings share with this one, by their id; two queries. Raises NotFound, NotAllowed."""
    require(user, finding.evaluation_id, Action.VIEW_FINDINGS)
    passages = EvidenceLink.objects.filter(fragment__in=finding.evidence.values("fragment"))
    results = ResultLink.objects.filter(result__in=finding.result_links.values("result"))
    return dict(Counter(_others(passages, finding)) + Counter(_others(results, finding)))


def _others(links: QuerySet[Any], finding: Finding) -> dict[int, int]:
    rows = links.filter(finding__merged_into__isnull=True).exclude(finding=finding)
    return dict(rows.order_by().values_list("finding_id").annotate(n=Count("pk")))
