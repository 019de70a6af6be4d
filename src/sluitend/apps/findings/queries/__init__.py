"""Everything that reads in this room across a permission boundary."""

from sluitend.apps.findings.queries.agreements import (
    AgreementLine,
    AgreementPassage,
    agreement_line_for,
    agreement_lines_for,
    agreement_link_for,
    agreement_marks_of,
    agreements_of_conclusion,
    kept_counts,
    passages_of_agreement,
)
from sluitend.apps.findings.queries.answers import ConclusionLine, answer_for, answers_for
from sluitend.apps.findings.queries.breakdown import FEWEST, Breakdown, Count, Row, Share, breakdown_for
from sluitend.apps.findings.queries.candidates import (
    Candidate,
    candidates_for,
    described,
    fragments_numbered,
    marks_of,
)
from sluitend.apps.findings.queries.chain import (
    Chain,
    EvidenceLine,
    FindingLine,
    evidence_for,
    finding_line_for,
)
from sluitend.apps.findings.queries.counts import FindingCounts, finding_counts
from sluitend.apps.findings.queries.logbook import (
    entries_to_tie,
    findings_of_entries,
    logbook_link_for,
    logbook_links_for,
)
from sluitend.apps.findings.queries.merged import (
    HistoryLine,
    change_for,
    finding_behind,
    history_for,
    merged_numbers_for,
)
from sluitend.apps.findings.queries.one import (
    conclusion_for,
    conclusions_for,
    finding_for,
    link_for,
    recommendation_for,
    recommendations_for,
)
from sluitend.apps.findings.queries.rows import FindingRow, findings_for, in_common
from sluitend.apps.findings.queries.snapshots import (
    Compared,
    QuestionChange,
    Snapshot,
    comparison_for,
    snapshot_for,
    snapshots_for,
)
from sluitend.apps.findings.queries.support import Support
from sluitend.apps.findings.queries.voices import ATTRIBUTES, Voice, only_respondents

__all__ = [
    "ATTRIBUTES",
    "FEWEST",
    "AgreementLine",
    "AgreementPassage",
    "Breakdown",
    "Candidate",
    "Chain",
    "Compared",
    "ConclusionLine",
    "Count",
    "EvidenceLine",
    "FindingCounts",
    "FindingLine",
    "FindingRow",
    "HistoryLine",
    "QuestionChange",
    "Row",
    "Share",
    "Snapshot",
    "Support",
    "Voice",
    "agreement_line_for",
    "agreement_lines_for",
    "agreement_link_for",
    "agreement_marks_of",
    "agreements_of_conclusion",
    "answer_for",
    "answers_for",
    "breakdown_for",
    "candidates_for",
    "change_for",
    "comparison_for",
    "conclusion_for",
    "conclusions_for",
    "described",
    "entries_to_tie",
    "evidence_for",
    "finding_behind",
    "finding_counts",
    "finding_for",
    "finding_line_for",
    "findings_for",
    "findings_of_entries",
    "fragments_numbered",
    "history_for",
    "in_common",
    "kept_counts",
    "link_for",
    "logbook_link_for",
    "logbook_links_for",
    "marks_of",
    "merged_numbers_for",
    "only_respondents",
    "passages_of_agreement",
    "recommendation_for",
    "recommendations_for",
    "snapshot_for",
    "snapshots_for",
]
