"""What `sluitend serve` begins before Django is there."""

from __future__ import annotations

from pathlib import Path

import pytest

from sluitend.work import starting


def test_a_folder_that_may_not_be_touched_is_left_to_serve(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody turns an OSError into a sentence at that moment, and `serve` meets the same one."""
    monkeypatch.setattr(starting.settings, "DATA", tmp_path)
    (tmp_path / "serve.lock").mkdir()  # cannot be opened, whoever tries

    assert starting.begin("127.0.0.1", 1) is None
    with pytest.raises(OSError, match=r"serve\.lock"):
        starting.Start("127.0.0.1", 1)
