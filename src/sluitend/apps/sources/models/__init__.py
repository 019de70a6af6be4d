"""State of the room: uploads in quarantine, sources, their sealed originals and their versions."""

from sluitend.apps.sources.models.answers import AnswerMemory, AnswerPlan
from sluitend.apps.sources.models.correction import Correction
from sluitend.apps.sources.models.grounds import FROM_A_RECORDING, NOT_FROM_PERSONS, Ground, GroundKind
from sluitend.apps.sources.models.kinds import ApprovalState, Quoting, SourceKind, quoting_of
from sluitend.apps.sources.models.names import (
    NAMED,
    FoundBy,
    ListedName,
    NameKind,
    NameProposal,
    NameStep,
    ProposalState,
    RetiredPseudonym,
)
from sluitend.apps.sources.models.source import (
    DestroyReason,
    Original,
    ReleaseGround,
    Source,
    SourceVersion,
    TextDestroyReason,
    VersionKind,
)
from sluitend.apps.sources.models.speaker import FORGOTTEN, Speaker
from sluitend.apps.sources.models.upload import Upload, UploadState

__all__ = [
    "FORGOTTEN",
    "FROM_A_RECORDING",
    "NAMED",
    "NOT_FROM_PERSONS",
    "AnswerMemory",
    "AnswerPlan",
    "ApprovalState",
    "Correction",
    "DestroyReason",
    "FoundBy",
    "Ground",
    "GroundKind",
    "ListedName",
    "NameKind",
    "NameProposal",
    "NameStep",
    "Original",
    "ProposalState",
    "Quoting",
    "ReleaseGround",
    "RetiredPseudonym",
    "Source",
    "SourceKind",
    "SourceVersion",
    "Speaker",
    "TextDestroyReason",
    "Upload",
    "UploadState",
    "VersionKind",
    "quoting_of",
]
