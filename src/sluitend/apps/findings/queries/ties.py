"""What findings are tied to, as ids: a prefetch would make an object and a manager for each of hundreds of pairs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any, TypeVar

from django.db.models import Model, QuerySet

from sluitend.apps.findings.models import Conclusion, Finding, ResultLink

Ids = Mapping[int, set[int]]
T = TypeVar("T", bound=Model)
MANY = 100  # to name more ids in a question takes longer than to read all rows of an evaluation


def question_ids(findings: Sequence[Finding]) -> Ids:
    """By the finding's id; one query."""
    return _ids(Finding.questions.through, "question_id", findings)


def criterion_ids(findings: Sequence[Finding]) -> Ids:
    """By the finding's id; one query."""
    return _ids(Finding.criteria.through, "criterion_id", findings)


def conclusion_ids(findings: Sequence[Finding]) -> Ids:
    """By the finding's id; one query."""
    return _ids(Conclusion.findings.through, "conclusion_id", findings)


def conclusion_labels(findings: Sequence[Finding]) -> Mapping[int, list[str]]:
    """By the finding's id, in the order of their numbers; one query."""
    known = [one.pk for one in findings]
    rows = Conclusion.findings.through.objects.filter(finding__in=known).order_by("conclusion__number")
    found: dict[int, list[str]] = defaultdict(list)
    for finding_id, number in rows.values_list("finding_id", "conclusion__number"):
        found[finding_id].append(f"C{number}")
    return found


def result_labels(findings: Sequence[Finding]) -> Mapping[int, list[str]]:
    """By the finding's id, in the order of their numbers; one query."""
    rows = ResultLink.objects.filter(finding__in=[one.pk for one in findings]).order_by("result__number")
    found: dict[int, list[str]] = defaultdict(list)
    for finding_id, number in rows.values_list("finding_id", "result__number"):
        found[finding_id].append(f"U{number}")
    return found


def on_fragments(rows: QuerySet[T], fragment_ids: Collection[int]) -> QuerySet[T]:
    """Of the rows of one evaluation those that rest on these fragments; of many fragments, others may be among them."""
    return rows.filter(fragment__in=list(fragment_ids)) if len(fragment_ids) <= MANY else rows


def _ids(through: Any, other: str, findings: Sequence[Finding]) -> Ids:
    found: dict[int, set[int]] = defaultdict(set)
    rows = through.objects.filter(finding__in=[one.pk for one in findings])
    for finding_id, other_id in rows.values_list("finding_id", other):
        found[finding_id].add(other_id)
    return found
