"""What `sluitend serve` begins before Django is there."""

from __future__ import annotations

from pathlib import Path

import pytest

from sluitend.errors import InputError
from sluitend.work import starting, supervisor
from sluitend.work.child import Child
from sluitend.work.locks import hold


def test_a_folder_that_may_not_be_touched_is_left_to_serve(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody turns an OSError into a sentence at that moment, and `serve` meets the same one."""
    monkeypatch.setattr(starting.settings, "DATA", tmp_path)
    (tmp_path / "serve.lock").mkdir()  # cannot be opened, whoever tries

    assert starting.begin("127.0.0.1", 1) is None
    with pytest.raises(OSError, match=r"serve\.lock"):
        starting.Start("127.0.0.1", 1)


def test_a_preparation_that_fails_ends_the_web_process_before_the_gate_opens(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else it would answer for a moment on a database that is half made."""
    closed: list[bool] = []
    monkeypatch.setattr(starting.settings, "DATA", tmp_path)
    monkeypatch.setattr(Child, "start", lambda child: None)
    monkeypatch.setattr(Child, "end", lambda child: closed.append(hold(tmp_path / "preparing.lock") is None))
    monkeypatch.setattr(supervisor, "require_free", _refuse)

    with pytest.raises(InputError, match="port_taken"):
        supervisor.serve(host="127.0.0.1", port=1, on_ready=lambda address: None)

    assert closed[0]


def _refuse(host: str, port: int) -> None:
    raise InputError("work.port_taken", port=port)
