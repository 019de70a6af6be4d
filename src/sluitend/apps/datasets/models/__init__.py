"""State of the room: datasets, their versions, and what a person let pass in spite of the report."""

from sluitend.apps.datasets.models.dataset import Dataset, DatasetKind
from sluitend.apps.datasets.models.ground import MessageGround
from sluitend.apps.datasets.models.version import (
    BUSY,
    OPEN,
    DatasetVersion,
    DestroyReason,
    VersionState,
    Waiver,
)

__all__ = [
    "BUSY",
    "OPEN",
    "Dataset",
    "DatasetKind",
    "DatasetVersion",
    "DestroyReason",
    "MessageGround",
    "VersionState",
    "Waiver",
]
