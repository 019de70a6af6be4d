"""State of the room: findings and the evidence they rest on, conclusions per question, recommendations."""

from sluitend.apps.findings.models.agreements import AgreementEvidence, AgreementJudgement, AgreementText, Kept
from sluitend.apps.findings.models.conclusions import Conclusion, Judgement
from sluitend.apps.findings.models.findings import (
    COMPONENTS,
    Concern,
    Confidence,
    EvidenceLink,
    Finding,
    FindingHistory,
    HistoryKind,
    ResultLink,
    Stance,
)
from sluitend.apps.findings.models.logbook import LogbookLink
from sluitend.apps.findings.models.recommendations import Feasibility, Priority, Recommendation, RecommendationKind
from sluitend.apps.findings.models.snapshots import PhaseSnapshot

__all__ = [
    "COMPONENTS",
    "AgreementEvidence",
    "AgreementJudgement",
    "AgreementText",
    "Concern",
    "Conclusion",
    "Confidence",
    "EvidenceLink",
    "Feasibility",
    "Finding",
    "FindingHistory",
    "HistoryKind",
    "Judgement",
    "Kept",
    "LogbookLink",
    "PhaseSnapshot",
    "Priority",
    "Recommendation",
    "RecommendationKind",
    "ResultLink",
    "Stance",
]
