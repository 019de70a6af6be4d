"""Event logs to take in (all fictitious), and the data folder as the room leaves it."""

from __future__ import annotations

import io
import json
import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from sluitend.apps.datasets import actions
from sluitend.apps.datasets.actions.changing import About
from sluitend.apps.datasets.mapping import Roles
from sluitend.apps.datasets.models import DatasetVersion
from sluitend.apps.datasets.store import FOLDER
from sluitend.apps.design.models import Evaluation
from sluitend.apps.people.models import User
from sluitend.apps.sources import store
from sluitend.work import events, events_process, runs

FOLDERS = (FOLDER, store.QUARANTINE, store.PLAIN)
ROLES = Roles("zaak", "activiteit", "tijd", "organisatie", attributes=("gemeente",))
HEAD = "zaak,activiteit,tijd,organisatie,gemeente\n"
CANARY = "a91f-kanarie"  # a case that may stand readable nowhere
GOOD = HEAD + (
    "a91f-kanarie,Aanmelding,2025-01-07,Wijkteam Noord,Waterdam\n"
    "a91f-kanarie,Toewijzing,2025-01-21,Regiebureau,Waterdam\n"
    "b2,Aanmelding,2025-02-03,Wijkteam Zuid,Rietveen\n"
    "b2,Toewijzing,2025-03-03,Regiebureau,Rietveen\n"
)


def files_on_disk() -> list[Path]:
    """Every file that the room has on disk."""
    return sorted(path for folder in FOLDERS for path in store.full(folder).rglob("*"))


@pytest.fixture(autouse=True)
def near(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files are read in this process, which is quicker; a test with the fixture `apart` leaves them to their own."""
    if "apart" not in request.fixturenames:
        monkeypatch.setattr(events, "columns", events_process.columns)
        monkeypatch.setattr(events, "prepare", _prepare)


def _prepare(path: Path, wanted: dict[str, Any], folder: Path) -> dict[str, Any]:
    return json.loads(json.dumps(events_process.prepare(path, wanted, folder / events.STEPS)))


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


def about(**changes: Any) -> About:
    fields = {"title": "Ketengegevens (fictief)", "origin": "Regiebureau Waterrijk", "licence": "Convenant 2024"}
    return About(**{**fields, "retain_until": timezone.localdate() + timedelta(days=400), **changes})


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
