"""Fixtures of this room."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator

import pytest

from sluitend.apps.analyses.models import AnalysisResult
from sluitend.apps.datasets import store as dataset_store
from sluitend.apps.datasets.models import Dataset, DatasetVersion
from sluitend.apps.design.models import Evaluation
from sluitend.apps.people.models import User
from sluitend.apps.sources import store
from sluitend.work import runs
from tests.analyses import near, planted

Accept = Callable[..., DatasetVersion]


@pytest.fixture
def dataset(evaluation: Evaluation, researcher: User) -> Dataset:
    """D1, without a version."""
    return near.new_dataset(evaluation, researcher)


@pytest.fixture
def accept(dataset: Dataset, researcher: User) -> Accept:
    """``accept(extra)`` makes the next accepted version of D1."""

    def make(extra: tuple[planted.Event, ...] = ()) -> DatasetVersion:
        return near.accepted(dataset, researcher, extra)

    return make


@pytest.fixture
def computed() -> Callable[[AnalysisResult], AnalysisResult]:
    """Lets the worker do what waits, and reads the result again."""

    def compute(row: AnalysisResult) -> AnalysisResult:
        runs.drain()
        row.refresh_from_db()
        return row

    return compute


@pytest.fixture(autouse=True)
def empty_folders() -> Iterator[None]:
    yield
    for folder in (dataset_store.FOLDER, store.PLAIN):
        shutil.rmtree(store.full(folder), ignore_errors=True)
