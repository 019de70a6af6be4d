"""What a version of a dataset has to choose from, kept as long as this process lives: it never changes.

Its data are opened for it once. Who asks has been allowed the version; one whose data were destroyed is refused by its
state, whatever is kept here.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from sluitend.apps.analyses import norm_table
from sluitend.apps.analyses.kit.analysis import Analysis
from sluitend.apps.analyses.kit.norms import in_words
from sluitend.apps.analyses.kit.parameters import Vocabulary, beside, names_norm
from sluitend.apps.analyses.kit.vocabulary import vocabulary_of, vocabulary_of_series
from sluitend.apps.datasets.models import DatasetKind, DatasetVersion
from sluitend.apps.datasets.queries import opened, opened_table, ready

MOST = 32  # versions


def of(version: DatasetVersion) -> Vocabulary:
    """Raises ValueError for a version whose data were destroyed."""
    if version.wrapped_key is None:
        raise ValueError("the data of this version were destroyed")
    return _read(_Known(version))


def asked_by(analysis: Analysis, version: DatasetVersion) -> Vocabulary:
    """The same for the form of an analysis: with the table of norms, or with other datasets, where one is asked."""
    known = of(version)
    _field, kind = beside(analysis.parameters)
    if kind:
        evaluation_id = version.dataset.evaluation_id
        others = ready(kind).filter(evaluation=evaluation_id).order_by("-number")
        known = replace(known, datasets={str(one): f"{one}: {one.title}" for one in others})
    if not names_norm(analysis.parameters):
        return known
    texts = norm_table.texts(version.dataset.evaluation_id)
    return replace(known, norms={key: in_words(text) for key, text in texts.items()})


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
    if known.version.dataset.kind == DatasetKind.EVENT_LOG:
        with opened(known.version, "duckdb") as log:  # names only: no question is asked
            return vocabulary_of(log)
    with opened_table(known.version) as table:
        return vocabulary_of_series(table)
