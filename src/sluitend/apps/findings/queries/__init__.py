"""Everything that reads in this room across a permission boundary."""

from sluitend.apps.findings.queries.answers import ConclusionLine, answer_for, answers_for
from sluitend.apps.findings.queries.candidates import (
    Candidate,
    candidates_for,
    described,
    fragments_numbered,
    marks_of,
)
from sluitend.apps.findings.queries.chain import (
    ATTRIBUTES,
    Chain,
    EvidenceLine,
    FindingLine,
    evidence_for,
    finding_line_for,
)
from sluitend.apps.findings.queries.counts import FindingCounts, finding_counts
from sluitend.apps.findings.queries.one import (
    conclusion_for,
    conclusions_for,
    finding_for,
    link_for,
    recommendation_for,
    recommendations_for,
)
from sluitend.apps.findings.queries.rows import FindingRow, findings_for
from sluitend.apps.findings.queries.support import Support

__all__ = [
    "ATTRIBUTES",
    "Candidate",
    "Chain",
    "ConclusionLine",
    "EvidenceLine",
    "FindingCounts",
    "FindingLine",
    "FindingRow",
    "Support",
    "answer_for",
    "answers_for",
    "candidates_for",
    "conclusion_for",
    "conclusions_for",
    "described",
    "evidence_for",
    "finding_counts",
    "finding_for",
    "finding_line_for",
    "findings_for",
    "fragments_numbered",
    "link_for",
    "marks_of",
    "recommendation_for",
    "recommendations_for",
]
