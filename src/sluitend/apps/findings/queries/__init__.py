"""Everything that reads in this room across a permission boundary."""

from sluitend.apps.findings.queries.chain import (
    Chain,
    ConclusionLine,
    EvidenceLine,
    FindingLine,
    evidence_for,
    finding_line_for,
)
from sluitend.apps.findings.queries.counts import FindingCounts, finding_counts
from sluitend.apps.findings.queries.one import (
    conclusion_for,
    finding_for,
    link_for,
    recommendation_for,
    recommendations_for,
)

__all__ = [
    "Chain",
    "ConclusionLine",
    "EvidenceLine",
    "FindingCounts",
    "FindingLine",
    "conclusion_for",
    "evidence_for",
    "finding_counts",
    "finding_for",
    "finding_line_for",
    "link_for",
    "recommendation_for",
    "recommendations_for",
]
