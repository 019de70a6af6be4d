"""Event logs to take in (all fictitious), and the data folder as the room leaves it."""

from __future__ import annotations

import io
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sluitend.apps.datasets import actions
from sluitend.apps.datasets.mapping import Roles
from sluitend.apps.datasets.models import DatasetVersion
from sluitend.apps.datasets.store import FOLDER
from sluitend.apps.design.models import Evaluation
from sluitend.apps.people.models import User
from sluitend.apps.sources import store
from sluitend.work import runs
from tests.datasets import near
from tests.datasets.near import GOOD, ROLES, about

FOLDERS = (FOLDER, store.QUARANTINE, store.PLAIN)


def files_on_disk() -> list[Path]:
    """Every file that the room has on disk."""
    return sorted(path for folder in FOLDERS for path in store.full(folder).rglob("*"))


@pytest.fixture(autouse=True)
def _near(request: pytest.FixtureRequest) -> Iterator[None]:
    """Files are read in this process; a test with the fixture `apart` leaves them to one of their own."""
    if "apart" in request.fixturenames:
        yield
    else:
        with near.near():
            yield


@pytest.fixture
def apart() -> None:
    """Files are read in a process of their own, as they are in use."""


@pytest.fixture(autouse=True)
def empty_folders() -> Iterator[None]:
    for folder in FOLDERS:
        shutil.rmtree(store.full(folder), ignore_errors=True)
    yield
    for folder in FOLDERS:
        shutil.rmtree(store.full(folder), ignore_errors=True)


@pytest.fixture
def take_in(evaluation: Evaluation, researcher: User) -> Callable[..., DatasetVersion]:
    """``take_in(content, filename)`` as a researcher; nothing is read yet."""

    def take(content: str | bytes = GOOD, filename: str = "keten.csv") -> DatasetVersion:
        data = content.encode() if isinstance(content, str) else content
        return actions.take_in(
            actor=researcher, evaluation=evaluation, file=io.BytesIO(data), filename=filename, about=about()
        )

    return take


def done(version: DatasetVersion) -> DatasetVersion:
    """After the worker has had it."""
    runs.drain()
    version.refresh_from_db()
    return version


@pytest.fixture
def report(take_in: Callable[..., DatasetVersion], researcher: User) -> Callable[..., DatasetVersion]:
    """``report(content, roles)``: taken in, read, mapped and checked."""

    def reported(content: str | bytes = GOOD, roles: Roles = ROLES, filename: str = "keten.csv") -> DatasetVersion:
        version = done(take_in(content, filename))
        return done(actions.map_columns(actor=researcher, version=version, roles=roles))

    return reported


@pytest.fixture
def accepted(report: Callable[..., DatasetVersion], researcher: User) -> Callable[..., DatasetVersion]:
    """``accepted(content)``: in use."""
    return lambda content=GOOD: actions.accept(actor=researcher, version=report(content))
