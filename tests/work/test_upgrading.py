"""A command that is given while another process sets the database up."""

from __future__ import annotations

import fcntl
from pathlib import Path
from typing import Any

import pytest

from sluitend.work import database


def _is_free(folder: Path) -> bool:
    with (folder / "upgrading.lock").open("a") as other:
        try:
            fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


def test_what_must_be_done_is_looked_for_and_done_by_one_at_a_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    """Two that look together would both make the tables."""
    settings.DATA = tmp_path
    free: list[bool] = []

    def waiting() -> int:
        free.append(_is_free(tmp_path))
        return 0

    monkeypatch.setattr(database, "_waiting", waiting)

    assert database.upgrade() == database.Upgrade(0, None)

    assert free == [False]
    assert _is_free(tmp_path)
