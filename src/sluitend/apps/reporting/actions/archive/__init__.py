"""The archive: an evaluation as one locked file, to keep or to move to another installation (see docs/archief.md)."""

from sluitend.apps.reporting.actions.archive.asking import (
    discard_archive,
    fetch_archive,
    make_archive,
    request_archive,
)
from sluitend.apps.reporting.actions.archive.ending import destroy_archives, destroy_open, sweep_archives, tidy_archives
from sluitend.apps.reporting.actions.archive.reading import put_back
from sluitend.apps.reporting.actions.archive.writing import archive_evaluation

__all__ = [
    "archive_evaluation",
    "destroy_archives",
    "destroy_open",
    "discard_archive",
    "fetch_archive",
    "make_archive",
    "put_back",
    "request_archive",
    "sweep_archives",
    "tidy_archives",
]
