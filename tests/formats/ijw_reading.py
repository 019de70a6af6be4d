"""Reads messages as the tests of iJw do: from a folder of their own, with a key."""

from __future__ import annotations

from pathlib import Path

import pytest

from sluitend.errors import InputError
from sluitend.formats import ijw
from sluitend.formats.messages import refusals
from sluitend.formats.messages.table import Events
from tests.formats.ijw_files import hashed


def read(folder: Path, *messages: str, **options: object) -> Events:
    at = folder / "berichten"
    at.mkdir(exist_ok=True)
    for number, content in enumerate(messages):
        (at / f"{number:03}.xml").write_text(content, encoding="utf-8")
    return ijw.read(at, **{"key": hashed, **options})  # type: ignore[arg-type]


def told(events: Events) -> list[tuple[str, str]]:
    times = events.table["time"].to_pylist()
    return [(f"{time:%m-%d}", what) for time, what in zip(times, events.table["activity"].to_pylist(), strict=True)]


def refusal(folder: Path, *messages: str | bytes, **options: object) -> InputError:
    with pytest.raises(InputError) as caught:
        read(folder, *messages, **options)  # type: ignore[arg-type]
    assert caught.value.code in refusals.SENTENCES
    refusals.SENTENCES[caught.value.code] % caught.value.data
    return caught.value
