"""Files to take in, and the data folder as the room leaves it."""

from __future__ import annotations

import io
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from sluitend.apps.design.models import Evaluation
from sluitend.apps.people.models import User
from sluitend.apps.sources import actions, store
from sluitend.apps.sources.grounds import is_from_persons
from sluitend.apps.sources.models import Source, Upload
from sluitend.work import runs
from tests.clearing import give_ground
from tests.on_disk import files_with

FOLDERS = (store.QUARANTINE, store.ORIGINALS, store.PLAIN)
TEXT = "Verslag van een gesprek (fictief).\n\nDe regie over de casus lag bij niemand, zei de deelnemer.\n"


def files_on_disk() -> list[Path]:
    """Every file that the room has on disk."""
    return sorted(path for folder in FOLDERS for path in store.full(folder).glob("*"))


@pytest.fixture(autouse=True)
def empty_folders() -> Iterator[None]:
    for folder in FOLDERS:
        shutil.rmtree(store.full(folder), ignore_errors=True)
    yield
    for folder in FOLDERS:
        shutil.rmtree(store.full(folder), ignore_errors=True)


@pytest.fixture
def take_in(evaluation: Evaluation, researcher: User) -> Callable[..., Upload]:
    """``take_in(content, filename, **attributes)`` as a researcher; nothing is read yet."""

    def take(content: str | bytes = TEXT, filename: str = "verslag.txt", **attributes: Any) -> Upload:
        data = content.encode() if isinstance(content, str) else content
        return actions.take_in(
            actor=researcher,
            evaluation=evaluation,
            file=io.BytesIO(data),
            filename=filename,
            attributes={"kind": "transcript", **attributes},
        )

    return take


@pytest.fixture
def add(take_in: Callable[..., Upload]) -> Callable[..., Source]:
    """``add(content, filename, **attributes)``: taken in and read, with a ground if it comes from persons."""

    def added(content: str | bytes = TEXT, filename: str = "verslag.txt", **attributes: Any) -> Source:
        upload = take_in(content, filename, **attributes)
        runs.drain()
        upload.refresh_from_db()
        assert upload.source is not None, upload.refusal_code
        if is_from_persons(upload.source):
            give_ground(upload.source)
        return upload.source

    return added


def data_folder_holds(words: str) -> list[Path]:
    """The files under DATA in which these words can be read, the database's included."""
    return files_with(words.encode())
