"""What a version of a dataset has to choose from, kept as long as this process lives: it never changes.

Its data are opened for it once. Who asks has been allowed the version; one whose data were destroyed is refused by its
state, whatever is kept here.
"""

from __future__ import annotations

from functools import lru_cache

from sluitend.apps.analyses.kit.parameters import Vocabulary
from sluitend.apps.analyses.kit.vocabulary import vocabulary_of
from sluitend.apps.datasets.models import DatasetVersion
from sluitend.apps.datasets.queries import opened

MOST = 32  # versions


def of(version: DatasetVersion) -> Vocabulary:
    """Raises ValueError for a version whose data were destroyed."""
    if version.wrapped_key is None:
        raise ValueError("the data of this version were destroyed")
    return _read(_Known(version))


class _Known:
    """A version, told apart by its row and its data."""

    def __init__(self, version: DatasetVersion) -> None:
        self.version = version
        self._name = (version.pk, version.data_hash)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Known) and self._name == other._name

    def __hash__(self) -> int:
        return hash(self._name)


@lru_cache(MOST)
def _read(known: _Known) -> Vocabulary:
    with opened(known.version) as log:
        return vocabulary_of(log)
