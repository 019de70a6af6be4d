"""Figures for the evaluation's start page."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q

from sluitend.apps.design.access import require
from sluitend.apps.design.models import Evaluation
from sluitend.apps.findings.models import Stance
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action


@dataclass(frozen=True, slots=True)
class FindingCounts:
    """Findings, those that rest on two or more sources, and questions with a conclusion or a reason."""

    total: int
    supported: int
    answered: int


def finding_counts(user: User, evaluation: Evaluation) -> FindingCounts:
    """Counts distinct sources that do not contradict the finding. Two queries."""
    require(user, evaluation, Action.VIEW_FINDINGS)
    sources = Count(
        "evidence__fragment__version__source", filter=~Q(evidence__stance=Stance.CONTRADICTS), distinct=True
    )
    counts = list(evaluation.findings.annotate(n=sources).values_list("n", flat=True))
    answered = evaluation.conclusions.count()
    return FindingCounts(len(counts), sum(count > 1 for count in counts), answered)
