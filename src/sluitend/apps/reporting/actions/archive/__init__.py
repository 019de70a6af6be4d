"""The archive: an evaluation as one locked file, to keep or to move to another installation (see docs/archief.md)."""

from sluitend.apps.reporting.actions.archive.reading import put_back
from sluitend.apps.reporting.actions.archive.writing import archive_evaluation

__all__ = ["archive_evaluation", "put_back"]
