"""Figures for the evaluation's start page."""

from __future__ import annotations

from dataclasses import dataclass

from sluitend.apps.design.access import check
from sluitend.apps.design.models import Evaluation
from sluitend.apps.findings.queries.support import support_by_finding
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action


@dataclass(frozen=True, slots=True)
class FindingCounts:
    """Findings, those that rest on two or more sources or datasets, and questions with a conclusion or a reason."""

    total: int
    supported: int
    answered: int


def finding_counts(user: User, evaluation: Evaluation) -> FindingCounts:
    """Counts distinct sources and datasets that do not contradict the finding. Raises NotFound, NotAllowed."""
    check(user, evaluation, Action.VIEW_FINDINGS)
    supported = sum(support.grounds > 1 for support in support_by_finding(evaluation).values())
    return FindingCounts(evaluation.findings.count(), supported, evaluation.conclusions.count())
