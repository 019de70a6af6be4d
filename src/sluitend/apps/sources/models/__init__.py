"""State of the room: uploads in quarantine, sources, their sealed originals and their versions."""

from sluitend.apps.sources.models.kinds import ApprovalState, Quoting, SourceKind, quoting_of
from sluitend.apps.sources.models.source import (
    DestroyReason,
    Original,
    ReleaseGround,
    Source,
    SourceVersion,
    VersionKind,
)
from sluitend.apps.sources.models.upload import Upload, UploadState

__all__ = [
    "ApprovalState",
    "DestroyReason",
    "Original",
    "Quoting",
    "ReleaseGround",
    "Source",
    "SourceKind",
    "SourceVersion",
    "Upload",
    "UploadState",
    "VersionKind",
    "quoting_of",
]
